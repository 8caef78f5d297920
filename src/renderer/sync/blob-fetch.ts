import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { blobPath } from '@shared/sync/protocol/blobs.ts'
import { addChunk, beginFetch, CHUNK, finishFetch, type BlobStorageError, type LocalBlob } from '../db/blobs.ts'
import type { Database } from '../db/database.ts'
import type { Sending } from './blob-upload.ts'
import type { Session } from './session.ts'
import type { CallError } from './transport.ts'

export type FetchError = CallError | BlobStorageError | 'damaged'

/** Fetches bytes chunk by chunk, from where an earlier attempt ended; they count once they are those of their name. */
export async function fetchBlob(
  { database, session }: { database: Database; session: Session },
  wanted: { readonly scope: string; readonly hash: string; readonly size: number },
  { turn, onProgress }: Sending,
): Promise<Result<LocalBlob, FetchError>> {
  const begun = await beginFetch(database, wanted.scope, wanted)
  if (!begun.ok) return begun
  let blob = begun.value
  if (blob.isWhole) return succeed(blob)
  while (blob.chunks * CHUNK < blob.size) {
    await turn()
    const from = blob.chunks * CHUNK
    const to = Math.min(from + CHUNK, blob.size) - 1
    const request = { method: 'GET', path: blobPath('blobRead', wanted), headers: { range: `bytes=${from}-${to}` }, body: null }
    const reply = await session.exchange(request)
    if (!reply.ok) return reply
    if (reply.value.status !== 206) return fail('bad-reply', `status ${reply.value.status}`)
    const added = await addChunk(database, blob, new Uint8Array(reply.value.body))
    if (!added.ok) return added
    blob = added.value
    onProgress(Math.min(blob.chunks * CHUNK, blob.size))
  }
  return finishFetch(database, blob)
}
