import { windowBounds, type DueWindow } from '@shared/domain/due-window.ts'
import type { Labels } from '@memos/labels/labels.ts'
import { withBrackets } from './names.ts'
import { hasWords } from './memo.ts'

export type MeetingTimes = { readonly start?: string | undefined; readonly end?: string | undefined; readonly zone?: string | undefined }
type DayForm = 'day' | 'shortDay'

/** `24 November 2026, 10:00–11:30 (JST)`; undefined without a start. @param times local, `2026-11-24T10:00` */
export function meetingTimes(times: MeetingTimes, labels: Labels, form: DayForm = 'day'): string | undefined {
  if (times.start === undefined) return undefined
  const words = startToEnd({ start: times.start, end: times.end }, labels, form)
  if (times.zone === undefined) return words
  return withBrackets(words, labels.time.zone[times.zone] ?? times.zone.replaceAll('_', ' '), labels)
}

/** The day and the hours of a meeting as two lines of a narrow column; none without a start. */
export function meetingTimeLines(times: MeetingTimes, labels: Labels): string[] {
  if (times.start === undefined) return []
  const day = labels.time.shortDay(dayOf(times.start))
  const { clock, clockRange } = labels.time
  const start = clock(clockOf(times.start))
  const isSameDay = times.end !== undefined && dayOf(times.end) === dayOf(times.start)
  return [day, isSameDay && times.end !== undefined ? clockRange(start, clock(clockOf(times.end))) : start]
}

/** First and last day of a visit, either of which may be unknown. */
export function dayRange(from: string | undefined, to: string | undefined, labels: Labels): string | undefined {
  const { day, range, since, until } = labels.time
  if (from !== undefined && to !== undefined) return from === to ? day(from) : range(day(from), day(to))
  if (from !== undefined) return since(day(from))
  return to === undefined ? undefined : until(day(to))
}

/** A deadline for a table: the words as spoken, then the days that they mean. Empty when nothing was said. */
export function deadlineLines(window: DueWindow | undefined, labels: Labels): string[] {
  if (window === undefined) return []
  const days = windowDays(window, labels)
  const words = window.words.trim()
  return [words, days ?? ''].filter((text, index, all) => hasWords(text) && all.indexOf(text) === index)
}

/** The same in one line: `between March and April (1 Mar 2025 – 30 Apr 2025)`. */
export function deadlineWords(window: DueWindow | undefined, labels: Labels): string | undefined {
  const [first, second] = deadlineLines(window, labels)
  if (first === undefined) return undefined
  return second === undefined ? first : withBrackets(first, second, labels)
}

export const dayOf = (localTime: string): string => localTime.slice(0, 10)

const clockOf = (localTime: string): string => localTime.slice(11, 16)

function startToEnd({ start, end }: { start: string; end: string | undefined }, labels: Labels, form: DayForm): string {
  const { clock, clockRange, dayAndClock, range } = labels.time
  const at = (localTime: string): string => dayAndClock(labels.time[form](dayOf(localTime)), clock(clockOf(localTime)))
  if (end === undefined) return at(start)
  if (dayOf(end) !== dayOf(start)) return range(at(start), at(end))
  return dayAndClock(labels.time[form](dayOf(start)), clockRange(clock(clockOf(start)), clock(clockOf(end))))
}

function windowDays(window: DueWindow, labels: Labels): string | undefined {
  const { earliest, latest } = windowBounds(window)
  const { shortDay, range, since, until } = labels.time
  if (earliest !== null && latest !== null) return earliest === latest ? shortDay(latest) : range(shortDay(earliest), shortDay(latest))
  if (earliest !== null) return since(shortDay(earliest))
  return latest === null ? undefined : until(shortDay(latest))
}
