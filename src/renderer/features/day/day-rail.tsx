import { Button } from '@mantine/core'
import { IconClock, IconMapPin, IconPencil, IconTarget, IconUsers } from '@tabler/icons-react'
import type { Kind } from '@shared/domain/tables.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../lib/now.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { zoneClock } from '../../lib/zone-time.ts'
import { RecordTitle } from '../../records/record-link.tsx'
import { useRecords, useScopes } from '../../records/use-records.ts'
import { waitingOf } from '../../records/waiting.ts'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import classes from './day.module.css'
import { nextMeeting, placeSpan, withoutNote, type ProgrammeMeeting } from './day-queries.ts'

type Zones = { readonly place: string; readonly ministry: string }
type DayRailProps = {
  readonly scope: string
  readonly programme: readonly ProgrammeMeeting[]
  readonly zones: Zones
  readonly now: string
}

/** What is next, what nobody has written about, and what only this laptop has. */
export function DayRail({ scope, programme, zones, now }: DayRailProps) {
  const next = nextMeeting(programme, now, zones.place)
  return (
    <>
      {next && <NextMeeting scope={scope} one={next} zones={zones} now={now} />}
      <WithoutNote scope={scope} programme={programme} />
      <NotSent />
    </>
  )
}

type NextMeetingProps = { readonly scope: string; readonly one: ProgrammeMeeting; readonly zones: Zones; readonly now: string }

function NextMeeting({ scope, one: { meeting, organizations }, zones, now }: NextMeetingProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const instant = useNow()
  const people = useRecords(scope, 'participant').filter((one) => one.meetingId === meeting.id).length
  const span = placeSpan(meeting, zones.place)
  const minutes = span === null ? 0 : (zoneClock(zones.place).instantOf(span.start) - instant) / 60_000
  const when =
    span === null
      ? null
      : minutes <= 0
        ? t('day.underWay')
        : span.start.slice(0, 10) === now.slice(0, 10)
          ? formats.relativeMinutes(minutes)
          : formats.relativeDay(span.start, now)
  const facts = [
    { icon: IconTarget, words: meeting.subject },
    { icon: IconUsers, words: [organizations.join(', '), people > 0 && t('day.people', { count: people })].filter(Boolean).join(' · ') },
    { icon: IconMapPin, words: meeting.place },
  ].filter(({ words }) => words !== null && words !== '')
  return (
    <section className={classes.nextCard} aria-labelledby="next-meeting">
      <p className={classes.nextWhen}>
        <IconClock {...SMALL_ICON} />
        {[t('day.next'), when].filter(Boolean).join(' · ')}
      </p>
      <h2 id="next-meeting" className={classes.nextTitle}>
        <a href={`#/visit/${scope}/meeting/${meeting.id}`}>
          <RecordTitle kind="meeting" title={meeting.title} />
        </a>
      </h2>
      {span !== null && (
        <dl className={classes.times}>
          {formats.inZones({ ...span, zone: zones.place, otherZone: zones.ministry }).map(({ city, times }) => (
            <div key={city}>
              <dd>{times}</dd>
              <dt>{city}</dt>
            </div>
          ))}
        </dl>
      )}
      {facts.length > 0 && (
        <ul className={classes.facts}>
          {facts.map(({ icon: FactIcon, words }) => (
            <li key={words}>
              <FactIcon {...SMALL_ICON} />
              <span>
                <Words>{words ?? ''}</Words>
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.nextActions} data-no-print>
        <Button component="a" href={`#/visit/${scope}/meeting/${meeting.id}`} leftSection={<IconPencil {...SMALL_ICON} />}>
          {t('day.startNote')}
        </Button>
        <Button component="a" variant="default" href={`#/visit/${scope}/documents?kind=brief&meeting=${meeting.id}`}>
          {t('memo.onePageBefore')}
        </Button>
      </div>
    </section>
  )
}

const SHOWN = 6

function WithoutNote({ scope, programme }: Pick<DayRailProps, 'scope' | 'programme'>) {
  const { t } = useTranslation()
  const formats = useFormats()
  const [isWhole, setIsWhole] = useState(false)
  const all = withoutNote(programme)
  const held = programme.filter(({ meeting }) => meeting.state === 'held').length
  const shown = isWhole ? all : all.slice(0, SHOWN)
  return (
    <Section title={t('day.withoutNote')} count={formats.number(all.length)}>
      {all.length === 0 ? (
        <p className={classes.hint}>{held === 0 ? t('day.noneHeld') : t('day.allNoted')}</p>
      ) : (
        <RowList label={t('day.withoutNote')}>
          {shown.map(({ meeting }) => (
            <ListRow
              key={meeting.id}
              title={<RecordTitle kind="meeting" title={meeting.title} />}
              sub={meeting.start === null ? t('visit.noDate') : `${formats.day(meeting.start, 'weekday')}, ${formats.time(meeting.start)}`}
              trailing={
                <TextButton href={`#/visit/${scope}/meeting/${meeting.id}`} label={`${t('day.write')}: ${meeting.title ?? ''}`}>
                  {t('day.write')}
                </TextButton>
              }
            />
          ))}
        </RowList>
      )}
      {shown.length < all.length && (
        <TextButton onClick={() => setIsWhole(true)}>{t('register.more', { count: all.length - shown.length })}</TextButton>
      )}
    </Section>
  )
}

/** Everything that waits on this laptop, in all visits: the same number as in the bottom bar. */
function NotSent() {
  const { t } = useTranslation()
  const formats = useFormats()
  const waiting = waitingOf(useScopes())
  const groups = WAITING_GROUPS.map(({ key, kinds }) => ({
    key,
    count: waiting.filter(({ record }) => kinds.some((kind) => kind === record.kind)).length,
  })).filter(({ count }) => count > 0)
  return (
    <Section
      title={t('day.notSent')}
      count={formats.number(waiting.length)}
      action={<TextButton href="#/exchange">{t('place.exchange')}</TextButton>}
    >
      {groups.length === 0 ? (
        <p className={classes.hint}>{t('day.allSent')}</p>
      ) : (
        <RowList label={t('day.notSent')}>
          {groups.map(({ key, count }) => (
            <ListRow key={key} title={t(`day.waiting.${key}`)} trailing={formats.number(count)} />
          ))}
        </RowList>
      )}
    </Section>
  )
}

const WAITING_GROUPS = [
  { key: 'notes', kinds: ['note'] },
  { key: 'meetings', kinds: ['meeting', 'visit'] },
  { key: 'register', kinds: ['agreement', 'commitment'] },
  { key: 'people', kinds: ['contact', 'organization'] },
  { key: 'other', kinds: ['programme', 'openQuestion', 'attachment'] },
] as const satisfies readonly { key: string; kinds: readonly Kind[] }[]
