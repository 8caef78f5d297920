import type { TFunction } from 'i18next'
import type { Formats } from '../lib/use-formats.ts'
import { daysBetween } from '../lib/format-relative.ts'
import type { ShellVisit } from './shell-model.ts'

type Present = { /** In the visit's zone. */ readonly today: string; readonly formats: Formats; readonly t: TFunction }

/** The grey line under a visit's name: "3–7 Mar · day 3 of 5", "begins in 39 days", or its dates alone. */
export function visitSummary({ start, end }: ShellVisit, { today, formats, t }: Present): string {
  if (start === null) return t('shell.noDates')
  const last = end ?? start
  const dates = formats.dayRange(start, last, 'short')
  if (today < start) return t('shell.visitAhead', { when: formats.relativeDay(start, today) })
  if (today > last) return formats.dayRange(start, last, 'long')
  return t('shell.visitDay', { dates, day: daysBetween(start, today) + 1, days: daysBetween(start, last) + 1 })
}
