import { useCallback, useEffect, useState } from 'react'
import { readDraft } from '../db/drafts.ts'
import { useDraftWriter } from './use-draft-writer.ts'
import { useWorkspace } from './workspace.tsx'

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
  const { database } = useWorkspace()
  const { keep: keepUnder, flush, drop: dropUnder } = useDraftWriter()
  const [recovered, setRecovered] = useState<Values | null>()
  useEffect(() => {
    let isGone = false
    void readDraft(database, id).then((values) => {
      if (!isGone) setRecovered((values as Values | undefined) ?? null)
    })
    return () => {
      isGone = true
      void flush()
    }
  }, [database, id, flush])
  const keep = useCallback((values: Values) => keepUnder(id, values), [keepUnder, id])
  const drop = useCallback(() => dropUnder(id), [dropUnder, id])
  return { recovered, keep, drop }
}
