import { canonicalJson } from '@shared/lib/canonical-json.ts'
import { unpackRecord } from '@shared/sync/packed.ts'
import type { Original } from '@shared/sync/protocol/records.ts'
import type { Database } from './database.ts'
import type { OriginalRow } from './versions.ts'
import type { StoredRecord } from './stored-record.ts'

/** Inside a transaction only. Keeps what a colleague's laptop signed, as long as something of it waits here. */
export async function keepOriginals(database: Database, record: StoredRecord, originals: readonly Original[]): Promise<void> {
  const known = await readOriginals(database, record)
  const seen = new Set(known.map((one) => canonicalJson(one.original)))
  for (const original of originals) {
    if (seen.has(canonicalJson(original)) || !isStillWaiting(record, original)) continue
    const { id: recordId, scope } = record
    await database.dexie.originals.add({ recordId, scope, body: database.seal.seal(original, context(recordId, scope)) })
  }
  await database.dexie.originals.bulkDelete(known.filter(({ original }) => !isStillWaiting(record, original)).map(({ n }) => n))
}

/** Inside a transaction only: what can be shown for the relayed fields of a record that wait. */
export async function originalsOfRecord(database: Database, record: StoredRecord): Promise<Original[]> {
  const known = await readOriginals(database, record)
  return known.map(({ original }) => original).filter((original) => isStillWaiting(record, original))
}

async function readOriginals({ dexie, seal }: Database, record: StoredRecord): Promise<{ n: number; original: Original }[]> {
  const rows: OriginalRow[] = await dexie.originals.where('recordId').equals(record.id).sortBy('n')
  return rows.map((row) => ({ n: row.n, original: seal.open(row.body, context(record.id, record.scope)) as Original }))
}

/** A cell that the ministry has, or that somebody wrote over, needs no proof any more. */
function isStillWaiting({ cells, pending }: StoredRecord, { record }: Original): boolean {
  return Object.entries(unpackRecord(record).cells).some(
    ([field, cell]) => pending[field] !== undefined && cells[field]?.stamp === cell.stamp,
  )
}

const context = (id: string, scope: string) => ({ table: 'originals', id, scope })
