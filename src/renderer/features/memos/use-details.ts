import { useCallback, useEffect, useRef, useState } from 'react'
import { putDraft, readDraft } from '../../db/drafts.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { parseDetails } from './document-drafts.ts'
import type { MemoDetails } from './memo-choice.ts'

const DRAFT_DELAY = 500

/**
 * What is said of one document, kept as it is typed. Another document may come under another id at any time; what is on its way
 * to the disk then is written first.
 * @returns undefined while the draft is being read
 */
export function useDetails(id: string): readonly [MemoDetails | undefined, (details: MemoDetails) => void] {
  const { database, closing } = useWorkspace()
  const [read, setRead] = useState<{ readonly id: string; readonly details: MemoDetails } | null>(null)
  const waiting = useRef<{ id: string; details: MemoDetails; timer: ReturnType<typeof setTimeout> } | null>(null)
  const flush = useCallback(async () => {
    if (!waiting.current) return
    const { id: of, details, timer } = waiting.current
    clearTimeout(timer)
    waiting.current = null
    await putDraft(database, of, details)
  }, [database])
  useEffect(() => {
    let isGone = false
    void flush()
      .then(() => readDraft(database, id))
      .then((value) => {
        if (!isGone) setRead({ id, details: parseDetails(value) })
      })
    const stopFlushing = closing.add(flush)
    return () => {
      isGone = true
      stopFlushing()
      void flush()
    }
  }, [database, closing, id, flush])
  const change = useCallback(
    (details: MemoDetails) => {
      setRead({ id, details })
      waiting.current = { id, details, timer: waiting.current?.timer ?? setTimeout(() => void flush(), DRAFT_DELAY) }
    },
    [id, flush],
  )
  return [read?.id === id ? read.details : undefined, change]
}
