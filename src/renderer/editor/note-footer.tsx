import type { Editor } from '@tiptap/core'
import { useState, useSyncExternalStore, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../lib/use-formats.ts'
import { SaveState, type SaveStatus } from '../ui/save-state.tsx'
import { TextButton } from '../ui/text-button.tsx'
import type { NoteDocument } from './note-document.ts'
import classes from './note-editor.module.css'
import { useWordCount } from './use-word-count.ts'

type NoteFooterProps = {
  readonly note: NoteDocument
  readonly editor: Editor | null
  readonly zone: string
  readonly language: string
  readonly copyText: (text: string) => Promise<boolean>
  readonly children?: ReactNode
}

/** Whether the text is on this laptop, how long it is, and the way out when the laptop cannot store it. */
export function NoteFooter({ note, editor, zone, language, copyText, children }: NoteFooterProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const state = useSyncExternalStore(note.onSaveState, note.saveState)
  const words = useWordCount(editor, language)
  const status: SaveStatus =
    state.status === 'failed'
      ? { kind: 'failed', reason: state.code === 'disk-full' ? 'disk-full' : 'other', onRetry: () => void note.flush() }
      : state.status === 'saved'
        ? { kind: 'saved', at: state.at === null ? null : formats.timeIn(zone, state.at) }
        : { kind: 'editing' }
  return (
    <div className={classes.footer}>
      {note.canEdit && <SaveState status={status} />}
      {state.status === 'failed' && editor && <CopyText editor={editor} copyText={copyText} />}
      {words !== null && <span className={classes.words}>{t('editor.words', { count: words, words: formats.number(words) })}</span>}
      {children !== undefined && <span className={classes.footerEnd}>{children}</span>}
    </div>
  )
}

type CopyTextProps = { readonly editor: Editor; readonly copyText: (text: string) => Promise<boolean> }

/** A copy elsewhere: the clipboard needs no room on the disk. */
function CopyText({ editor, copyText }: CopyTextProps) {
  const { t } = useTranslation()
  const [isCopied, setIsCopied] = useState<boolean | null>(null)
  const copy = async (): Promise<void> => setIsCopied(await copyText(editor.getText({ blockSeparator: '\n' })))
  return (
    <>
      <TextButton onClick={() => void copy()}>{isCopied === true ? t('editor.copied') : t('editor.copyText')}</TextButton>
      {isCopied === false && <span role="status">{t('ui.notCopied')}</span>}
    </>
  )
}
