import type { AnyExtension, Extensions } from '@tiptap/core'
import Collaboration from '@tiptap/extension-collaboration'
import { Link } from '@tiptap/extension-link'
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table'
import { Placeholder } from '@tiptap/extensions'
import { Plugin, type Transaction } from '@tiptap/pm/state'
import StarterKit from '@tiptap/starter-kit'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import { isAllowedHref } from '../../notes/allowed-href.ts'
import { BODY_FIELD } from '../../notes/note-body-conversion.ts'
import { CompositionUndo } from './composition-undo.ts'

/**
 * Everything that a note may hold, and nothing else: what is added here needs its place in src/notes/note-body-conversion.ts and,
 * if older editors would damage it, a new BODY_SCHEMA. An attribute of lines goes in by `addGlobalAttributes`.
 */
export function schemaExtensions(): Extensions {
  return [
    Starter.configure({ undoRedo: false, codeBlock: false, trailingNode: false, link: false, heading: { levels: [1, 2, 3] } }),
    NoteLink,
    NoteTable.configure({ resizable: false, renderWrapper: true }),
    TableRow,
    TableHeader.extend({ addAttributes: cellAttributes }),
    TableCell.extend({ addAttributes: cellAttributes }),
  ]
}

/** The schema, bound to a Yjs document. `placeholder` is read anew at every drawing, so that it follows the language. */
export function editorExtensions(doc: Y.Doc, placeholder: () => string): Extensions {
  return [
    ...schemaExtensions(),
    Placeholder.configure({ placeholder }),
    Collaboration.configure({ document: doc, field: BODY_FIELD }),
    CompositionUndo,
  ]
}

const Starter = StarterKit.extend({
  addExtensions() {
    return (this.parent?.() ?? []).map(adjusted)
  },
})

function adjusted(extension: AnyExtension): AnyExtension {
  switch (extension.name) {
    // "> " at the start of a line is a sign of its own in notes, never a quotation.
    case 'blockquote':
      return extension.extend({ addInputRules: () => [] })
    // Excluding only itself, code can be bold, as in a note body. An empty exclusion would let it double and change its name in Yjs.
    case 'code':
      return extension.extend({ excludes: 'code' })
    // Ctrl+Enter belongs to the meeting.
    case 'hardBreak':
      return extension.extend({
        addKeyboardShortcuts() {
          return { 'Shift-Enter': () => this.editor.commands.setHardBreak() }
        },
      })
    // Two people's edits may leave any block first in an item: a stricter rule would make the binding throw the item away.
    case 'listItem':
      return extension.extend({ content: 'block+' })
    case 'orderedList':
      return extension.extend({ addAttributes: () => ({}) })
    default:
      return extension
  }
}

const NoteLink = Link.extend({
  addAttributes: () => ({ href: { default: null } }),
}).configure({
  // Finding addresses while typing would act inside a composition, and on what others type.
  autolink: false,
  openOnClick: false,
  defaultProtocol: 'https',
  isAllowedUri: (href) => isAllowedHref(href),
  HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: null, class: null },
})

const NoteTable = Table.extend({
  addProseMirrorPlugins() {
    return (this.parent?.() ?? []).map(onlyAfterOwnEdits)
  },
})

/** `colwidth` must exist for the table commands; it is never set, so it never reaches the document. */
const cellAttributes = () => ({
  colspan: { default: 1, parseHTML: (cell: HTMLElement) => span(cell.getAttribute('colspan'), 50) },
  rowspan: { default: 1, parseHTML: (cell: HTMLElement) => span(cell.getAttribute('rowspan'), 200) },
  colwidth: { default: null, parseHTML: () => null, renderHTML: () => ({}) },
})

function span(written: string | null, most: number): number {
  const count = Number.parseInt(written ?? '1', 10)
  return Number.isFinite(count) ? Math.min(Math.max(count, 1), most) : 1
}

/**
 * Table repair must wait while an input method composes, or the first character is doubled. It also must not answer
 * what came from the document: opening a note would write, and two laptops would repair the same table twice.
 */
function onlyAfterOwnEdits(plugin: Plugin): Plugin {
  const { appendTransaction } = plugin.spec
  if (!appendTransaction) return plugin
  return new Plugin({
    ...plugin.spec,
    appendTransaction(transactions, before, after) {
      if (transactions.some((one) => one.getMeta('composition') !== undefined || isFromDocument(one))) return null
      return appendTransaction.call(this, transactions, before, after)
    },
  })
}

/** True for what the Yjs document changed: a colleague's edit, undo and redo, the first drawing. */
const isFromDocument = (transaction: Transaction): boolean => {
  const meta: unknown = transaction.getMeta(ySyncPluginKey)
  return typeof meta === 'object' && meta !== null && 'isChangeOrigin' in meta && meta.isChangeOrigin === true
}
