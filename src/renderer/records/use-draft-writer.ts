import { useCallback, useEffect, useRef } from 'react'
import { dropDraft, putDraft } from '../db/drafts.ts'
import { useWorkspace } from './workspace.tsx'

/** The longest that something typed may wait before it is on the disk. */
const DRAFT_DELAY = 800

type Waiting = { readonly id: string; readonly values: unknown; readonly timer: ReturnType<typeof setTimeout> }

/**
 * Writes what is typed to the drafts of this laptop, at the latest after the delay, when the page closes and when the form goes.
 * What waits under one id is written before something is kept under another.
 */
export function useDraftWriter(): {
  readonly keep: (id: string, values: unknown) => void
  readonly flush: () => Promise<void>
  readonly drop: (id: string) => Promise<void>
} {
  const { database, closing } = useWorkspace()
  const waiting = useRef<Waiting | null>(null)
  const flush = useCallback(async () => {
    if (!waiting.current) return
    const { id, values, timer } = waiting.current
    clearTimeout(timer)
    waiting.current = null
    await putDraft(database, id, values)
  }, [database])
  useEffect(() => {
    const stopFlushing = closing.add(flush)
    return () => {
      stopFlushing()
      void flush()
    }
  }, [closing, flush])
  const keep = useCallback(
    (id: string, values: unknown) => {
      if (waiting.current !== null && waiting.current.id !== id) void flush()
      // The first key starts the clock and later ones do not wind it back: typing without a pause is kept too.
      waiting.current = { id, values, timer: waiting.current?.timer ?? setTimeout(() => void flush(), DRAFT_DELAY) }
    },
    [flush],
  )
  const drop = useCallback(
    async (id: string) => {
      if (waiting.current) clearTimeout(waiting.current.timer)
      waiting.current = null
      await dropDraft(database, id)
    },
    [database],
  )
  return { keep, flush, drop }
}
