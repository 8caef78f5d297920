import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../../src/server/db/database.ts'
import { createTestDatabase, stopSharedCluster, type TestDatabase } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, joinAs, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'

afterAll(stopSharedCluster)

const scope = testId('visit')

/** A replica that stands still: the rows of the primary as they were at one moment, in a database of its own. */
async function copyOf(source: Database): Promise<TestDatabase> {
  const copy = await createTestDatabase('pglite')
  const server = await startTestServer({ database: 'pglite', base: { ...copy, dispose: () => Promise.resolve() } })
  await server.stop()
  for (const table of ['accounts', 'memberships', 'scopes', 'commits', 'records', 'note_updates', 'history']) {
    const rows = await source.transaction((tx) => tx.query<{ row: string }>(`SELECT row_to_json(t)::text AS row FROM ${table} t`))
    for (const { row } of rows) {
      const identity = table === 'history' ? 'OVERRIDING SYSTEM VALUE' : ''
      await copy.database.transaction((tx) =>
        tx.query(`INSERT INTO ${table} ${identity} SELECT * FROM json_populate_record(NULL::${table}, $1::json)`, [row]),
      )
    }
  }
  return copy
}

describe('C5 pulls by a replica that lags', () => {
  let primary: TestServer
  let both: TestServer
  let copy: TestDatabase
  let owner: TestPerson
  let member: TestPerson
  let asked = 0
  let isAway = false

  const push = (pushSeq: number, names: readonly string[]) => {
    const items = names.map((name) => itemOf('meeting', testId(name), { title: [name, stampAt(1)] }))
    return call(primary, 'push', { body: { pushSeq, items }, token: owner.token, scope })
  }
  const pull = (server: TestServer, cursor: unknown, { limit = 500, token = owner.token } = {}) =>
    call(server, 'pull', { body: { cursor, limit }, token, scope })

  beforeAll(async () => {
    const base = await createTestDatabase('pglite')
    const shared = { ...base, dispose: () => Promise.resolve() }
    primary = await startTestServer({ database: 'pglite', base: shared })
    owner = await setUp(primary)
    await push(1, ['a', 'b', 'c', 'd'])
    member = await joinAs(primary, owner, { account: 'member', scope, role: 'reader' })
    copy = await copyOf(base.database)
    await push(2, ['e', 'f'])
    const replica: Database = {
      ...copy.database,
      transaction: (work, isolation) => {
        asked += 1
        return isAway ? Promise.reject(new Error('away')) : copy.database.transaction(work, isolation)
      },
    }
    both = await startTestServer({ database: 'pglite', base: shared, replica })
    return async () => {
      await both.stop()
      await primary.stop()
      await copy.dispose()
      await base.dispose()
    }
  })

  it('gives a first page from the replica, and the end from the primary, with nothing missing', async () => {
    const first = await pull(both, null, { limit: 2 })
    expect([asked, first.body.items.length, first.body.more, first.body.reset]).toEqual([1, 2, true, false])
    const rest = await pull(both, first.body.cursor)
    const ids = [...first.body.items, ...rest.body.items].map((item) => item.record.i)
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) expect(ids).toContain(testId(name))
    expect([rest.body.more, rest.body.reset]).toEqual([false, false])
    expect(rest.body.digest).toBe((await pull(primary, null)).body.digest)
  })

  it('does not take a cursor that is ahead of the replica for one of another server', async () => {
    const { cursor } = (await pull(primary, null)).body
    const again = await pull(both, cursor)
    expect([again.body.reset, again.body.items]).toEqual([false, []])
    const foreign = await pull(both, { seq: 3, token: 'of another server' })
    expect(foreign.body.reset).toBe(true)
  })

  it('asks the primary who may read, also when the replica has not heard of a removal', async () => {
    expect((await pull(both, null, { limit: 2, token: member.token })).status).toBe(200)
    await call(primary, 'changeMember', { body: { personId: member.personId, role: null }, token: owner.token, scope })
    expect((await pull(both, null, { limit: 2, token: member.token })).status).toBe(404)
  })

  it('goes on without a replica that is away', async () => {
    isAway = true
    expect((await pull(both, null, { limit: 2 })).body.items).toHaveLength(2)
    isAway = false
  })
})
