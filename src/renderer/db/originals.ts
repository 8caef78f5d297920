import { canonicalJson } from '@shared/lib/canonical-json.ts'
import type { Original } from '@shared/sync/protocol/records.ts'
import type { Database } from './database.ts'
import type { OriginalRow } from './versions.ts'
import type { StoredRecord } from './stored-record.ts'

/** A record as a pack leaves it, before it is kept, and what the pack brought of it. */
export type Brought = { readonly record: StoredRecord; readonly originals: readonly Original[] }

/** Inside a transaction only. Keeps what colleagues' laptops signed of these, as long as something of it waits here. */
export async function keepOriginals(database: Database, brought: readonly Brought[]): Promise<void> {
  const { dexie, seal } = database
  // Of what comes for the first time nothing is here.
  const known = await readOriginals(
    database,
    brought.flatMap(({ record }) => (record.rev === 0 ? [] : [record.id])),
  )
  const added: Omit<OriginalRow, 'n'>[] = []
  const dropped: number[] = []
  for (const { record, originals } of brought) {
    const { id: recordId, scope } = record
    const ofRecord = known.get(recordId) ?? []
    const seen = new Set(ofRecord.map(({ original }) => canonicalJson(original)))
    // Nearly always it is the only one: then nobody writes it out to compare it.
    const mayRepeat = ofRecord.length + originals.length > 1
    for (const original of originals) {
      if (!isStillWaiting(record, original) || (mayRepeat && isRepeated(original, seen))) continue
      added.push({ recordId, scope, body: seal.seal(original, context(recordId, scope)) })
    }
    for (const { n, original } of ofRecord) if (!isStillWaiting(record, original)) dropped.push(n)
  }
  if (added.length > 0) await dexie.originals.bulkAdd(added)
  if (dropped.length > 0) await dexie.originals.bulkDelete(dropped)
}

function isRepeated(original: Original, seen: Set<string>): boolean {
  const text = canonicalJson(original)
  return seen.size === seen.add(text).size
}

/** Inside a transaction only: what can be shown for the relayed fields of a record that wait. */
export async function originalsOfRecord(database: Database, record: StoredRecord): Promise<Original[]> {
  const known = (await readOriginals(database, [record.id])).get(record.id) ?? []
  return known.map(({ original }) => original).filter((original) => isStillWaiting(record, original))
}

type Known = { readonly n: number; readonly original: Original }

/** Record -> what is kept of it, oldest first. */
async function readOriginals({ dexie, seal }: Database, ids: readonly string[]): Promise<Map<string, Known[]>> {
  const known = new Map<string, Known[]>()
  if (ids.length === 0) return known
  const rows: OriginalRow[] = await dexie.originals.where('recordId').anyOf(ids).sortBy('n')
  for (const { n, recordId, scope, body } of rows) {
    const original = seal.open(body, context(recordId, scope)) as Original
    known.set(recordId, [...(known.get(recordId) ?? []), { n, original }])
  }
  return known
}

/** A cell that the ministry has, or that somebody wrote over, needs no proof any more. */
function isStillWaiting({ cells, pending }: StoredRecord, { record: { s, c } }: Original): boolean {
  for (const field in c) if (pending[field] !== undefined && cells[field]?.stamp === s[c[field]?.[1] ?? -1]) return true
  return false
}

const context = (id: string, scope: string) => ({ table: 'originals', id, scope })
