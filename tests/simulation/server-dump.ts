import type { Database, Transaction } from '../../src/server/db/database.ts'

/** Every table of the server at one moment, as PostgreSQL's own JSON: a backup that `restoreDump` puts back. */
export type Dump = ReadonlyMap<string, string>

export function takeDump(database: Database): Promise<Dump> {
  return database.transaction(async (tx) => {
    const dump = new Map<string, string>()
    for (const table of await tablesOf(tx)) {
      const [row] = await tx.query<{ rows: string }>(`SELECT coalesce(json_agg(t), '[]')::text AS rows FROM "${table}" t`)
      dump.set(table, row?.rows ?? '[]')
    }
    return dump
  }, 'repeatable read')
}

/** Deleting a few rows is far quicker than TRUNCATE, which makes new files; now and then the old ones have to go. */
const TRUNCATE_EVERY = 25
const restored = new WeakMap<Database, number>()

export async function restoreDump(database: Database, dump: Dump): Promise<void> {
  const times = restored.get(database) ?? 0
  restored.set(database, times + 1)
  await database.transaction(async (tx) => {
    const tables = await tablesOf(tx)
    const away =
      times % TRUNCATE_EVERY === 0
        ? `TRUNCATE ${tables.map((table) => `"${table}"`).join(', ')}`
        : tables.map((table) => `DELETE FROM "${table}"`).join('; ')
    await tx.script(`SET LOCAL session_replication_role = replica; ${away}`)
    for (const table of tables) {
      const rows = dump.get(table) ?? '[]'
      if (rows === '[]') continue
      await tx.query(`INSERT INTO "${table}" OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(null::"${table}", $1::json)`, [
        rows,
      ])
    }
    await moveCounters(tx)
  })
}

async function tablesOf(tx: Transaction): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations' ORDER BY 1`,
  )
  return rows.map((row) => row.name)
}

/** Identity columns count on from the greatest value that came back. */
async function moveCounters(tx: Transaction): Promise<void> {
  const rows = await tx.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND is_identity = 'YES'`,
  )
  for (const { table, column } of rows) {
    await tx.query(
      `SELECT setval(pg_get_serial_sequence('"${table}"', '${column}'), coalesce((SELECT max("${column}") FROM "${table}"), 0) + 1, false)`,
    )
  }
}
