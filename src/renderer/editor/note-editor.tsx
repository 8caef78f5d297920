import type { Editor } from '@tiptap/core'
import { useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../ui/notice.tsx'
import { TextButton } from '../ui/text-button.tsx'
import { AuthorLegend } from './author-legend.tsx'
import type { NoteDocument } from './note-document.ts'
import classes from './note-editor.module.css'
import { NoteFooter } from './note-footer.tsx'
import { NoteToolbar } from './note-toolbar.tsx'
import { useFlushOnLeave } from './use-flush-on-leave.ts'
import { useNoteEditor } from './use-note-editor.ts'

export type NoteEditorProps = {
  /** From `openNoteDocument`; who opened it closes it, after this is off the screen. */
  readonly document: NoteDocument
  /** The accessible name of the text, such as "Note by Delegate A". */
  readonly label: string
  /** IANA zone of the visit's place, for the time of saving. */
  readonly zone: string
  /** Language of the text (BCP 47), where it is known. */
  readonly language?: string
  /** To the clipboard of the host; false where it refused. */
  readonly copyText: (text: string) => Promise<boolean>
  /** What else stands at the right of the footer. */
  readonly footer?: ReactNode
}

/** The text of one note: toolbar, page, footer. Fills the height it is given; only the page scrolls. */
export function NoteEditor({ document: note, label, zone, language, copyText, footer }: NoteEditorProps) {
  const { t, i18n } = useTranslation()
  const frame = useRef<HTMLDivElement>(null)
  const host = useRef<HTMLDivElement>(null)
  const editor = useNoteEditor(note, host, { label, placeholder: t('editor.placeholder'), language })
  useFlushOnLeave(note, editor)
  const [hasAuthors, setHasAuthors] = useState(false)
  return (
    <div ref={frame} className={classes.note} onKeyDown={(event) => goToToolbar(event, { frame, editor })}>
      {note.canEdit && <div className={classes.toolbarPlace}>{editor && <NoteToolbar editor={editor} />}</div>}
      {editor && hasAuthors && <AuthorLegend editor={editor} note={note} />}
      <div className={classes.page}>
        <NoteNotices note={note} />
        <div ref={host} className={classes.text} />
      </div>
      <NoteFooter note={note} editor={editor} zone={zone} language={language ?? i18n.language} copyText={copyText}>
        <TextButton isPressed={hasAuthors} onClick={() => setHasAuthors(!hasAuthors)}>
          {t('editor.authors.title')}
        </TextButton>
        {footer}
      </NoteFooter>
    </div>
  )
}

function NoteNotices({ note }: { readonly note: NoteDocument }) {
  const { t } = useTranslation()
  return (
    <>
      {note.readOnlyBecause !== null && (
        <div className={classes.notice}>
          <Notice>{note.readOnlyBecause === 'newer-version' ? t('editor.newerVersion') : t('editor.reader')}</Notice>
        </div>
      )}
      {note.unreadable() > 0 && (
        <div className={classes.notice}>
          <Notice tone="danger">{t('editor.unreadable')}</Notice>
        </div>
      )}
    </>
  )
}

type Places = { readonly frame: RefObject<HTMLElement | null>; readonly editor: Editor | null }

/** Alt+F10, as in other editors: Tab belongs to lists and tables while the cursor is in one. */
function goToToolbar(event: KeyboardEvent, { frame, editor }: Places): void {
  if (event.key !== 'F10' || !event.altKey || editor?.view.composing === true) return
  event.preventDefault()
  frame.current?.querySelector<HTMLElement>('[data-tool][tabindex="0"]')?.focus()
}
