import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { platform } from 'node:os'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Whether a process of this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Dead, but not collected by its parent: in a container the first process may never do so. */
function isZombie(pid: number): boolean {
  if (platform() !== 'linux') return false
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/\(.*\)/s, ''))
  } catch {
    // Gone in between.
    return true
  }
}

/** The whole command line; null when the process is gone or the system does not say. */
export async function commandLineOf(pid: number): Promise<string | null> {
  try {
    if (platform() === 'linux') return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim() || null
    if (platform() === 'win32') return null
    return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout.trim() || null
  } catch {
    // The process ended while it was looked at.
    return null
  }
}
