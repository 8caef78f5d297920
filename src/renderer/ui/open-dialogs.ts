import { useLayoutEffect } from 'react'

/** Dialogs that are open, the one that came last in front. */
const open: symbol[] = []

/** What was in front when the newest key or click came: a key that closes a dialog is also heard by those behind it, which are in front only for the next. */
let front: symbol | undefined

const lookAtFront = (): void => {
  front = open.at(-1)
}

const KEY_AND_CLICK = ['keydown', 'click']

/** Looks before anybody else hears of a key or a click at `page`, the window. @returns what ends it */
export function watchFront(page: EventTarget): () => void {
  for (const kind of KEY_AND_CLICK) page.addEventListener(kind, lookAtFront, { capture: true })
  return () => {
    for (const kind of KEY_AND_CLICK) page.removeEventListener(kind, lookAtFront, { capture: true })
  }
}

export function openedDialog(dialog: symbol): void {
  open.push(dialog)
}

/** As soon as it is on its way out: what it shows may fade for a while, and the next key is for the one behind it. */
export function closedDialog(dialog: symbol): void {
  const place = open.indexOf(dialog)
  if (place >= 0) open.splice(place, 1)
}

/** Whether the newest key or click is for this dialog. */
export const isInFront = (dialog: symbol): boolean => front === dialog

/** Keeps the place of `dialog` among the open ones while `isOpen`. */
export function useFrontPlace(dialog: symbol, isOpen: boolean): void {
  useLayoutEffect(() => {
    if (!isOpen) return undefined
    openedDialog(dialog)
    return () => closedDialog(dialog)
  }, [dialog, isOpen])
}
