import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { DataStore, ERRORS, Upload } from '@tus/server'
import { fail, succeed } from '@shared/lib/result.ts'
import type { BlobBytes } from './blob-bytes.ts'
import type { S3Client, S3Object } from './s3-client.ts'

/** Bytes that one part holds at most in memory; laptops send a quarter of it at once. */
const PART = 1024 * 1024

/**
 * Bytes by their SHA-256 in a bucket that every instance speaks to. An upload is objects `parts/UPLOAD/FROM-LENGTH`, each written whole and never
 * changed, so two instances that are sent the same upload cannot harm each other, and it goes on wherever the next request arrives.
 */
export function openS3Bytes(client: S3Client): BlobBytes {
  const keyOf = (hash: string): string => `${hash.slice(0, 2)}/${hash}`
  const has = async (hash: string, size: number): Promise<boolean> => (await client.size(keyOf(hash))) === size
  const discard = async (upload: string): Promise<void> => {
    for (const { key } of await all(client.list(`parts/${upload}/`))) await client.remove(key)
  }
  return {
    uploads: new PartsStore(client, discard),
    has,
    take: async (upload, { hash, size }) => {
      const chain = chainOf(await all(client.list(`parts/${upload}/`)))
      const isThere = await has(hash, size)
      // Read before anything is written: a store that compares nothing gets no wrong byte either.
      if ((await sumOf(readParts(client, chain))) !== hash) return fail('differs')
      if (!isThere) await client.put(keyOf(hash), { bytes: verified(readParts(client, chain), hash), size, sha256: hash })
      return succeed(null)
    },
    room: () => Promise.resolve(Infinity),
    discard,
    read: (hash, range) => client.get(keyOf(hash), range),
    sweep: async (before) => {
      const newest = new Map<string, number>()
      for await (const { key, changedAt } of client.list('parts/')) {
        const upload = key.split('/')[1] ?? ''
        newest.set(upload, Math.max(newest.get(upload) ?? 0, changedAt))
      }
      const old = [...newest].filter(([, changedAt]) => changedAt < before)
      for (const [upload] of old) await discard(upload)
      return old.length
    },
    list: async function* () {
      for await (const { key, size } of client.list('')) {
        const [, hash] = /^[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(key) ?? []
        if (hash !== undefined) yield { hash, size }
      }
    },
  }
}

type Part = { readonly key: string; readonly from: number; readonly to: number }

/**
 * The parts that reach furthest without a gap. Lines that were cut leave parts of any length, and the same bytes twice; adding a part
 * never brings the end nearer.
 */
export function chainOf(objects: readonly S3Object[]): Part[] {
  const parts = objects.flatMap(({ key, size }) => {
    const [, from = '', length = ''] = /\/(\d+)-(\d+)$/.exec(key) ?? []
    return from === '' || Number(length) !== size ? [] : [{ key, from: Number(from), to: Number(from) + size }]
  })
  const ways = new Map<number, Part[]>([[0, []]])
  let end = 0
  for (const part of parts.toSorted((one, other) => one.from - other.from || one.to - other.to)) {
    const way = ways.get(part.from)
    if (!way || part.to === part.from || ways.has(part.to)) continue
    ways.set(part.to, [...way, part])
    end = Math.max(end, part.to)
  }
  return ways.get(end) ?? []
}

const endOf = (chain: readonly Part[]): number => chain.at(-1)?.to ?? 0

/** What tus needs of a store, on parts. */
class PartsStore extends DataStore {
  readonly #client: S3Client
  readonly #discard: (upload: string) => Promise<void>

  constructor(client: S3Client, discard: (upload: string) => Promise<void>) {
    super()
    this.#client = client
    this.#discard = discard
    this.extensions = ['creation']
  }

  /** Begins anew, as a file that is opened for writing. */
  override async create(upload: Upload): Promise<Upload> {
    await this.#discard(upload.id)
    await this.#put(upload.id, 0, Buffer.alloc(0))
    return upload
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    let end = offset
    let waiting: Buffer[] = []
    let bytes = 0
    const flush = async (): Promise<void> => {
      if (bytes > 0) await this.#put(id, end, Buffer.concat(waiting))
      end += bytes
      waiting = []
      bytes = 0
    }
    try {
      for await (const chunk of stream) {
        waiting.push(chunk as Buffer)
        bytes += (chunk as Buffer).length
        if (bytes >= PART) await flush()
      }
    } catch (error) {
      // A line that was cut: what came over it stays.
      await flush()
      throw error
    }
    await flush()
    return end
  }

  override async getUpload(id: string): Promise<Upload> {
    const objects = await all(this.#client.list(`parts/${id}/`))
    if (objects.length === 0) throw ERRORS.FILE_NOT_FOUND
    return new Upload({ id, size: Number(id.split('.')[2]), offset: endOf(chainOf(objects)) })
  }

  async #put(id: string, from: number, bytes: Buffer): Promise<void> {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await this.#client.put(`parts/${id}/${from}-${bytes.length}`, { bytes, size: bytes.length, sha256 })
  }
}

async function* readParts(client: S3Client, chain: readonly Part[]): AsyncGenerator<Uint8Array> {
  for (const { key } of chain) for await (const chunk of await client.get(key)) yield chunk as Buffer
}

async function sumOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const sum = createHash('sha256')
  for await (const chunk of bytes) sum.update(chunk)
  return sum.digest('hex')
}

/** Keeps the last chunk back until all are known to be those of the hash: others never become an object. */
async function* verified(bytes: AsyncIterable<Uint8Array>, hash: string): AsyncGenerator<Uint8Array> {
  const sum = createHash('sha256')
  let last: Uint8Array | null = null
  for await (const chunk of bytes) {
    sum.update(chunk)
    if (last) yield last
    last = chunk
  }
  if (sum.digest('hex') !== hash) throw new Error('the parts of an upload changed while they were taken in')
  if (last) yield last
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}
