import type { Database, Transaction } from '../../src/server/db/database.ts'

/** A database that tells of each statement with parameters before it is asked; where it is given a promise, the statement waits for it. */
export const beforeQueries =
  (before: (sql: string) => Promise<void> | undefined) =>
  (database: Database): Database => ({
    ...database,
    transaction: (work, isolation) => database.transaction((tx) => work(watched(tx, before)), isolation),
  })

const watched = (tx: Transaction, before: (sql: string) => Promise<void> | undefined): Transaction => ({
  ...tx,
  query: (sql, values, how) => {
    const wait = before(sql)
    // At once where nothing waits: questions travel in the order in which they are asked.
    return wait ? wait.then(() => tx.query(sql, values, how)) : tx.query(sql, values, how)
  },
})
