import { greatestStampOf } from '@shared/sync/cell.ts'
import type { Stamp } from '@shared/sync/stamp.ts'
import type { Database } from './database.ts'
import { isUnsent, type Pending, type StoredRecord } from './stored-record.ts'
import type { LeavingRow } from './versions.ts'

/**
 * Records of the push in flight -> their greatest stamp when it was made. What waited of them then has left (docs/sync-spec.md L1); what
 * was written here since has a greater stamp. One row for a push, in place of each of its records written once more.
 *
 * Whoever writes one of them strikes it in the same transaction, because its own row says from then on what has left. So what still stands
 * here at its rev lies there as it was sent, and need not be read when the answer comes.
 */
export type Leaving = ReadonlyMap<string, Mark>
export type Mark = { readonly last: Stamp; readonly rev: number | undefined }
/** @property rev not in rows of the version before, which struck nothing */
type Stored = readonly (readonly [id: string, last: Stamp, rev?: number])[]

/** Inside a transaction, before the push leaves. */
export async function putLeaving(database: Database, scope: string, records: Iterable<StoredRecord>): Promise<void> {
  const leaving = new Map([...records].map(({ id, rev, cells }) => [id, { last: greatestStampOf(cells), rev }]))
  await database.dexie.leaving.put(leavingRow(database, scope, leaving))
}

export function leavingRow({ seal }: Database, scope: string, leaving: Leaving): LeavingRow {
  const marks: Stored = [...leaving].map(([id, { last, rev }]) => (rev === undefined ? [id, last] : [id, last, rev]))
  return { scope, body: seal.seal(marks, { table: 'leaving', id: scope, scope }) }
}

export function openLeaving({ seal }: Database, row: LeavingRow | undefined): Leaving {
  const marks = row ? (seal.open(row.body, { table: 'leaving', id: row.scope, scope: row.scope }) as Stored) : []
  return new Map(marks.map(([id, last, rev]) => [id, { last, rev }]))
}

/** The record with what has left of it marked so. */
export function asLeft(record: StoredRecord, leaving: Leaving): StoredRecord {
  const last = leaving.get(record.id)?.last
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
