/** Keeps a date on one line. */
export const NBSP = '\u00a0'
/** A hyphen where a line does not break. */
export const HYPHEN = '\u2011'

export type CalendarDay = { readonly year: string; readonly month: number; readonly date: number }

/** @param day `2026-11-24`, already checked by the domain */
export function calendarDay(day: string): CalendarDay {
  const [year = '', month = '', date = ''] = day.split('-')
  return { year, month: Number(month), date: Number(date) }
}

/** 0 is Sunday. Counted in UTC, because a day has no zone. */
export const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay()

/** The name of the month in a table of twelve. */
export const monthName = (months: readonly string[], month: number): string => months[month - 1] ?? ''

/** `24.11.2026` */
export function dottedDay(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return `${date}.${month}.${year}`
}
