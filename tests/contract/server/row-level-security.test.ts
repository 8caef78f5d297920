import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actAs, type Actor } from '../../../src/server/db/actor.ts'
import type { Transaction } from '../../../src/server/db/database.ts'
import { DATABASE_KINDS, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, noteOf, stampAt } from '../../support/pushed-records.ts'
import { call, joinAs, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'

afterAll(stopSharedCluster)

const RECORD_TABLES = ['scopes', 'commits', 'records', 'note_updates', 'history', 'pushes']
const mine = testId('my visit')
const theirs = testId('their visit')

describe.each(DATABASE_KINDS)('row-level security on %s', (database) => {
  let server: TestServer
  let accounts: Record<string, string>

  beforeAll(async () => {
    server = await startTestServer({ database })
    const owner = await setUp(server)
    const push = (as: TestPerson, scope: string) => {
      const items = [
        itemOf('visit', scope, { title: ['t', stampAt(1)] }),
        itemOf('visit', scope, { title: ['u', stampAt(2), stampAt(1)] }),
        noteOf(testId(`note ${scope}`), { language: ['en', stampAt(1)] }, ['AAAA']),
      ]
      return call(server, 'push', { body: { pushSeq: 1, items }, token: as.token, scope })
    }
    await push(owner, mine)
    const colleague = await joinAs(server, owner, { account: 'colleague', scope: mine, role: 'reader' })
    await push(colleague, theirs)
    const rows = await server.database.transaction((tx) => tx.query<{ account: string; id: string }>('SELECT account, id FROM accounts'))
    accounts = Object.fromEntries(rows.map((row) => [row.account, row.id]))
    return () => server.stop()
  })

  /** Runs SQL as if every check in the code had been forgotten. */
  const as = <T>(actor: Actor | null, work: (tx: Transaction) => Promise<T>): Promise<T> =>
    server.database.transaction(async (tx) => {
      if (actor) await actAs(tx, actor)
      else await tx.query('SET LOCAL ROLE safarnoma_app')
      return work(tx)
    })
  const account = (name: string): Actor => ({ kind: 'account', account: accounts[name] ?? '' })
  const count = async (tx: Transaction, table: string): Promise<number> =>
    (await tx.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))[0]?.count ?? -1
  const scopesIn = (tx: Transaction, table: string): Promise<{ scope: string }[]> =>
    tx.query(`SELECT DISTINCT ${table === 'scopes' ? 'id AS scope' : 'scope'} FROM ${table}`)

  it.each([...RECORD_TABLES, 'memberships'])('shows nothing of %s without an account', async (table) => {
    expect(await as(null, (tx) => count(tx, table))).toBe(0)
    expect(await as({ kind: 'account', account: '' }, (tx) => count(tx, table))).toBe(0)
    expect(await server.database.transaction((tx) => count(tx, table))).toBeGreaterThan(0)
  })

  it.each(RECORD_TABLES)('shows an account the %s of its own visits alone', async (table) => {
    expect(await as(account('first'), (tx) => scopesIn(tx, table))).toEqual([{ scope: mine }])
    expect(await as(account('colleague'), (tx) => scopesIn(tx, table))).toHaveLength(2)
  })

  it('is forced on every table with records, and the roles own nothing', async () => {
    const rows = await server.database.transaction((tx) =>
      tx.query<{ relname: string; relforcerowsecurity: boolean; owner: string }>(
        `SELECT relname, relforcerowsecurity, pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relname = ANY($1::text[])`,
        [[...RECORD_TABLES, 'memberships']],
      ),
    )
    expect(rows).toHaveLength(RECORD_TABLES.length + 1)
    expect(rows.filter((row) => !row.relforcerowsecurity || row.owner.startsWith('safarnoma_'))).toEqual([])
  })

  const insert = (scope: string) => (tx: Transaction) =>
    tx.query(`INSERT INTO records (scope, id, kind, packed, seq, received_at) VALUES ($1, 'x', 'meeting', '{}', 999, 0)`, [scope])

  it('refuses a row for another visit, and for a visit that one may only read', async () => {
    await expect(as(account('first'), insert(theirs))).rejects.toThrow(/row-level security/)
    await expect(as(account('colleague'), insert(mine))).rejects.toThrow(/row-level security/)
    await expect(as(null, insert(mine))).rejects.toThrow(/row-level security/)
    await expect(as({ kind: 'server', scope: mine }, insert(theirs))).rejects.toThrow(/row-level security/)
  })

  it('changes, moves and deletes nothing of another visit', async () => {
    const changed = await as(account('first'), async (tx) => [
      await tx.query(`UPDATE records SET packed = '{}' WHERE scope = $1 RETURNING id`, [theirs]),
      await tx.query(`UPDATE scopes SET seq = 0 WHERE id = $1 RETURNING id`, [theirs]),
      await tx.query(`DELETE FROM note_updates WHERE scope = $1 RETURNING seq`, [theirs]),
    ])
    expect(changed).toEqual([[], [], []])
    await expect(as(account('first'), (tx) => tx.query('UPDATE records SET scope = $1', [theirs]))).rejects.toThrow(/row-level security/)
  })

  it.each(['accounts', 'sessions', 'refresh_tokens', 'invitations', 'server_state'])(
    'never lets the role of records see %s',
    async (table) => {
      await expect(as(account('first'), (tx) => count(tx, table))).rejects.toThrow(/permission denied/)
    },
  )

  it.each(['records', 'history', 'note_updates', 'commits', 'pushes'])('never lets the door see %s', async (table) => {
    await expect(as({ kind: 'door' }, (tx) => count(tx, table))).rejects.toThrow(/permission denied/)
  })

  it('lets nobody make themselves a member', async () => {
    const join = (tx: Transaction) =>
      tx.query(`INSERT INTO memberships (scope, account, role, since) VALUES ($1, $2, 'owner', 0)`, [theirs, accounts['first']])
    await expect(as(account('first'), join)).rejects.toThrow(/permission denied/)
  })

  it('bounds the door by what an account is in a visit, until it acts for itself again', async () => {
    const membersSeen = async (name: string, scope: string): Promise<number[]> =>
      as({ kind: 'owner', account: accounts[name] ?? '', scope }, async (tx) => {
        const seen = await count(tx, 'memberships')
        await actAs(tx, { kind: 'door' })
        return [seen, await count(tx, 'memberships')]
      })
    // The colleague reads the one visit and owns the other: of the first they see their own place.
    expect(await membersSeen('colleague', mine)).toEqual([2, 3])
    expect(await membersSeen('first', theirs)).toEqual([1, 3])
    expect(await membersSeen('first', mine)).toEqual([2, 3])
    const taken = (name: string, scope: string) =>
      as({ kind: 'owner', account: accounts[name] ?? '', scope }, (tx) =>
        tx.query(`DELETE FROM memberships WHERE scope = $1 AND account = $2 RETURNING 1`, [
          scope,
          accounts[name === 'first' ? 'colleague' : 'first'],
        ]),
      )
    expect([await taken('colleague', mine), await taken('first', theirs)]).toEqual([[], []])
  })

  it('ends with the transaction', async () => {
    await as(account('first'), (tx) => count(tx, 'records'))
    const rows = await server.database.transaction((tx) =>
      tx.query<{ role: string; account: string | null }>(
        `SELECT current_user AS role, current_setting('safarnoma.account', true) AS account`,
      ),
    )
    expect(rows[0]?.role).not.toBe('safarnoma_app')
    expect(rows[0]?.account || null).toBeNull()
  })
})
