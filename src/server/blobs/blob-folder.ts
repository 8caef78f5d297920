import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FileStore } from '@tus/file-store'
import { Upload, type KvStore } from '@tus/server'
import { fail, succeed } from '@shared/lib/result.ts'
import type { BlobBytes } from './blob-bytes.ts'

/**
 * Bytes in a folder that every instance sees. Paths are made of checked hashes alone. A finished upload is copied, because whoever still
 * writes on it must not reach what was verified.
 */
export async function openBlobFolder(folder: string, freeBytes = freeBytesOf): Promise<BlobBytes> {
  const parts = join(folder, 'parts')
  await mkdir(parts, { recursive: true, mode: 0o700 })
  const pathOf = (hash: string): string => join(folder, hash.slice(0, 2), hash)
  const has = async (hash: string, size: number): Promise<boolean> => (await sizeOf(pathOf(hash))) === size
  return {
    uploads: new FileStore({ directory: parts, configstore: namesAlone }),
    has,
    take: async (upload, { hash, size }) => {
      const part = join(parts, upload)
      const path = pathOf(hash)
      if (await has(hash, size)) return (await hashOf(part)) === hash ? succeed(null) : fail('differs')
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      // Ends like a part, so that a sweep after a power cut finds it.
      const beside = join(parts, `${randomUUID()}.part`)
      try {
        if ((await copy(part, beside)) !== hash) return fail('differs')
        await rename(beside, path)
        await syncFolder(dirname(path))
        return succeed(null)
      } finally {
        await rm(beside, { force: true })
      }
    },
    room: () => freeBytes(folder),
    discard: (upload) => rm(join(parts, upload), { force: true }),
    read: (hash, { from, to }) => Promise.resolve(createReadStream(pathOf(hash), { start: from, end: to })),
    sweep: async (before) => {
      let removed = 0
      for (const name of await readdir(parts)) {
        const path = join(parts, name)
        const there = await stat(path).catch(() => null)
        if (!there || there.mtimeMs >= before) continue
        await rm(path, { force: true })
        removed += 1
      }
      return removed
    },
    list: async function* () {
      for (const start of await readdir(folder)) {
        if (!/^[0-9a-f]{2}$/.test(start)) continue
        for (const hash of await readdir(join(folder, start))) {
          const size = HASH.test(hash) ? await sizeOf(join(folder, start, hash)) : null
          if (size !== null) yield { hash, size }
        }
      }
    },
  }
}

const HASH = /^[0-9a-f]{64}$/

/** What tus keeps beside each upload stands in its name already: the last part of it is the length. */
const namesAlone: KvStore = {
  get: (id) => Promise.resolve(new Upload({ id, size: Number(id.split('.')[2]), offset: 0 })),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(),
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Null where there is nothing. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** Copies to a new file, on the disk when this resolves. Gives the SHA-256 of what was written. */
async function copy(from: string, to: string): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(to, 'wx', 0o600)
  try {
    for await (const chunk of createReadStream(from)) {
      hash.update(chunk as Buffer)
      await file.writeFile(chunk as Buffer)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}

/** Makes the new name durable, where the system lets a folder be opened. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
