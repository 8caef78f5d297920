import { combineDigests, digestOfRecord, EMPTY_DIGEST, type Digest } from '@shared/sync/digest.ts'
import type { Database } from './database.ts'
import type { StoredRecord } from './stored-record.ts'
import type { DigestRow } from './versions.ts'

/** What a record counts with in the digest of its visit (docs/sync-spec.md G1). */
export const countOf = (record: StoredRecord): Digest => combineDigests(digestOfRecord(record), record.textDigest ?? EMPTY_DIGEST)

/** Null while it has not been computed on this laptop. Also inside a transaction. */
export async function readDigest({ dexie, seal }: Database, scope: string): Promise<Digest | null> {
  const row = await dexie.digests.get(scope)
  return row ? (seal.open(row.body, { table: 'digests', id: scope, scope }) as Digest) : null
}

/** Inside a transaction. */
export async function putDigest(database: Database, scope: string, digest: Digest): Promise<void> {
  await database.dexie.digests.put(digestRow(database, scope, digest))
}

export const digestRow = ({ seal }: Database, scope: string, digest: Digest): DigestRow => ({
  scope,
  body: seal.seal(digest, { table: 'digests', id: scope, scope }),
})
