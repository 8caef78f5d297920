import { afterAll, expect, it } from 'vitest'
import { findPush } from '../../../src/server/db/pushes-repository.ts'
import { goInOrder, readEvents, readPageOfTexts, readRecordTextsBetween } from '../../../src/server/db/pages-repository.ts'
import { readRecords } from '../../../src/server/db/records-repository.ts'
import { readToken } from '../../../src/server/db/scopes-repository.ts'
import type { Transaction } from '../../../src/server/db/database.ts'
import { DATABASE_KINDS, stopSharedCluster } from '../../support/databases.ts'
import { setUp, startTestServer, testId } from '../../support/server.ts'

afterAll(stopSharedCluster)

const scope = testId('visit')

/** Rows of records that this transaction has read so far. */
const readSoFar = async (tx: Transaction): Promise<number> => {
  const [row] = await tx.query<{ read: number }>(`SELECT pg_stat_get_xact_tuples_fetched('records'::regclass)::int AS read`)
  return row?.read ?? Number.NaN
}

it.each(DATABASE_KINDS)(
  'C1 a visit that the database has not counted yet is not read whole for a push or a page, on %s',
  async (database) => {
    const server = await startTestServer({ database })
    await setUp(server)
    await server.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO records (scope, id, kind, packed, seq, received_at)
       SELECT $1, 'id-' || n, 'meeting', repeat('x', 900), n, 0 FROM generate_series(1, 5000) AS n`,
        [scope],
      )
      /** How many were found, and that hardly more were read. */
      const found = async (work: () => Promise<{ length: number } | { size: number }>): Promise<number> => {
        const before = await readSoFar(tx)
        const rows = await work()
        expect((await readSoFar(tx)) - before).toBeLessThanOrEqual(101)
        return 'size' in rows ? rows.size : rows.length
      }
      const ids = (from: number) => Array.from({ length: 500 }, (_, index) => `id-${from + index}`)
      expect(await found(() => readRecords(tx, scope, ids(5_001)))).toBe(0)
      await goInOrder(tx)
      expect(await found(() => readEvents(tx, scope, { after: 0, base: 0, limit: 100 }))).toBe(100)
      expect(await found(() => readRecordTextsBetween(tx, scope, { after: 100, last: 200, base: 0 }))).toBe(100)
      const page = async () => (await readPageOfTexts(tx, scope, { after: 100, base: 0, limit: 100, bytes: 1_000_000 })).texts
      expect(await found(page)).toBe(100)
    })
    await server.stop()
  },
)

it('C1 what the database keeps of a statement from when a visit was small does not read it whole when it has grown', async () => {
  const server = await startTestServer({ database: 'postgres' })
  await setUp(server)
  const key = { scope, account: 'a', device: 'd' }
  const asked = async (tx: Transaction): Promise<void> => {
    await readToken(tx, scope, 1)
    await findPush(tx, key, 1)
    await goInOrder(tx)
    await readEvents(tx, scope, { after: 0, base: 0, limit: 100 })
    await readRecordTextsBetween(tx, scope, { after: 0, last: 100, base: 0 })
    await readPageOfTexts(tx, scope, { after: 0, base: 0, limit: 100, bytes: 1_000_000 })
  }
  const grow = (tx: Transaction, from: number, to: number) =>
    tx.script(`
      INSERT INTO commits SELECT '${scope}', n, 'token', 0 FROM generate_series(${from}, ${to}) AS n;
      INSERT INTO pushes SELECT '${scope}', 'a', 'd', n, 'hash', 'reply' FROM generate_series(${from}, ${to}) AS n;
      INSERT INTO records (scope, id, kind, packed, seq, received_at) SELECT '${scope}', 'id-' || n, 'meeting', 'x', n, 0 FROM generate_series(${from}, ${to}) AS n`)
  /** Rows and entries of indexes that this transaction has read so far. */
  const readSoFar = async (tx: Transaction): Promise<number> => {
    const [row] = await tx.query<{ read: number }>(
      `SELECT sum(pg_stat_get_xact_tuples_returned(c.oid))::int AS read FROM pg_class c
       WHERE relname IN ('commits', 'pushes', 'records', 'commits_pkey', 'pushes_pkey', 'records_pkey', 'records_in_order')`,
    )
    return row?.read ?? Number.NaN
  }
  await server.database.transaction(async (tx) => {
    await tx.script(`INSERT INTO scopes (id, created_by, created_at) SELECT '${scope}', id, 0 FROM accounts`)
    await grow(tx, 1, 1)
  })
  // One page each, which is soonest read whole.
  await server.database.transaction((tx) => tx.script('ANALYZE commits, pushes, records'))
  await server.database.transaction(asked)
  await server.database.transaction((tx) => grow(tx, 2, 5_000))
  await server.database.transaction(async (tx) => {
    const before = await readSoFar(tx)
    await asked(tx)
    expect((await readSoFar(tx)) - before).toBeLessThan(1_000)
  })
  await server.stop()
})
