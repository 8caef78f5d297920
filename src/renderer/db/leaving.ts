import { greatestStampOf } from '@shared/sync/cell.ts'
import type { Stamp } from '@shared/sync/stamp.ts'
import type { Database } from './database.ts'
import { isUnsent, type Pending, type StoredRecord } from './stored-record.ts'
import type { LeavingRow } from './versions.ts'

/**
 * Records of the push in flight -> their greatest stamp when it was made. What waited of them then has left (docs/sync-spec.md L1); what
 * was written here since has a greater stamp. One row for a push, in place of each of its records written once more.
 */
export type Leaving = ReadonlyMap<string, Stamp>

/** Inside a transaction, before the push leaves. */
export async function putLeaving({ dexie, seal }: Database, scope: string, records: Iterable<StoredRecord>): Promise<void> {
  const marks = [...records].map((record) => [record.id, greatestStampOf(record.cells)])
  await dexie.leaving.put({ scope, body: seal.seal(marks, { table: 'leaving', id: scope, scope }) })
}

export const openLeaving = ({ seal }: Database, row: LeavingRow | undefined): Leaving =>
  new Map(row ? (seal.open(row.body, { table: 'leaving', id: row.scope, scope: row.scope }) as [string, Stamp][]) : [])

/** The record with what has left of it marked so. */
export function asLeft(record: StoredRecord, leaving: Leaving): StoredRecord {
  const last = leaving.get(record.id)
  return last === undefined ? record : markLeft(record, (field) => (record.cells[field]?.stamp ?? '') <= last)
}

/** @param hasLeft which of the fields that wait; all when it is left out */
export function markLeft(record: StoredRecord, hasLeft: (field: string) => boolean = () => true): StoredRecord {
  if (!isUnsent(record)) return record
  const pending: Record<string, Pending> = {}
  for (const [field, one] of Object.entries(record.pending)) {
    pending[field] = one.hasLeft || !hasLeft(field) ? one : { ...one, hasLeft: true }
  }
  return { ...record, pending }
}
