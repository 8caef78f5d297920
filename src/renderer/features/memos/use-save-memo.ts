import type { WrittenMemo } from '@memos/write-memo.ts'
import { useEffect, useRef, useState } from 'react'
import { useWorkspace } from '../../records/workspace.tsx'
import { readExports, rememberExported, type Exported } from './document-drafts.ts'
import type { MadeMemo } from './use-made-memo.ts'

/** What became of a file: written (a browser does not tell where), or not. */
export type SavedMemo =
  | { readonly type: 'saved'; readonly name: string; readonly path: string | null }
  | { readonly type: 'failed'; readonly isDiskFull: boolean }

export type Saving = {
  readonly saved: SavedMemo | null
  /** Saves the document as it is now: what is being made again is waited for. */
  readonly save: () => void
  readonly isWaiting: boolean
  /** Exports of this document from this laptop, the newest first. */
  readonly exports: readonly Exported[]
}

const WORD_FILE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/**
 * Saves the document and tells what became of it, until another document is made. Nothing to say after a cancelled dialog.
 * @param documentId under which its exports are remembered
 */
export function useSaveMemo(scope: string, documentId: string, made: MadeMemo): Saving {
  const { desktop, database } = useWorkspace()
  const [last, setLast] = useState<{ readonly of: WrittenMemo; readonly saved: SavedMemo } | null>(null)
  const [wanted, setWanted] = useState<{ readonly id: string } | null>(null)
  const begun = useRef<{ readonly id: string } | null>(null)
  const [exports, setExports] = useState<readonly Exported[]>([])
  const memo = made.type === 'written' ? made.memo : null
  const current = made.type === 'written' && !made.isOld ? made.memo : null
  const isWaiting = wanted !== null && wanted.id === documentId
  useEffect(() => {
    void readExports(database, scope).then(setExports)
  }, [database, scope])
  useEffect(() => {
    if (!isWaiting || current === null || begun.current === wanted) return
    begun.current = wanted
    const write = async (): Promise<void> => {
      const { fileName, bytes } = current
      const result = await desktop.saveFile({ suggestedName: fileName, bytes, mediaType: WORD_FILE })
      setWanted(null)
      if (!result.ok) return setLast({ of: current, saved: { type: 'failed', isDiskFull: result.error.code === 'disk-full' } })
      if (result.value === null) return
      setLast({ of: current, saved: { type: 'saved', name: fileName, path: result.value.path } })
      setExports(await rememberExported(database, scope, { id: documentId, fileName }))
    }
    void write()
  }, [isWaiting, wanted, current, desktop, database, scope, documentId])
  return {
    saved: last !== null && last.of === memo ? last.saved : null,
    save: () => setWanted({ id: documentId }),
    isWaiting,
    exports: exports.filter(({ id }) => id === documentId),
  }
}
