import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { commandLineOf, isAlive } from '../host/processes.ts'

const SECOND = 1_000

/**
 * Stops a PostgreSQL that still runs on this data folder because its server was killed. Only called by a server that holds the
 * folder's lock (host/lock.ts), so it can belong to nobody else. Throws when it does not stop.
 */
export async function stopOrphan(folder: string): Promise<void> {
  const pid = await pidIn(folder)
  if (pid === null) return
  if (!isAlive(pid)) return forget(pid, folder)
  if (!(await isPostgresOf(pid, folder))) return
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    process.kill(pid, signal)
    if (await hasEnded(pid, 5 * SECOND)) return forget(pid, folder)
  }
  throw new Error(`an earlier PostgreSQL (process ${pid}) does not stop`)
}

/**
 * PostgreSQL takes an id that still exists for a living postmaster, also when that process is dead and only waits to be collected. Some systems
 * collect after a second, some containers never do: then its note is removed, long after its own children saw it die and ended.
 */
async function forget(pid: number, folder: string): Promise<void> {
  for (const deadline = Date.now() + 5 * SECOND; Date.now() < deadline;) {
    if (!exists(pid)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  if (!isAlive(pid)) await rm(join(folder, 'postmaster.pid'), { force: true })
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function pidIn(folder: string): Promise<number | null> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(text.split('\n')[0] ?? '', 10)
  return Number.isInteger(pid) && pid > 1 ? pid : null
}

/** Process ids are used again: only one that runs on this very folder is ours. */
async function isPostgresOf(pid: number, folder: string): Promise<boolean> {
  const command = await commandLineOf(pid)
  return command !== null && command.includes('postgres') && command.includes(folder)
}

async function hasEnded(pid: number, within: number): Promise<boolean> {
  const deadline = Date.now() + within
  while (Date.now() < deadline) {
    if (!isAlive(pid)) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}
