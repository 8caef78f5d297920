import type { Meeting } from '@shared/domain/meeting.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { daysBetween } from '../../lib/format-relative.ts'
import { addDays, zoneClock } from '../../lib/zone-time.ts'
import { useProblemWords } from '../../records/problem-words.ts'
import { DateField, TimeField } from '../../ui/date-field.tsx'
import { FieldError } from '../../ui/notice.tsx'
import type { MeetingTimes } from './meeting-commands.ts'
import classes from './meeting-form.module.css'

/** A meeting's times as three fields: one day, and two times of it. */
export type TimeParts = { readonly day: string | null; readonly from: string | null; readonly to: string | null }

export const partsOfTimes = ({ start, end }: MeetingTimes): TimeParts => ({
  day: start?.slice(0, 10) ?? null,
  from: start?.slice(11, 16) ?? null,
  to: end?.slice(11, 16) ?? null,
})

/**
 * The times that the fields say, whole or not: a day without a time stays a day, which no meeting can store and its check
 * names. An end that was days later stays so many days later.
 */
export function timesOfParts({ day, from, to }: TimeParts, before: MeetingTimes): MeetingTimes {
  if (day === null) return { start: from === null ? null : from, end: to }
  const nights = before.start !== null && before.end !== null ? daysBetween(before.start, before.end) : 0
  return { start: from === null ? day : `${day}T${from}`, end: to === null ? null : `${addDays(day, nights)}T${to}` }
}

/** The same length after another start, where the meeting had one. */
export function movedEnd(meeting: MeetingTimes, parts: TimeParts): string | null {
  if (meeting.start === null || meeting.end === null || parts.day === null || parts.from === null) return parts.to
  const clock = zoneClock('UTC')
  const length = clock.instantOf(meeting.end) - clock.instantOf(meeting.start)
  return clock.localAt(clock.instantOf(`${parts.day}T${parts.from}`) + length).slice(11, 16)
}

type TimesFieldProps = {
  readonly value: TimeParts
  readonly onChange: (value: TimeParts) => void
  readonly idOf?: (field: 'start' | 'end') => string
  readonly problem?: string | undefined
}

/** Day, from, to beside each other. */
export function TimesField({ value, onChange, idOf, problem }: TimesFieldProps) {
  const { t } = useTranslation()
  const words = useProblemWords()
  const ids = idOf ? { start: { id: idOf('start') }, end: { id: idOf('end') } } : { start: {}, end: {} }
  return (
    <div>
      <div className={classes.times}>
        <DateField {...ids.start} label={t('meeting.day')} value={value.day} onChange={(day) => onChange({ ...value, day })} />
        <TimeField label={t('meeting.from')} value={value.from} onChange={(from) => onChange({ ...value, from })} />
        <TimeField {...ids.end} label={t('meeting.to')} value={value.to} onChange={(to) => onChange({ ...value, to })} />
      </div>
      {problem !== undefined && <FieldError>{words(problem)}</FieldError>}
    </div>
  )
}

/** The times while they are typed: kept here until they are whole, for a half time is none. */
export function useTimeParts(meeting: Pick<Meeting, 'start' | 'end'>): readonly [TimeParts, (parts: TimeParts | null) => void] {
  const [typed, setTyped] = useState<TimeParts | null>(null)
  return [typed ?? partsOfTimes(meeting), setTyped]
}
