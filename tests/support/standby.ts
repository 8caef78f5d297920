import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/server/db/embedded-postgres.ts'
import { until } from './until.ts'

const run = promisify(execFile)

export type Cluster = EmbeddedPostgres & { readonly data: string; sql<Row>(text: string): Promise<Row[]>; kill(): Promise<void> }

/** A durable PostgreSQL in a folder of its own, that others can follow. */
export async function startCluster(settings: Record<string, string> = {}, data?: string): Promise<Cluster> {
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'safarnoma-cluster-')))
  await chmod(folder, 0o755)
  // Nothing writes in its folder but what a test asks for: a copy of it breaks off at a file that goes while it is copied.
  const quiet = { autovacuum: 'off' }
  const started = await startEmbeddedPostgres(folder, { settings: { wal_level: 'replica', max_wal_senders: '4', ...quiet, ...settings } })
  if (!started.ok) throw new Error(started.error.detail)
  const cluster = started.value
  return {
    ...cluster,
    data: folder,
    sql: (text) => sqlOn(cluster.url, text),
    kill: async () => {
      process.kill(cluster.pid, 'SIGKILL')
      await cluster.ended
    },
  }
}

/** A standby made from a copy of the running primary's folder, that streams from it. @param line the port of a switch before the primary, so that a test can cut them apart */
export async function startStandby(primary: Cluster, line = Number(new URL(primary.url).port)): Promise<Cluster> {
  const data = await mkdtemp(join(tmpdir(), 'safarnoma-standby-'))
  const session = new pg.Client({ connectionString: primary.url })
  await session.connect()
  await session.query(`SELECT pg_backup_start('standby', true)`)
  await run('cp', ['-a', primary.folder, join(primary.folder, '..', 'postgres.password'), data])
  const { rows } = await session.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)')
  await session.end()
  const folder = join(data, 'postgres')
  await rm(join(folder, 'postmaster.pid'), { force: true })
  await rm(join(folder, 'postmaster.opts'), { force: true })
  await writeFile(join(folder, 'backup_label'), rows[0]?.labelfile ?? '')
  await writeFile(join(folder, 'standby.signal'), '')
  await run('chown', ['-R', '--reference', folder, folder])
  const { username, password } = new URL(primary.url)
  const from = `host=127.0.0.1 port=${line} user=${username} password=${password} application_name=standby`
  return startCluster({ primary_conninfo: from, hot_standby: 'on' }, data)
}

/** Waits until a question to a server that may be away is answered with true. */
export const untilAnswered = (question: () => Promise<boolean>): Promise<void> => until(() => question().catch(() => false), 50)

async function sqlOn<Row>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows as Row[]
  } finally {
    await client.end()
  }
}
