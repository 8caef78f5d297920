import { Button } from '@mantine/core'
import { IconPencilPlus, IconTrash } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { memo, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStoreWithEqualityFn } from 'zustand/traditional'
import { recordsOf } from '../../db/live.ts'
import { NoteEditor } from '../../editor/note-editor.tsx'
import { useIsPrinting } from '../../lib/use-is-printing.ts'
import { ForEditors } from '../../records/for-editors.tsx'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { useProblemWords } from '../../records/problem-words.ts'
import { useProfile, useWorkspace } from '../../records/workspace.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { beginNote } from './meeting-commands.ts'
import classes from './meeting-page.module.css'
import { noteTabs, type NoteTab } from './meeting-queries.ts'
import { NoteText } from './note-text.tsx'
import { useNoteDocument } from './use-note-document.ts'

type MeetingNotesProps = {
  readonly scope: string
  readonly meetingId: string
  readonly zone: string
  /** Null where the meeting is held already. */
  readonly onFinish: (() => void) | null
}

/** The notes of a meeting, one tab a note; each was begun by one delegate and is open to all. */
export function MeetingNotes({ scope, meetingId, zone, onFinish }: MeetingNotesProps) {
  const { t } = useTranslation()
  const tabs = useNoteTabs(scope, meetingId)
  const [chosen, setChosen] = useState<string | null>(null)
  const begin = useBeginNote(scope, meetingId, setChosen)
  const isPrinting = useIsPrinting()
  const open = tabs.find((tab) => tab.id === chosen) ?? tabs[0]
  const finishLine = useMemo(() => (onFinish === null ? null : <FinishLine onFinish={onFinish} />), [onFinish])
  if (!open) {
    return (
      <div className={classes.notes}>
        <EmptyState
          example={t('meeting.noteExample')}
          title={t('meeting.noNotes')}
          actions={
            <ForEditors scope={scope}>
              <Button leftSection={<IconPencilPlus {...SMALL_ICON} />} onClick={() => void begin()}>
                {t('meeting.beginNote')}
              </Button>
            </ForEditors>
          }
        >
          {t('meeting.noNotesTodo')}
        </EmptyState>
        {finishLine && <div className={classes.foot}>{finishLine}</div>}
      </div>
    )
  }
  return (
    <div className={classes.notes} data-print-flow>
      <NoteTabs scope={scope} tabs={tabs} open={open} onOpen={setChosen} onBegin={() => void begin()} />
      <div className={classes.note} id="meeting-note" role="tabpanel" aria-label={tabLabel(open, t)} data-print-flow>
        <OpenNote key={open.id} scope={scope} tab={open} zone={zone} footer={finishLine} />
      </div>
      {isPrinting &&
        tabs.filter((tab) => tab.id !== open.id).map((tab) => <NoteText key={tab.id} noteId={tab.id} title={tabLabel(tab, t)} />)}
    </div>
  )
}

/** Drawn again only when a note comes, goes or changes its author: never because its text is typed. */
function useNoteTabs(scope: string, meetingId: string): readonly NoteTab[] {
  const { live, identity } = useWorkspace()
  return useStoreWithEqualityFn(
    live.store,
    (state) => noteTabs(meetingId, recordsOf(state.scopes[scope], 'note'), identity.personId),
    (a, b) => JSON.stringify(a) === JSON.stringify(b),
  )
}

function useBeginNote(scope: string, meetingId: string, onBegun: (noteId: string) => void): () => Promise<void> {
  const workspace = useWorkspace()
  const { name } = useProfile()
  const toasts = useToasts()
  const problemWords = useProblemWords()
  return async () => {
    const begun = await beginNote(workspace, { scope, meetingId, author: { personId: workspace.identity.personId, name } })
    if (begun.ok) onBegun(begun.value)
    else toasts.warn(problemWords(begun.error.code))
  }
}

const tabLabel = (tab: NoteTab, t: TFunction): string =>
  tab.authorName === '' ? t('kind.note') : t('meeting.noteBy', { name: tab.authorName })

type NoteTabsProps = {
  readonly scope: string
  readonly tabs: readonly NoteTab[]
  readonly open: NoteTab
  readonly onOpen: (id: string) => void
  readonly onBegin: () => void
}

function NoteTabs({ scope, tabs, open, onOpen, onBegin }: NoteTabsProps) {
  const { t } = useTranslation()
  const deleteRecord = useDeleteRecord()
  const move = (event: React.KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = tabs[(tabs.indexOf(open) + step + tabs.length) % tabs.length]
    if (step === 0 || !next) return
    onOpen(next.id)
    document.getElementById(`note-tab-${next.id}`)?.focus()
  }
  return (
    <div className={classes.tabs} data-no-print>
      <div role="tablist" aria-label={t('meeting.notes')} style={{ display: 'flex', flexWrap: 'wrap', gap: '0.25rem' }} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`note-tab-${tab.id}`}
            type="button"
            role="tab"
            className={classes.tab}
            aria-selected={tab.id === open.id}
            aria-controls="meeting-note"
            tabIndex={tab.id === open.id ? 0 : -1}
            onClick={() => onOpen(tab.id)}
          >
            <span className="sn-ellipsis">{tabLabel(tab, t)}</span>
          </button>
        ))}
      </div>
      <ForEditors scope={scope}>
        <span className={classes.tabsEnd}>
          <TextButton onClick={onBegin}>{t('meeting.beginNote')}</TextButton>
          <button
            type="button"
            className={classes.tab}
            aria-label={t('meeting.deleteNote')}
            title={t('meeting.deleteNote')}
            onClick={() => void deleteRecord({ scope, kind: 'note', id: open.id })}
          >
            <IconTrash {...SMALL_ICON} />
          </button>
        </span>
      </ForEditors>
    </div>
  )
}

type OpenNoteProps = { readonly scope: string; readonly tab: NoteTab; readonly zone: string; readonly footer: React.ReactNode }

/** Its own props only: what happens around a note does not draw it again. */
const OpenNote = memo(function OpenNote({ scope, tab, zone, footer }: OpenNoteProps) {
  const { t } = useTranslation()
  const { desktop } = useWorkspace()
  const note = useNoteDocument(scope, tab)
  if (!note) return null
  return (
    <NoteEditor
      document={note}
      label={tabLabel(tab, t)}
      zone={zone}
      copyText={desktop.copyText}
      {...(tab.language === null ? {} : { language: tab.language })}
      footer={footer}
    />
  )
})

function FinishLine({ onFinish }: { readonly onFinish: () => void }) {
  const { t } = useTranslation()
  return (
    <span style={{ display: 'inline-flex', gap: '0.5rem', alignItems: 'center' }}>
      <TextButton onClick={onFinish}>{t('meeting.finish')}</TextButton>
      <KeyCaps combo="mod+Enter" />
    </span>
  )
}
