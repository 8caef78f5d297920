import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { sha256Hex } from '@shared/lib/id.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { canReach, userForPostgres, type SystemUser } from '../host/system-user.ts'
import { findBinaries, type Binaries } from './postgres-binaries.ts'
import { stopOrphan } from './postgres-orphan.ts'

export type EmbeddedPostgres = {
  /** A `postgres://` address with the owner's password. */
  readonly url: string
  /** The folder of the cluster. */
  readonly folder: string
  readonly pid: number
  /** Resolves when PostgreSQL ends, however it ends. */
  readonly ended: Promise<void>
  /** Ends open transactions and stops; at most two and a half seconds, then by force (the next start recovers). */
  stop(): Promise<void>
}
type Options = {
  /** Ends a start that is under way. */
  readonly stopping?: AbortSignal
  /** Settings of PostgreSQL beside our own. */
  readonly settings?: Readonly<Record<string, string>>
  /** A port that is free now; the system names one where nobody else does. */
  readonly choosePort?: () => Promise<number>
}
type Failure = 'no-postgres' | 'no-user' | 'failed'
type Home = {
  readonly folder: string
  readonly passwordFile: string
  readonly binaries: Binaries
  readonly user: SystemUser | null
  readonly stopping: AbortSignal | undefined
}

const SECOND = 1_000
/** Recovery after a hard stop reads the log of what was written since the last checkpoint. */
const START_TIME = 90 * SECOND
/**
 * What stands in the way of a start for a moment alone: children of a PostgreSQL that was killed, which still write and have not seen it die, and
 * another program that was given the port in between.
 */
const PASSES = /pre-existing shared memory block|could not create any TCP\/IP sockets/
const UNTIL_IT_PASSES = 30 * SECOND
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '40',
  shared_buffers: '64MB',
  // What makes an acknowledged push survive a power cut; the defaults, said aloud.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  log_min_messages: 'warning',
  log_statement: 'none',
  log_min_error_statement: 'panic',
  timezone: 'UTC',
}

/**
 * Starts a PostgreSQL of our own, with its data in `data/postgres`, on a free port of this machine alone.
 * Makes the cluster at the first start. What cannot work is a sentence in `detail`.
 */
export async function startEmbeddedPostgres(data: string, options: Options = {}): Promise<Result<EmbeddedPostgres, Failure>> {
  try {
    const home = await prepareHome(data, options.stopping)
    if (!home.ok) return home
    await stopOrphan(home.value.folder)
    if (!existsSync(join(home.value.folder, 'PG_VERSION'))) {
      const made = await initialise(home.value)
      if (!made.ok) return made
    }
    return await launchWhenFree(home.value, { ...SETTINGS, ...options.settings }, options.choosePort ?? freePort)
  } catch (error) {
    return fail('failed', `PostgreSQL cannot start: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function prepareHome(data: string, stopping: AbortSignal | undefined): Promise<Result<Home, Failure>> {
  await mkdir(data, { recursive: true })
  const user = await userForPostgres()
  if (!user.ok) return user
  const binaries = await findBinaries(user.value)
  if (!binaries.ok) return binaries
  const parent = user.value ? await reachableParent(data, user.value) : data
  return succeed({
    folder: join(parent, 'postgres'),
    passwordFile: join(parent, 'postgres.password'),
    binaries: binaries.value,
    user: user.value,
    stopping,
  })
}

/** The data folder itself where the system user can reach it; else a folder of its own, which a note in the data folder names. */
async function reachableParent(data: string, user: SystemUser): Promise<string> {
  if (await canReach(user, data)) return data
  const parent = join('/var/lib/safarnoma', sha256Hex(await realpath(data)).slice(0, 16))
  await mkdir(parent, { recursive: true, mode: 0o755 })
  await writeFile(join(data, 'postgres.location'), `${join(parent, 'postgres')}\n`)
  return parent
}

/** Makes the cluster beside its place and moves it there whole, so that a start that is cut short leaves nothing half made. */
async function initialise(home: Home): Promise<Result<null, Failure>> {
  const unfinished = `${home.folder}.new`
  const password = randomBytes(24).toString('hex')
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  const passwordForInit = join(unfinished, '..', `postgres.${process.pid}.init`)
  await writeFile(passwordForInit, password, { mode: 0o600 })
  if (home.user) for (const path of [unfinished, passwordForInit]) await chown(path, home.user.uid, home.user.gid)
  const options = ['--auth=scram-sha-256', '--username=safarnoma', '--encoding=UTF8', '--locale=C', '--no-instructions']
  const child = start(home, home.binaries.initdb, [`--pgdata=${unfinished}`, `--pwfile=${passwordForInit}`, ...options])
  const unwatch = watchStop(home, child)
  const { code, output } = await ending(child)
  unwatch()
  await rm(passwordForInit, { force: true })
  if (code !== 0) return fail('failed', `PostgreSQL could not make its data folder ${home.folder}: ${lastLine(output)}`)
  await writeFile(home.passwordFile, password, { mode: 0o600 })
  await rename(unfinished, home.folder)
  return succeed(null)
}

async function launchWhenFree(
  home: Home,
  settings: Record<string, string>,
  choosePort: () => Promise<number>,
): Promise<Result<EmbeddedPostgres, Failure>> {
  for (const deadline = Date.now() + UNTIL_IT_PASSES; ;) {
    const launched = await launch(home, settings, await choosePort())
    if ('pid' in launched) return succeed(launched)
    const isOver = !PASSES.test(launched.output) || Date.now() > deadline || home.stopping?.aborted === true
    if (isOver) return fail('failed', `PostgreSQL did not start in ${home.folder}: ${lastLine(launched.output)}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Gives what it said where it did not start. */
async function launch(home: Home, settings: Record<string, string>, port: number): Promise<EmbeddedPostgres | { readonly output: string }> {
  const password = await readFile(home.passwordFile, 'utf8')
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = start(home, home.binaries.postgres, ['-D', home.folder, '-p', String(port), ...flags])
  const unwatch = watchStop(home, child)
  let hasEnded = false
  const ended = ending(child).then(({ output }) => {
    hasEnded = true
    return output
  })
  const url = `postgres://safarnoma:${password}@127.0.0.1:${port}/postgres`
  const deadline = Date.now() + START_TIME
  while (!hasEnded && Date.now() < deadline) {
    if (await answers(url)) {
      unwatch()
      const stop = (): Promise<void> => stopPostgres(child, ended)
      return { url, folder: home.folder, pid: child.pid ?? 0, ended: ended.then(() => undefined), stop }
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  if (!hasEnded) child.kill('SIGKILL')
  unwatch()
  return { output: await ended }
}

/** In a session of its own: Ctrl+C in a terminal must reach the server first, which then stops the database. */
function start(home: Home, program: string, options: readonly string[]): ChildProcess {
  // The system user may not enter the folder that this process was started in.
  return spawn(program, options, {
    ...home.user,
    cwd: home.user ? tmpdir() : dirname(home.folder),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      LC_ALL: 'C',
      TZ: 'UTC',
      ...(process.env['SystemRoot'] ? { SystemRoot: process.env['SystemRoot'] } : {}),
    },
  })
}

/** Ends the program when the whole start is given up; the function that is returned ends that watch. */
function watchStop(home: Home, child: ChildProcess): () => void {
  const stop = (): void => void child.kill('SIGINT')
  home.stopping?.addEventListener('abort', stop, { once: true })
  return () => home.stopping?.removeEventListener('abort', stop)
}

/** Also resolves when the program cannot be started at all. */
function ending(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-4_000)
  })
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: null, output: `${output}\n${error.message}` }))
    child.on('close', (code) => resolve({ code, output }))
  })
}

const lastLine = (output: string): string => output.trim().split('\n').at(-1) || 'it gave no reason'

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2 * SECOND })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    // Not yet: the port is closed, or recovery is still running.
    return false
  }
}

async function stopPostgres(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGINT')
  const force = setTimeout(() => child.kill('SIGKILL'), 2_500)
  await ended
  clearTimeout(force)
}

/** Free now; PostgreSQL says so if somebody takes it in between. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
