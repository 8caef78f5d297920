import { CALENDAR_WORDS } from './calendar-words.ts'
import type { Language } from './language.ts'

/**
 * - `full`: Wednesday 5 March 2025 · the title of a day
 * - `long`: 5 March 2025 · in sentences and tables with room
 * - `weekday`: Wed 5 March · facts of a meeting, within the year of the visit
 * - `medium`: 5 March · heads of columns
 * - `short`: 5 Mar · narrow tables
 */
export type DayStyle = 'full' | 'long' | 'weekday' | 'medium' | 'short'

/** `day` is text, so that two days of one month ("3–7") are written by the same rule as one. */
type Parts = { readonly year: number; readonly month: number; readonly day: string; readonly weekday: number }

const DAY = /^(\d{4})-(\d\d)-(\d\d)/

/** A calendar day in the reader's language. @param day `2025-03-05`, or a local date-time that begins so; other text comes back as it is */
export function formatDay(language: Language, day: string, style: DayStyle): string {
  const parts = partsOf(day)
  return parts === undefined ? day : WRITERS[language](parts, style)
}

/** The month alone, `2025-03` or any day in it: "March 2025". */
export function formatMonth(language: Language, month: string): string {
  const parts = partsOf(`${month.slice(0, 7)}-01`)
  if (parts === undefined) return month
  return withYear(language, CALENDAR_WORDS[language].monthsAlone[parts.month - 1] ?? '', parts.year)
}

function withYear(language: Language, month: string, year: string | number): string {
  if (language === 'ja') return `${year}年${month}`
  if (language === 'uz-Latn') return `${year}-yil ${month}`
  if (language === 'uz-Cyrl') return `${year} йил ${month}`
  return `${month} ${year}`
}

/** The month without its year, for the scale of a timeline: "Mar". */
export const formatMonthShort = (language: Language, month: string): string => {
  const index = Number(month.slice(5, 7)) - 1
  const short = CALENDAR_WORDS[language].monthsShort[index] ?? month
  // In Russian a short month that is whole stands alone in the nominative: "март", not "марта"; the cut ones keep their point.
  return language === 'ru' && !short.endsWith('.') ? (CALENDAR_WORDS.ru.monthsAlone[index] ?? short) : short
}

/** "Mar 2025": where a timeline begins, and where a year does. */
export const formatMonthShortOfYear = (language: Language, month: string): string =>
  withYear(language, formatMonthShort(language, month), month.slice(0, 4))

export const formatWeekday = (language: Language, day: string, style: 'long' | 'short'): string => {
  const parts = partsOf(day)
  if (parts === undefined) return day
  const { weekdays, weekdaysShort } = CALENDAR_WORDS[language]
  return (style === 'long' ? weekdays : weekdaysShort)[parts.weekday] ?? day
}

/** "3–7 March 2025", "1 Mar–30 Apr": what two days share is written once. One day when both are the same. */
export function formatDayRange(language: Language, range: readonly [from: string, to: string], style: 'long' | 'short'): string {
  const [from, to] = [partsOf(range[0]), partsOf(range[1])]
  if (from === undefined || to === undefined) return `${range[0]}–${range[1]}`
  if (range[0] === range[1]) return formatDay(language, range[0], style)
  const isOneMonth = from.year === to.year && from.month === to.month
  if (!isOneMonth) {
    const first = style === 'long' && from.year === to.year ? 'medium' : style
    const dash = style === 'long' ? ' – ' : '–'
    return language === 'ja'
      ? japaneseRange(range, style)
      : `${formatDay(language, range[0], first)}${dash}${formatDay(language, range[1], style)}`
  }
  if (language === 'ja') {
    return style === 'long' ? `${formatDay(language, range[0], 'long')}〜${to.day}日` : `${from.month}/${from.day}〜${to.month}/${to.day}`
  }
  return WRITERS[language]({ ...to, day: `${from.day}–${to.day}` }, style)
}

/** The time of day of a local date-time, 24 hours: "13:30". */
export const formatTime = (local: string): string => local.slice(11, 16)

/** "13:30–14:30"; the start alone when there is no end. */
export const formatTimeRange = (start: string, end: string | null): string =>
  end === null ? formatTime(start) : `${formatTime(start)}–${formatTime(end)}`

function partsOf(text: string): Parts | undefined {
  const [, year = '', month = '', day = ''] = DAY.exec(text) ?? []
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`)
  if (Number.isNaN(time)) return undefined
  return { year: Number(year), month: Number(month), day: String(Number(day)), weekday: new Date(time).getUTCDay() }
}

function japaneseRange([from, to]: readonly [string, string], style: 'long' | 'short'): string {
  const end = from.slice(0, 4) === to.slice(0, 4) && style === 'long' ? 'medium' : style
  return `${formatDay('ja', from, style)}〜${formatDay('ja', to, end)}`
}

const WRITERS: Readonly<Record<Language, (parts: Parts, style: DayStyle) => string>> = {
  en: european('en', (date, year) => `${date} ${year}`, ' '),
  ru: european('ru', (date, year) => `${date} ${year} г.`, ', '),
  // Official usage writes hyphens in Latin (2025-yil 5-mart) and none in Cyrillic (2025 йил 5 март).
  'uz-Latn': uzbek('uz-Latn', { year: '-yil', day: '-' }),
  'uz-Cyrl': uzbek('uz-Cyrl', { year: ' йил', day: ' ' }),
  ja: (parts, style) => {
    const weekday = CALENDAR_WORDS.ja.weekdaysShort[parts.weekday]
    const date = `${parts.month}月${parts.day}日`
    if (style === 'full') return `${parts.year}年${date}(${weekday})`
    if (style === 'long') return `${parts.year}年${date}`
    if (style === 'weekday') return `${date}(${weekday})`
    return style === 'medium' ? date : `${parts.month}/${parts.day}`
  },
}

function european(language: 'en' | 'ru', withYear: (date: string, year: number) => string, comma: string) {
  const { months, monthsShort, weekdays, weekdaysShort } = CALENDAR_WORDS[language]
  return (parts: Parts, style: DayStyle): string => {
    if (style === 'short') return `${parts.day} ${monthsShort[parts.month - 1]}`
    const date = `${parts.day} ${months[parts.month - 1]}`
    if (style === 'medium') return date
    if (style === 'weekday') return `${weekdaysShort[parts.weekday]}${comma}${date}`
    return style === 'long' ? withYear(date, parts.year) : `${weekdays[parts.weekday]}${comma}${withYear(date, parts.year)}`
  }
}

/** "2025-yil 5-mart, chorshanba": year, day, then the weekday. */
function uzbek(language: 'uz-Latn' | 'uz-Cyrl', joint: { readonly year: string; readonly day: string }) {
  const { months, monthsShort, weekdays, weekdaysShort } = CALENDAR_WORDS[language]
  return (parts: Parts, style: DayStyle): string => {
    if (style === 'short') return `${parts.day}${joint.day}${monthsShort[parts.month - 1]}`
    const date = `${parts.day}${joint.day}${months[parts.month - 1]}`
    if (style === 'medium') return date
    if (style === 'weekday') return `${weekdaysShort[parts.weekday]}, ${date}`
    const dated = `${parts.year}${joint.year} ${date}`
    return style === 'long' ? dated : `${dated}, ${weekdays[parts.weekday]}`
  }
}
