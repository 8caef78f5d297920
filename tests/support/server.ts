import { createHash, randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Role } from '@shared/domain/member.ts'
import type { NewId } from '@shared/lib/id.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes, type ReplyOf, type RouteName } from '@shared/sync/protocol.ts'
import type { ProviderConfig } from '../../src/server/access/provider.ts'
import { buildApp, type AppConfig } from '../../src/server/app.ts'
import type { BlobConfig } from '../../src/server/blobs/blob-store.ts'
import type { Database } from '../../src/server/db/database.ts'
import { prepareDatabase } from '../../src/server/db/prepare.ts'
import { createDatabaseWithTables, type DatabaseKind, type TestDatabase } from './databases.ts'

export type TestServerOptions = {
  readonly database: DatabaseKind
  /** Milliseconds since 1970; a fake clock makes expiry testable. */
  readonly now?: () => number
  readonly random?: (bytes: number) => Uint8Array
  readonly newId?: NewId
  /** The folder of the built browser edition. */
  readonly renderer?: string
  /** 127.0.0.1, this port; 0 for a free one. Without it the server listens on a free port. */
  readonly port?: number
  readonly compactAfter?: number
  /** A database that is there already, for an upgrade or a second instance; it is disposed of with the server. */
  readonly base?: TestDatabase
  readonly provider?: ProviderConfig
  readonly passwordSignIn?: boolean
  /** For pages of pulls. */
  readonly replica?: Database
  /** Where bytes of attachments lie, a path for a folder; without it the server takes none. */
  readonly blobs?: string | BlobConfig['place']
  /** Bytes that a visit may hold. */
  readonly visitBytes?: number
  /** Milliseconds in which an answer has to be read. */
  readonly longestAnswer?: number
  /** Puts something around the database, for example a pause between lock and commit. */
  readonly wrap?: (database: Database) => Database
}

export type TestServer = {
  readonly address: string
  readonly app: FastifyInstance
  readonly database: Database
  readonly url: string | null
  readonly setupCode: string
  /** Closes the server; the database stays, so that the next `startTestServer` on it can be a restart. */
  stop(): Promise<void>
}

const placeOf = (blobs: string | BlobConfig['place']): BlobConfig['place'] => (typeof blobs === 'string' ? { folder: blobs } : blobs)

/** Passwords cost almost nothing here; the real cost has a test of its own. */
const CHEAP = { memoryCost: 1_024, timeCost: 1, parallelism: 1 }

/** A whole ministry server that listens on 127.0.0.1, empty, with the set-up code that it printed. */
export async function startTestServer(options: TestServerOptions): Promise<TestServer> {
  const base = options.base ?? (await createDatabaseWithTables(options.database))
  const random = options.random ?? ((bytes: number) => randomBytes(bytes))
  const prepared = await prepareDatabase(base.database, random, options.now ?? Date.now)
  const database = options.wrap ? options.wrap(base.database) : base.database
  const config: AppConfig = {
    version: '0.0.0-test',
    renderer: options.renderer ?? null,
    trustedProxies: [],
    passwordCost: CHEAP,
    provider: options.provider ?? null,
    passwordSignIn: options.passwordSignIn ?? true,
    ...(options.compactAfter === undefined ? {} : { compactAfter: options.compactAfter }),
    ...(options.longestAnswer === undefined ? {} : { longestAnswer: options.longestAnswer }),
    ...(options.blobs === undefined ? {} : { blobs: { place: placeOf(options.blobs), visitBytes: options.visitBytes ?? 2 ** 30 } }),
  }
  const newId = options.newId ?? (() => crypto.randomUUID())
  const replica = options.replica ? { replica: options.replica } : {}
  const app = await buildApp({ ...replica, database, now: options.now ?? Date.now, random, newId, log: false, config })
  const address = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  const stop = async (): Promise<void> => {
    await app.close()
    await base.dispose()
  }
  return { address, app, database, url: base.url, setupCode: prepared.setupCode ?? '', stop }
}

/** A clock that stands still until it is moved. */
export function fakeClock(start = Date.UTC(2025, 2, 3, 9)): { now: () => number; pass: (milliseconds: number) => void } {
  let time = start
  return {
    now: () => time,
    pass: (milliseconds) => {
      time += milliseconds
    },
  }
}

/** Ids that are the same in every run. */
export const testId = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export type Answer<R extends RouteName> = { readonly status: number; readonly body: ReplyOf<R>; readonly headers: Record<string, unknown> }
export type CallOptions = {
  readonly token?: string
  readonly scope?: string
  /** Of the bytes that a route is about. */
  readonly hash?: string
  readonly headers?: Record<string, string>
}

/** Calls a route of the protocol inside the process, as a laptop would over the network. */
export async function call<R extends RouteName>(
  server: Pick<TestServer, 'app'>,
  name: R,
  sent: { body: unknown } & CallOptions,
): Promise<Answer<R>> {
  const route = routes[name]
  const headers = {
    [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
    ...(sent.token === undefined ? {} : { authorization: `Bearer ${sent.token}` }),
    ...sent.headers,
  }
  if (name === 'live') return beginningOf<R>(server, { path: route.path, headers })
  const response = await server.app.inject({
    method: route.method,
    url: route.path.replace(':scope', sent.scope ?? '').replace(':hash', sent.hash ?? ''),
    headers,
    ...(sent.body === null ? {} : { payload: sent.body as object }),
  })
  const isJson = String(response.headers['content-type']).startsWith('application/json') && response.body !== ''
  const bytes = response.rawPayload.length === 0 ? null : response.rawPayload
  return { status: response.statusCode, body: (isJson ? response.json() : bytes) as ReplyOf<R>, headers: response.headers }
}

/** A line that stays open has no end to wait for: what it begins with, over the network. */
async function beginningOf<R extends RouteName>(
  server: Pick<TestServer, 'app'>,
  { path, headers }: { path: string; headers: Record<string, string> },
): Promise<Answer<R>> {
  const { port } = server.app.server.address() as AddressInfo
  const leaving = new AbortController()
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers, signal: leaving.signal })
  const body = (response.status === 200 ? null : await response.json()) as ReplyOf<R>
  leaving.abort()
  return { status: response.status, body, headers: Object.fromEntries(response.headers) }
}

export type TestPerson = {
  readonly token: string
  readonly refreshToken: string
  readonly account: string
  readonly personId: string
  readonly device: string
}

/** Enters the set-up code. */
export async function setUp(server: TestServer, account = 'first'): Promise<TestPerson> {
  const body = { code: server.setupCode, ...credentialsOf(account), name: account, personId: testId(`person ${account}`) }
  return personOf(account, await call(server, 'setup', { body }))
}

/** Has an owner invite a colleague, who joins. */
export async function joinAs(
  server: TestServer,
  owner: TestPerson,
  joining: { account: string; scope: string; role: Role },
): Promise<TestPerson> {
  const { account, scope, role } = joining
  const invitation = await call(server, 'invite', { body: { role }, token: owner.token, scope })
  const body = { code: invitation.body.code, ...credentialsOf(account), name: account, personId: testId(`person ${account}`) }
  return personOf(account, await call(server, 'join', { body }))
}

/** Account, password and device of a test person; `laptop` tells their devices apart. */
export const credentialsOf = (account: string, laptop = 'laptop') => ({
  account,
  password: `password of ${account}`,
  device: { id: testId(`device ${account} ${laptop}`), name: laptop },
  keepIn: 'body' as const,
})

function personOf(account: string, answer: Answer<'setup'> | Answer<'join'>): TestPerson {
  if (answer.status !== 200) throw new Error(`${account} cannot sign in: ${JSON.stringify(answer.body)}`)
  const { accessToken, refreshToken = '', personId } = answer.body
  return { token: accessToken, refreshToken, account, personId, device: credentialsOf(account).device.id }
}
