import { afterAll, describe, expect, it } from 'vitest'
import { packRecord } from '@shared/sync/packed.ts'
import type { PushItem } from '@shared/sync/protocol/records.ts'
import { migrate, migrations } from '../../../src/server/db/migrate.ts'
import { createTestDatabase, DATABASE_KINDS, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, fakeClock, joinAs, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'

afterAll(stopSharedCluster)

const scope = testId('visit')
const meeting = testId('meeting')
const first = itemOf('meeting', meeting, { title: ['first', stampAt(1)] })
const second = itemOf('meeting', meeting, { title: ['second', stampAt(2), stampAt(1)] })

const rowsOf = async ({ database }: Pick<TestServer, 'database'>, record: string): Promise<number> =>
  (await database.transaction((tx) => tx.query('SELECT 1 FROM history WHERE record = $1', [record]))).length

/** Oldest first: the title that came, from which laptop, and when. */
async function receivedOf(server: TestServer, person: TestPerson, record = meeting): Promise<unknown[][]> {
  const { body } = await call(server, 'history', { body: { record, before: null }, token: person.token, scope })
  return body.entries.toReversed().map((entry) => [entry.record.c['title']?.[0], entry.device, entry.receivedAt])
}

const pusher = (server: TestServer) => {
  const seqs = new Map<string, number>()
  return async (person: TestPerson, ...items: PushItem[]): Promise<void> => {
    const pushSeq = (seqs.get(person.device) ?? 0) + 1
    seqs.set(person.device, pushSeq)
    const { body } = await call(server, 'push', { body: { pushSeq, items }, token: person.token, scope })
    expect(body.results.map((result) => result.outcome)).toEqual(items.map(() => 'stored'))
  }
}

describe.each(DATABASE_KINDS)('a record that came once, on %s', (database) => {
  it('A8 is its own history, and the first row of it when more comes, whoever brings that', async () => {
    const clock = fakeClock()
    const server = await startTestServer({ database, now: clock.now })
    const owner = await setUp(server)
    const push = pusher(server)
    await push(owner, itemOf('visit', scope, { title: ['Tokyo', stampAt(1)] }), first)
    const editor = await joinAs(server, owner, { account: 'editor', scope, role: 'editor' })
    const at = clock.now()
    expect([await rowsOf(server, meeting), await receivedOf(server, owner)]).toEqual([0, [['first', owner.device, at]]])

    clock.pass(1_000)
    await push(editor, first)
    const again = [
      ['first', owner.device, at],
      ['first', editor.device, at + 1_000],
    ]
    expect([await rowsOf(server, meeting), await receivedOf(server, owner)]).toEqual([2, again])

    clock.pass(1_000)
    await push(editor, second)
    expect(await receivedOf(server, owner)).toEqual([...again, ['second', editor.device, at + 2_000]])
    const visit = await receivedOf(server, owner, scope)
    clock.pass(1_000)
    await push(editor, itemOf('visit', scope, { title: ['Osaka', stampAt(2), stampAt(1)] }))
    expect(await receivedOf(server, owner, scope)).toEqual([...visit, ['Osaka', editor.device, at + 3_000]])
    await server.stop()
  })

  it('A6 A8 keeps the history of a review that an owner brings back', async () => {
    const server = await startTestServer({ database })
    const owner = await setUp(server)
    const push = pusher(server)
    await push(owner, itemOf('visit', scope, { title: ['Tokyo', stampAt(1)] }))
    const reviewer = await joinAs(server, owner, { account: 'reviewer', scope, role: 'reviewer' })
    const review = itemOf('review', testId('review'), { title: ['x', stampAt(1)], by: [reviewer.personId, stampAt(1)] })
    await push(reviewer, review)
    await push(owner, review)
    await push(owner, review)
    const devices = (await receivedOf(server, owner, testId('review'))).map(([, device]) => device)
    expect([devices, await rowsOf(server, testId('review'))]).toEqual([[reviewer.device, owner.device, owner.device], 3])
    await server.stop()
  })

  it('L3 two items of one push for a new record are two entries, also where they say the same', async () => {
    const server = await startTestServer({ database })
    const owner = await setUp(server)
    const visit = itemOf('visit', scope, { title: ['Tokyo', stampAt(1)] })
    await pusher(server)(owner, visit, first, visit, second)
    expect((await receivedOf(server, owner)).map(([title]) => title)).toEqual(['first', 'second'])
    expect((await receivedOf(server, owner, scope)).map(([title]) => title)).toEqual(['Tokyo', 'Tokyo'])
    await server.stop()
  })

  it('A8 after the upgrade a record with rows of history goes on with them', async () => {
    const base = await createTestDatabase(database)
    await migrate(
      base.database,
      migrations.filter(({ name }) => name < '0012'),
    )
    const packed = JSON.stringify(
      packRecord({ kind: 'meeting', id: meeting, cells: { title: { value: 'old', stamp: stampAt(1), bases: [] } } }),
    )
    await base.database.transaction(async (tx) => {
      await tx.script(`INSERT INTO accounts VALUES ('a', 'old', 'old', 'Old', '${testId('p')}', 'x', false, 0)`)
      await tx.query('INSERT INTO scopes (id, seq, created_by, created_at) VALUES ($1, 1, $2, 0)', [scope, 'a'])
      await tx.query(`INSERT INTO records (scope, id, kind, packed, seq, received_at) VALUES ($1, $2, 'meeting', $3, 1, 5)`, [
        scope,
        meeting,
        packed,
      ])
      await tx.query(`INSERT INTO history (scope, record, packed, pushed_by, device, received_at) VALUES ($1, $2, $3, 'a', $4, 5)`, [
        scope,
        meeting,
        packed,
        testId('old laptop'),
      ])
    })
    const clock = fakeClock()
    const server = await startTestServer({ database, base, now: clock.now })
    const owner = await setUp(server)
    await base.database.transaction((tx) =>
      tx.query(`INSERT INTO memberships SELECT $1, id, 'owner', 0 FROM accounts WHERE account = 'first'`, [scope]),
    )
    const old = ['old', testId('old laptop'), 5]
    expect(await receivedOf(server, owner)).toEqual([old])
    await pusher(server)(owner, second)
    expect(await receivedOf(server, owner)).toEqual([old, ['second', owner.device, clock.now()]])
    await server.stop()
  })
})
