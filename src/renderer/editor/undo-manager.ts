import type { EditorState } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import type { UndoManager } from 'yjs'

/** What takes back and brings back in the document that the editor is bound to. */
export const undoManagerOf = (state: EditorState): UndoManager =>
  (yUndoPluginKey.getState(state) as { undoManager: UndoManager }).undoManager
