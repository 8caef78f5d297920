import { combineDigests, digestOfRecord, digestOfText, EMPTY_DIGEST, type Digest } from '@shared/sync/digest.ts'
import type { Transaction } from '../db/database.ts'
import { readUpdatesOfNote } from '../db/note-updates-repository.ts'
import { readRecordsById, writeDigests, type StoredRecord } from '../db/records-repository.ts'
import { setScopeDigest } from '../db/scopes-repository.ts'
import { shapeOfText } from './merge-updates.ts'

const PAGE = 1_000

/**
 * Computes the digest of a locked scope from its rows, and stores it: once after an upgrade, and when a laptop's differs.
 * Memory stays flat: records are read in pages.
 */
export async function computeDigests(tx: Transaction, scope: string): Promise<Digest> {
  let digest = EMPTY_DIGEST
  let after = ''
  for (;;) {
    const page = await readRecordsById(tx, scope, { bucket: '', after, limit: PAGE })
    const fresh: StoredRecord[] = []
    for (const record of page) fresh.push(await countedAnew(tx, scope, record))
    const stale = fresh.filter((record, index) => record.digest !== page[index]?.digest || record.textDigest !== page[index]?.textDigest)
    if (stale.length > 0) await writeDigests(tx, scope, stale)
    digest = combineDigests(digest, ...fresh.flatMap((record) => [record.digest, record.textDigest]))
    after = page.at(-1)?.id ?? ''
    if (page.length < PAGE) break
  }
  await setScopeDigest(tx, scope, digest)
  return digest
}

async function countedAnew(tx: Transaction, scope: string, record: StoredRecord): Promise<StoredRecord> {
  const updates = record.kind === 'note' ? await readUpdatesOfNote(tx, scope, record.id) : []
  const textDigest = updates.length === 0 ? EMPTY_DIGEST : digestOfText(record.id, shapeOfText(updates))
  return { ...record, digest: digestOfRecord(record), textDigest }
}
