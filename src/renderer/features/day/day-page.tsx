import { useTranslation } from 'react-i18next'
import type { Visit } from '@shared/domain/visit.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { useMemo } from 'react'
import { useNow } from '../../lib/now.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { useRouteParam, useRouteSearch } from '../../lib/use-route.ts'
import { isKnownZone, zoneClock } from '../../lib/zone-time.ts'
import { daysBetween } from '../../lib/format-relative.ts'
import { RestoreNotice } from '../../records/restore-notice.tsx'
import { useIsOpen, useRecord, useScope, useStoredRecord } from '../../records/use-records.ts'
import { usePreferences } from '../../records/workspace.tsx'
import { Columns } from '../../ui/columns.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { DayHours } from './day-hours.tsx'
import { DayPicker } from './day-picker.tsx'
import { blocksOfDay, chosenDay, daysOfVisit, programmeOf, type ProgrammeMeeting } from './day-queries.ts'
import { DayRail } from './day-rail.tsx'
import { UndatedMeetings } from './undated-meetings.tsx'
import classes from './day.module.css'

/** The programme of one day in two zones, and what is left to do. */
export function DayPage() {
  const { t } = useTranslation()
  const visitId = useRouteParam('visitId')
  const isOpen = useIsOpen()
  const visit = useRecord(visitId, 'visit', visitId)
  const stored = useStoredRecord(visitId, 'visit', visitId)
  if (!visit || !stored) {
    if (!isOpen) return <Skeleton />
    return <EmptyState title={t('visit.gone')} actions={<TextButton href="#/visits">{t('trash.back')}</TextButton>} />
  }
  return <OpenDay visit={visit} isInTrash={isDead(stored.cells)} key={visitId} />
}

function OpenDay({ visit, isInTrash }: { readonly visit: Visit; readonly isInTrash: boolean }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const [search, changeSearch] = useRouteSearch()
  const live = useScope(visit.id)
  const { ministryZone } = usePreferences()
  const zone = visit.zone !== null && isKnownZone(visit.zone) ? visit.zone : ministryZone
  const now = zoneClock(zone).localAt(useNow())
  const today = now.slice(0, 10)
  const programme = useMemo(() => programmeOf(live), [live])
  const days = daysOfVisit(visit, programme, zone)
  const day = chosenDay(days, search['day'] ?? null, today)
  const blocks = day === null ? [] : blocksOfDay(programme, day, zone)
  const undated = programme.filter(({ meeting }) => meeting.start === null)
  const title = day === null ? t('day.noDates') : formats.day(day, 'full')
  return (
    <Screen>
      <PageHeader
        title={title}
        sub={useDaySub({ visit, day, meetings: day === null ? undated : blocks.map(({ one }) => one) })}
        actions={days.length > 0 && <DayPicker days={days} chosen={day} today={today} onChoose={(next) => changeSearch({ day: next })} />}
      />
      <Columns
        main={{
          label: title,
          isPadded: false,
          content: (
            <>
              {isInTrash && <RestoreNotice scope={visit.id} kind="visit" id={visit.id} words={t('visit.inTrash')} />}
              {programme.length === 0 && <NoProgramme visitId={visit.id} />}
              {day !== null && programme.length > 0 && (
                <DayHours scope={visit.id} day={day} blocks={blocks} zones={{ place: zone, ministry: ministryZone }} now={now} />
              )}
              {undated.length > 0 && <UndatedMeetings scope={visit.id} meetings={undated} isAlone={day === null} />}
            </>
          ),
        }}
        rail={{
          label: t('day.rail'),
          width: 23.25,
          content: <DayRail scope={visit.id} programme={programme} zones={{ place: zone, ministry: ministryZone }} now={now} />,
        }}
      />
      <p className={classes.printFoot}>{visit.title}</p>
    </Screen>
  )
}

type DaySub = { readonly visit: Visit; readonly day: string | null; readonly meetings: readonly ProgrammeMeeting[] }

/** "Day 3 of 5 · 5 meetings · 2 held". */
function useDaySub({ visit: { startDay, endDay }, day, meetings }: DaySub): string {
  const { t } = useTranslation()
  const inside = day !== null && startDay !== null && endDay !== null && day >= startDay && day <= endDay
  const held = meetings.filter(({ meeting }) => meeting.state === 'held').length
  return [
    inside && t('day.dayOf', { day: daysBetween(startDay, day) + 1, days: daysBetween(startDay, endDay) + 1 }),
    meetings.length === 0 ? t('day.noMeetings') : t('day.meetings', { count: meetings.length }),
    held > 0 && t('day.held', { count: held }),
  ]
    .filter(Boolean)
    .join(' · ')
}

function NoProgramme({ visitId }: { readonly visitId: string }) {
  const { t } = useTranslation()
  return (
    <div className={classes.none}>
      <EmptyState
        isInline
        title={t('visit.noMeetingsYet')}
        actions={<TextButton href={`#/visit/${visitId}/meetings`}>{t('visit.toMeetings')}</TextButton>}
      >
        {t('visit.noMeetingsText')}
      </EmptyState>
    </div>
  )
}
