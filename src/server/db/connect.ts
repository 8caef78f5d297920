import type { Duplex } from 'node:stream'
import pg from 'pg'
import { withRetries, type Asking, type Database, type Isolation, type Transaction } from './database.ts'
import { addressesOf, firstPrimary } from './first-primary.ts'
import { spareMemory } from '../host/spare-memory.ts'
import { textArray } from './text-array.ts'

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
    // What is asked in one go leaves in one go (docs/decisions/0206-fewer-and-shorter-messages.md).
    pipeline: true,
    // A statement that is kept (database.ts) is planned once, when tables may be empty, for whatever it is asked. All that requests ask has an
    // index, and what has none is no reason to compile anything.
    options: '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off',
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
  const { tx, hasBegun, end } = transactionOn(client, `BEGIN ISOLATION LEVEL ${isolation}`)
  try {
    const result = await work(tx)
    const isBegun = hasBegun()
    end()
    // One of which a part failed, and nobody looked, is rolled back without a word.
    if (isBegun && (await ask(client, { text: 'COMMIT' })).command !== 'COMMIT') throw new Error('A part of the transaction failed')
    return result
  } catch (error) {
    end()
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
async function ask(client: pg.PoolClient, question: pg.QueryConfig): Promise<pg.QueryResult> {
  try {
    return await new Promise((resolve, reject) => {
      gather(client.connection.stream)
      client.query(question, (error: Error | null, result) => (error ? reject(error) : resolve(result)))
    })
  } catch (error) {
    // It came in from the connection; of use in a log is who asked.
    if (error instanceof Error) Error.captureStackTrace(error)
    throw error
  }
}

/** What is written in one turn of the event loop leaves together: each packet of its own wakes the other side. */
function gather(stream: Duplex): void {
  stream.cork()
  process.nextTick(() => stream.uncork())
}

/** Begins with the first thing that is asked. What is asked before an answer has come leaves with it. */
function transactionOn(client: pg.PoolClient, begin: string): { tx: Transaction; hasBegun: () => boolean; end: () => void } {
  let state: 'new' | 'begun' | 'over' = 'new'
  const beginning = (): string => {
    // The connection is somebody else's by now.
    if (state === 'over') throw new Error('The transaction is over')
    const first = state === 'new' ? `${begin};\n` : ''
    state = 'begun'
    return first
  }
  const script = async (sql: string): Promise<void> => void (await ask(client, { text: beginning() + sql }))
  const query = async <Row>(sql: string, values: readonly unknown[] = [], how: Asking = {}): Promise<Row[]> => {
    const begun = state === 'new' ? script('') : null
    beginning()
    const parameters = values.map((value) => listAsBytes(value) ?? value)
    const question = { text: sql, values: parameters, ...(how.isKept ? { name: nameOf(sql) } : {}) }
    const [{ rows }] = await Promise.all([ask(client, question), begun])
    // An answer says that all of them have left. Of what failed nobody knows.
    parameters.forEach((sent, index) => sent !== values[index] && spareMemory.give(sent as Buffer))
    return rows as Row[]
  }
  return { tx: { query, script }, hasBegun: () => state !== 'new', end: () => void (state = 'over') }
}

/** All our lists of texts are `text[]`. */
const listAsBytes = (value: unknown): Buffer | null => (Array.isArray(value) ? textArray(value) : null)

const names = new Map<string, string>()

function nameOf(sql: string): string {
  const name = names.get(sql) ?? `kept ${names.size}`
  names.set(sql, name)
  return name
}
