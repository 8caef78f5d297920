/** What the server needs of a database; PostgreSQL in production (connect.ts), PGlite in fast tests. */
export type Database = {
  /** Runs `work` in one transaction; it commits when the promise resolves and rolls back when it rejects. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, isolation?: Isolation): Promise<T>
  close(): Promise<void>
}

/**
 * Statements are carried out in the order in which they are asked. Those that are asked before an answer has come travel together, which costs
 * both sides a third; the caller waits for all of them.
 */
export type Transaction = {
  /** One statement with `$1` parameters. `Row` is what the statement's own columns give. */
  query<Row>(sql: string, values?: readonly unknown[], how?: Asking): Promise<Row[]>
  /** Several statements without parameters. */
  script(sql: string): Promise<void>
}

/**
 * `isKept`: the database keeps how it carries the statement out, for each connection. For what is asked by every request, and where that is the same for
 * tables of any size: what it chose for an empty one would stay.
 */
export type Asking = { readonly isKept?: boolean }

export type Isolation = 'read committed' | 'repeatable read'

/** Serialization failure and deadlock: the engine asks to run the transaction again. */
const TRY_AGAIN = new Set(['40001', '40P01'])
const ATTEMPTS = 6

/** Repeats a transaction that the engine asked to repeat, with a growing pause. `pause` waits that many milliseconds. */
export function withRetries(database: Database, pause: (milliseconds: number) => Promise<void>): Database {
  return {
    close: () => database.close(),
    transaction: async (work, isolation) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await database.transaction(work, isolation)
        } catch (error) {
          if (attempt === ATTEMPTS || !TRY_AGAIN.has(sqlStateOf(error))) throw error
          await pause(10 * 2 ** attempt)
        }
      }
    },
  }
}

/** The five characters by which PostgreSQL names an error; empty for anything else. */
function sqlStateOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** True when the database is away rather than the request wrong. */
export function isDatabaseAway(error: unknown): boolean {
  const code = sqlStateOf(error)
  // 25006: it became a standby, which does not write.
  if (/^(08|57P|53|25006)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code)) return true
  return (
    error instanceof Error && /^(Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after)/.test(error.message)
  )
}
