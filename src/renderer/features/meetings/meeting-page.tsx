import type { Meeting } from '@shared/domain/meeting.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../../lib/page-title.tsx'
import { useKeys } from '../../lib/use-keys.tsx'
import { useRouteParam, useRouteSearch } from '../../lib/use-route.ts'
import { DeletedNotice } from '../../records/deleted-notice.tsx'
import { useMayEdit } from '../../records/may-write.ts'
import { useGoTo } from '../../records/record-link.tsx'
import { useCommit } from '../../records/use-commit.ts'
import { ReviewNotice } from '../../records/review-notice.tsx'
import { useIsOpen, useRecord, useRecords, useStoredRecord } from '../../records/use-records.ts'
import { usePreferences } from '../../records/workspace.tsx'
import { Columns } from '../../ui/columns.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { stateChange } from './meeting-commands.ts'
import { MeetingFactsPanel } from './meeting-facts-panel.tsx'
import { MeetingHeader } from './meeting-header.tsx'
import { MeetingNotes } from './meeting-notes.tsx'
import { MeetingRail } from './meeting-rail.tsx'
import { MoveMeetingDialog } from './move-meeting-dialog.tsx'
import { PreparePanel } from './prepare-panel.tsx'

/** One meeting: facts and both sides above, the notes in the middle, what came out of it at the right. */
export function MeetingPage() {
  const scope = useRouteParam('visitId')
  const meetingId = useRouteParam('meetingId')
  const { t } = useTranslation()
  const isOpen = useIsOpen()
  const meeting = useRecord(scope, 'meeting', meetingId)
  const stored = useStoredRecord(scope, 'meeting', meetingId)
  const visit = useRecord(scope, 'visit', scope)
  const { ministryZone } = usePreferences()
  // Folded stays folded from one meeting to the next.
  const [isFolded, setIsFolded] = useState(false)
  usePageTitle(meeting?.title ?? null)
  if (!meeting || !stored) return isOpen ? <EmptyState title={t('error.notFound')}>{t('error.notFoundTodo')}</EmptyState> : <Skeleton />
  if (isDead(stored.cells)) {
    return (
      <Screen>
        <PageHeader title={meeting.title ?? t('kind.meeting')} below={<DeletedNotice scope={scope} kind="meeting" id={meetingId} />} />
      </Screen>
    )
  }
  const zone = meeting.zone ?? visit?.zone ?? ministryZone
  return (
    <OpenMeeting
      key={meetingId}
      scope={scope}
      meetingId={meetingId}
      zone={zone}
      isFolded={isFolded}
      onFold={() => setIsFolded(!isFolded)}
    />
  )
}

/** What the ministry's desk said of the meeting and of its notes, then what came out of it. */
function Rail({ meeting, onPrepare }: { readonly meeting: Meeting; readonly onPrepare: (field: string) => void }) {
  const { scope, id } = meeting
  const notes = useRecords(scope, 'note').filter(({ meetingId }) => meetingId === id)
  return (
    <>
      <ReviewNotice scope={scope} kind="meeting" id={id} />
      {notes.map((note) => (
        <ReviewNotice key={note.id} scope={scope} kind="note" id={note.id} isNamed />
      ))}
      <MeetingRail meeting={meeting} onPrepare={onPrepare} />
    </>
  )
}

type OpenMeetingProps = {
  readonly scope: string
  readonly meetingId: string
  readonly zone: string
  readonly isFolded: boolean
  readonly onFold: () => void
}

function OpenMeeting({ scope, meetingId, zone, isFolded, onFold }: OpenMeetingProps) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const commit = useCommit(scope)
  const mayEdit = useMayEdit(scope)
  const meeting = useRecord(scope, 'meeting', meetingId)
  const [search, changeSearch] = useRouteSearch()
  const [isMoving, setIsMoving] = useState(false)
  const finish = (): void => {
    if (meeting && meeting.state !== 'held') void commit([stateChange(meeting, 'held')], t('meeting.finished'))
  }
  const exportMemo = (): void => goTo(`/visit/${scope}/documents?kind=memcon&meeting=${meetingId}`)
  const prepare = (first = 'objectives'): void => changeSearch({ prepare: first })
  useKeys('meeting', [
    { combo: 'alt+B', label: t('meeting.prepare'), run: () => prepare() },
    { combo: 'mod+Enter', label: t('meeting.finish'), run: finish },
    { combo: 'mod+Period', label: t('meeting.fold'), run: onFold },
    { combo: 'mod+shift+E', label: t('memo.export'), run: exportMemo },
  ])
  if (!meeting) return null
  const field = search['field'] ?? null
  const preparing = search['prepare'] ?? null
  return (
    <Screen>
      <MeetingHeader
        meeting={meeting}
        zone={zone}
        isFolded={isFolded}
        onFold={onFold}
        onExport={exportMemo}
        onFacts={() => changeSearch({ field: 'title' })}
        onPrepare={() => prepare()}
        onMove={() => setIsMoving(true)}
      />
      <Columns
        main={{
          label: t('meeting.notes'),
          isPadded: false,
          content: (
            <MeetingNotes scope={scope} meetingId={meetingId} zone={zone} onFinish={meeting.state === 'held' || !mayEdit ? null : finish} />
          ),
        }}
        rail={{ label: t('meeting.outcome'), content: <Rail meeting={meeting} onPrepare={prepare} /> }}
      />
      {field !== null && <MeetingFactsPanel meeting={meeting} field={field} zone={zone} onClose={() => changeSearch({ field: null })} />}
      {preparing !== null && (
        <PreparePanel meeting={meeting} zone={zone} field={preparing} onClose={() => changeSearch({ prepare: null })} />
      )}
      {isMoving && <MoveMeetingDialog meeting={meeting} onClose={() => setIsMoving(false)} />}
    </Screen>
  )
}
