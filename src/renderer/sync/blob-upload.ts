import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { BLOB_LIMITS, blobPath, BYTES_DIFFER } from '@shared/sync/protocol/blobs.ts'
import { CHUNK, readChunk, type LocalBlob } from '../db/blobs.ts'
import type { Database } from '../db/database.ts'
import type { Session } from './session.ts'
import type { CallError, HttpReply } from './transport.ts'

/** `differs`: the server found other bytes than the name says. */
export type UploadError = CallError | 'differs'
export type Sending = {
  /** Resolves when bytes may go: text and agreements go first. */
  readonly turn: () => Promise<void>
  /** Bytes that are at the other end. */
  readonly onProgress: (done: number) => void
}

const TUS = { 'tus-resumable': '1.0.0' }
type NamedBlob = LocalBlob & { readonly hash: string }
type Ways = { readonly database: Database; readonly session: Session }

/** Sends bytes from where the server stands, part by part, by the tus protocol. Cut anywhere, the next call goes on there. */
export async function uploadBlob(ways: Ways, blob: NamedBlob, { turn, onProgress }: Sending): Promise<Result<null, UploadError>> {
  await turn()
  const begun = await standOf(ways, blob)
  if (!begun.ok) return begun
  let offset = begun.value
  while (offset < blob.size) {
    onProgress(offset)
    await turn()
    const sent = await sendPart(ways, blob, offset)
    if (!sent.ok) return sent
    offset = sent.value
  }
  return succeed(null)
}

/** How many bytes the server has; an upload that it does not know is begun. */
async function standOf({ session }: Ways, blob: NamedBlob): Promise<Result<number, UploadError>> {
  const asked = await session.exchange({ method: 'HEAD', path: blobPath('blobOffset', blob), headers: TUS, body: null })
  if (!asked.ok) return asked
  if (asked.value.status === 200) return offsetIn(asked.value)
  const headers = { ...TUS, 'upload-length': String(blob.size) }
  const begun = await session.exchange({ method: 'POST', path: blobPath('blobBegin', blob), headers, body: null })
  if (!begun.ok) return begun
  return begun.value.status === 201 ? succeed(0) : refusalOf(begun.value)
}

async function sendPart({ database, session }: Ways, blob: NamedBlob, from: number): Promise<Result<number, UploadError>> {
  const body = await bytesFrom(database, blob, { from, to: Math.min(from + BLOB_LIMITS.part, blob.size) })
  const headers = { ...TUS, 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' }
  const sent = await session.exchange({ method: 'PATCH', path: blobPath('blobPart', blob), headers, body })
  if (!sent.ok) return sent
  if (sent.value.status !== 204) return refusalOf(sent.value)
  const now = offsetIn(sent.value)
  // A server that takes nothing would be asked for ever.
  return now.ok && now.value <= from ? fail('bad-reply', 'the upload stands still') : now
}

function offsetIn({ headers }: HttpReply): Result<number, UploadError> {
  const offset = headers['upload-offset'] ?? ''
  return /^\d{1,15}$/.test(offset) ? succeed(Number(offset)) : fail('bad-reply', 'no offset')
}

const refusalOf = ({ status }: HttpReply): Result<never, UploadError> =>
  status === BYTES_DIFFER ? fail('differs') : fail('bad-reply', `status ${status}`)

/** A server may have kept any number of bytes of a part that was cut, so a part seldom is a chunk. */
async function bytesFrom(database: Database, blob: LocalBlob, { from, to }: { from: number; to: number }): Promise<Uint8Array> {
  const bytes = new Uint8Array(to - from)
  for (let n = Math.floor(from / CHUNK); n * CHUNK < to; n += 1) {
    const chunk = await readChunk(database, blob, n)
    const start = Math.max(from, n * CHUNK)
    // What is missing is sent as zeros, and refused with the rest: the server compares all of it with its name.
    if (chunk) bytes.set(chunk.subarray(start - n * CHUNK, to - n * CHUNK), start - from)
  }
  return bytes
}
