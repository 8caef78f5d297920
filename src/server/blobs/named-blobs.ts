import { attachmentFields, blobsOf, type NamedBlob } from '@shared/domain/attachment.ts'
import { readFields } from '@shared/domain/record.ts'
import { isDead } from '@shared/sync/deletion.ts'
import type { readRecordsOfKind } from '../db/records-repository.ts'

/** Hash -> what live attachments say of it. */
export function namedIn(records: Awaited<ReturnType<typeof readRecordsOfKind>>): Map<string, NamedBlob> {
  const named = new Map<string, NamedBlob>()
  for (const { id, cells } of records) {
    if (isDead(cells)) continue
    for (const blob of blobsOf(readFields(attachmentFields, { id, scope: '' }, cells))) {
      if (!named.has(blob.hash)) named.set(blob.hash, blob)
    }
  }
  return named
}
