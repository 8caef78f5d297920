import { z } from 'zod'
import { contentHash } from '@shared/domain/attachment.ts'
import { newByteHash } from '@shared/lib/byte-hash.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { Database } from './database.ts'
import { storageProblemOf } from './storage-problem.ts'
import type { BlobRow } from './versions.ts'

/** Bytes of a chunk, and of what is sent and fetched at once. */
export const CHUNK = 256 * 1024
/** Chunks that are written in one transaction, each of which is flushed to the disk. */
const CHUNKS_AT_ONCE = 8
/** What was begun by a page that died is cleared away after a day. */
const ABANDONED = 24 * 60 * 60_000

const blobBody = z.object({
  /** Null while the bytes are still being read from the person's file. */
  hash: contentHash.nullable(),
  size: z.int(),
  /** How many chunks are here, from the first on. */
  chunks: z.int(),
  /** All bytes are here and are those of the hash. */
  isWhole: z.boolean(),
  /** When the ministry last said that it has them, by this laptop's clock. */
  heldAt: z.int().nullable(),
  /** They were whole and are not any more: the disk gave back other bytes than it was given. */
  isDamaged: z.boolean(),
  since: z.int(),
})
/** Bytes of one visit on this laptop, whole or on their way in. */
export type LocalBlob = z.infer<typeof blobBody> & { readonly id: string; readonly scope: string }
/** Part of a file: the bytes from `from` up to, not including, `to`. */
export type BlobSource = { readonly size: number; slice(from: number, to: number): Promise<Uint8Array<ArrayBuffer>> }
export type BlobStorageError = 'disk-full' | 'storage'

/** Every blob on this laptop; few enough to be read together. */
export async function readBlobs({ dexie, seal }: Database): Promise<LocalBlob[]> {
  const rows = await dexie.blobs.toArray()
  return rows.map(({ id, scope, body }) => ({ ...blobBody.parse(seal.open(body, { table: 'blobs', id, scope })), id, scope }))
}

async function putRow(database: Database, blob: LocalBlob): Promise<void> {
  await database.dexie.blobs.put(rowOf(database, blob))
  database.announceBlobs()
}

const rowOf = ({ seal }: Database, { id, scope, ...body }: LocalBlob): BlobRow => ({
  id,
  scope,
  body: seal.seal(body, { table: 'blobs', id, scope }),
})

/** Stores a file of the person's; equal bytes in the visit are there once. When it fails nothing of it stays. */
export async function keepBlob(
  database: Database,
  scope: string,
  source: BlobSource,
): Promise<Result<LocalBlob & { readonly hash: string }, BlobStorageError>> {
  const { dexie, host } = database
  const blob = newBlob(database, { scope, hash: null, size: source.size })
  const sum = newByteHash()
  try {
    await putRow(database, blob)
    const chunks = Math.ceil(source.size / CHUNK)
    for (let n = 0; n < chunks; n += CHUNKS_AT_ONCE) {
      const read: { n: number; bytes: Uint8Array<ArrayBuffer> }[] = []
      for (let k = n; k < Math.min(n + CHUNKS_AT_ONCE, chunks); k += 1) {
        read.push({ n: k, bytes: await source.slice(k * CHUNK, Math.min((k + 1) * CHUNK, source.size)) })
      }
      for (const { bytes } of read) sum.add(bytes)
      await dexie.blobChunks.bulkPut(read.map((chunk) => chunkRow(database, blob, chunk)))
    }
    const hash = sum.hex()
    const known = (await readBlobs(database)).find((one) => one.scope === scope && one.hash === hash)
    if (known?.isWhole && !known.isDamaged) {
      await dropBlob(database, blob.id)
      return succeed({ ...known, hash })
    }
    if (known) await dropBlob(database, known.id)
    const kept = { ...blob, hash, chunks, isWhole: true, heldAt: known?.heldAt ?? null, since: host.now() }
    await putRow(database, kept)
    return succeed(kept)
  } catch (error) {
    return failed(error, () => dropBlob(database, blob.id))
  }
}

/** Makes room for bytes that are to be fetched; what an earlier attempt got is there already. */
export async function beginFetch(
  database: Database,
  scope: string,
  { hash, size }: { hash: string; size: number },
): Promise<Result<LocalBlob, BlobStorageError>> {
  const known = (await readBlobs(database)).find((one) => one.scope === scope && one.hash === hash)
  if (known && !known.isDamaged) return succeed(known)
  try {
    if (known) await dropBlob(database, known.id)
    const blob = newBlob(database, { scope, hash, size })
    await putRow(database, blob)
    return succeed(blob)
  } catch (error) {
    return failed(error)
  }
}

/** Stores the next chunk of what is being fetched. A chunk of another length than the next one is refused as `storage`. */
export async function addChunk(
  database: Database,
  blob: LocalBlob,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Result<LocalBlob, BlobStorageError>> {
  const { dexie } = database
  if (bytes.length !== Math.min(CHUNK, blob.size - blob.chunks * CHUNK)) return fail('storage', 'a chunk of another length')
  const next = { ...blob, chunks: blob.chunks + 1 }
  try {
    await dexie.transaction('rw', dexie.blobs, dexie.blobChunks, async () => {
      await dexie.blobChunks.put(chunkRow(database, blob, { n: blob.chunks, bytes }))
      await dexie.blobs.put(rowOf(database, next))
    })
    database.announceBlobs()
    return succeed(next)
  } catch (error) {
    return failed(error)
  }
}

/** All chunks are here: whole if they are those of the hash, else dropped, to be fetched anew. */
export async function finishFetch(database: Database, blob: LocalBlob): Promise<Result<LocalBlob, 'damaged'>> {
  if ((await sumOf(database, blob)) !== blob.hash) {
    await dropBlob(database, blob.id)
    return fail('damaged')
  }
  const whole = { ...blob, isWhole: true, heldAt: database.host.now() }
  await putRow(database, whole)
  return succeed(whole)
}

/** The bytes, compared with their name: what the disk gives back changed is never shown, saved or sent on. */
export async function readWhole(database: Database, blob: LocalBlob): Promise<Result<Uint8Array<ArrayBuffer>, 'damaged' | 'missing'>> {
  if (!blob.isWhole) return fail('missing')
  const whole = new Uint8Array(blob.size)
  const sum = newByteHash()
  for (let n = 0; n < blob.chunks; n += 1) {
    const bytes = await readChunk(database, blob, n)
    if (!bytes || n * CHUNK + bytes.length > blob.size) return damaged(database, blob)
    sum.add(bytes)
    whole.set(bytes, n * CHUNK)
  }
  return sum.hex() === blob.hash ? succeed(whole) : damaged(database, blob)
}

export async function readChunk({ dexie, seal }: Database, { id, scope }: LocalBlob, n: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const row = await dexie.blobChunks.get([id, n])
  return row ? seal.openBytes(row.bytes, { table: 'blobChunks', id: `${id} ${n}`, scope }) : null
}

/** Whether the bytes are still those of their name; remembers it when they are not. */
export async function isSound(database: Database, blob: LocalBlob): Promise<boolean> {
  if ((await sumOf(database, blob)) === blob.hash) return true
  await damaged(database, blob)
  return false
}

/** What the ministry said of it; a blob that is gone meanwhile stays gone. */
export async function markHeld(database: Database, { id }: LocalBlob, heldAt: number | null): Promise<void> {
  await change(database, id, { heldAt })
}

export async function dropBlob({ dexie, announceBlobs }: Database, id: string): Promise<void> {
  await dexie.transaction('rw', dexie.blobs, dexie.blobChunks, async () => {
    await dexie.blobChunks.where('[blob+n]').between([id, 0], [id, Infinity], true, true).delete()
    await dexie.blobs.delete(id)
  })
  announceBlobs()
}

/** The ministry may have forgotten what it said of the visit's bytes. */
export async function forgetHeld(database: Database, scope: string): Promise<void> {
  for (const blob of await readBlobs(database)) if (blob.scope === scope && blob.heldAt !== null) await markHeld(database, blob, null)
}

/** A visit leaves the laptop, inside the transaction that takes it off. Bytes that exist nowhere else stay: nobody could bring them back. */
export async function dropSentBlobs(database: Database, scope: string): Promise<void> {
  for (const blob of await readBlobs(database)) {
    if (blob.scope === scope && (blob.heldAt !== null || !blob.isWhole)) await dropBlob(database, blob.id)
  }
}

/** Clears away what a page that died had begun to read in. */
export async function sweepBlobs(database: Database): Promise<void> {
  const before = database.host.now() - ABANDONED
  for (const blob of await readBlobs(database)) if (blob.hash === null && blob.since < before) await dropBlob(database, blob.id)
}

const newBlob = ({ host }: Database, { scope, hash, size }: { scope: string; hash: string | null; size: number }): LocalBlob => ({
  id: host.newId(),
  scope,
  hash,
  size,
  chunks: 0,
  isWhole: false,
  heldAt: null,
  isDamaged: false,
  since: host.now(),
})

const chunkRow = ({ seal }: Database, { id, scope }: LocalBlob, { n, bytes }: { n: number; bytes: Uint8Array<ArrayBuffer> }) => ({
  blob: id,
  n,
  bytes: seal.sealBytes(bytes, { table: 'blobChunks', id: `${id} ${n}`, scope }),
})

async function sumOf(database: Database, blob: LocalBlob): Promise<string> {
  const sum = newByteHash()
  for (let n = 0; n < blob.chunks; n += 1) sum.add((await readChunk(database, blob, n)) ?? new Uint8Array())
  return sum.hex()
}

async function damaged(database: Database, { id }: LocalBlob): Promise<Result<never, 'damaged'>> {
  await change(database, id, { isDamaged: true })
  return fail('damaged')
}

async function change(database: Database, id: string, part: Partial<Pick<LocalBlob, 'heldAt' | 'isDamaged'>>): Promise<void> {
  const { dexie } = database
  await dexie.transaction('rw', dexie.blobs, async () => {
    const blob = (await readBlobs(database)).find((one) => one.id === id)
    if (blob) await dexie.blobs.put(rowOf(database, { ...blob, ...part }))
  })
  database.announceBlobs()
}

async function failed(error: unknown, undo: () => Promise<void> = () => Promise.resolve()): Promise<Result<never, BlobStorageError>> {
  const problem = storageProblemOf(error)
  // A disk that refused bytes may refuse this as well; the next start clears away what is left.
  await undo().catch(() => undefined)
  if (problem === null) throw error
  return fail(problem, String(error))
}
