import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Words } from '../ui/words.tsx'
import classes from './author-marks.module.css'
import { authorAtCursor, authorSign, showAuthors, shownAuthors } from './author-marks.ts'
import type { NoteDocument } from './note-document.ts'

type AuthorLegendProps = { readonly editor: Editor; readonly note: NoteDocument }

/** While it stands there the text shows who wrote what: a sign and a name for each, and whose word the cursor is in. */
export function AuthorLegend({ editor, note }: AuthorLegendProps) {
  const { t } = useTranslation()
  const nobody = t('editor.authors.nobody')
  useEffect(() => showAuthors(editor, note.doc, { nobody }), [editor, note, nobody])
  const { authors, here } = useEditorState({
    editor,
    selector: ({ editor: current }) => ({ authors: shownAuthors(current), here: authorAtCursor(current) }),
  })
  const nameOf = ({ name }: { readonly name: string }): string => name || nobody
  return (
    <div className={classes.legend} role="group" aria-label={t('editor.authors.title')}>
      {authors.length === 0 && <span>{t('editor.authors.none')}</span>}
      {authors.map((author) => (
        <span key={author.id ?? ''} className={classes.author} data-author={authorSign(authors, author)}>
          <Words>{nameOf(author)}</Words>
        </span>
      ))}
      <span className={classes.here} role="status">
        {here === null ? '' : t('editor.authors.here', { name: nameOf(here) })}
      </span>
    </div>
  )
}
