import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PushItem } from '@shared/sync/protocol/records.ts'
import { hashOf } from './bytes.ts'
import { itemOf, stampAt } from './pushed-records.ts'
import { call, testId, type Answer, type TestPerson, type TestServer } from './server.ts'

/** A folder for the bytes of a test server. */
export async function blobFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'safarnoma-blobs-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** An attachment of a meeting that names these bytes, as a laptop pushes it. */
export const attachmentItem = (bytes: Uint8Array, more: { id?: string; wall?: number } = {}): PushItem => {
  const stamp = stampAt(more.wall ?? 1)
  return itemOf('attachment', more.id ?? testId(`attachment ${hashOf(bytes)}`), {
    name: ['a file.bin', stamp],
    mediaType: ['application/octet-stream', stamp],
    hash: [hashOf(bytes), stamp],
    size: [bytes.length, stamp],
    meetingId: [testId('meeting'), stamp],
  })
}

const TUS = { 'tus-resumable': '1.0.0' }
type Place = { readonly as: TestPerson; readonly scope: string; readonly hash: string }

export const beginBlob = (server: TestServer, { as, scope, hash }: Place, size: number): Promise<Answer<'blobBegin'>> =>
  call(server, 'blobBegin', { body: null, token: as.token, scope, hash, headers: { ...TUS, 'upload-length': String(size) } })

export const blobOffset = (server: TestServer, { as, scope, hash }: Place): Promise<Answer<'blobOffset'>> =>
  call(server, 'blobOffset', { body: null, token: as.token, scope, hash, headers: TUS })

export const sendPart = (
  server: TestServer,
  { as, scope, hash, from }: Place & { readonly from: number },
  bytes: Buffer,
): Promise<Answer<'blobPart'>> => call(server, 'blobPart', { body: bytes, token: as.token, scope, hash, headers: partHeaders(from) })

export const partHeaders = (from: number) => ({
  ...TUS,
  'upload-offset': String(from),
  'content-type': 'application/offset+octet-stream',
})

/** Sends a whole file; gives the status of the last part. */
export async function sendBlob(server: TestServer, { as, scope }: Omit<Place, 'hash'>, bytes: Buffer): Promise<number> {
  const place = { as, scope, hash: hashOf(bytes) }
  const begun = await beginBlob(server, place, bytes.length)
  if (begun.status !== 201) return begun.status
  return (await sendPart(server, { ...place, from: 0 }, bytes)).status
}
