import { useHotkeys, type HotkeyItem } from '@mantine/hooks'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'

export type KeyCommand = {
  /** As Mantine writes it, for physical keys: `mod+K`, `mod+shift+E`, `alt+ArrowUp`, `mod+Period`, `alt+Digit1`, `F6`. */
  readonly combo: string
  /** The form for a browser, where it keeps the first one for itself. */
  readonly browserCombo?: string
  /** What it does, for the list of all keys. */
  readonly label: string
  /** True: not while a field or a note has the focus, where the key belongs to the text. */
  readonly isForRecords?: boolean
  readonly run: () => void
}
type ListedKey = { readonly combo: string; readonly label: string }
type KeyList = { readonly lists: Readonly<Record<string, readonly ListedKey[]>> }
type Keys = { readonly isBrowser: boolean; readonly store: StoreApi<KeyList> }

const KeysContext = createContext<Keys | null>(null)

/** @param isBrowser true in the browser edition, where second forms are in force */
export function KeysProvider({ isBrowser, children }: { readonly isBrowser: boolean; readonly children: ReactNode }) {
  const [keys] = useState<Keys>(() => ({ isBrowser, store: createStore<KeyList>(() => ({ lists: {} })) }))
  return <KeysContext value={keys}>{children}</KeysContext>
}

/**
 * Keys that are in force while the caller is on the screen, in fields and in the editor too. They mean places on the
 * keyboard, so they work on Russian and Uzbek layouts, and they do nothing while an input method is composing.
 * @param owner names the caller in the list of keys
 */
export function useKeys(owner: string, commands: readonly KeyCommand[]): void {
  const { isBrowser, store } = useKeysContext()
  const active = commands.map((command) => ({ ...command, combo: comboFor(command, isBrowser) }))
  useHotkeys(active.filter(({ isForRecords }) => isForRecords !== true).map(toHotkey), [], true)
  useHotkeys(active.filter(({ isForRecords }) => isForRecords === true).map(toHotkey))
  const listed = JSON.stringify(active.map(({ combo, label }) => ({ combo, label })))
  useEffect(() => {
    store.setState(({ lists }) => ({ lists: { ...lists, [owner]: JSON.parse(listed) as readonly ListedKey[] } }))
    return () => store.setState(({ lists }) => ({ lists: Object.fromEntries(Object.entries(lists).filter(([name]) => name !== owner)) }))
  }, [store, owner, listed])
}

function toHotkey({ combo, run }: Pick<KeyCommand, 'combo' | 'run'>): HotkeyItem {
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    event.preventDefault()
    run()
  }
  return [combo, press, { usePhysicalKeys: true, preventDefault: false }]
}

/** Every key that is in force now, for the list under Ctrl+/. */
export function useActiveKeys(): readonly ListedKey[] {
  const lists = useStore(useKeysContext().store, (state) => state.lists)
  return Object.values(lists).flat()
}

function useKeysContext(): Keys {
  const keys = useContext(KeysContext)
  if (!keys) throw new Error('useKeys stands outside KeysProvider')
  return keys
}

const comboFor = ({ combo, browserCombo }: Pick<KeyCommand, 'combo' | 'browserCombo'>, isBrowser: boolean): string =>
  isBrowser ? (browserCombo ?? combo) : combo
