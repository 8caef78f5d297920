import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { BODY_FIELD } from '../../notes/note-body-conversion.ts'
import classes from './author-marks.module.css'
import { authoredRanges, authorsIn, USERS, type AuthoredRange, type NoteAuthor } from './note-authors.ts'

/** Signs that differ in more than their colour; from the seventh author on they begin anew. */
export const AUTHOR_SIGNS = 6

export type AuthorWords = { /** Of text that nobody signed. */ readonly nobody: string }
type Shown = { readonly ranges: readonly AuthoredRange[]; readonly decorations: DecorationSet }

const key = new PluginKey<Shown>('authors')

/** Marks in the text who wrote what, until the returned function is called. Nothing of it is written into the note. */
export function showAuthors(editor: Editor, doc: Y.Doc, words: AuthorWords): () => void {
  const shownIn = (drawn: Node): Shown => {
    const ranges = authoredRanges(doc.getXmlFragment(BODY_FIELD), doc.getMap(USERS), drawn)
    const authors = authorsIn(ranges)
    const decorations = ranges.map(({ from, to, author }) => Decoration.inline(from, to, signOf(author, { authors, words })))
    return { ranges, decorations: DecorationSet.create(drawn, decorations) }
  }
  const plugin = new Plugin<Shown>({
    key,
    state: {
      init: (_config, state) => shownIn(state.doc),
      // The document is a step ahead of the editor while it draws; then what was shown moves along until the next transaction.
      apply: ({ doc: drawn, docChanged, mapping }, shown) => {
        const next = docChanged || shown.ranges.length === 0 ? shownIn(drawn) : shown
        return next.ranges.length > 0 || !docChanged ? next : { ...next, decorations: shown.decorations.map(mapping, drawn) }
      },
    },
    props: { decorations: (state) => key.getState(state)?.decorations },
  })
  editor.registerPlugin(plugin)
  return () => {
    if (!editor.isDestroyed) editor.unregisterPlugin(key)
  }
}

/** Everybody whose words are marked, in the order of the text. */
export const shownAuthors = (editor: Editor): readonly NoteAuthor[] => authorsIn(key.getState(editor.state)?.ranges ?? [])

/** Who wrote what stands at the cursor; null where nothing does. */
export function authorAtCursor(editor: Editor): NoteAuthor | null {
  const { from } = editor.state.selection
  return key.getState(editor.state)?.ranges.find((range) => range.from < from && from <= range.to)?.author ?? null
}

export const authorSign = (authors: readonly NoteAuthor[], author: NoteAuthor): string =>
  String(authors.findIndex(({ id }) => id === author.id) % AUTHOR_SIGNS)

function signOf(author: NoteAuthor, { authors, words }: { authors: readonly NoteAuthor[]; words: AuthorWords }): Record<string, string> {
  return { class: classes.author ?? '', 'data-author': authorSign(authors, author), title: author.name || words.nobody }
}
