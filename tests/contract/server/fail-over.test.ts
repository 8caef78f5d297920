import { rm } from 'node:fs/promises'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes, type ReplyOf, type RouteName } from '@shared/sync/protocol.ts'
import type { PushReply } from '@shared/sync/protocol/push.ts'
import { connectPostgres } from '../../../src/server/db/connect.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { buildServer, startServerProcess, type ServerProcess } from '../../support/server-process.ts'
import { credentialsOf, startTestServer, testId } from '../../support/server.ts'
import { startCluster, startStandby, until, type Cluster } from '../../support/standby.ts'
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
  return until(() => Promise.resolve(acknowledged.size >= enough), 120)
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
afterEach(async () => {
  for (const one of processes.splice(0)) one.child.kill('SIGKILL')
  for (const cluster of clusters.splice(0)) {
    await cluster.stop()
    // What a killed PostgreSQL started may write for a moment longer.
    await rm(cluster.data, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
  }
})

describe('three instances as processes on one durable PostgreSQL', () => {
  beforeAll(buildServer)

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
function addressOfBoth(primary: Cluster, standby: Cluster): string {
  const url = new URL(primary.url)
  return `postgres://${url.username}:${url.password}@127.0.0.1:${new URL(standby.url).port},127.0.0.1:${url.port}/postgres`
}

const serverOn = (url: string) => {
  const database = connectPostgres(url, () => undefined)
  return startTestServer({ database: 'postgres', base: { database, url, dispose: () => database.close() } })
}

describe('a primary and its standby', () => {
  it('I2 with synchronous replication a fail-over in the middle of pushes loses no acknowledged push', async () => {
    const primary = kept(await startCluster())
    const standby = kept(await startStandby(primary))
    await primary.sql(`ALTER SYSTEM SET synchronous_standby_names = 'standby'`)
    await primary.sql('SELECT pg_reload_conf()')
    const state = `SELECT sync_state FROM pg_stat_replication`
    await until(async () => (await primary.sql<{ sync_state: string }>(state))[0]?.sync_state === 'sync')
    const both = addressOfBoth(primary, standby)
    const servers = [await serverOn(both), await serverOn(both)]
    const tokens = await tokensOf(servers[0]?.address ?? '', servers[0]?.setupCode ?? '')
    let isOver = false
    const acknowledged = new Set<string>()
    const addressOf = (attempt: number): string => servers[attempt % 2]?.address ?? ''
    const writing = tokens.map((token, index) => writeUntil(() => isOver, { name: `writer ${index}`, token, addressOf, acknowledged }))
    await more(acknowledged, FULL ? 500 : 2 * WRITERS)
    await primary.kill()
    await standby.sql('SELECT pg_promote()')
    await more(acknowledged, FULL ? 500 : WRITERS)
    isOver = true
    await Promise.all(writing)
    const there = await pullAll(addressOf(1), tokens[0] ?? '')
    const lost = [...acknowledged].filter((id) => !there.has(id))
    console.log(`fail-over, synchronous: ${acknowledged.size} acknowledged pushes, ${lost.length} lost`)
    expect(lost).toEqual([])
    for (const server of servers) await server.stop()
  })
})
