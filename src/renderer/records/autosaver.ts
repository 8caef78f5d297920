import type { Result } from '@shared/lib/result.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SavePart } from './save-status.tsx'

/** How long nothing is typed before it is saved, in milliseconds. */
export const IDLE = 800

export type AutosaveState = {
  /** What is typed, or was saved and is not yet shown by the store; null: show what is stored. */
  readonly typed: string | null
  /** The code of what keeps it from being saved. */
  readonly problem: string | null
  readonly isDirty: boolean
}

export type Autosaver = {
  readonly store: StoreApi<AutosaveState>
  readonly change: (text: string) => void
  /** Saves at once, and tells whether all that was typed is stored. */
  readonly flush: () => Promise<boolean>
  /** Back to what is stored. */
  readonly revert: () => void
  /** What is stored has changed, perhaps by this very save. */
  readonly storedChanged: () => void
  /** An input method's half words are never saved. */
  readonly setComposing: (isComposing: boolean) => void
}

type Surroundings = {
  /** Resolves when it is on the disk. Blank text is handed over as null. */
  readonly save: (value: string | null) => Promise<Result<unknown, string>>
  readonly report: (part: SavePart | null) => void
  /** Runs it once after so many milliseconds; returns how to call it off. */
  readonly after: (ms: number, run: () => void) => () => void
  readonly now: () => number
}

/** Saves one text when it is told to, or after a pause; a failure keeps what was typed. */
export function createAutosaver({ save, report, after, now }: Surroundings): Autosaver {
  const store = createStore<AutosaveState>(() => ({ typed: null, problem: null, isDirty: false }))
  let isComposing = false
  let callOff = (): void => undefined
  const wait = (): void => {
    callOff()
    if (!isComposing) callOff = after(IDLE, () => void flush())
  }
  const flush = async (): Promise<boolean> => {
    callOff()
    const { typed, isDirty } = store.getState()
    if (typed === null || !isDirty) return true
    store.setState({ isDirty: false })
    const saved = await save(typed.trim() === '' ? null : typed)
    // Typed on while it was being written: the next save tells how things stand.
    if (store.getState().isDirty) return saved.ok
    if (saved.ok) {
      store.setState({ problem: null })
      report({ kind: 'saved', at: now() })
      return true
    }
    store.setState({ problem: saved.error.code, isDirty: true })
    report({ kind: 'failed', reason: saved.error.code === 'disk-full' ? 'disk-full' : 'other', onRetry: () => void flush() })
    return false
  }
  return {
    store,
    flush,
    change: (text) => {
      store.setState({ typed: text, problem: null, isDirty: true })
      report({ kind: 'editing' })
      wait()
    },
    revert: () => {
      callOff()
      store.setState({ typed: null, problem: null, isDirty: false })
      report(null)
    },
    storedChanged: () => {
      if (!store.getState().isDirty) store.setState({ typed: null })
    },
    setComposing: (next) => {
      isComposing = next
      if (next) callOff()
      else if (store.getState().isDirty) wait()
    },
  }
}
