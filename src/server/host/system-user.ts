import { execFile } from 'node:child_process'
import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { fail, succeed, type Result } from '@shared/lib/result.ts'

export type SystemUser = { readonly uid: number; readonly gid: number }

const run = promisify(execFile)
const OWN_NAME = 'safarnoma'
const NAMES = [OWN_NAME, 'postgres']

/** PostgreSQL refuses to run as root. As root: a system user to run it as, made when there is none. Otherwise null: nobody else is needed. */
export async function userForPostgres(): Promise<Result<SystemUser | null, 'no-user'>> {
  if (process.getuid?.() !== 0) return succeed(null)
  for (const name of NAMES) {
    const known = await findUser(name)
    if (known) return succeed(known)
  }
  for (const [program, ...rest] of [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_NAME],
    ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', OWN_NAME],
  ]) {
    // The first is not there on every Linux, the second not on the others: what counts is the user.
    await run(program ?? '', rest).catch(() => undefined)
    const made = await findUser(OWN_NAME)
    if (made) return succeed(made)
  }
  return fail('no-user', 'PostgreSQL cannot run as root, and a system user named safarnoma could not be made.')
}

async function findUser(name: string): Promise<SystemUser | null> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)))
    return uid !== undefined && gid !== undefined && uid > 0 ? { uid, gid } : null
  } catch {
    // `id` fails for a name that is not there.
    return null
  }
}

/** Whether the user may pass through every folder down to this one, by the permission bits. */
export async function canReach(user: SystemUser, folder: string): Promise<boolean> {
  for (let path = await realpath(folder); ; path = dirname(path)) {
    const { uid, gid, mode } = await stat(path)
    const bits = uid === user.uid ? mode >> 6 : gid === user.gid ? mode >> 3 : mode
    if ((bits & 1) === 0) return false
    if (path === dirname(path)) return true
  }
}
