import { randomUUID } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fail, succeed, type Result } from '../shared/lib/result.ts'

export type WriteFailure = 'disk-full' | 'not-allowed' | 'folder-gone' | 'failed'
/** How a file is opened for writing; the one part of the disk that a test has to be able to fill. */
export type OpenFile = (path: string) => Promise<FileHandle>

/**
 * Writes a file whole or not at all: into a new file beside it, on to the disk, then in one step in its place.
 * What stood there before stays until then, and nothing half-written is left.
 */
export async function writeWhole(path: string, bytes: Uint8Array, openFile: OpenFile = openNew): Promise<Result<void, WriteFailure>> {
  const beside = join(dirname(path), `.${basename(path).slice(0, 60)}.${randomUUID().slice(0, 8)}.part`)
  try {
    const file = await openFile(beside)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
    await syncFolder(dirname(path))
    return succeed(undefined)
  } catch (error) {
    await rm(beside, { force: true })
    return fail(whyNot(error), error instanceof Error ? error.message : String(error))
  }
}

/** A sentence for each failure, for a page that has no words of its own. */
export const WRITE_SENTENCES: Readonly<Record<WriteFailure, string>> = {
  'disk-full': 'The disk is full. Nothing was saved; make room or choose another place.',
  'not-allowed': 'This place may not be written to. Nothing was saved; choose another place.',
  'folder-gone': 'The folder is no longer there. Nothing was saved; choose another place.',
  failed: 'The file could not be written. Nothing was saved.',
}

/** `wx`: the name is new, and a link that somebody put there is not followed. */
const openNew: OpenFile = (path) => open(path, 'wx')

/** Makes the new name durable. Windows and some network drives cannot open a folder; there the rename is all there is. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r').catch(() => null)
  if (folder === null) return
  await folder.sync().catch(() => undefined)
  await folder.close()
}

function whyNot(error: unknown): WriteFailure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return 'disk-full'
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'EISDIR') return 'not-allowed'
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'folder-gone'
  return 'failed'
}
