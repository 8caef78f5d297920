import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { Cursor } from '@shared/sync/protocol/records.ts'
import { createRateLimits, triesOf, type RateLimits } from '../../../src/server/access/rate-limits.ts'
import type { Database } from '../../../src/server/db/database.ts'
import { createDatabaseWithTables, REAL_DATABASE, stopSharedCluster, type TestDatabase } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, credentialsOf, fakeClock, setUp, startTestServer, testId, type Answer, type TestServer } from '../../support/server.ts'

afterAll(stopSharedCluster)

const scope = testId('visit')
const FULL = process.env['SAFARNOMA_FULL'] === '1'
const WRITERS = 8
const PUSHES = FULL ? 60 : 8
const ITEMS = 5
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Several instances of the server on one database, which goes when all are stopped. */
async function startInstances(count: number, kind: 'pglite' | 'postgres', wrap?: (database: Database) => Database) {
  const base = await createDatabaseWithTables(kind)
  const shared: TestDatabase = { ...base, dispose: () => Promise.resolve() }
  const servers: TestServer[] = []
  for (let index = 0; index < count; index += 1) {
    servers.push(await startTestServer({ database: kind, base: shared, ...(wrap ? { wrap } : {}) }))
  }
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()))
    await base.dispose()
  }
  const at = (index: number): TestServer => {
    const server = servers[index % servers.length]
    if (!server) throw new Error('there are some')
    return server
  }
  return { servers, at, stop }
}

describe.each(REAL_DATABASE)('what instances share, on %s', (kind) => {
  let base: TestDatabase
  let here: RateLimits
  let there: RateLimits
  const clock = fakeClock()

  beforeEach(async () => {
    base = await createDatabaseWithTables(kind)
    const server = await startTestServer({ database: kind, base: { ...base, dispose: () => Promise.resolve() } })
    here = createRateLimits(base.database, clock.now)
    there = createRateLimits(base.database, clock.now)
    return async () => {
      await server.stop()
      await base.dispose()
    }
  })

  it('tries are counted by address and account together, by address, and by account everywhere, over all instances', async () => {
    let turn = 0
    const tryAs = (ip: string, account: string) => ((turn += 1) % 2 === 0 ? here : there).take(triesOf('sign-in', { ip, account }))
    for (let index = 0; index < 8; index += 1) expect(await tryAs('192.0.2.1', 'a')).toBeNull()
    expect(await tryAs('192.0.2.1', 'A')).toBe(60)
    expect(await tryAs('192.0.2.2', 'a')).toBeNull()
    for (let index = 0; index < 31; index += 1) expect(await tryAs('192.0.2.1', `b${index}`)).toBeNull()
    expect(await tryAs('192.0.2.1', 'c')).toBe(60)
    const everywhere: (number | null)[] = []
    for (let index = 0; index < 101; index += 1) everywhere.push(await tryAs(`198.51.100.${index}`, 'd'))
    expect(everywhere.filter((wait) => wait !== null)).toHaveLength(1)
  })

  it('a window begins anew when it ends, and what is over is forgotten; nothing names who tried', async () => {
    const key = [{ key: 'somebody at 192.0.2.1', most: 1, seconds: 10 }]
    expect(await here.take(key)).toBeNull()
    clock.pass(4_000)
    expect(await there.take(key)).toBe(6)
    clock.pass(6_000)
    expect(await here.take(key)).toBeNull()
    const rows = () => base.database.transaction((tx) => tx.query<{ key: string }>('SELECT key FROM tries'))
    expect(JSON.stringify(await rows())).not.toContain('192.0.2.1')
    clock.pass(600_000)
    await here.take([{ key: 'other', most: 1, seconds: 10 }])
    expect(await rows()).toHaveLength(1)
  })

  it('at the same moment, no try is counted for none', async () => {
    const waits = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? here : there).take(triesOf('sign-in', { ip: '192.0.2.9', account: 'x' })),
      ),
    )
    expect(waits.filter((wait) => wait === null)).toHaveLength(8)
  })
})

describe('three instances', () => {
  it('each print a set-up code, any of which works once and ends all', async () => {
    const { servers, at, stop } = await startInstances(3, 'postgres')
    expect(new Set(servers.map((server) => server.setupCode)).size).toBe(3)
    await setUp({ ...at(2), setupCode: at(0).setupCode })
    const body = { code: at(1).setupCode, ...credentialsOf('second'), name: 'second', personId: testId('second') }
    expect((await call(at(1), 'setup', { body })).body).toMatchObject({ code: 'already-set-up' })
    await stop()
  })

  it('P1 C1 a reader that follows eight writers through all three, with pauses between lock and commit, misses no row', async () => {
    let transactions = 0
    const slowToCommit = (database: Database): Database => ({
      ...database,
      transaction: (work, isolation) =>
        database.transaction(async (tx) => {
          const result = await work(tx)
          transactions += 1
          if (transactions % 3 === 0) await sleep(transactions % 17)
          return result
        }, isolation),
    })
    const { at, stop } = await startInstances(3, 'postgres', slowToCommit)
    await setUp({ ...at(0), setupCode: at(0).setupCode })
    const tokens: string[] = []
    for (let writer = 0; writer < WRITERS; writer += 1) {
      const body = { ...credentialsOf('first', `laptop ${writer}`), personId: testId('person') }
      tokens.push((await call(at(writer), 'signIn', { body })).body.accessToken)
    }
    const acknowledged = new Set<string>()
    let isOver = false
    const write = async (token: string, writer: number): Promise<void> => {
      for (let pushSeq = 1; pushSeq <= PUSHES; pushSeq += 1) {
        const ids = Array.from({ length: ITEMS }, (_, index) => testId(`${writer} ${pushSeq} ${index}`))
        const items = ids.map((id) => itemOf('meeting', id, { title: [id, stampAt(1)] }))
        // No push of a laptop has to go where the last one went.
        const { body } = await call(at(writer + pushSeq), 'push', { body: { pushSeq, items }, token, scope })
        expect(body.results.every((result) => result.outcome === 'stored')).toBe(true)
        for (const id of ids) acknowledged.add(id)
      }
    }
    const seen = new Set<string>()
    let pages = 0
    const follow = async (token: string): Promise<void> => {
      let cursor: Cursor | null = null
      for (let isLast = false; !isLast;) {
        isLast = isOver
        const { body, status }: Answer<'pull'> = await call(at((pages += 1)), 'pull', { body: { cursor, limit: 40 }, token, scope })
        if (status === 404) continue
        expect(body.reset).toBe(false)
        for (const item of body.items) seen.add(item.record.i)
        cursor = body.cursor
        if (body.more) isLast = false
      }
    }
    const following = follow(tokens[0] ?? '')
    await Promise.all(tokens.map(write))
    isOver = true
    await following
    const missed = [...acknowledged].filter((id) => !seen.has(id))
    console.log(`${acknowledged.size} rows by ${WRITERS} writers over 3 instances, ${pages} pages read meanwhile, ${missed.length} missed`)
    expect([acknowledged.size, missed]).toEqual([WRITERS * PUSHES * ITEMS, []])
    await stop()
  })
})
