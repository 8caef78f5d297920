import { afterAll, expect, it } from 'vitest'
import { goInOrder, readEvents, readRecords, readRecordTextsBetween } from '../../../src/server/db/records-repository.ts'
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
       SELECT $1, 'id ' || n, 'meeting', repeat('x', 900), n, 0 FROM generate_series(1, 5000) AS n`,
        [scope],
      )
      /** How many were found, and that hardly more were read. */
      const found = async (work: () => Promise<{ length: number } | { size: number }>): Promise<number> => {
        const before = await readSoFar(tx)
        const rows = await work()
        expect((await readSoFar(tx)) - before).toBeLessThanOrEqual(101)
        return 'size' in rows ? rows.size : rows.length
      }
      const ids = (from: number) => Array.from({ length: 500 }, (_, index) => `id ${from + index}`)
      expect(await found(() => readRecords(tx, scope, ids(5_001)))).toBe(0)
      await goInOrder(tx)
      expect(await found(() => readEvents(tx, scope, { after: 0, base: 0, limit: 100 }))).toBe(100)
      expect(await found(() => readRecordTextsBetween(tx, scope, { after: 100, last: 200, base: 0 }))).toBe(100)
    })
    await server.stop()
  },
)
