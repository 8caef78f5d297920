import { isClosedStatus } from '@shared/domain/agreement.ts'
import { isOpenCommitment, isOverdue } from '@shared/domain/commitment.ts'
import { windowBounds } from '@shared/domain/due-window.ts'
import type { Visit } from '@shared/domain/visit.ts'
import { recordsOf, type LiveScope } from '../../db/live.ts'

/** One visit in numbers. Owed ones count what is not done; cancelled meetings count nowhere. */
export type VisitNumbers = {
  readonly visit: Visit
  readonly meetings: number
  readonly held: number
  readonly organizations: number
  readonly agreements: number
  readonly openAgreements: number
  readonly weOwe: number
  readonly theyOwe: number
  readonly overdue: number
}

/** What is due in a month, by who owes it; `month` is null for what has no last day. */
export type DueMonth = { readonly month: string | null; readonly weOwe: number; readonly theyOwe: number }

type Entry = { readonly live: LiveScope }

/** The visits on this laptop, the latest first; those in the trash are not among them. @param today in the ministry's zone */
export function visitNumbers(scopes: readonly Entry[], today: string): VisitNumbers[] {
  return scopes
    .flatMap(({ live }) => recordsOf(live, 'visit').map((visit) => numbersOf(live, visit, today)))
    .sort((a, b) => compare(b.visit.startDay ?? '', a.visit.startDay ?? '') || compare(a.visit.title ?? '', b.visit.title ?? ''))
}

function numbersOf(live: LiveScope, visit: Visit, today: string): VisitNumbers {
  const meetings = recordsOf(live, 'meeting').filter(({ state }) => state !== 'cancelled')
  const agreements = recordsOf(live, 'agreement')
  const open = recordsOf(live, 'commitment').filter(isOpenCommitment)
  return {
    visit,
    meetings: meetings.length,
    held: meetings.filter(({ state }) => state === 'held').length,
    organizations: recordsOf(live, 'organization').length,
    agreements: agreements.length,
    openAgreements: agreements.filter(({ status }) => !isClosedStatus(status)).length,
    weOwe: open.filter(({ direction }) => direction !== 'they-owe').length,
    theyOwe: open.filter(({ direction }) => direction === 'they-owe').length,
    overdue: open.filter((one) => isOverdue(one, today)).length,
  }
}

/** All visits together. */
export function sumOf(all: readonly VisitNumbers[]): Omit<VisitNumbers, 'visit'> {
  const sum = (count: (one: VisitNumbers) => number): number => all.reduce((total, one) => total + count(one), 0)
  return {
    meetings: sum((one) => one.meetings),
    held: sum((one) => one.held),
    organizations: sum((one) => one.organizations),
    agreements: sum((one) => one.agreements),
    openAgreements: sum((one) => one.openAgreements),
    weOwe: sum((one) => one.weOwe),
    theyOwe: sum((one) => one.theyOwe),
    overdue: sum((one) => one.overdue),
  }
}

/** A plot of more months would have no room for their names. */
const MOST_MONTHS = 24

/**
 * Open commitments by the month in which their window ends, months between included; those without a last day come last.
 * Months before the two years that end the row are left to the registers.
 */
export function dueByMonth(scopes: readonly Entry[]): DueMonth[] {
  const counts = new Map<string | null, DueMonth>()
  for (const { live } of scopes) {
    if (recordsOf(live, 'visit').length === 0) continue
    for (const one of recordsOf(live, 'commitment').filter(isOpenCommitment)) {
      const month = windowBounds(one.window).latest?.slice(0, 7) ?? null
      const { weOwe, theyOwe } = counts.get(month) ?? { weOwe: 0, theyOwe: 0 }
      const isTheirs = one.direction === 'they-owe'
      counts.set(month, { month, weOwe: weOwe + (isTheirs ? 0 : 1), theyOwe: theyOwe + (isTheirs ? 1 : 0) })
    }
  }
  const named = [...counts.keys()].filter((month): month is string => month !== null).sort()
  const months = monthsBetween(named[0], named.at(-1)).slice(-MOST_MONTHS)
  const dated = months.map((month): DueMonth => counts.get(month) ?? { month, weOwe: 0, theyOwe: 0 })
  const undated = counts.get(null)
  return undated ? [...dated, undated] : dated
}

function monthsBetween(first: string | undefined, last: string | undefined): string[] {
  if (first === undefined || last === undefined) return []
  const months: string[] = []
  // From the end, so that one date far in the past costs no more than the row is long.
  for (let month = last; month >= first && months.length < MOST_MONTHS; month = monthBefore(month)) months.unshift(month)
  return months
}

function monthBefore(month: string): string {
  const [year = 0, index = 1] = month.split('-').map(Number)
  return index === 1 ? `${String(year - 1).padStart(4, '0')}-12` : `${String(year).padStart(4, '0')}-${String(index - 1).padStart(2, '0')}`
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
