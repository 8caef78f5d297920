import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { isAlive } from '../../../scripts/lock.mjs'
import { freePort } from '../../support/free-port.ts'

/** `npm start` as processes of its own, with the built server and its PostgreSQL. */
const START = fileURLToPath(new URL('../../../scripts/start.mjs', import.meta.url))
/** Only ends what hangs: where the build is old, it is made anew first. */
const MOST_MS = 140_000
const folders: string[] = []
const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children.splice(0)) {
    const family = child.pid === undefined ? [] : familyOf(child.pid)
    for (const pid of family.toReversed()) kill(pid, 'SIGKILL')
  }
  for (const folder of folders.splice(0)) {
    // As root PostgreSQL may keep its files where its own user can reach them; the note says where.
    const note = join(folder, 'data', 'postgres.location')
    if (existsSync(note)) rmSync(dirname(readFileSync(note, 'utf8').trim()), { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
})

describe('npm start', { timeout: 300_000 }, () => {
  it('says which edition it opens and where, remembers it, and leaves nothing behind when it is stopped', async () => {
    const place = await newPlace()
    const run = start(place)
    const said = await run.until(/Safarnoma is ready: (\S+)/)
    expect(said).toMatch(/Opening the browser edition: /)
    expect(said).toMatch(/#\/\?setup=[A-Z0-9-]+/)
    expect(JSON.parse(readFileSync(join(place.data, 'edition.json'), 'utf8'))).toEqual({
      edition: 'browser',
      address: `http://127.0.0.1:${place.port}`,
    })
    expect((await fetch(`http://127.0.0.1:${place.port}/api/hello`)).status).toBe(200)
    const family = familyOf(run.pid)
    expect(family.length).toBeGreaterThan(2)
    const began = Date.now()
    kill(run.pid, 'SIGTERM')
    expect(await run.exitCode).toBe(0)
    await allGone(family)
    expect(Date.now() - began).toBeLessThan(5_500)
  })

  it('finds its data again after everything was killed at once', async () => {
    const place = await newPlace()
    const first = start(place)
    await first.until(/is ready/)
    for (const pid of familyOf(first.pid)) kill(pid, 'SIGKILL')
    await first.exitCode
    const second = start(place)
    expect(await second.until(/is ready/)).not.toContain('does not run')
    expect((await fetch(`http://127.0.0.1:${place.port}/readyz`)).status).toBe(200)
  })

  it('stops when npm dies without a word', async () => {
    const place = await newPlace()
    // npm, then the shell that npm puts in between, then the command.
    const line = `"${process.execPath}" "${START}" --no-open --edition browser --data "${place.data}" --port ${place.port}; true`
    const npm = start(place, { command: 'sh', args: ['-c', `sh -c '${line}'; true`], env: { npm_lifecycle_event: 'start' } })
    await npm.until(/is ready/)
    const family = familyOf(npm.pid)
    const began = Date.now()
    kill(npm.pid, 'SIGKILL')
    await allGone(family)
    expect(Date.now() - began).toBeLessThan(6_500)
  })

  it('says who holds the port and starts nothing', async () => {
    const place = await newPlace()
    const holder = createServer((connection) => connection.destroy())
    await new Promise<void>((resolve) => holder.listen(place.port, '127.0.0.1', resolve))
    const run = start(place)
    expect(await run.exitCode).toBe(1)
    expect(run.said()).toMatch(/Port \d+ is in use by .+process \d+/)
    expect(run.said()).not.toContain('is ready')
    await new Promise((resolve) => holder.close(resolve))
  })

  it('serves the browser edition where the database cannot run, and says what does not work', async () => {
    const place = await newPlace()
    const run = start(place, { env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' } })
    const said = await run.until(/is ready/)
    expect(said).toMatch(/The ministry server does not run: .+/)
    expect(said).toContain('Everything else works')
    const page = await fetch(`http://127.0.0.1:${place.port}/`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Safarnoma')
    expect((await fetch(`http://127.0.0.1:${place.port}/api/hello`)).status).toBe(503)
  })

  it('refuses options that it does not know', async () => {
    const place = await newPlace()
    const run = start(place, { args: [START, '--port', 'many'] })
    expect(await run.exitCode).toBe(1)
    expect(run.said()).toContain('--port takes a number up to 65535')
  })
})

type Place = { readonly data: string; readonly port: number }

async function newPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'start-'))
  folders.push(folder)
  return { data: join(folder, 'data'), port: await freePort() }
}

function start(place: Place, how: { command?: string; args?: string[]; env?: Record<string, string> } = {}) {
  const args = how.args ?? [START, '--no-open', '--edition', 'browser', '--data', place.data, '--port', String(place.port)]
  const env = { ...process.env, NODE_ENV: undefined, npm_lifecycle_event: undefined, DATABASE_URL: undefined, ...how.env }
  const child = spawn(how.command ?? process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => void (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()))
  const exitCode = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    pid: child.pid ?? 0,
    exitCode,
    said: () => said,
    until: async (sign: RegExp) => {
      for (const giveUpAt = Date.now() + MOST_MS; Date.now() < giveUpAt && child.exitCode === null; await pause(100)) {
        if (sign.test(said)) return said
      }
      throw new Error(`npm start did not say ${String(sign)}:\n${said}`)
    },
  }
}

/** The process and everything that it started, oldest first. */
function familyOf(pid: number): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
  const family = [pid]
  for (const member of family) family.push(...rows.flatMap(([child, parent]) => (parent === member && child !== undefined ? [child] : [])))
  return family
}

async function allGone(family: readonly number[]): Promise<void> {
  for (const giveUpAt = Date.now() + 10_000; Date.now() < giveUpAt; await pause(50)) if (!family.some((pid) => isRunning(pid))) return
  throw new Error(`Still running: ${family.filter((pid) => isRunning(pid)).join(', ')}`)
}

/** A process that ended and waits to be collected does not count. */
function isRunning(pid: number): boolean {
  if (!isAlive(pid)) return false
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .startsWith('Z')
  } catch {
    return false
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended by itself in between.
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
