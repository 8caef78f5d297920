import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { commandLineOf, isAlive } from './processes.ts'

export type Lock = { release(): Promise<void> }

const TRIES = 5

/**
 * One server per data folder. A lock whose process is dead, or whose process id now belongs to another program, is taken over.
 * `detail` says who holds it.
 */
export async function lockFolder(folder: string): Promise<Result<Lock, 'locked'>> {
  const path = join(folder, 'server.lock')
  const own = JSON.stringify({ pid: process.pid, command: await commandLineOf(process.pid) })
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (await create(path, own)) return succeed({ release: () => rm(path, { force: true }) })
    const held = await readFile(path, 'utf8').catch(() => '')
    const holder = await holderOf(held)
    if (holder !== null) return fail('locked', `Another Safarnoma server (process ${holder}) uses the data folder ${folder}.`)
    await takeAway(path, held)
  }
  return fail('locked', `Another Safarnoma server is starting with the data folder ${folder}.`)
}

const create = (path: string, text: string): Promise<boolean> =>
  writeFile(path, text, { flag: 'wx' }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
      throw error
    },
  )

async function holderOf(text: string): Promise<number | null> {
  const lock = parse(text)
  if (!lock || lock.pid === process.pid || !isAlive(lock.pid)) return null
  const command = await commandLineOf(lock.pid)
  // Where the system does not tell command lines, a living process is believed.
  return command === null || lock.command === null || command === lock.command ? lock.pid : null
}

function parse(text: string): { pid: number; command: string | null } | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number') return null
    return { pid: value.pid, command: 'command' in value && typeof value.command === 'string' ? value.command : null }
  } catch {
    // Half written by a process that was killed.
    return null
  }
}

/** Renaming is atomic: when another start has replaced the dead lock meanwhile, its new one is put back. */
async function takeAway(path: string, dead: string): Promise<void> {
  const aside = `${path}.${process.pid}`
  await rename(path, aside).catch(() => undefined)
  const moved = await readFile(aside, 'utf8').catch(() => dead)
  if (moved !== dead) await rename(aside, path)
  else await rm(aside, { force: true })
}
