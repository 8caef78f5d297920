import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { fail, succeed, type Result } from '@shared/lib/result.ts'

/** Bytes by their SHA-256, in a folder that every instance sees. Paths are made of checked hashes alone. */
export type BlobFolder = {
  /** Where uploads under way lie. */
  readonly parts: string
  has(hash: string, size: number): Promise<boolean>
  /**
   * Takes a finished upload in: copied, read whole, compared with its name, on the disk, and only then, in one step, in its place. Copied,
   * because whoever still writes on the part must not reach what was verified. The part stays the caller's.
   */
  take(part: string, blob: { hash: string; size: number }): Promise<Result<null, 'differs'>>
  /** Bytes `from` to `to`, both included. */
  read(hash: string, range: { from: number; to: number }): Readable
  /** Removes uploads that nobody has added to since `before` (milliseconds since 1970). Gives how many. */
  sweep(before: number): Promise<number>
}

export async function openBlobFolder(folder: string): Promise<BlobFolder> {
  const parts = join(folder, 'parts')
  await mkdir(parts, { recursive: true, mode: 0o700 })
  const pathOf = (hash: string): string => join(folder, hash.slice(0, 2), hash)
  const has = async (hash: string, size: number): Promise<boolean> => (await sizeOf(pathOf(hash))) === size
  return {
    parts,
    has,
    take: async (part, { hash, size }) => {
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
    read: (hash, { from, to }) => createReadStream(pathOf(hash), { start: from, end: to }),
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
  }
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
