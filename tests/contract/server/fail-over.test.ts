import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes, type ReplyOf, type RouteName } from '@shared/sync/protocol.ts'
import type { PushReply } from '@shared/sync/protocol/push.ts'
import { recordById, recordsOf, storedById } from '../../../src/renderer/db/live.ts'
import { checkScopes, type CheckedScope } from '../../../src/server/check/check-scopes.ts'
import { connectPostgres } from '../../../src/server/db/connect.ts'
import { beginMinistry, connectLaptop, letIn, type ConnectedLaptop } from '../../support/connected-laptop.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { buildServer, startServerProcess, type ServerProcess } from '../../support/server-process.ts'
import { credentialsOf, startTestServer, testId } from '../../support/server.ts'
import { startCluster, startStandby, untilAnswered, type Cluster } from '../../support/standby.ts'
import { until } from '../../support/until.ts'
import { openSwitch } from '../../support/tcp-switch.ts'

const FULL = process.env['SAFARNOMA_FULL'] === '1'
const KILLS = FULL ? 20 : 4
const WRITERS = 4
const scope = testId('visit')
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

type Sent = { body?: unknown; token?: string; scope?: string }

async function ask<R extends RouteName>(address: string, name: R, sent: Sent): Promise<ReplyOf<R>> {
  const response = await fetch(address + routes[name].path.replace(':scope', sent.scope ?? scope), {
    method: routes[name].method,
    headers: {
      [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
      'content-type': 'application/json',
      authorization: `Bearer ${sent.token ?? ''}`,
    },
    ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
    signal: AbortSignal.timeout(20_000),
  })
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`)
  return (await response.json()) as ReplyOf<R>
}

/** A writer as a laptop is one: the same push again and again, at whatever instance, until it is acknowledged. */
async function writeUntil(
  isOver: () => boolean,
  writer: { name: string; token: string; addressOf: (attempt: number) => string; acknowledged: Set<string> },
): Promise<void> {
  for (let pushSeq = 1; !isOver(); pushSeq += 1) {
    const id = testId(`${writer.name} ${pushSeq}`)
    const body = { pushSeq, items: [itemOf('meeting', id, { title: [id, stampAt(pushSeq)] })] }
    const deadline = Date.now() + 90_000
    for (let attempt = pushSeq; ; attempt += 1) {
      const reply: PushReply | null = await ask(writer.addressOf(attempt), 'push', { body, token: writer.token }).catch(() => null)
      if (reply) {
        if (reply.results[0]?.outcome === 'stored') writer.acknowledged.add(id)
        break
      }
      if (Date.now() > deadline) throw new Error('No instance answers any more')
      await sleep(100)
    }
  }
}

/** Waits for work, not for time: a busy machine takes longer. */
const more = (acknowledged: ReadonlySet<string>, pushes: number): Promise<void> => {
  const enough = acknowledged.size + pushes
  return until(() => acknowledged.size >= enough)
}

async function pullAll(address: string, token: string): Promise<Set<string>> {
  const ids = new Set<string>()
  let cursor: ReplyOf<'pull'>['cursor'] = null
  for (let more = true; more;) {
    const page: ReplyOf<'pull'> = await ask(address, 'pull', { body: { cursor }, token })
    for (const item of page.items) ids.add(item.record.i)
    more = page.more
    cursor = page.cursor
  }
  return ids
}

const tokensOf = async (address: string, setupCode: string): Promise<string[]> => {
  const tokens: string[] = []
  await ask(address, 'setup', { body: { ...credentialsOf('first'), code: setupCode, name: 'first', personId: testId('person') } })
  for (let writer = 0; writer < WRITERS; writer += 1) {
    const body = { ...credentialsOf('first', `laptop ${writer}`), personId: testId('person') }
    tokens.push((await ask(address, 'signIn', { body })).accessToken)
  }
  return tokens
}

const clusters: Cluster[] = []
const kept = (cluster: Cluster): Cluster => {
  clusters.push(cluster)
  return cluster
}
const processes: ServerProcess[] = []
async function stopAll(): Promise<void> {
  for (const one of processes.splice(0)) one.child.kill('SIGKILL')
  for (const cluster of clusters.splice(0)) {
    await cluster.stop()
    // What a killed PostgreSQL started may write for a moment longer.
    await rm(cluster.data, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
  }
}

describe('three instances as processes on one durable PostgreSQL', () => {
  beforeAll(buildServer)
  afterAll(stopAll)

  it(`I2 ${KILLS} times kill -9, of an instance and of PostgreSQL in turn, lose no acknowledged push and store none twice`, async () => {
    let cluster = kept(await startCluster())
    const front = await openSwitch(Number(new URL(cluster.url).port))
    const url = new URL(cluster.url)
    url.port = String(front.port)
    const launch = (): ServerProcess => {
      const launched = startServerProcess(['--port', '0'], { env: { DATABASE_URL: url.href } })
      processes.push(launched)
      return launched
    }
    const instances = [launch(), launch(), launch()]
    const lines = await Promise.all(instances.map((instance) => instance.ready))
    const addresses = lines.map((line) => line.address)
    const tokens = await tokensOf(addresses[0] ?? '', lines[1]?.setupCode ?? '')
    let isOver = false
    const acknowledged = new Set<string>()
    const addressOf = (attempt: number): string => addresses[attempt % 3] ?? ''
    const writing = tokens.map((token, index) => writeUntil(() => isOver, { name: `writer ${index}`, token, addressOf, acknowledged }))
    for (let kill = 0; kill < KILLS; kill += 1) {
      await more(acknowledged, WRITERS)
      if (kill % 2 === 0) {
        const victim = (kill / 2) % 3
        instances[victim]?.child.kill('SIGKILL')
        await instances[victim]?.ended
        const next = launch()
        instances[victim] = next
        addresses[victim] = (await next.ready).address
      } else {
        await cluster.kill()
        cluster = kept(await startCluster({}, cluster.data))
        front.point(Number(new URL(cluster.url).port))
      }
    }
    await more(acknowledged, WRITERS)
    isOver = true
    await Promise.all(writing)
    // An instance outlives a database that goes away.
    const gone = instances.filter(({ child }) => child.exitCode !== null || child.signalCode !== null)
    expect(await Promise.all(gone.map(async ({ ended }) => (await ended).errors.slice(-2_000)))).toEqual([])
    const there = await pullAll(addressOf(0), tokens[0] ?? '')
    const lost = [...acknowledged].filter((id) => !there.has(id))
    const twice = await cluster.sql<{ record: string }>(`SELECT record FROM history GROUP BY record HAVING count(*) > 1`)
    console.log(`${KILLS} kills, ${acknowledged.size} acknowledged pushes, ${lost.length} lost, ${twice.length} stored twice`)
    for (const instance of instances) instance.child.kill('SIGTERM')
    await Promise.all(instances.map((instance) => instance.ended))
    await front.close()
    expect(acknowledged.size).toBeGreaterThan(KILLS * WRITERS)
    expect([lost, twice]).toEqual([[], []])
  }, 300_000)
})

/** One address for both, as `DATABASE_URL` names them. */
function addressOfBoth(primary: Cluster, standby: Cluster, database: string): string {
  const url = new URL(primary.url)
  return `postgres://${url.username}:${url.password}@127.0.0.1:${new URL(standby.url).port},127.0.0.1:${url.port}/${database}`
}

const serverOn = (url: string) => {
  const database = connectPostgres(url, () => undefined)
  return startTestServer({ database: 'postgres', base: { database, url, dispose: () => database.close() } })
}

type Named = readonly ['visit' | 'agreement' | 'meeting', string]

describe('a primary and its standby', { timeout: 300_000 }, () => {
  /** Whoever is the primary now: each test ends with its standby in this place. */
  let primary: Cluster
  beforeAll(async () => {
    primary = kept(await startCluster())
  })
  afterAll(stopAll)

  async function failOver(standby: Cluster): Promise<void> {
    await primary.kill()
    await standby.sql('SELECT pg_promote()')
    primary = standby
  }

  it('I2 with synchronous replication a fail-over in the middle of pushes loses no acknowledged push', async () => {
    await primary.sql('CREATE DATABASE synchronous')
    const standby = kept(await startStandby(primary))
    await primary.sql(`ALTER SYSTEM SET synchronous_standby_names = 'standby'`)
    await primary.sql('SELECT pg_reload_conf()')
    const state = `SELECT sync_state FROM pg_stat_replication`
    await untilAnswered(async () => (await primary.sql<{ sync_state: string }>(state))[0]?.sync_state === 'sync')
    const both = addressOfBoth(primary, standby, 'synchronous')
    const servers = [await serverOn(both), await serverOn(both)]
    const tokens = await tokensOf(servers[0]?.address ?? '', servers[0]?.setupCode ?? '')
    let isOver = false
    const acknowledged = new Set<string>()
    const addressOf = (attempt: number): string => servers[attempt % 2]?.address ?? ''
    const writing = tokens.map((token, index) => writeUntil(() => isOver, { name: `writer ${index}`, token, addressOf, acknowledged }))
    await more(acknowledged, FULL ? 500 : 2 * WRITERS)
    await failOver(standby)
    await more(acknowledged, FULL ? 500 : WRITERS)
    isOver = true
    await Promise.all(writing)
    const there = await pullAll(addressOf(1), tokens[0] ?? '')
    const lost = [...acknowledged].filter((id) => !there.has(id))
    console.log(`fail-over, synchronous: ${acknowledged.size} acknowledged pushes, ${lost.length} lost`)
    expect(lost).toEqual([])
    for (const server of servers) await server.stop()
  })

  it('C4 I2 with asynchronous replication laptops bring back what the standby had not received, and it is reported', async () => {
    const line = await openSwitch(Number(new URL(primary.url).port))
    await primary.sql('CREATE DATABASE asynchronous')
    const standby = kept(await startStandby(primary, line.port))
    const both = addressOfBoth(primary, standby, 'asynchronous')
    const servers = [await serverOn(both), await serverOn(both)] as const
    const laptops = [1, 2, 3].map((seed) => connectLaptop(seed, () => servers[seed % 2 === 0 ? 0 : 1].address))
    const [author, colleague, other] = (await Promise.all(laptops)) as [ConnectedLaptop, ConnectedLaptop, ConnectedLaptop]
    const everybody = [author, colleague, other]
    const agreement: Named = ['agreement', testId('agreement')]
    const meeting: Named = ['meeting', testId('meeting')]
    const late: Named = ['meeting', testId('late')]
    const set = (laptop: ConnectedLaptop, [kind, id]: Named, fields: Record<string, string>) =>
      laptop.write(scope, { type: 'set', kind, id, fields })
    const sync = async (...some: ConnectedLaptop[]): Promise<void> => {
      for (const laptop of some) {
        await laptop.syncNow()
        expect(laptop.status.getState().problem).toBeNull()
      }
    }

    // What the standby has: a visit of three people with an agreement.
    await set(author, ['visit', scope], { title: 'Tokyo' })
    await set(author, agreement, { text: 'before', owner: 'nobody' })
    await beginMinistry(author, servers[0], 'author')
    await sync(author)
    for (const [account, laptop] of Object.entries({ colleague, other })) {
      await letIn(author, laptop, { scope, account, name: account })
    }
    await sync(...everybody)
    const [{ here } = { here: '' }] = await primary.sql<{ here: string }>('SELECT pg_current_wal_lsn() AS here')
    const reached = `SELECT pg_last_wal_replay_lsn() >= '${here}' AS reached`
    await untilAnswered(async () => (await standby.sql<{ reached: boolean }>(reached))[0]?.reached === true)

    // What it never gets. All of it is acknowledged, and the colleague has seen a part.
    await line.close()
    for (const laptop of everybody) laptop.host.advance(60_000)
    await set(author, agreement, { text: 'of the author' })
    await set(author, meeting, { title: 'of the author' })
    await sync(author, colleague)
    await set(colleague, agreement, { owner: 'of the colleague' })
    await sync(colleague)
    await set(author, late, { title: 'seen by nobody else' })
    await sync(author)
    expect([author, colleague].map((laptop) => laptop.scope(scope)?.unsent.size)).toEqual([0, 0])
    expect(storedById(author.scope(scope), 'meeting', late[1])?.receivedAt).toBeTypeOf('number')

    await failOver(standby)
    await untilAnswered(async () => (await Promise.all(servers.map(({ address }) => fetch(`${address}/readyz`)))).every(({ ok }) => ok))
    const check = async (): Promise<CheckedScope | undefined> => {
      for await (const checked of checkScopes(servers[0].database)) return checked
      return undefined
    }
    const titles = (laptop: ConnectedLaptop): unknown[] => recordsOf(laptop.scope(scope), 'meeting').map(({ title }) => title)
    // Whoever had seen nothing of it works on: the counter passes the places that the lost commits had.
    for (let edit = 1; edit <= 5; edit += 1) {
      other.host.advance(60_000)
      await set(other, agreement, { text: `of the other, ${edit}` })
      await sync(other)
    }
    expect(titles(other)).toEqual([])
    const lost = await check()
    expect(lost).toMatchObject({ problems: [], records: 5 })
    expect(lost?.laptops.map(({ owner, reconciledAt }) => [owner, reconciledAt])).toEqual(
      expect.arrayContaining([
        ['author', null],
        ['colleague', null],
      ]),
    )

    // The colleague brings back also what the author wrote, before the author's laptop is ever seen again.
    await sync(colleague, other)
    expect(titles(other)).toEqual(['of the author'])
    await sync(author, ...everybody)
    for (const laptop of everybody) {
      const visit = laptop.scope(scope)
      expect(new Set(titles(laptop))).toEqual(new Set(['of the author', 'seen by nobody else']))
      expect(recordById(visit, 'agreement', agreement[1])).toMatchObject({ text: 'of the other, 5', owner: 'of the colleague' })
      const losses = recordsOf(visit, 'conflict').map(({ recordId, field, losingValue }) => [recordId, field, losingValue])
      expect(losses).toEqual([[agreement[1], 'text', 'of the author']])
      expect(visit?.unsent.size).toBe(0)
    }
    // Two meetings came back, and the clash is a record of its own.
    const found = await check()
    expect(found).toMatchObject({ problems: [], records: 8 })
    const cameBack = found?.laptops.filter(({ reconciledAt }) => reconciledAt !== null).map(({ owner }) => owner)
    expect(new Set(cameBack)).toEqual(new Set(['author', 'colleague']))
    for (const laptop of everybody) laptop.close()
    for (const server of servers) await server.stop()
  })
})
