import { isWaitedFor } from '@shared/domain/tables.ts'
import { stampParts } from '@shared/sync/stamp.ts'
import type { LiveScope } from '../db/live.ts'
import { withColleagueSince, type StoredRecord } from '../db/stored-record.ts'

/** A record that the ministry has not received in full; `since` is the oldest edit of it, by the clock of its author. */
export type Waiting = {
  readonly record: StoredRecord
  readonly since: number
  /** Since when all that waits of it lies on a second laptop too; null where it is on this one alone. */
  readonly colleagueAt: number | null
}

/** What is only on this laptop, oldest first: the same count on every screen. */
export function waitingOf(scopes: readonly { readonly live: LiveScope }[]): Waiting[] {
  return scopes
    .flatMap(({ live }) => [...live.unsent.values()])
    .filter((record) => isWaitedFor(record.kind) && !record.parked)
    .map((record) => ({ record, since: oldestPending(record), colleagueAt: withColleagueSince(record) }))
    .sort((a, b) => a.since - b.since)
}

export const isHereAlone = ({ colleagueAt }: Waiting): boolean => colleagueAt === null

const THREE_DAYS = 3 * 24 * 60 * 60_000

/** What has been on this laptop alone for three days or more: how much, and since when. @param now milliseconds since 1970 */
export function overdueOf(waiting: readonly Waiting[], now: number): { readonly count: number; readonly since: number } | null {
  const overdue = waiting.filter((one) => isHereAlone(one) && now - one.since >= THREE_DAYS)
  const [oldest] = overdue
  return oldest ? { count: overdue.length, since: oldest.since } : null
}

const oldestPending = (record: StoredRecord): number =>
  Math.min(...Object.keys(record.pending).map((field) => stampParts(record.cells[field]?.stamp ?? '').wall))
