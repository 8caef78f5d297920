import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes, type ReplyOf, type RouteName } from '@shared/sync/protocol.ts'
import { isAlive } from '../../../src/server/host/processes.ts'
import { createTestDatabase, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { credentialsOf, testId } from '../../support/server.ts'
import { buildServer, startServerProcess, type ServerProcess } from '../../support/server-process.ts'

const SECOND = 1_000
const KILLS = 3
const scope = testId('visit')

// Each start makes a database from nothing: on a busy machine several take longer than any other test.
describe('the life of the server as a process', { timeout: 300_000 }, () => {
  let data: string
  const running = new Set<ServerProcess>()

  beforeAll(buildServer)
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'safarnoma-life-'))
    await chmod(data, 0o755)
    return async () => {
      for (const server of running) server.child.kill('SIGTERM')
      await Promise.all([...running].map((server) => server.ended))
      running.clear()
      await rm(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
    }
  })
  afterAll(stopSharedCluster)

  const start = (args: readonly string[] = [], more: Parameters<typeof startServerProcess>[1] = {}): ServerProcess => {
    const server = startServerProcess(['--data', data, '--port', '0', ...args], more)
    running.add(server)
    return server
  }
  const postgresPid = async (): Promise<number> => Number.parseInt(await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8'), 10)
  const ask = async <R extends RouteName>(address: string, name: R, sent: { body: unknown; token?: string }): Promise<ReplyOf<R>> => {
    const response = await fetch(address + routes[name].path.replace(':scope', scope), {
      method: routes[name].method,
      headers: {
        [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
        'content-type': 'application/json',
        authorization: `Bearer ${sent.token ?? ''}`,
      },
      ...(sent.body === null ? {} : { body: JSON.stringify(sent.body) }),
      signal: AbortSignal.timeout(30 * SECOND),
    })
    if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`)
    return (await response.json()) as ReplyOf<R>
  }
  const milliseconds = async (work: Promise<unknown>): Promise<number> => {
    const began = Date.now()
    await work
    return Date.now() - began
  }

  it('starts on an empty folder, prints one line, and stops with its PostgreSQL within five seconds', async () => {
    const server = start()
    const ready = await server.ready
    expect(ready).toEqual({
      ready: true,
      address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      setupCode: expect.any(String),
      database: 'embedded',
    })
    expect(ready.setupCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/)
    expect((await fetch(`${ready.address}/readyz`)).status).toBe(200)
    const pid = await postgresPid()
    expect(isAlive(pid)).toBe(true)
    server.child.kill('SIGTERM')
    expect(await milliseconds(server.ended)).toBeLessThan(5 * SECOND)
    expect(await server.ended).toMatchObject({ code: 0, errors: '' })
    expect(isAlive(pid)).toBe(false)
  })

  it('stops when the process that started it dies', async () => {
    const parent = start([], { underParent: true })
    await parent.ready
    const pid = await postgresPid()
    parent.child.kill('SIGKILL')
    // The pipes close when the last process that holds them, the server, has ended.
    expect(await milliseconds(parent.ended)).toBeLessThan(5 * SECOND)
    expect(isAlive(pid)).toBe(false)
  })

  it('stops also while it is still starting, and leaves nothing running', async () => {
    for (const wait of [150, 700, 1_500]) {
      const server = start()
      await new Promise((resolve) => setTimeout(resolve, wait))
      server.child.kill('SIGINT')
      expect(await milliseconds(server.ended)).toBeLessThan(5 * SECOND)
      expect(processesOn(data)).toEqual([])
    }
    await start().ready
  })

  it('loses no acknowledged push when server and PostgreSQL are killed in the middle of pushes', async () => {
    let server = start()
    let { address, setupCode } = await server.ready
    const body = { ...credentialsOf('first'), code: setupCode, name: 'first', personId: testId('person') }
    await ask(address, 'setup', { body })
    const acknowledged = new Set<string>()
    let pushSeq = 0
    for (let round = 0; round < KILLS; round += 1) {
      const { accessToken: token } = await ask(address, 'signIn', { body: { ...credentialsOf('first'), personId: testId('person') } })
      let stored = 0
      for (let isUp = true; isUp;) {
        pushSeq += 1
        const id = testId(`meeting ${pushSeq}`)
        const items = [itemOf('meeting', id, { title: [id, stampAt(1)] })]
        isUp = await ask(address, 'push', { body: { pushSeq, items }, token }).then(
          () => acknowledged.add(id) !== undefined,
          () => false,
        )
        stored += 1
        // Nobody waits for it: pushes go on until they fail.
        if (stored === 5 + round) void kill(server, round)
      }
      await server.ended
      running.delete(server)
      server = start()
      ;({ address, setupCode } = await server.ready)
      expect(setupCode).toBeNull()
    }
    const { accessToken: token } = await ask(address, 'signIn', { body: { ...credentialsOf('first'), personId: testId('person') } })
    const there = new Set<string>()
    for (let cursor = null, page = 0; page < 100; page += 1) {
      const reply: ReplyOf<'pull'> = await ask(address, 'pull', { body: { cursor }, token })
      for (const item of reply.items) there.add(item.record.i)
      if (!reply.more) break
      cursor = reply.cursor as never
    }
    expect(acknowledged.size).toBeGreaterThan(10)
    expect([...acknowledged].filter((id) => !there.has(id))).toEqual([])
  })

  /** First the server alone, so that its PostgreSQL is an orphan at the next start; then PostgreSQL too. */
  const kill = async (server: ServerProcess, round: number): Promise<void> => {
    const pid = await postgresPid()
    server.child.kill('SIGKILL')
    if (round % 2 === 1) process.kill(pid, 'SIGKILL')
  }

  it('says who has the port, and does not start', async () => {
    const { address } = await start().ready
    const second = await startServerProcess(['--data', join(data, 'other'), '--port', new URL(address).port]).ended
    expect(second.code).toBe(2)
    expect(second.output).toBe('')
    expect(second.errors).toMatch(/^Port \d+ is in use by another Safarnoma server \(process \d+\)\. .+\n$/)
    const stranger = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1')
    await new Promise((resolve) => stranger.once('listening', resolve))
    const taken = stranger.address()
    const port = typeof taken === 'object' && taken ? taken.port : 0
    const third = await startServerProcess(['--data', join(data, 'other'), '--port', String(port)]).ended
    expect(third.errors).toContain(`(process ${process.pid})`)
    stranger.close()
  })

  it('refuses a second server on the same data folder and leaves the first alone', async () => {
    const first = start()
    const { address } = await first.ready
    const second = await startServerProcess(['--data', data, '--port', '0']).ended
    expect(second).toMatchObject({ code: 2, output: '' })
    expect(second.errors).toBe(`Another Safarnoma server (process ${first.child.pid}) uses the data folder ${data}.\n`)
    expect((await fetch(`${address}/readyz`)).status).toBe(200)
  })

  it('runs on a PostgreSQL of the ministry, and says in one sentence when it cannot', async () => {
    const base = await createTestDatabase('postgres')
    const ready = await start([], { env: { DATABASE_URL: base.url ?? '' } }).ready
    expect(ready.database).toBe('external')
    expect((await fetch(`${ready.address}/readyz`)).status).toBe(200)
    const away = await start([], { env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' } }).ended
    expect(away).toMatchObject({ code: 1, output: '' })
    expect(away.errors).toMatch(/^The ministry server cannot start: .*ECONNREFUSED.*\n$/)
  })

  it('says in one sentence that its PostgreSQL cannot run, and exits', async () => {
    const first = start()
    await first.ready
    first.child.kill('SIGTERM')
    await first.ended
    await rm(join(data, 'postgres', 'global'), { recursive: true })
    const broken = await start().ended
    expect(broken).toMatchObject({ code: 1, output: '' })
    expect(broken.errors).toMatch(/^PostgreSQL did not start in .+\n$/)
    expect(broken.errors.trim().split('\n')).toHaveLength(1)
  })

  it('ends, and says so, when its PostgreSQL is killed under it', async () => {
    const server = start()
    await server.ready
    process.kill(await postgresPid(), 'SIGKILL')
    const { code, errors } = await server.ended
    expect(code).toBe(1)
    expect(errors).toContain('PostgreSQL has stopped')
    expect((await start().ready).ready).toBe(true)
  })

  it('says what is wrong with an option', async () => {
    for (const args of [['--port', 'x'], ['--nonsense'], ['--port', '70000']]) {
      const { code, errors } = await startServerProcess(args).ended
      expect(code).toBe(2)
      expect(errors.trim().split('\n')).toHaveLength(1)
    }
  })

  it.runIf(process.getuid?.() === 0)('as root, works with data in a folder that the system user cannot reach', async () => {
    await chmod(data, 0o700)
    const server = start()
    const ready = await server.ready
    expect((await fetch(`${ready.address}/readyz`)).status).toBe(200)
    const folder = (await readFile(join(data, 'postgres.location'), 'utf8')).trim()
    server.child.kill('SIGTERM')
    await server.ended
    await rm(join(folder, '..'), { recursive: true })
  })
})

const processesOn = (folder: string): string[] =>
  execFileSync('ps', ['-eo', 'pid,stat,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder) && !/^\s*\d+ Z/.test(line))
