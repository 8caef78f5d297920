import type { Change } from '../db/write.ts'
import { useToasts } from '../ui/toast.tsx'
import { commit, undo } from './commit.ts'
import { useProblemWords } from './problem-words.ts'
import { useWorkspace } from './workspace.tsx'

/**
 * Writes what a click did, says so when it could not be stored, and offers Undo where a message is given.
 * Resolves to whether it is on the disk.
 */
export function useCommit(scope: string): (changes: readonly Change[], undoMessage?: string) => Promise<boolean> {
  const workspace = useWorkspace()
  const toasts = useToasts()
  const problemWords = useProblemWords()
  return async (changes, undoMessage) => {
    const written = await commit(workspace, scope, changes)
    if (!written.ok) {
      toasts.warn(problemWords(written.error.code))
      return false
    }
    const { takeBack } = written.value
    if (undoMessage !== undefined && takeBack) {
      const onUndo = async (): Promise<void> => {
        const undone = await undo(workspace, takeBack)
        if (!undone.ok) toasts.warn(problemWords(undone.error.code))
      }
      toasts.offerUndo({ message: undoMessage, onUndo })
    }
    return true
  }
}
