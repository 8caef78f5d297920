import { Readable } from 'node:stream'
import { contentHash, type NamedBlob } from '@shared/domain/attachment.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import type { Caller } from '../access/authenticate.ts'
import { may, type Action } from '../access/policy.ts'
import { readRole } from '../db/memberships-repository.ts'
import { actAs } from '../db/actor.ts'
import { readBlobBytes, readBlobs, writeBlob } from '../db/blobs-repository.ts'
import type { Transaction } from '../db/database.ts'
import { readRecordsOfKind } from '../db/records-repository.ts'
import type { RawReply } from '../http/raw-reply.ts'
import type { Call, Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'
import type { BlobStore } from './blob-store.ts'
import { namedIn } from './named-blobs.ts'
import { S3Error } from './s3-client.ts'

type BlobRoute = 'blobsHeld' | 'blobBegin' | 'blobOffset' | 'blobPart' | 'blobRead'

/**
 * Bytes of attachments. Every one of these asks first whether a live attachment of the visit names them, and whether the caller may write
 * in it, or read it: a hash alone opens nothing (docs/sync-spec.md B2).
 */
export const blobRoutes = (services: Services): Pick<Handlers, BlobRoute> => ({
  blobsHeld: (call) => withStore(services, (store) => tellHeld(services, store, call)),
  blobBegin: (call) => withStore(services, (store) => upload(services, store, { call, method: 'POST' })),
  blobOffset: (call) => withStore(services, (store) => upload(services, store, { call, method: 'HEAD' })),
  blobPart: (call) => withStore(services, (store) => upload(services, store, { call, method: 'PATCH' })),
  blobRead: (call) => withStore(services, (store) => read(services, store, call)),
})

/** A server that was given no place for them keeps no bytes; a store that does not answer is a matter of time. */
async function withStore<T>({ blobs }: Services, work: (store: BlobStore) => Promise<Result<T, ErrorCode>>): Promise<Result<T, ErrorCode>> {
  if (!blobs) return fail('unavailable')
  try {
    return await work(blobs)
  } catch (error) {
    if (error instanceof S3Error) return fail('unavailable', error.message)
    throw error
  }
}

async function tellHeld(services: Services, store: BlobStore, { caller, scope, body }: Call<'blobsHeld'>) {
  const found = await services.database.transaction(async (tx) => {
    if (!(await enter(tx, { scope, caller, action: 'read' })).ok) return null
    const named = namedIn(await readRecordsOfKind(tx, scope, { kind: 'attachment', naming: '' }))
    return readBlobs(
      tx,
      scope,
      body.hashes.filter((hash) => named.has(hash)),
    )
  })
  if (!found) return fail('not-found')
  // The database may be of yesterday, or the store: laptops bring what either of them lacks.
  const held: string[] = []
  for (const some of inGroups([...found], ASKED_AT_ONCE)) {
    const there = await Promise.all(some.map(([hash, size]) => store.bytes.has(hash, size)))
    held.push(...some.flatMap(([hash], n) => (there[n] ? [hash] : [])))
  }
  return succeed({ held })
}

type Uploading = { readonly call: Call<'blobBegin' | 'blobOffset' | 'blobPart'>; readonly method: 'POST' | 'HEAD' | 'PATCH' }

async function upload(services: Services, store: BlobStore, { call, method }: Uploading): Promise<Result<RawReply, ErrorCode>> {
  const { caller, scope, request } = call
  const wanted = await services.database.transaction(async (tx): Promise<Result<NamedBlob, ErrorCode>> => {
    const named = await findNamed(tx, { call, action: 'write' })
    if (!named.ok || method !== 'POST') return named
    return (await readBlobBytes(tx, scope)) + named.value.size > store.visitBytes ? fail('no-room') : named
  })
  if (!wanted.ok) return wanted
  const { hash, size } = wanted.value
  if (method === 'POST' && request.headers['upload-length'] !== String(size)) return fail('bad-request')
  if (method === 'POST' && (await store.bytes.room()) < size) return fail('no-room')
  const body = request.body instanceof Readable ? request.body : null
  const reply = await store.uploads.handle({ scope, hash, size }, { method, headers: request.headers, body }, () =>
    services.database.transaction(async (tx) => {
      await actAs(tx, { kind: 'account', account: caller.account })
      const blob = { hash, size, receivedAt: services.now(), broughtBy: caller.account, device: caller.device }
      await writeBlob(tx, scope, blob)
    }),
  )
  // Nothing begun, or swept away: the laptop begins anew.
  if (reply.status === 404 || reply.status === 410) return fail('not-found')
  if (reply.status < 500) return succeed(reply)
  // The disk refused. What came before stays, and the laptop goes on from there: by itself, or when an administrator made room.
  return fail((await store.bytes.room()) < size ? 'no-room' : 'unavailable')
}

async function read(services: Services, store: BlobStore, call: Call<'blobRead'>): Promise<Result<RawReply, ErrorCode>> {
  const { scope, request } = call
  const found = await services.database.transaction(async (tx): Promise<Result<NamedBlob, ErrorCode>> => {
    const named = await findNamed(tx, { call, action: 'read' })
    if (!named.ok) return named
    return (await readBlobs(tx, scope, [named.value.hash])).has(named.value.hash) ? named : fail('not-found')
  })
  if (!found.ok) return found
  const { hash, size } = found.value
  if (!(await store.bytes.has(hash, size))) return fail('not-found')
  const range = rangeOf(request.headers.range, size)
  // Bytes and nothing else: no browser shows, runs or guesses at what somebody attached.
  const headers = { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment', 'accept-ranges': 'bytes' }
  if (!range) return succeed({ status: 416, headers: { 'content-range': `bytes */${size}` }, body: null })
  const { from, to } = range
  const length = { 'content-length': String(to - from + 1) }
  if (size === 0) return succeed({ status: 200, headers: { ...headers, 'content-length': '0' }, body: null })
  const body = await store.bytes.read(hash, range)
  if (request.headers.range === undefined) return succeed({ status: 200, headers: { ...headers, ...length }, body })
  return succeed({ status: 206, headers: { ...headers, ...length, 'content-range': `bytes ${from}-${to}/${size}` }, body })
}

/** A bucket answers each over the network. */
const ASKED_AT_ONCE = 16

const inGroups = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size))

/** One range of bytes, both ends included; null for one that is not in the file. */
function rangeOf(header: string | undefined, size: number): { from: number; to: number } | null {
  if (header === undefined) return { from: 0, to: size - 1 }
  const [, first = '', last = ''] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header) ?? []
  if (first === '') return null
  const from = Number(first)
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return from <= to && from < size ? { from, to } : null
}

type Entering = { readonly scope: string; readonly caller: Caller; readonly action: Action }

/** Whether the caller may; the transaction goes on as their account. Someone outside learns nothing, not even that there is a visit. */
async function enter(tx: Transaction, { scope, caller, action }: Entering): Promise<Result<null, ErrorCode>> {
  await actAs(tx, { kind: 'door' })
  const role = await readRole(tx, scope, caller.account)
  if (!may(role, 'read')) return fail('not-found')
  if (!may(role, action)) return fail('forbidden')
  await actAs(tx, { kind: 'account', account: caller.account })
  return succeed(null)
}

type Asking = { readonly call: Call<'blobBegin' | 'blobOffset' | 'blobPart' | 'blobRead'>; readonly action: Action }

/** The bytes of the path, as a live attachment of the visit names them. */
async function findNamed(tx: Transaction, { call, action }: Asking): Promise<Result<NamedBlob, ErrorCode>> {
  const { caller, scope, request } = call
  const entered = await enter(tx, { scope, caller, action })
  if (!entered.ok) return entered
  const hash = contentHash.safeParse((request.params as { hash?: string }).hash)
  if (!hash.success) return fail('not-found')
  const named = namedIn(await readRecordsOfKind(tx, scope, { kind: 'attachment', naming: hash.data })).get(hash.data)
  return named ? succeed(named) : fail('not-found')
}
