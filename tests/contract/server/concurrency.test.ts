import { afterAll, describe, expect, it } from 'vitest'
import type { Cursor } from '@shared/sync/protocol/records.ts'
import { readHistory } from '../../../src/server/db/history-repository.ts'
import type { Database, Transaction } from '../../../src/server/db/database.ts'
import { stopSharedCluster } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import {
  call,
  credentialsOf,
  joinAs,
  setUp,
  startTestServer,
  testId,
  type Answer,
  type TestPerson,
  type TestServer,
} from '../../support/server.ts'

afterAll(stopSharedCluster)

const WRITERS = 8
const PUSHES = 25
const ITEMS = 5
const scope = testId('visit')
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Pauses in every third transaction after its last write and before its commit: the moment in which plain sequences lose rows. */
function slowToCommit(database: Database): Database {
  let transactions = 0
  return {
    ...database,
    transaction: (work, isolation) =>
      database.transaction(async (tx: Transaction) => {
        const result = await work(tx)
        transactions += 1
        if (transactions % 3 === 0) await sleep(transactions % 17)
        return result
      }, isolation),
  }
}

async function writerTokens(server: TestServer): Promise<string[]> {
  await setUp(server)
  const tokens: string[] = []
  for (let writer = 0; writer < WRITERS; writer += 1) {
    const body = { ...credentialsOf('first', `laptop ${writer}`), personId: testId('person') }
    tokens.push((await call(server, 'signIn', { body })).body.accessToken)
  }
  return tokens
}

describe('many laptops at once on postgres', () => {
  it('P1 a reader that follows eight writers misses no row', async () => {
    const server = await startTestServer({ database: 'postgres', wrap: slowToCommit })
    const tokens = await writerTokens(server)
    const acknowledged = new Set<string>()
    let isOver = false
    const write = async (token: string, writer: number): Promise<void> => {
      for (let pushSeq = 1; pushSeq <= PUSHES; pushSeq += 1) {
        const ids = Array.from({ length: ITEMS }, (_, index) => testId(`${writer} ${pushSeq} ${index}`))
        const items = ids.map((id) => itemOf('meeting', id, { title: [id, stampAt(1)] }))
        const { body } = await call(server, 'push', { body: { pushSeq, items }, token, scope })
        expect(body.results.every((result) => result.outcome === 'stored')).toBe(true)
        for (const id of ids) acknowledged.add(id)
      }
    }
    const seen = new Set<string>()
    const follow = async (token: string): Promise<void> => {
      let cursor: Cursor | null = null
      for (let isLast = false; !isLast;) {
        isLast = isOver
        const { body, status }: Answer<'pull'> = await call(server, 'pull', { body: { cursor, limit: 40 }, token, scope })
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
    expect(acknowledged.size).toBe(WRITERS * PUSHES * ITEMS)
    expect([...acknowledged].filter((id) => !seen.has(id))).toEqual([])
    await server.stop()
  })

  it('P2 one push that arrives several times at once, at two instances, is stored once', async () => {
    const server = await startTestServer({ database: 'postgres', wrap: slowToCommit })
    const base = { database: server.database, url: server.url, dispose: () => Promise.resolve() }
    const second = await startTestServer({ database: 'postgres', base, wrap: slowToCommit })
    const [token = ''] = await writerTokens(server)
    const body = { pushSeq: 1, items: [itemOf('meeting', testId('m'), { title: ['t', stampAt(1)] })] }
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => call(n % 2 === 0 ? server : second, 'push', { body, token, scope })),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
    const rows = await server.database.transaction((tx) => readHistory(tx, scope, testId('m')))
    expect(rows).toHaveLength(1)
    await second.app.close()
    await server.stop()
  })

  it('P1 M1 a record that two laptops make at once, at two instances, is one with what both wrote', async () => {
    // Whoever comes second waits for the lock, and looks for the record only then.
    const wrap = (database: Database): Database => ({
      ...database,
      transaction: (work, isolation) =>
        database.transaction(async (tx) => {
          const result = await work(tx)
          await sleep(20)
          return result
        }, isolation),
    })
    const server = await startTestServer({ database: 'postgres', wrap })
    const base = { database: server.database, url: server.url, dispose: () => Promise.resolve() }
    const second = await startTestServer({ database: 'postgres', base, wrap })
    const [one = '', other = ''] = await writerTokens(server)
    const send = (at: TestServer, token: string, push: { pushSeq: number; id: string; field: string }) => {
      const { pushSeq, id, field } = push
      return call(at, 'push', { body: { pushSeq, items: [itemOf('meeting', id, { [field]: [field, stampAt(1, field)] })] }, token, scope })
    }
    await send(server, one, { pushSeq: 1, id: testId('first'), field: 'title' })
    for (let pushSeq = 2; pushSeq < 6; pushSeq += 1) {
      const id = testId(`made at once ${pushSeq}`)
      const answers = await Promise.all([
        send(server, one, { pushSeq, id, field: 'title' }),
        send(second, other, { pushSeq, id, field: 'place' }),
      ])
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      expect(answers.map(({ body }) => body.results[0]?.outcome)).toEqual(['stored', 'stored'])
      const { body } = await call(server, 'pull', { body: { cursor: null }, token: one, scope })
      expect(Object.keys(body.items.find(({ record }) => record.i === id)?.record.c ?? {}).toSorted()).toEqual(['place', 'title'])
    }
    await second.app.close()
    await server.stop()
  })

  it('writes of two laptops to one field leave the later value and one conflict, whoever comes first', async () => {
    const server = await startTestServer({ database: 'postgres', wrap: slowToCommit })
    const [first = '', second = ''] = await writerTokens(server)
    const send = (token: string, pushSeq: number, [at, author, ...bases]: [number, string, ...string[]]) =>
      call(server, 'push', {
        body: { pushSeq, items: [itemOf('agreement', testId('a'), { text: [author, stampAt(at, author), ...bases] })] },
        token,
        scope,
      })
    await send(first, 1, [1, 'start'])
    await Promise.all([send(first, 2, [2, 'one', stampAt(1, 'start')]), send(second, 1, [3, 'two', stampAt(1, 'start')])])
    const { body } = await call(server, 'pull', { body: { cursor: null }, token: first, scope })
    expect(body.items.find((item) => item.record.i === testId('a'))?.record.c['text']?.[0]).toBe('two')
    expect(body.items.filter((item) => item.record.k === 'conflict').map((item) => item.record.c['losingValue']?.[0])).toEqual(['one'])
    await server.stop()
  })

  it('A2 two owners who leave at the same moment do not leave the visit without one', async () => {
    // Every transaction waits before its commit, so both have read the members before either is gone.
    const wrap = (database: Database): Database => ({
      ...database,
      transaction: (work, isolation) =>
        database.transaction(async (tx) => {
          const result = await work(tx)
          await sleep(60)
          return result
        }, isolation),
    })
    const server = await startTestServer({ database: 'postgres', wrap })
    const first = await setUp(server)
    const items = [itemOf('visit', scope, { title: ['t', stampAt(1)] })]
    await call(server, 'push', { body: { pushSeq: 1, items }, token: first.token, scope })
    const second = await joinAs(server, first, { account: 'second', scope, role: 'owner' })
    const leave = (person: TestPerson) =>
      call(server, 'changeMember', { body: { personId: person.personId, role: null }, token: person.token, scope })
    const both = await Promise.all([leave(first), leave(second)])
    expect(new Set(both.map((answer) => answer.status))).toEqual(new Set([204, 403]))
    await server.stop()
  })
})
