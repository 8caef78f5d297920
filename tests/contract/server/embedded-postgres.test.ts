import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../src/server/db/embedded-postgres.ts'
import { freePort } from '../../support/free-port.ts'

describe('our own PostgreSQL starts', () => {
  let data: string
  const running: EmbeddedPostgres[] = []
  const start = async (options: Parameters<typeof startEmbeddedPostgres>[1] = {}): Promise<EmbeddedPostgres> => {
    const started = await startEmbeddedPostgres(data, options)
    if (!started.ok) throw new Error(started.error.detail)
    running.push(started.value)
    return started.value
  }

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'safarnoma-postgres-'))
    await chmod(data, 0o755)
    return () => rm(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
  })
  afterEach(async () => void (await Promise.all(running.splice(0).map((one) => one.stop()))))

  it('at another port where somebody was given its own in between', async () => {
    const other = createServer()
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    const ports = [(other.address() as AddressInfo).port, await freePort()]
    await start({ choosePort: () => Promise.resolve(ports.shift() ?? 0) })
    expect(ports).toEqual([])
    other.close()
  })

  it('after it was killed, once the last of its children has seen it die', async () => {
    const first = await start()
    const client = new pg.Client({ connectionString: first.url })
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    const child = rows[0]?.pid ?? 0
    // As one that waits for a slow disk.
    process.kill(child, 'SIGSTOP')
    process.kill(first.pid, 'SIGKILL')
    let tries = 0
    const choosePort = (): Promise<number> => {
      tries += 1
      if (tries === 2) process.kill(child, 'SIGCONT')
      return freePort()
    }
    await start({ choosePort }).finally(() => tries > 1 || process.kill(child, 'SIGCONT'))
    expect(tries).toBeGreaterThan(1)
  })
})
