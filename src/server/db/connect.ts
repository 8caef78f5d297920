import pg from 'pg'
import { withRetries, type Database, type Isolation, type Transaction } from './database.ts'
import { addressesOf, firstPrimary } from './first-primary.ts'

const INT8 = 20
const READ_ONLY = '25006'
const SECOND = 1_000

/** Counters and times fit a JavaScript number: they stay under 2^53. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)),
} as pg.CustomTypesConfig

/**
 * Pools of connections to PostgreSQL. `onIdleError` hears of connections that break while nobody uses them.
 * @param url a `postgres://` address; several hosts with commas are a primary and its standbys, in any order
 */
export function connectPostgres(url: string, onIdleError: (error: Error) => void): Database {
  const [first, ...others] = addressesOf(url)
  const connect = (address: string, onlyPrimary: boolean): Database => connectOne(address, { onIdleError, onlyPrimary })
  const database =
    others.length === 0 ? connect(first, false) : firstPrimary([connect(first, true), ...others.map((other) => connect(other, true))])
  return withRetries(database, (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)))
}

function connectOne(address: string, options: { onIdleError: (error: Error) => void; onlyPrimary: boolean }): Database {
  const pool = new pg.Pool({
    connectionString: address,
    ...(options.onlyPrimary ? { verify: refuseStandby } : {}),
    max: 12,
    connectionTimeoutMillis: 10 * SECOND,
    idleTimeoutMillis: 30 * SECOND,
    statement_timeout: 30 * SECOND,
    lock_timeout: 20 * SECOND,
    idle_in_transaction_session_timeout: 30 * SECOND,
    application_name: 'safarnoma',
    types,
  })
  // Without a listener, a database that goes away would end the process.
  pool.on('error', options.onIdleError)
  // A connection may break in the very tick in which it is given out, when the pool has let go of it and nobody else listens yet: for its
  // whole life somebody does. The query in flight is rejected all the same.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return {
    transaction: (work, isolation = 'read committed') => transact(pool, work, isolation),
    close: () => pool.end(),
  }
}

/** Asked once for each new connection: a standby answers questions too, but with what was. */
function refuseStandby(connection: pg.PoolClient, done: (error?: Error) => void): void {
  connection.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby').then(
    ({ rows }) => done(rows[0]?.standby ? Object.assign(new Error('This server is a standby'), { code: READ_ONLY }) : undefined),
    (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
  )
}

async function transact<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>, isolation: Isolation): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const { tx, hasBegun } = transactionOn(client, `BEGIN ISOLATION LEVEL ${isolation}`)
    const result = await work(tx)
    if (hasBegun()) await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/**
 * By a promise of its own: the one that pg makes keeps the statement, its parameters and its rows until the oldest memory is cleared, which is
 * after many messages (docs/decisions/0184-garbage-that-grows-old.md).
 */
async function ask(client: pg.PoolClient, sql: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
  try {
    return await new Promise((resolve, reject) => {
      client.query(sql, [...values], (error: Error | null, result) => (error ? reject(error) : resolve(result)))
    })
  } catch (error) {
    // It came in from the connection; of use in a log is who asked.
    if (error instanceof Error) Error.captureStackTrace(error)
    throw error
  }
}

/** Begins with the first thing that is asked, in one message with it where it has no parameters: each message costs both sides as much as a small question. */
function transactionOn(client: pg.PoolClient, begin: string): { tx: Transaction; hasBegun: () => boolean } {
  let hasBegun = false
  const send = async (sql: string): Promise<void> => {
    const first = hasBegun ? [] : [begin]
    hasBegun = true
    await ask(client, [...first, sql].join(';\n'))
  }
  const query = async <Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> => {
    if (!hasBegun) await send('')
    return (await ask(client, sql, values)).rows as Row[]
  }
  return { tx: { query, script: send }, hasBegun: () => hasBegun }
}
