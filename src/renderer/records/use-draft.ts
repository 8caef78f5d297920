import { useCallback, useEffect, useRef, useState } from 'react'
import { dropDraft, putDraft, readDraft } from '../db/drafts.ts'
import { useWorkspace } from './workspace.tsx'

/** The longest that something typed may wait before it is on the disk. */
const DRAFT_DELAY = 800

/**
 * Keeps what is typed in a form until it is saved: it comes back after a crash.
 * @param id names form and record, such as `agreement:<id>`
 * @returns the recovered values (undefined while reading, null when there are none), `keep` for each edit, `drop` after saving
 */
export function useDraft<Values>(id: string): {
  recovered: Values | null | undefined
  keep: (values: Values) => void
  drop: () => Promise<void>
} {
  const { database, closing } = useWorkspace()
  const [recovered, setRecovered] = useState<Values | null>()
  const waiting = useRef<{ values: Values; timer: ReturnType<typeof setTimeout> } | null>(null)

  const flush = useCallback(async () => {
    if (!waiting.current) return
    const { values, timer } = waiting.current
    clearTimeout(timer)
    waiting.current = null
    await putDraft(database, id, values)
  }, [database, id])

  useEffect(() => {
    let isGone = false
    void readDraft(database, id).then((values) => {
      if (!isGone) setRecovered((values as Values | undefined) ?? null)
    })
    const stopFlushing = closing.add(flush)
    return () => {
      isGone = true
      stopFlushing()
      void flush()
    }
  }, [database, closing, id, flush])

  const keep = useCallback(
    (values: Values) => {
      // The first key starts the clock and later ones do not wind it back: typing without a pause is kept too.
      waiting.current = { values, timer: waiting.current?.timer ?? setTimeout(() => void flush(), DRAFT_DELAY) }
    },
    [flush],
  )
  const drop = useCallback(async () => {
    if (waiting.current) clearTimeout(waiting.current.timer)
    waiting.current = null
    await dropDraft(database, id)
  }, [database, id])
  return { recovered, keep, drop }
}
