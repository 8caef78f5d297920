import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { useFormats } from '../lib/use-formats.ts'
import { SaveState, type SaveStatus } from '../ui/save-state.tsx'
import { usePreferences } from './workspace.tsx'

/** What one field, form or note says of itself. `saved` only after the store has confirmed it. */
export type SavePart =
  | { readonly kind: 'saved'; readonly at: number }
  | { readonly kind: 'editing' }
  | { readonly kind: 'failed'; readonly reason: 'disk-full' | 'other'; readonly onRetry: () => void }

type Parts = { readonly parts: Readonly<Record<string, SavePart>>; readonly lastSaved: number | null }
export type SaveStatusStore = StoreApi<Parts>

export const createSaveStatus = (): SaveStatusStore => createStore<Parts>(() => ({ parts: {}, lastSaved: null }))

/** Takes in what a part says; null when the part is gone. */
export function reportSave(store: SaveStatusStore, id: string, part: SavePart | null): void {
  store.setState(({ parts, lastSaved }) => {
    const { [id]: _, ...others } = parts
    if (part === null) return { parts: others }
    const isSaved = part.kind === 'saved'
    return { parts: isSaved ? others : { ...others, [id]: part }, lastSaved: isSaved ? Math.max(lastSaved ?? 0, part.at) : lastSaved }
  })
}

/** One state for all parts: a failure before typing, typing before saved. */
export function saveSummary({ parts, lastSaved }: Parts): SavePart | null {
  const all = Object.values(parts)
  const failed = all.filter((part) => part.kind === 'failed')
  const [first] = failed
  if (first) {
    return {
      kind: 'failed',
      reason: failed.find((part) => part.reason === 'disk-full')?.reason ?? first.reason,
      onRetry: () => failed.forEach((part) => part.onRetry()),
    }
  }
  if (all.length > 0) return { kind: 'editing' }
  return lastSaved === null ? null : { kind: 'saved', at: lastSaved }
}

const SaveStatusContext = createContext<SaveStatusStore | null>(null)

/** Around a screen whose parts save themselves; PageSaveState inside it says how they stand. */
export function SaveStatusProvider({ children }: { readonly children: ReactNode }) {
  const [store] = useState(createSaveStatus)
  return <SaveStatusContext value={store}>{children}</SaveStatusContext>
}

/** Tells the screen how this part stands; nothing outside a provider. */
export function useReportSave(id: string): (part: SavePart | null) => void {
  const store = useContext(SaveStatusContext)
  useEffect(() => () => (store ? reportSave(store, id, null) : undefined), [store, id])
  return (part) => {
    if (store) reportSave(store, id, part)
  }
}

/** "Saved on this laptop 13:58". @param zone of the visit: times on a screen are those of its place; the ministry's without one */
export function PageSaveState({ zone }: { readonly zone?: string | null }) {
  const store = useContext(SaveStatusContext)
  if (!store) throw new Error('PageSaveState stands outside a SaveStatusProvider')
  const summary = useStore(store, (state) => JSON.stringify(saveSummary(state)))
  const { ministryZone } = usePreferences()
  const formats = useFormats()
  const part = summary === 'null' ? null : saveSummary(store.getState())
  return <SaveState status={statusOf(part, (at) => formats.timeIn(zone ?? ministryZone, at))} />
}

function statusOf(part: SavePart | null, timeAt: (at: number) => string): SaveStatus {
  if (part === null) return { kind: 'saved', at: null }
  return part.kind === 'saved' ? { kind: 'saved', at: timeAt(part.at) } : part
}
