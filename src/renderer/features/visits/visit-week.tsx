import type { Visit } from '@shared/domain/visit.ts'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useNow } from '../../lib/now.tsx'
import { dayIn, isKnownZone, zoneClock } from '../../lib/zone-time.ts'
import { RecordTitle } from '../../records/record-link.tsx'
import { useScope } from '../../records/use-records.ts'
import { usePreferences } from '../../records/workspace.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MarkCount } from '../../ui/mark-chip.tsx'
import { Tag } from '../../ui/tag.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import classes from './visit-page.module.css'
import { visitWeek, type WeekDay, type WeekMeeting } from './visit-queries.ts'

/** The programme by day; meetings without a date have a column of their own. */
export function VisitWeek({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation()
  const live = useScope(visit.id)
  const { ministryZone } = usePreferences()
  const zone = visit.zone !== null && isKnownZone(visit.zone) ? visit.zone : ministryZone
  const today = dayIn(zoneClock(zone), useNow())
  const days = visitWeek(live, visit)
  if (days.length === 0) {
    return (
      <div className={classes.day}>
        <EmptyState
          isInline
          title={t('visit.noMeetingsYet')}
          actions={<TextButton href={`#/visit/${visit.id}/meetings`}>{t('visit.toMeetings')}</TextButton>}
        >
          {t('visit.noMeetingsText')}
        </EmptyState>
      </div>
    )
  }
  return (
    <section className={classes.week} aria-label={t('visit.week')} tabIndex={0} data-print-flow>
      {days.map((day) => (
        <Day key={day.day ?? 'none'} day={day} today={today} visitId={visit.id} isAlone={days.length === 1} />
      ))}
    </section>
  )
}

type DayProps = { readonly day: WeekDay; readonly today: string; readonly visitId: string; readonly isAlone: boolean }

function Day({ day: { day, meetings }, today, visitId, isAlone }: DayProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const date = day === null ? '' : formats.day(day, 'medium')
  return (
    <div className={`${classes.day} ${day === null && isAlone ? classes.wide : ''}`}>
      <h2 className={`${classes.dayHead} ${day === today ? classes.today : ''}`}>
        {day === null ? t('visit.noDate') : formats.weekday(day, 'short')}
        <span>{day === null ? meetings.length : day === today ? t('visit.today', { day: date }) : date}</span>
      </h2>
      {meetings.length === 0 && <p className={classes.none}>{t('visit.noMeetings')}</p>}
      <ul className={classes.list}>
        {meetings.map((one) => (
          <MeetingLine key={one.meeting.id} one={one} visitId={visitId} />
        ))}
      </ul>
    </div>
  )
}

function MeetingLine({ one, visitId }: { readonly one: WeekMeeting; readonly visitId: string }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { meeting } = one
  const state = meeting.state === 'cancelled' ? classes.cancelled : meeting.state === 'held' ? '' : classes.planned
  return (
    <li className={classes.meeting}>
      {meeting.start !== null && <span className={classes.time}>{formats.time(meeting.start)}</span>}
      <a className={`${classes.title} ${state}`} href={`#/visit/${visitId}/meeting/${meeting.id}`} title={meeting.title ?? undefined}>
        <RecordTitle kind="meeting" title={meeting.title} />
      </a>
      <span className={classes.counts}>
        {meeting.state === 'cancelled' && <Tag>{t('value.cancelled')}</Tag>}
        <MarkCount mark="agreed" count={one.agreed} />
        <MarkCount mark="owe" count={one.owe} />
        <MarkCount mark="theirs" count={one.theirs} />
        <MarkCount mark="open" count={one.open} />
        {meeting.state === 'held' && !one.hasNote && <Tag tone="owe">{t('visit.withoutNote')}</Tag>}
      </span>
    </li>
  )
}
