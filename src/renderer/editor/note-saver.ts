import type * as Y from 'yjs'
import { createStore } from 'zustand/vanilla'
import { failureCodeOf, type SaveFailure } from './save-failure.ts'
import { createUpdateBuffer, type Taken } from './update-buffer.ts'

export type NoteWriter = {
  /**
   * Stores the update (Yjs, version 2) and the note's `bodyEdited`, both or neither. Resolves once they are durable;
   * rejects when nothing was stored, with an error named QuotaExceededError or coded `disk-full` where the disk is full.
   */
  readonly append: (update: Uint8Array) => Promise<void>
}
export type NoteClock = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Runs it once after so many milliseconds; returns how to call it off. */
  readonly after: (milliseconds: number, run: () => void) => () => void
}
/** `saved.at` is the time of the last confirmed write of this session, null before the first one. */
export type SaveState =
  | { readonly status: 'saved'; readonly at: number | null }
  | { readonly status: 'unsaved' }
  | { readonly status: 'saving' }
  | { readonly status: 'failed'; readonly code: SaveFailure }

export type NoteSaver = {
  /** Keeps a local update for the next flush. */
  readonly add: (update: Uint8Array) => void
  /** Something was typed: a flush will come by itself. */
  readonly soon: () => void
  /** True when everything typed before the call is stored. */
  readonly flush: () => Promise<boolean>
  readonly state: () => SaveState
  readonly onState: (listener: () => void) => () => void
}

/** The longest that a typed word waits before it is written. */
const FLUSH_AFTER = 2_000
const LONGEST_RETRY = 30_000

/** saved -> unsaved -> saving -> saved | failed -> saving …; one write at a time, one timer at most. */
export function createNoteSaver({ doc, writer, clock }: { doc: Y.Doc; writer: NoteWriter; clock: NoteClock }): NoteSaver {
  const buffer = createUpdateBuffer(doc)
  const state = createStore<SaveState>(() => ({ status: 'saved', at: null }))
  const timer = createTimer(clock)
  let running: Promise<boolean> | null = null
  let isDirty = false
  let retryAfter = FLUSH_AFTER
  const set = (next: SaveState): void => state.setState(next, true)
  const flushAfter = (milliseconds: number): void => timer.start(milliseconds, () => void flush())

  const succeeded = (taken: Taken): boolean => {
    taken.stored()
    retryAfter = FLUSH_AFTER
    // Typing may have gone on while the write was under way.
    set(isDirty ? { status: 'unsaved' } : { status: 'saved', at: clock.now() })
    if (isDirty) flushAfter(FLUSH_AFTER)
    return true
  }
  const failed = (taken: Taken, error: unknown): boolean => {
    taken.putBack()
    isDirty = true
    set({ status: 'failed', code: failureCodeOf(error) })
    flushAfter(retryAfter)
    retryAfter = Math.min(retryAfter * 2, LONGEST_RETRY)
    return false
  }
  const save = async (): Promise<boolean> => {
    timer.stop()
    isDirty = false
    const taken = buffer.take()
    // After a failure the next tries are silent: the warning stays until the text is stored.
    if (state.getState().status !== 'failed') set({ status: 'saving' })
    try {
      await writer.append(taken.update)
    } catch (error) {
      return failed(taken, error)
    }
    return succeeded(taken)
  }
  const flush = async (): Promise<boolean> => {
    if (running !== null) await running
    // Another caller may have begun the next write meanwhile: it holds everything typed until now.
    if (running !== null) return running
    if (!isDirty) return true
    running = save().finally(() => {
      running = null
    })
    return running
  }
  const soon = (): void => {
    isDirty = true
    if (state.getState().status === 'saved') set({ status: 'unsaved' })
    if (running === null) flushAfter(FLUSH_AFTER)
  }
  return { add: buffer.add, soon, flush, state: state.getState, onState: state.subscribe }
}

type Timer = { readonly start: (milliseconds: number, run: () => void) => void; readonly stop: () => void }

/** A running timer is not put off by another start: a fast typist would otherwise never be saved. */
function createTimer(clock: NoteClock): Timer {
  let callOff: (() => void) | null = null
  return {
    start: (milliseconds, run) => {
      callOff ??= clock.after(milliseconds, () => {
        callOff = null
        run()
      })
    },
    stop: () => {
      callOff?.()
      callOff = null
    },
  }
}
