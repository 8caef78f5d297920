import { useCallback, useEffect, useState } from 'react'
import { readDraft } from '../../db/drafts.ts'
import { useDraftWriter } from '../../records/use-draft-writer.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { parseDetails } from './document-drafts.ts'
import type { MemoDetails } from './memo-choice.ts'

/**
 * What is said of one document, kept as it is typed. Another document may come under another id at any time; what is on its way
 * to the disk then is written first.
 * @returns undefined while the draft is being read
 */
export function useDetails(id: string): readonly [MemoDetails | undefined, (details: MemoDetails) => void] {
  const { database } = useWorkspace()
  const { keep, flush } = useDraftWriter()
  const [read, setRead] = useState<{ readonly id: string; readonly details: MemoDetails } | null>(null)
  useEffect(() => {
    let isGone = false
    void flush()
      .then(() => readDraft(database, id))
      .then((value) => {
        if (!isGone) setRead({ id, details: parseDetails(value) })
      })
    return () => {
      isGone = true
      void flush()
    }
  }, [database, id, flush])
  const change = useCallback(
    (details: MemoDetails) => {
      setRead({ id, details })
      keep(id, details)
    },
    [id, keep],
  )
  return [read?.id === id ? read.details : undefined, change]
}
