import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { undoManagerOf } from './undo-manager.ts'

/** Milliseconds: the editor reads what a composition ended with a moment after its end. */
const READ_WITHIN = 100

/**
 * What an input method composes is one step of undo, however long a person looks for the right characters. The undo of Yjs begins a new
 * step after half a second of rest, and would leave the readings behind where the word stood.
 */
export const CompositionUndo = Extension.create({
  name: 'compositionUndo',
  addProseMirrorPlugins: () => [compositionPlugin()],
})

function compositionPlugin(): Plugin {
  let usual: number | null = null
  let ending: ReturnType<typeof setTimeout> | undefined
  const begin = (view: EditorView): void => {
    const manager = undoManagerOf(view.state)
    clearTimeout(ending)
    usual ??= manager.captureTimeout
    manager.stopCapturing()
    manager.captureTimeout = Number.POSITIVE_INFINITY
  }
  const end = (view: EditorView): void => {
    const manager = undoManagerOf(view.state)
    clearTimeout(ending)
    ending = setTimeout(() => {
      if (usual !== null) manager.captureTimeout = usual
      usual = null
    }, READ_WITHIN)
  }
  return new Plugin({
    props: {
      handleDOMEvents: {
        compositionstart: (view) => {
          begin(view)
          return false
        },
        compositionend: (view) => {
          end(view)
          return false
        },
      },
    },
    view: () => ({ destroy: () => clearTimeout(ending) }),
  })
}
