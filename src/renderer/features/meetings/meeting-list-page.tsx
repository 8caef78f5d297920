import { Button } from '@mantine/core'
import type { Meeting } from '@shared/domain/meeting.ts'
import { IconNotes, IconPlus, IconUserPlus } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languageOfText } from '../../lib/language.ts'
import { useNow } from '../../lib/now.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { useKeys } from '../../lib/use-keys.tsx'
import { useRouteParam } from '../../lib/use-route.ts'
import { zoneClock } from '../../lib/zone-time.ts'
import { ForEditors } from '../../records/for-editors.tsx'
import { useGoTo } from '../../records/record-link.tsx'
import { useIsOpen, useRecord, useRecords, useScope } from '../../records/use-records.ts'
import { usePreferences } from '../../records/workspace.tsx'
import { Pane } from '../../ui/columns.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { MarkCount } from '../../ui/mark-chip.tsx'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { StateDot, type DotShape } from '../../ui/state-dot.tsx'
import { Tag } from '../../ui/tag.tsx'
import { isNow, meetingDays, type MeetingLine } from './meeting-queries.ts'
import classes from './meeting-list.module.css'
import { NewMeetingDialog } from './new-meeting-dialog.tsx'

type NewKind = 'planned' | 'walk-in'

/** The meetings of a visit by day; those without a date in a group of their own. */
export function MeetingListPage() {
  const scope = useRouteParam('visitId')
  const { t } = useTranslation()
  const formats = useFormats()
  const goTo = useGoTo()
  const live = useScope(scope)
  const isOpen = useIsOpen()
  const days = useMeetingDays(scope)
  const [adding, setAdding] = useState<NewKind | null>(null)
  const list = useRef<HTMLDivElement>(null)
  useKeys('meetings', [{ combo: 'mod+shift+M', browserCombo: 'alt+M', label: t('meeting.newPlanned'), run: () => setAdding('planned') }])
  if (!live?.isOpen) return isOpen ? <EmptyState title={t('error.notFound')}>{t('error.notFoundTodo')}</EmptyState> : <Skeleton />
  const count = days.reduce((sum, { lines }) => sum + lines.length, 0)
  return (
    <Screen>
      <PageHeader
        title={t('place.meetings')}
        sub={count > 0 ? t('meeting.count', { count }) : undefined}
        actions={
          <ForEditors scope={scope}>
            <AddButtons onAdd={setAdding} />
          </ForEditors>
        }
      />
      <Pane label={t('place.meetings')}>
        {count === 0 ? (
          <NoMeetings scope={scope} onAdd={setAdding} />
        ) : (
          <div ref={list} className={classes.days} onKeyDown={(event) => moveInList(event, list.current)}>
            {days.map(({ day, lines }) => (
              <Section key={day ?? 'none'} title={day === null ? t('meeting.noDate') : formats.day(day, 'full')} count={lines.length}>
                <RowList>
                  {lines.map((line) => (
                    <MeetingRow key={line.meeting.id} line={line} />
                  ))}
                </RowList>
              </Section>
            ))}
          </div>
        )}
      </Pane>
      {adding !== null && (
        <NewMeetingDialog
          scope={scope}
          kind={adding}
          onCreated={(id) => goTo(`/visit/${scope}/meeting/${id}`)}
          onClose={() => setAdding(null)}
        />
      )}
    </Screen>
  )
}

function useMeetingDays(scope: string) {
  const meetings = useRecords(scope, 'meeting')
  const links = useRecords(scope, 'meetingOrganization')
  const organizations = useRecords(scope, 'organization')
  const agreements = useRecords(scope, 'agreement')
  const commitments = useRecords(scope, 'commitment')
  const questions = useRecords(scope, 'openQuestion')
  const notes = useRecords(scope, 'note')
  return useMemo(
    () => meetingDays({ meetings, links, organizations, agreements, commitments, questions, notes }),
    [meetings, links, organizations, agreements, commitments, questions, notes],
  )
}

function AddButtons({ onAdd }: { readonly onAdd: (kind: NewKind) => void }) {
  const { t } = useTranslation()
  return (
    <>
      <Button variant="default" leftSection={<IconUserPlus {...SMALL_ICON} />} onClick={() => onAdd('walk-in')}>
        {t('meeting.walkInNow')}
      </Button>
      <Button leftSection={<IconPlus {...SMALL_ICON} />} onClick={() => onAdd('planned')}>
        {t('meeting.newPlanned')}
      </Button>
    </>
  )
}

function NoMeetings({ scope, onAdd }: { readonly scope: string; readonly onAdd: (kind: NewKind) => void }) {
  const { t } = useTranslation()
  return (
    <EmptyState
      example={t('meeting.emptyExample')}
      title={t('meeting.emptyTitle')}
      actions={
        <ForEditors scope={scope}>
          <Button leftSection={<IconPlus {...SMALL_ICON} />} onClick={() => onAdd('planned')}>
            {t('meeting.newPlanned')}
          </Button>
        </ForEditors>
      }
    >
      {t('meeting.emptyTodo')}
    </EmptyState>
  )
}

function MeetingRow({ line: { meeting, organizations, counts } }: { readonly line: MeetingLine }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { language } = formats
  const visit = useRecord(meeting.scope, 'visit', meeting.scope)
  const { ministryZone } = usePreferences()
  const now = useNow()
  const localNow = zoneClock(meeting.zone ?? visit?.zone ?? ministryZone).localAt(now)
  const title = meeting.title ?? t('kind.meeting')
  const names = organizations.map((one) => one.shortName ?? one.name ?? '').filter((name) => name !== '' && !title.startsWith(name))
  const sub = [...names, meeting.place].filter(Boolean).join(' · ')
  return (
    <ListRow
      href={`#/visit/${meeting.scope}/meeting/${meeting.id}`}
      leading={
        <span className={classes.when}>
          <StateDot
            shape={dotOf(meeting, localNow)}
            label={isNow(meeting, localNow) ? t('meeting.now') : t(`value.${meeting.state ?? 'planned'}`)}
          />
          <span className={classes.time}>{meeting.start === null ? '' : formats.timeRange(meeting.start, meeting.end)}</span>
        </span>
      }
      title={meeting.state === 'cancelled' ? <s>{title}</s> : title}
      titleLanguage={languageOfText(title, language)}
      isStrong={isNow(meeting, localNow)}
      {...(sub === '' ? {} : { sub })}
      trailing={
        <>
          {meeting.state === 'cancelled' && <Tag>{t('value.cancelled')}</Tag>}
          {meeting.movedFrom !== null && <Tag>{t('meeting.moved')}</Tag>}
          {meeting.walkIn === true && <Tag>{t('meeting.walkIn')}</Tag>}
          <MarkCount mark="agreed" count={counts.agreed} />
          <MarkCount mark="owe" count={counts.owe} />
          <MarkCount mark="theirs" count={counts.theirs} />
          <MarkCount mark="open" count={counts.open} />
          {counts.notes > 0 && (
            <span className={classes.notes} title={t('meeting.notesCount', { count: counts.notes })}>
              <IconNotes {...SMALL_ICON} />
              <span className="sn-hidden">{t('meeting.notesCount', { count: counts.notes })}</span>
              <span aria-hidden>{counts.notes}</span>
            </span>
          )}
        </>
      }
    />
  )
}

function dotOf(meeting: Meeting, localNow: string): DotShape {
  if (meeting.state === 'cancelled') return 'cross'
  if (meeting.state === 'held') return 'tick'
  return isNow(meeting, localNow) ? 'dot' : 'ring'
}

/** Up and Down go from meeting to meeting, Home and End to the first and the last; Enter opens it, as a link does. */
function moveInList(event: React.KeyboardEvent, list: HTMLElement | null): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-row-title]') ?? [])]
  const at = rows.indexOf(event.target as HTMLElement)
  if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
  if (to === undefined) return
  event.preventDefault()
  rows[to]?.focus()
}
