import type { Stamp } from '@shared/sync/stamp.ts'
import type { Database } from './database.ts'
import { isUnsent, markPending, type StoredRecord } from './stored-record.ts'
import type { LeavingRow } from './versions.ts'

/**
 * Records of the push in flight -> their greatest stamp when it was made. What waited of them then has left (docs/sync-spec.md L1); what
 * was written here since has a greater stamp. One row for a push, in place of each of its records written once more.
 *
 * Whoever writes one of them strikes it in the same transaction, because its own row says from then on what has left. So what still stands
 * here at its rev lies there as it was sent, and need not be read when the answer comes.
 */
export type Leaving = ReadonlyMap<string, Mark>
/** As it stands in the row, in the order of the push. @property rev not in rows of the version before, which struck nothing */
export type Mark = readonly [id: string, last: Stamp, rev?: number]

/** Inside a transaction, before the push leaves. */
export async function putLeaving(database: Database, scope: string, marks: readonly Mark[]): Promise<void> {
  await database.dexie.leaving.put(leavingRow(database, scope, marks))
}

export const leavingRow = ({ seal }: Database, scope: string, marks: readonly Mark[]): LeavingRow => ({
  scope,
  body: seal.seal(marks, { table: 'leaving', id: scope, scope }),
})

export const openMarks = ({ seal }: Database, row: LeavingRow | undefined): readonly Mark[] =>
  row ? (seal.open(row.body, { table: 'leaving', id: row.scope, scope: row.scope }) as Mark[]) : []

export const openLeaving = (database: Database, row: LeavingRow | undefined): Map<string, Mark> =>
  new Map(openMarks(database, row).map((mark) => [mark[0], mark]))

/** The record with what has left of it marked so. */
export function asLeft(record: StoredRecord, leaving: Leaving): StoredRecord {
  const last = leaving.get(record.id)?.[1]
  return last === undefined ? record : markLeft(record, (field) => (record.cells[field]?.stamp ?? '') <= last)
}

/** @param hasLeft which of the fields that wait; all when it is left out */
export function markLeft(record: StoredRecord, hasLeft: (field: string) => boolean = () => true): StoredRecord {
  if (!isUnsent(record)) return record
  const pending = markPending(
    record.pending,
    (field, one) => !one.hasLeft && hasLeft(field),
    (one) => ({ ...one, hasLeft: true }),
  )
  return { ...record, pending }
}
