import { CALENDAR_WORDS } from './calendar-words.ts'
import type { Language } from './language.ts'

/**
 * The day that a person typed, as `2025-03-05`; null when it is none. Understands 2025-03-05, 2025/3/5, 2025年3月5日,
 * 5.3.2025, 5/3/2025 and 5 March 2025 (day before month: no language of the interface writes the month first).
 */
export function parseDay(language: Language, typed: string): string | null {
  const text = typed.normalize('NFKC').trim().toLowerCase()
  const yearFirst = /^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(\(.\))?$/.exec(text)
  if (yearFirst) return realDay(yearFirst[1], yearFirst[2], yearFirst[3])
  const dayFirst = /^(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4})$/.exec(text)
  if (dayFirst) return realDay(dayFirst[3], dayFirst[2], dayFirst[1])
  return namedDay(language, text)
}

/** The time of day that a person typed, as `09:30`; null when it is none. */
export function parseTime(typed: string): string | null {
  const text = typed.normalize('NFKC').trim()
  const [, hour, minute = '00'] = /^(\d{1,2})(?:\s*[:.時]\s*(\d{2})\s*分?)?$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text) ?? []
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return null
  return `${hour.padStart(2, '0')}:${minute}`
}

function namedDay(language: Language, text: string): string | null {
  const year = /\b(\d{4})\b/.exec(text)?.[1]
  const day = /(?:^|[^\d])(\d{1,2})(?!\d)/.exec(year === undefined ? text : text.replace(year, ' '))?.[1]
  const month = [language, 'en' as const].map((tag) => monthIn(tag, text)).find((index) => index >= 0)
  return month === undefined ? null : realDay(year, String(month + 1), day)
}

function monthIn(language: Language, text: string): number {
  const { months, monthsAlone } = CALENDAR_WORDS[language]
  const words = text.split(/[\s\d.,-]+/)
  return months.findIndex(
    (month, index) => words.includes(month.toLowerCase()) || words.includes((monthsAlone[index] ?? month).toLowerCase()),
  )
}

/** Null for a day that no calendar has, such as 31 April. */
function realDay(year: string | undefined, month: string | undefined, day: string | undefined): string | null {
  if (year === undefined || month === undefined || day === undefined) return null
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : text
}
