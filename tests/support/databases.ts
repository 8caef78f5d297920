import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { connectPostgres } from '../../src/server/db/connect.ts'
import { withRetries, type Database, type Transaction } from '../../src/server/db/database.ts'
import { migrate } from '../../src/server/db/migrate.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/server/db/embedded-postgres.ts'

export type DatabaseKind = 'pglite' | 'postgres'
export const DATABASE_KINDS: readonly DatabaseKind[] = ['pglite', 'postgres']
/** For what stands on the repositories, whose own contract holds on both: the one that ministries run. */
export const REAL_DATABASE: readonly DatabaseKind[] = ['postgres']

/** A database of its own. `url` is null for PGlite, which lives in this process. */
export type TestDatabase = { readonly database: Database; readonly url: string | null; dispose(): Promise<void> }

/** An empty one. */
export async function createTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === 'pglite' ? openPglite(await (emptyCopy ??= makeEmptyCopy())) : createInCluster(await sharedCluster())
}

/** One with our tables and nothing in them: a copy, because making them takes longer than most tests. */
export async function createDatabaseWithTables(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === 'pglite' ? openPglite(await (copyWithTables ??= makeCopyWithTables())) : createInCluster(await sharedCluster(), TABLES)
}

/** Making a cluster takes PGlite some three seconds of a core, opening a copy of one a tenth of that: it is made once for each version. */
let emptyCopy: Promise<Blob> | undefined
let copyWithTables: Promise<Blob> | undefined

async function makeEmptyCopy(): Promise<Blob> {
  const modules = join(import.meta.dirname, '..', '..', 'node_modules')
  const { version } = JSON.parse(await readFile(join(modules, '@electric-sql', 'pglite', 'package.json'), 'utf8')) as { version: string }
  const file = join(modules, '.cache', `pglite-${version}.tar`)
  const kept = await readFile(file).catch(() => null)
  if (kept) return new Blob([kept])
  const engine = await PGlite.create()
  const copy = await engine.dumpDataDir('none')
  await engine.close()
  // Whole or not at all: others make it at the same time.
  const own = `${file}.${process.pid}`
  await mkdir(dirname(file), { recursive: true })
  await writeFile(own, new Uint8Array(await copy.arrayBuffer()))
  await rename(own, file)
  return copy
}

async function makeCopyWithTables(): Promise<Blob> {
  const engine = await PGlite.create({ loadDataDir: await (emptyCopy ??= makeEmptyCopy()) })
  await migrate(databaseOf(engine))
  const copy = await engine.dumpDataDir('none')
  await engine.close()
  return copy
}

async function openPglite(copy: Blob): Promise<TestDatabase> {
  const database = databaseOf(await PGlite.create({ loadDataDir: copy }))
  return { database, url: null, dispose: () => database.close() }
}

/** PGlite has one connection, so its transactions come one after the other. */
function databaseOf(engine: PGlite): Database {
  const plain: Database = {
    transaction: (work, isolation = 'read committed') =>
      engine.transaction(async (tx) => {
        // What it is anyway need not be said.
        if (isolation !== 'read committed') await tx.exec(`SET TRANSACTION ISOLATION LEVEL ${isolation}`)
        const transaction: Transaction = {
          query: async <Row>(sql: string, values: readonly unknown[] = []) => (await tx.query<Row>(sql, [...values])).rows,
          script: async (sql) => {
            await tx.exec(sql)
          },
        }
        return work(transaction)
      }),
    close: () => engine.close(),
  }
  return withRetries(plain, () => Promise.resolve())
}

type Cluster = { readonly server: EmbeddedPostgres; readonly data: string; databases: number; template?: Promise<void> }

/** In a cluster: the database that those with tables are copies of. */
const TABLES = 'with_tables'

/** One cluster for a test file, started by its first test that needs one and stopped with the worker. */
let cluster: Promise<Cluster> | undefined

function sharedCluster(): Promise<Cluster> {
  cluster ??= startCluster()
  return cluster
}

async function startCluster(): Promise<Cluster> {
  const data = await mkdtemp(join(tmpdir(), 'safarnoma-test-'))
  // As root, PostgreSQL runs as another user, who must be able to pass.
  await chmod(data, 0o755)
  const started = await startEmbeddedPostgres(data, { settings: { fsync: 'off' } })
  if (!started.ok) throw new Error(started.error.detail)
  return { server: started.value, data, databases: 0 }
}

async function createInCluster(shared: Cluster, template?: typeof TABLES): Promise<TestDatabase> {
  shared.databases += 1
  const name = `test_${shared.databases}`
  if (template) await (shared.template ??= makeTemplate(shared))
  await asOwner(shared.server.url, `CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ''}`)
  const url = urlOf(shared, name)
  const database = connectPostgres(url, () => undefined)
  return { database, url, dispose: () => database.close() }
}

const urlOf = ({ server }: Cluster, name: string): string => server.url.replace(/\/postgres$/, `/${name}`)

async function makeTemplate(shared: Cluster): Promise<void> {
  await asOwner(shared.server.url, `CREATE DATABASE ${TABLES}`)
  const database = connectPostgres(urlOf(shared, TABLES), () => undefined)
  await migrate(database)
  await database.close()
}

async function asOwner(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}

/** Stops the cluster, if one was started. Call it in `afterAll` of every file that uses 'postgres'. */
export async function stopSharedCluster(): Promise<void> {
  const running = await cluster
  cluster = undefined
  if (!running) return
  await running.server.stop()
  await rm(running.data, { recursive: true, force: true })
}
