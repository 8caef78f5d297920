import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobConfig } from '../../src/server/blobs/blob-store.ts'
import { createS3Client } from '../../src/server/blobs/s3-client.ts'
import { blobFolder } from './blobs.ts'
import { hashOf } from './bytes.ts'
import { startS3Store } from './s3-store.ts'

/** Where a test server keeps bytes, and what a test may see and do there behind the server's back. */
export type TestPlace = {
  readonly place: BlobConfig['place']
  /** What the built server is told by. */
  readonly env: Readonly<Record<string, string>>
  /** Every place where these bytes lie under their name. */
  stored(hash: string): Promise<string[]>
  /** Uploads under way. */
  uploads(): Promise<string[]>
  /** Bytes of an upload that have come. */
  arrived(upload: string): Promise<number>
  writeUpload(upload: string, bytes: Buffer): Promise<void>
  /** Puts bytes where those of this name lie. */
  overwrite(hash: string, bytes: Buffer): Promise<void>
  stop(): Promise<void>
}
export const PLACE_KINDS = ['folder', 's3'] as const

export const openTestPlace = (kind: (typeof PLACE_KINDS)[number]): Promise<TestPlace> => (kind === 'folder' ? testFolder() : testBucket())

async function testFolder(): Promise<TestPlace> {
  const folder = await blobFolder()
  const { path } = folder
  const parts = join(path, 'parts')
  return {
    place: { folder: path },
    env: { SAFARNOMA_FILES: path },
    stored: async (hash) => (await readdir(path, { recursive: true })).filter((name) => name.endsWith(hash)),
    uploads: () => readdir(parts),
    arrived: async (upload) => (await stat(join(parts, upload))).size,
    writeUpload: (upload, bytes) => writeFile(join(parts, upload), bytes),
    overwrite: async (hash, bytes) => {
      await mkdir(join(path, hash.slice(0, 2)), { recursive: true })
      await writeFile(join(path, hash.slice(0, 2), hash), bytes)
    },
    stop: () => folder.remove(),
  }
}

async function testBucket(): Promise<TestPlace> {
  const store = await startS3Store()
  const client = createS3Client(store.config)
  const keys = async (prefix: string): Promise<{ key: string; size: number }[]> => {
    const found = []
    for await (const object of client.list(prefix)) found.push(object)
    return found
  }
  const put = (key: string, bytes: Buffer) => client.put(key, { bytes, size: bytes.length, sha256: hashOf(bytes) })
  return {
    place: { s3: store.config },
    env: store.env,
    stored: async (hash) => (await keys('')).flatMap(({ key }) => (key.endsWith(hash) ? [key] : [])),
    uploads: async () => [...new Set((await keys('parts/')).map(({ key }) => key.split('/')[1] ?? ''))],
    arrived: async (upload) => (await keys(`parts/${upload}/`)).reduce((sum, { size }) => sum + size, 0),
    writeUpload: async (upload, bytes) => {
      for (const { key } of await keys(`parts/${upload}/`)) await client.remove(key)
      await put(`parts/${upload}/0-${bytes.length}`, bytes)
    },
    overwrite: (hash, bytes) => put(`${hash.slice(0, 2)}/${hash}`, bytes),
    stop: () => store.stop(),
  }
}
