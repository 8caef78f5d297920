import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { connectPostgres } from '../../src/server/db/connect.ts'
import { withRetries, type Database, type Transaction } from '../../src/server/db/database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/server/db/embedded-postgres.ts'

export type DatabaseKind = 'pglite' | 'postgres'
export const DATABASE_KINDS: readonly DatabaseKind[] = ['pglite', 'postgres']

/** A fresh, empty database. `url` is null for PGlite, which lives in this process. */
export type TestDatabase = { readonly database: Database; readonly url: string | null; dispose(): Promise<void> }

export async function createTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === 'pglite' ? createPglite() : createInCluster(await sharedCluster())
}

/** Making a cluster takes PGlite some three seconds of a core, opening a copy of an empty one a tenth of that. */
let emptyCluster: Promise<Blob> | undefined

async function makeEmptyCluster(): Promise<Blob> {
  const engine = await PGlite.create()
  const copy = await engine.dumpDataDir('none')
  await engine.close()
  return copy
}

/** PGlite has one connection, so its transactions come one after the other. */
async function createPglite(): Promise<TestDatabase> {
  emptyCluster ??= makeEmptyCluster()
  const engine = await PGlite.create({ loadDataDir: await emptyCluster })
  const plain: Database = {
    transaction: (work, isolation = 'read committed') =>
      engine.transaction(async (tx) => {
        await tx.exec(`SET TRANSACTION ISOLATION LEVEL ${isolation}`)
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
  const database = withRetries(plain, () => Promise.resolve())
  return { database, url: null, dispose: () => database.close() }
}

type Cluster = { readonly server: EmbeddedPostgres; readonly data: string; databases: number }

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

async function createInCluster(shared: Cluster): Promise<TestDatabase> {
  shared.databases += 1
  const name = `test_${shared.databases}`
  await asOwner(shared.server.url, `CREATE DATABASE ${name}`)
  const url = shared.server.url.replace(/\/postgres$/, `/${name}`)
  const database = connectPostgres(url, () => undefined)
  return { database, url, dispose: () => database.close() }
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
