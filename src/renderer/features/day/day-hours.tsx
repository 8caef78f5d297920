import { useTranslation } from 'react-i18next'
import { daysBetween } from '../../lib/format-relative.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { zoneClock } from '../../lib/zone-time.ts'
import classes from './day.module.css'
import { hoursOf, minutesOf, nextMeeting, type Block } from './day-queries.ts'
import { MeetingBlock } from './meeting-block.tsx'

type Zones = { readonly place: string; readonly ministry: string }

type DayHoursProps = {
  readonly scope: string
  readonly day: string
  readonly blocks: readonly Block[]
  readonly zones: Zones
  /** Local time at the place, `2025-03-05T13:04`. */
  readonly now: string
}

/** The hours of a day twice, the place's beside the programme and the ministry's left of them, with the meetings in their place. */
export function DayHours({ scope, day, blocks, zones, now }: DayHoursProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { first, last } = hoursOf(blocks)
  const hours = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const isTwo = zones.place !== zones.ministry
  const next = nextMeeting(
    blocks.map(({ one }) => one),
    now,
    zones.place,
  )
  const at = (minutes: number): string => `calc(${(minutes - first * 60) / 60} * var(--hour))`
  const nowMinutes = now.slice(0, 10) === day ? minutesOf(now) : null
  const isNowShown = nowMinutes !== null && nowMinutes >= first * 60 && nowMinutes <= last * 60
  return (
    <section className={classes.hours} aria-label={t('day.programme')} data-print-flow>
      <div className={classes.zones}>
        {isTwo && <span>{formats.city(zones.ministry)}</span>}
        <b>{formats.city(zones.place)}</b>
      </div>
      <div className={classes.grid} style={{ height: `calc(${last - first} * var(--hour) + 1.5rem)` }}>
        {hours.map((hour) => (
          <div key={hour} className={classes.hour} style={{ top: at(hour * 60) }} aria-hidden>
            {isTwo && <span>{otherTime(day, hour * 60, zones)}</span>}
            <b>{clockText(hour * 60)}</b>
            <i />
          </div>
        ))}
        {isNowShown && (
          <div
            className={classes.now}
            style={{ top: at(nowMinutes) }}
            role="img"
            aria-label={t('day.now', { time: clockText(nowMinutes) })}
          >
            {isTwo && <span>{otherTime(day, nowMinutes, zones)}</span>}
            <b>{clockText(nowMinutes)}</b>
            <i />
          </div>
        )}
        <ol className={classes.blocks}>
          {blocks.map((block) => (
            <li
              key={block.one.meeting.id}
              className={classes.slot}
              style={{
                top: at(block.from),
                height: `calc(${(block.to - block.from) / 60} * var(--hour))`,
                insetInlineStart: `${(100 * block.lane) / block.lanes}%`,
                width: `calc(${100 / block.lanes}% - ${block.lane === block.lanes - 1 ? 0 : 0.375}rem)`,
              }}
            >
              <MeetingBlock scope={scope} one={block.one} isNext={block.one === next} zones={zones} isOpenEnded={block.isOpenEnded} />
            </li>
          ))}
        </ol>
        {blocks.length === 0 && <p className={classes.free}>{t('day.free')}</p>}
      </div>
    </section>
  )
}

/** The ministry's clock at a minute of the day at the place, with how many days it is off. */
function otherTime(day: string, minutes: number, { place, ministry }: Zones): string {
  const local = `${day}T${clockText(Math.min(minutes, 23 * 60 + 59))}`
  const other = zoneClock(ministry).localAt(zoneClock(place).instantOf(local))
  const shift = daysBetween(day, other)
  return shift === 0 ? other.slice(11) : `${other.slice(11)} ${shift > 0 ? '+' : '−'}${Math.abs(shift)}`
}

const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
