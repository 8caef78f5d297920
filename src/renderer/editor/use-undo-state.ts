import type { Editor } from '@tiptap/core'
import { useCallback, useSyncExternalStore } from 'react'
import { undoManagerOf } from './undo-manager.ts'

const EVENTS = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const

/**
 * Whether there is something to take back or to bring back. Heard from the undo manager itself: the editor draws an undo
 * before the manager has moved it from one stack to the other.
 */
export function useUndoState(editor: Editor): { readonly canUndo: boolean; readonly canRedo: boolean } {
  const manager = undoManagerOf(editor.state)
  const subscribe = useCallback(
    (listener: () => void) => {
      for (const event of EVENTS) manager.on(event, listener)
      return () => {
        for (const event of EVENTS) manager.off(event, listener)
      }
    },
    [manager],
  )
  const canUndo = useSyncExternalStore(subscribe, () => manager.undoStack.length > 0)
  const canRedo = useSyncExternalStore(subscribe, () => manager.redoStack.length > 0)
  return { canUndo, canRedo }
}
