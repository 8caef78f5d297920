import { plainText } from '@shared/domain/note-body.ts'
import * as Y from 'yjs'
import { BODY_FIELD, bodyOfDoc } from '../../../../src/notes/note-body-conversion.ts'
import { openNoteDocument, type NoteDocument, type OpenNote } from '../../../../src/renderer/editor/note-document.ts'

type Timer = { readonly at: number; readonly run: () => void }

/** Time that moves only when a test says so. */
export function fakeClock(start = 0) {
  let now = start
  const timers = new Set<Timer>()
  return {
    now: () => now,
    after: (milliseconds: number, run: () => void) => {
      const timer = { at: now + milliseconds, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    waiting: () => timers.size,
    pass: async (milliseconds: number) => {
      const end = now + milliseconds
      for (;;) {
        const next = [...timers].filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        now = next.at
        timers.delete(next)
        next.run()
        await settle()
      }
      now = end
    },
  }
}

/** Lets everything that waits for a resolved promise run. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A store in memory whose writes can fail or be held back. */
export function memoryStore(updates: Uint8Array[] = []) {
  const listeners = new Set<(update: Uint8Array) => void>()
  let failure: Error | null = null
  let gate: Promise<void> | null = null
  return {
    updates,
    fail: (error: Error | null) => {
      failure = error
    },
    /** Every write waits until the returned function is called. */
    hold: () => {
      let open = (): void => {}
      gate = new Promise((resolve) => {
        open = resolve
      })
      return () => {
        gate = null
        open()
      }
    },
    receive: (update: Uint8Array) => {
      updates.push(update)
      for (const listener of listeners) listener(update)
    },
    listening: () => listeners.size,
    append: async (update: Uint8Array) => {
      if (gate) await gate
      if (failure) throw failure
      updates.push(update)
    },
    subscribe: (onRemote: (update: Uint8Array) => void) => {
      listeners.add(onRemote)
      return () => listeners.delete(onRemote)
    },
  }
}

export type Laptop = { clock: ReturnType<typeof fakeClock>; store: ReturnType<typeof memoryStore>; note: NoteDocument }

export function openOnLaptop(more: Partial<OpenNote> = {}, stored: Uint8Array[] = []): Laptop {
  const clock = fakeClock(1_000_000)
  const store = memoryStore(stored)
  const session = { personId: 'person-a', name: 'Delegate A' }
  return { clock, store, note: openNoteDocument({ updates: [...stored], session, store, clock, ...more }) }
}

/** Types at the end of the first paragraph, letter by letter, as the editor's binding does. */
export function type({ doc }: NoteDocument, text: string): void {
  for (const letter of text) textOf(doc).insert(textOf(doc).length, letter)
}

export function textOf(doc: Y.Doc): Y.XmlText {
  const body = doc.getXmlFragment(BODY_FIELD)
  if (body.length === 0) {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText()])
    body.insert(0, [paragraph])
  }
  const paragraph = body.get(0)
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : undefined
  if (!(text instanceof Y.XmlText)) throw new Error('The first paragraph has no text')
  return text
}

export function wordsIn(updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdateV2(doc, update)
  return plainText(bodyOfDoc(doc))
}
