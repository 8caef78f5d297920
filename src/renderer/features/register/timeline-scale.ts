import type { Bounds, DueWindow } from '@shared/domain/due-window.ts'
import { daysBetween } from '../../lib/format-relative.ts'
import { addDays } from '../../lib/zone-time.ts'

/** A run of whole months, `2025-03`, from its first day on. */
export type TimelineScale = { readonly months: readonly string[]; readonly first: string; readonly days: number }

/** What a bar covers, with which of its ends were stated. */
export type Span = { readonly from: string; readonly to: string; readonly isStartSoft: boolean; readonly isEndSoft: boolean }

/** A window that is open at one end is drawn this far beyond its other end, fading. */
const OPEN_DAYS = 45
const MOST_MONTHS = 36
/** Fewer would draw a month as wide as the window. */
const FEWEST_MONTHS = 8

/** The days of a window as a bar; null without dates. A day is a hard edge, a month or a year a loose one. */
export function spanOf({ window, bounds }: { readonly window: DueWindow | null; readonly bounds: Bounds }): Span | null {
  const { earliest, latest } = bounds
  if (window === null || (earliest === null && latest === null)) return null
  const [start = '', end = start] = (window.edtf ?? '').split('/')
  const from = earliest ?? addDays(latest ?? '', -OPEN_DAYS)
  const to = latest ?? addDays(earliest ?? '', OPEN_DAYS)
  return {
    from,
    to,
    isStartSoft: earliest === null || !isDay(start),
    isEndSoft: latest === null || !isDay(end),
  }
}

/**
 * The months that hold all bars; with today where it lies within half a year of them. A date far off, as a typing slip
 * makes it, ends the scale after three years.
 */
export function timelineScale(spans: readonly Span[], today: string): TimelineScale | null {
  if (spans.length === 0) return null
  const first = spans.reduce((least, { from }) => (from < least ? from : least), '9999')
  const last = spans.reduce((most, { to }) => (to > most ? to : most), '')
  const from = today < first && daysBetween(today, first) < 180 ? today : first
  const to = today > last && daysBetween(last, today) < 180 ? today : last
  const months = monthsFrom(from.slice(0, 7), later(to.slice(0, 7), addMonths(from.slice(0, 7), FEWEST_MONTHS - 1)))
  const start = `${months[0] ?? from.slice(0, 7)}-01`
  const end = `${monthAfter(months.at(-1) ?? to.slice(0, 7))}-01`
  return { months, first: start, days: daysBetween(start, end) }
}

/** Where a day begins on a scale of that many pixels; a day outside stands at its edge. */
export function positionOf({ first, days }: TimelineScale, day: string, width: number): number {
  const offset = Math.min(Math.max(daysBetween(first, day), 0), days)
  return (offset / days) * width
}

export const isOnScale = ({ first, days }: TimelineScale, day: string): boolean => day >= first && daysBetween(first, day) < days

function monthsFrom(from: string, to: string): string[] {
  const months = [from]
  for (let month = monthAfter(from); month <= to && months.length < MOST_MONTHS; month = monthAfter(month)) months.push(month)
  return months
}

const later = (a: string, b: string): string => (a > b ? a : b)

const addMonths = (month: string, count: number): string => (count === 0 ? month : addMonths(monthAfter(month), count - 1))

function monthAfter(month: string): string {
  const [year = 0, index = 1] = month.split('-').map(Number)
  return index === 12 ? `${year + 1}-01` : `${year}-${String(index + 1).padStart(2, '0')}`
}

const isDay = (point: string): boolean => /^\d{4}-\d\d-\d\d$/.test(point)
