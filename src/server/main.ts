import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { resetByCommand } from './access/reset-by-command.ts'
import { buildApp } from './app.ts'
import { openBlobBytes } from './blobs/blob-store.ts'
import { readConfig, type ServerConfig } from './config.ts'
import { checkBlobs } from './check/check-blobs.ts'
import { checkScopes } from './check/check-scopes.ts'
import { blobLinesOf, linesOf } from './check/report.ts'
import { connectPostgres } from './db/connect.ts'
import type { Database } from './db/database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './db/embedded-postgres.ts'
import { whyNotCurrent } from './db/migrate.ts'
import { prepareDatabase } from './db/prepare.ts'
import { lockFolder, type Lock } from './host/lock.ts'
import { keepRequestsYoung } from './host/memory.ts'
import { whyNotListen } from './host/port.ts'
import { describeError, logOptions } from './log.ts'

/** The order of a life only: options, port, database, server, one line that says so; then the way back. */

type Base = { readonly url: string; readonly embedded: EmbeddedPostgres | null; readonly lock: Lock | null }
type Serving = { readonly app: FastifyInstance; readonly database: Database; readonly replica: Database | null }

/** `out/server/main.js` is two folders down. */
const home = join(import.meta.dirname, '..', '..')
/** Requests under way get this long; everything has to be over five seconds after the signal, and PostgreSQL may need most of them. */
const DRAIN_TIME = 1_200
const LAST_TIME = 4_800

keepRequestsYoung()
const outcome = await live(stopSignal())
if (!outcome.ok) process.stderr.write(`${outcome.error.detail ?? outcome.error.code}\n`)
// 2: a port, a folder or an option is in the way, and nothing else can start there either.
process.exit(outcome.ok ? 0 : ['port', 'locked', 'bad-option'].includes(outcome.error.code) ? 2 : 1)

/** Aborts on Ctrl+C, a stop signal, a closed terminal, and when the parent dies: its channel closes then, however it dies. */
function stopSignal(): AbortSignal {
  const controller = new AbortController()
  const stop = (): void => {
    setTimeout(() => process.exit(1), LAST_TIME).unref()
    controller.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  if (process.connected) process.on('disconnect', stop)
  return controller.signal
}

async function live(stopping: AbortSignal): Promise<Result<null>> {
  const config = readConfig(process.argv.slice(2), process.env, home)
  if (!config.ok) return config
  const isCommand = config.value.check || config.value.resetPassword !== null
  const problem = isCommand ? null : await whyNotListen(config.value.host, config.value.port)
  if (problem !== null) return fail('port', problem)
  const base = await openBase(config.value, stopping)
  if (stopping.aborted) return succeed(null)
  if (!base.ok) return base
  const { embedded } = base.value
  try {
    if (config.value.check) return await check(config.value, base.value)
    if (config.value.resetPassword !== null) return await resetPassword(base.value, config.value.resetPassword)
    const serving = await serve(config.value, base.value)
    if (!stopping.aborted) await Promise.race([once(stopping, 'abort'), ...(embedded ? [embedded.ended] : [])])
    await within(DRAIN_TIME, serving.app.close())
    await within(DRAIN_TIME / 4, Promise.all([serving.database.close(), serving.replica?.close()]))
    return stopping.aborted
      ? succeed(null)
      : fail('failed', 'PostgreSQL has stopped, so the ministry server stops too. The next start recovers.')
  } catch (error) {
    return fail('failed', `The ministry server cannot start: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    await embedded?.stop()
    await base.value.lock?.release()
  }
}

async function openBase(config: ServerConfig, stopping: AbortSignal): Promise<Result<Base>> {
  if (config.databaseUrl !== null) return succeed({ url: config.databaseUrl, embedded: null, lock: null })
  await mkdir(config.data, { recursive: true })
  const lock = await lockFolder(config.data)
  if (!lock.ok) return lock
  const embedded = await startEmbeddedPostgres(config.data, { stopping })
  if (embedded.ok && !stopping.aborted) return succeed({ url: embedded.value.url, embedded: embedded.value, lock: lock.value })
  if (embedded.ok) await embedded.value.stop()
  await lock.value.release()
  return embedded.ok ? fail('stopped') : embedded
}

/** `npm run server -- --check`: what a restored database and its files hold, on standard output; nothing is changed and nobody is served. */
async function check(config: ServerConfig, base: Base): Promise<Result<null>> {
  const database = connectPostgres(base.url, reportBrokenConnection)
  try {
    const unknown = await whyNotCurrent(database)
    if (unknown !== null) return fail('other-version', unknown)
    let problems = 0
    for await (const checked of checkScopes(database)) {
      problems += checked.problems.length
      process.stdout.write(`${linesOf(checked).join('\n')}\n`)
    }
    const blobs = await checkBlobs(database, await openBlobBytes(config.blobs.place))
    problems += blobs.missing.length + blobs.differing.length
    process.stdout.write(`${blobLinesOf(blobs).join('\n')}\n`)
    process.stdout.write(problems === 0 ? 'Everything agrees.\n' : `${problems} problem(s).\n`)
    return problems === 0 ? succeed(null) : fail('unsound', 'The server is not sound; see above.')
  } finally {
    await database.close()
  }
}

async function resetPassword(base: Base, account: string): Promise<Result<null>> {
  const database = connectPostgres(base.url, reportBrokenConnection)
  try {
    const unknown = await whyNotCurrent(database)
    if (unknown !== null) return fail('other-version', unknown)
    const reset = await resetByCommand(database, { now: Date.now, random: (bytes) => randomBytes(bytes) }, account)
    if (reset.ok) process.stdout.write(`${reset.value}\n`)
    return reset.ok ? succeed(null) : reset
  } finally {
    await database.close()
  }
}

async function serve(
  { host, port, renderer, trustedProxies, logLevel, readUrl, provider, passwordSignIn, blobs }: ServerConfig,
  base: Base,
): Promise<Serving> {
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string }
  const random = (bytes: number): Uint8Array => randomBytes(bytes)
  const database = connectPostgres(base.url, reportBrokenConnection)
  const replica = readUrl === null ? null : connectPostgres(readUrl, reportBrokenConnection)
  const { setupCode } = await prepareDatabase(database, random, Date.now)
  const config = { version, renderer, trustedProxies, provider, passwordSignIn, blobs }
  const app = await buildApp({
    database,
    now: Date.now,
    random,
    newId: randomUUID,
    log: logOptions(logLevel),
    config,
    ...(replica ? { replica } : {}),
  })
  const address = await app.listen({ host, port })
  const ready = { ready: true, address, setupCode, database: base.embedded ? 'embedded' : 'external' }
  process.stdout.write(`${JSON.stringify(ready)}\n`)
  return { app, database, replica }
}

/** A connection that breaks while idle is replaced at the next request. */
function reportBrokenConnection(error: Error): void {
  process.stderr.write(
    `${JSON.stringify({ level: 40, time: Date.now(), err: describeError(error), msg: 'a database connection broke' })}\n`,
  )
}

async function within(milliseconds: number, work: PromiseLike<unknown>): Promise<void> {
  await Promise.race([work, new Promise((resolve) => setTimeout(resolve, milliseconds))])
}
