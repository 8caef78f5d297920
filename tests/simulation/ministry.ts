import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../src/server/app.ts'
import { withRetries, type Database, type Transaction } from '../../src/server/db/database.ts'
import { prepareDatabase } from '../../src/server/db/prepare.ts'
import type { HttpReply, HttpRequest } from '../../src/renderer/sync/transport.ts'
import { createDatabaseWithTables, stopSharedCluster } from '../support/databases.ts'
import type { Random } from './random.ts'
import { restoreDump, takeDump, type Dump } from './server-dump.ts'
import type { Transport } from './transports.ts'

/** A database that one process uses for run after run; `empty` is how it was after the migrations. */
export type Ground = { readonly transport: Transport; readonly database: Database; readonly empty: Dump; dispose(): Promise<void> }

export async function openGround(transport: Transport): Promise<Ground> {
  const base = await createDatabaseWithTables(transport === 'http-postgres' ? 'postgres' : 'pglite')
  const { database } = base
  await prepareDatabase(
    database,
    (count) => new Uint8Array(count),
    () => 0,
  )
  const close = async (): Promise<void> => {
    await base.dispose()
    await stopSharedCluster()
  }
  return { transport, database, empty: await takeDump(database), dispose: close }
}

let shared: Promise<Ground> | undefined

/** One for all test files of a worker; it ends with the process. */
export function sharedGround(): Promise<Ground> {
  shared ??= openGround('memory')
  return shared
}

/** What happens to a request inside the server: it dies at that statement, or the engine asks to run the transaction again. */
export type Mishap = { readonly does: 'die' | 'try-again' | 'database-away'; readonly atStatement: number }
export type MinistryOptions = {
  readonly ground: Ground
  readonly random: Random
  readonly compactAfter: number
  /** What is in its database; nothing where it is null. */
  readonly filled: Dump | null
}

const CHEAP = { memoryCost: 1_024, timeCost: 1, parallelism: 1 }

class Died extends Error {}
class TryAgain extends Error {
  readonly code = '40001'
}
class DatabaseAway extends Error {
  readonly code = '57P01'
}

/** The ministry: some instances of the real server on one database, and what can befall them. */
export class Ministry {
  setupCode = ''
  /** An older or an empty one has taken its place since the beginning. */
  isReplaced = false
  /** Of each instance, in milliseconds; moved by hand. */
  readonly clocks: number[]
  /** Where the next statement of the request under way goes wrong. */
  private mishap: { left: number; does: Mishap['does'] } | null = null
  private mishapTook = false
  /** Which one got the last request. */
  lastInstance = 0
  private readonly apps: FastifyInstance[] = []
  private folder = ''
  private readonly options: MinistryOptions
  private readonly now: () => number

  private constructor(options: MinistryOptions, now: () => number) {
    this.options = options
    this.now = now
    this.clocks = Array.from({ length: options.ground.transport === 'http-postgres' ? 3 : 2 }, () => 0)
  }

  static async open(options: MinistryOptions, now: () => number): Promise<Ministry> {
    const ministry = new Ministry(options, now)
    await ministry.restore(options.filled ?? options.ground.empty)
    ministry.isReplaced = false
    ministry.folder = await mkdtemp(join(tmpdir(), 'safarnoma-simulated-'))
    for (const index of ministry.clocks.keys()) ministry.apps.push(await ministry.start(index))
    return ministry
  }

  get database(): Database {
    return this.options.ground.database
  }

  /** Another server takes its place, with nothing in it and a new set-up code. */
  async empty(): Promise<void> {
    await this.restore(this.options.ground.empty)
  }

  dump(): Promise<Dump> {
    return takeDump(this.database)
  }

  /** The server starts on what was put back; where nobody had set it up yet, it prints a new code. */
  async restore(dump: Dump): Promise<void> {
    this.isReplaced = true
    await restoreDump(this.database, dump)
    const { setupCode } = await prepareDatabase(this.database, this.options.random.bytes, this.now)
    this.setupCode = setupCode ?? ''
  }

  /** One request to one instance, any of them where none is named. Throws where no answer would come. */
  async deliver(
    request: HttpRequest,
    mishap: Mishap | null,
    instance: number | null = null,
  ): Promise<{ reply: HttpReply; mishapTook: boolean }> {
    const index = instance ?? this.options.random.int(this.apps.length)
    this.lastInstance = index
    const app = this.apps[index]
    if (!app) throw new Error('no instance')
    this.mishap = mishap && { left: mishap.atStatement, does: mishap.does }
    this.mishapTook = false
    const reply = await (this.isInProcess ? inject(app, request) : fetchFrom(app, request))
    this.mishap = null
    if (this.mishapTook && mishap?.does === 'die') {
      await this.restart(index)
      throw new ServerDied()
    }
    return { reply, mishapTook: this.mishapTook }
  }

  /** Whether the bytes of that name lie in its folder, whatever its database knows of them. */
  hasBytes(hash: string): boolean {
    return existsSync(join(this.folder, hash.slice(0, 2), hash))
  }

  async restart(index: number): Promise<void> {
    await this.apps[index]?.close()
    this.apps[index] = await this.start(index)
  }

  async close(): Promise<void> {
    for (const app of this.apps) await app.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  private get isInProcess(): boolean {
    return this.options.ground.transport === 'memory'
  }

  private async start(index: number): Promise<FastifyInstance> {
    const { random, compactAfter } = this.options
    // The same for every instance, and not part of a dump: a server that was restored has more bytes than it knows of, or fewer.
    const blobs = { place: { folder: this.folder }, visitBytes: 2 ** 30 }
    const app = await buildApp({
      database: withRetries(this.faulty(), () => Promise.resolve()),
      now: () => this.now() + (this.clocks[index] ?? 0),
      random: random.bytes,
      newId: random.id,
      log: false,
      config: { version: '0.0.0-simulated', renderer: null, trustedProxies: [], passwordCost: CHEAP, compactAfter, blobs },
    })
    if (!this.isInProcess) await app.listen({ host: '127.0.0.1', port: 0 })
    return app
  }

  private faulty(): Database {
    const count = (): void => {
      if (!this.mishap) return
      this.mishap.left -= 1
      if (this.mishap.left > 0) return
      const { does } = this.mishap
      // Once dead, every further statement fails; the others strike once.
      if (does !== 'die') this.mishap = null
      this.mishapTook = true
      throw does === 'die'
        ? new Died('killed')
        : does === 'try-again'
          ? new TryAgain('serialization failure')
          : new DatabaseAway('terminated')
    }
    return {
      close: () => this.database.close(),
      transaction: (work, isolation) =>
        this.database.transaction((tx) => {
          const watched: Transaction = {
            query: (sql, values) => {
              count()
              // The second wall has tests of its own; here it would double the statements of every request.
              if (this.isInProcess && isAboutRoles(sql)) return Promise.resolve([])
              return tx.query(sql, values)
            },
            script: async (sql) => {
              count()
              if (!this.isInProcess || !isAboutRoles(sql)) await tx.script(sql)
            },
          }
          return work(watched)
        }, isolation),
    }
  }
}

async function inject(app: FastifyInstance, { method, path, headers, body }: HttpRequest): Promise<HttpReply> {
  const sent = { method: method as 'GET', url: path, headers, ...(body ? { payload: Buffer.from(body) } : {}) }
  const { statusCode, headers: got, rawPayload } = await app.inject(sent)
  const words = Object.fromEntries(Object.entries(got).map(([name, value]) => [name, String(value)]))
  return { status: statusCode, headers: words, body: new Uint8Array(rawPayload) }
}

async function fetchFrom(app: FastifyInstance, { method, path, headers, body }: HttpRequest): Promise<HttpReply> {
  const { port } = app.server.address() as AddressInfo
  const init: RequestInit = { method, headers }
  if (body) init.body = body as Uint8Array<ArrayBuffer>
  const reply = await fetch(`http://127.0.0.1:${port}${path}`, init)
  return { status: reply.status, headers: Object.fromEntries(reply.headers), body: new Uint8Array(await reply.arrayBuffer()) }
}

const isAboutRoles = (sql: string): boolean => sql.startsWith('SET LOCAL ROLE')

/** The server ended before it could answer. */
export class ServerDied extends Error {}
