import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../../src/server/db/embedded-postgres.ts'
import { ROOT } from '../../folders.mjs'
import { descendants, peakMiBOf, processTreeCpuMs } from '../measure.ts'

/** A PostgreSQL as a ministry would have it, everything durable, and instances of the server as it ships, each a process. */
export type Ministry = {
  instances(): readonly Instance[]
  /** Ends those that run and starts so many. */
  run(count: number): Promise<void>
  sql<Row>(text: string): Promise<Row[]>
  /** Bytes of the database, once what is dead has gone: without the write-ahead log. */
  size(): Promise<number>
  cpuOfPostgres(): number
  /** Of all its processes; what they share is counted once. */
  memoryOfPostgres(): Promise<number>
  stop(): Promise<void>
}
export type Instance = {
  readonly address: string
  readonly setupCode: string | null
  cpuMs(): number
  peakMiB(): number
  memoryMiB(): Promise<number>
}

const MIB = 1_024

export async function startMinistry(folder: string): Promise<Ministry> {
  // As root, PostgreSQL runs as another user, who must be able to pass.
  await chmod(folder, 0o755)
  const started = await startEmbeddedPostgres(folder, { settings: { max_connections: '60' } })
  if (!started.ok) throw new Error(started.error.detail)
  const postgres = started.value
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  const sql = async <Row>(text: string): Promise<Row[]> => (await client.query(text)).rows as Row[]
  let running: { child: ChildProcess; instance: Instance }[] = []
  const end = async (): Promise<void> => {
    await Promise.all(running.map(({ child }) => ended(child)))
    running = []
  }
  return {
    instances: () => running.map(({ instance }) => instance),
    run: async (count) => {
      await end()
      // One after the other: the first makes the tables.
      for (let index = 0; index < count; index += 1) running.push(await startInstance(postgres.url, folder))
    },
    sql,
    size: async () => {
      await sql('VACUUM')
      await sql('CHECKPOINT')
      return Number((await sql<{ size: string }>('SELECT pg_database_size(current_database()) AS size'))[0]?.size)
    },
    cpuOfPostgres: () => processTreeCpuMs(postgres.pid),
    memoryOfPostgres: async () => {
      const each = await Promise.all([postgres.pid, ...descendants(postgres.pid)].map(memoryMiBOf))
      return each.reduce((sum, one) => sum + one, 0)
    },
    stop: async () => {
      await end()
      await client.end()
      await postgres.stop()
    },
  }
}

async function startInstance(databaseUrl: string, data: string): Promise<{ child: ChildProcess; instance: Instance }> {
  const child = spawn(process.execPath, [join(ROOT, 'out', 'server', 'main.js'), '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: databaseUrl, SAFARNOMA_LOG: 'error', SAFARNOMA_TRUSTED_PROXIES: '127.0.0.1' },
  })
  const line = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    child.stdout?.setEncoding('utf8').once('data', resolve)
  })
  const { address, setupCode } = JSON.parse(line) as { address: string; setupCode: string | null }
  const pid = child.pid ?? 0
  return {
    child,
    instance: {
      address,
      setupCode,
      cpuMs: () => processTreeCpuMs(pid),
      peakMiB: () => peakMiBOf(pid),
      memoryMiB: () => memoryMiBOf(pid),
    },
  }
}

/** Memory of a process with its share of what it has in common with others, in MiB; 0 once it has ended. */
async function memoryMiBOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / MIB
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}
