import { bucketOf, combineDigests, digestOfText, EMPTY_DIGEST, type Digest } from '@shared/sync/digest.ts'
import type { Database } from './database.ts'
import { countOf, putDigest, readDigest } from './digests.ts'
import { textShapeOf } from './note-updates.ts'
import { inScope } from './rows.ts'
import { recordToRow, rowToRecord, type StoredRecord } from './stored-record.ts'

/** Before a visit is synced: computes the digest once, where an older version of the program left none. */
export async function ensureDigest(database: Database, scope: string): Promise<void> {
  if ((await readDigest(database, scope)) === null) await countScope(database, scope)
}

/** Counts a visit anew from its rows and texts, and keeps the sum. Gives the digest of every bucket too. */
export async function countScope(
  database: Database,
  scope: string,
): Promise<{ digest: Digest; buckets: Readonly<Record<string, Digest>> }> {
  return inScope(database, { scope, also: ['noteUpdates'] }, async () => {
    const buckets: Record<string, Digest> = {}
    const rows = await database.dexie.records.where('scope').equals(scope).toArray()
    for (const row of rows) {
      const held = rowToRecord(row, database.seal)
      // Awaited for notes alone: after a hundred awaits of anything but the database, Dexie loses its transaction.
      const record = held.kind === 'note' ? await withCountedText(database, held) : held
      const bucket = bucketOf(record.id)
      buckets[bucket] = combineDigests(buckets[bucket] ?? EMPTY_DIGEST, countOf(record))
    }
    const digest = combineDigests(...Object.values(buckets))
    await putDigest(database, scope, digest)
    return { digest, buckets }
  })
}

/** A note; a text's digest is kept with its record as of the last sync; another one is stored without a new rev, because nothing changed for screens. */
async function withCountedText(database: Database, record: StoredRecord): Promise<StoredRecord> {
  const shape = await textShapeOf(database, record.id)
  const counted = { ...record, textDigest: shape === null ? null : digestOfText(record.id, shape) }
  if (counted.textDigest !== record.textDigest) await database.dexie.records.put(recordToRow(counted, database.seal))
  return counted
}
