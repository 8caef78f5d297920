import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { nameCollator, type Sortable } from './collation.ts'
import {
  formatDay,
  formatDayRange,
  formatMonth,
  formatMonthShort,
  formatMonthShortOfYear,
  formatTime,
  formatTimeRange,
  formatWeekday,
  type DayStyle,
} from './format-date.ts'
import { formatAmount, formatBytes, formatList, formatNumber } from './format-number.ts'
import { formatRelativeDay, formatRelativeMinutes } from './format-relative.ts'
import { isLanguage, type Language } from './language.ts'
import { zoneCity } from './zone-names.ts'
import { zoneClock } from './zone-time.ts'
import { spanInZones, type ZoneSpan } from './zone-span.ts'

/** Every format of the interface, bound to its language. Local values are text without zone; instants are milliseconds. */
export type Formats = {
  readonly language: Language
  readonly day: (day: string, style: DayStyle) => string
  readonly dayRange: (from: string, to: string, style: 'long' | 'short') => string
  readonly month: (month: string) => string
  readonly monthShort: (month: string) => string
  readonly monthShortOfYear: (month: string) => string
  readonly weekday: (day: string, style: 'long' | 'short') => string
  readonly time: (local: string) => string
  readonly timeRange: (start: string, end: string | null) => string
  /** The time of day of an instant in a zone, "10:42". */
  readonly timeIn: (zone: string, instant: number) => string
  /** "10:42" today, else "Tue 4 March, 10:42", and "4 March 2024, 10:42" of another year. */
  readonly momentIn: (zone: string, instant: number, now: number) => string
  /** Whether a moment is of the day that it is now in a zone, and is told by its time alone. */
  readonly isToday: (zone: string, instant: number, now: number) => boolean
  readonly inZones: (span: { start: string; end: string | null; zone: string; otherZone: string }) => readonly ZoneSpan[]
  readonly relativeDay: (day: string, today: string) => string
  readonly relativeMinutes: (minutes: number) => string
  readonly number: (value: number, decimals?: number) => string
  readonly amount: (amount: { readonly value: string; readonly currency: string }) => string
  readonly bytes: (bytes: number) => string
  readonly list: (items: readonly string[]) => string
  readonly city: (zone: string) => string
  readonly compareNames: (a: Sortable, b: Sortable) => number
}

export function useFormats(): Formats {
  const { i18n } = useTranslation()
  const language = useLanguageOf(i18n.language)
  return useMemo(() => formatsFor(language), [language])
}

/** The formats without React, for commands and tests. */
export function formatsFor(language: Language): Formats {
  return {
    language,
    day: (day, style) => formatDay(language, day, style),
    dayRange: (from, to, style) => formatDayRange(language, [from, to], style),
    month: (month) => formatMonth(language, month),
    monthShort: (month) => formatMonthShort(language, month),
    monthShortOfYear: (month) => formatMonthShortOfYear(language, month),
    weekday: (day, style) => formatWeekday(language, day, style),
    time: formatTime,
    timeRange: formatTimeRange,
    timeIn: (zone, instant) => formatTime(zoneClock(zone).localAt(instant)),
    momentIn: (zone, instant, now) => {
      const clock = zoneClock(zone)
      const [local, today] = [clock.localAt(instant), clock.localAt(now)]
      if (isOneDay(local, today)) return formatTime(local)
      const day = formatDay(language, local, local.slice(0, 4) === today.slice(0, 4) ? 'weekday' : 'long')
      return `${day}${language === 'ja' ? ' ' : ', '}${formatTime(local)}`
    },
    isToday: (zone, instant, now) => isOneDay(zoneClock(zone).localAt(instant), zoneClock(zone).localAt(now)),
    inZones: ({ start, end, zone, otherZone }) =>
      spanInZones(language, { start, end, place: zoneClock(zone), other: zoneClock(otherZone) }),
    relativeDay: (day, today) => formatRelativeDay(language, day, today),
    relativeMinutes: (minutes) => formatRelativeMinutes(language, minutes),
    number: (value, decimals) => formatNumber(language, value, decimals),
    amount: (amount) => formatAmount(language, amount),
    bytes: (bytes) => formatBytes(language, bytes),
    list: (items) => formatList(language, items),
    city: (zone) => zoneCity(language, zone),
    compareNames: nameCollator(language),
  }
}

const isOneDay = (a: string, b: string): boolean => a.slice(0, 10) === b.slice(0, 10)

const useLanguageOf = (tag: string): Language => (isLanguage(tag) ? tag : 'en')
