import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { isAlive } from '../../src/server/host/processes.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** One for each process that runs tests: building it anew would take the program away from another one's servers. */
const FOLDER = join(ROOT, 'out', `server-under-test-${process.pid}`)

export type ReadyLine = { ready: true; address: string; setupCode: string | null; database: string }
export type Ended = { readonly code: number | null; readonly errors: string; readonly output: string }
export type ServerProcess = {
  readonly child: ChildProcess
  /** The line on stdout; rejects when the process ends before. */
  readonly ready: Promise<ReadyLine>
  readonly ended: Promise<Ended>
}

let built: Promise<void> | undefined

/** Builds the server as it ships, beside the place where it ships: once for this process. The next one that builds clears it away. */
export function buildServer(): Promise<void> {
  built ??= makeServer()
  return built
}

async function makeServer(): Promise<void> {
  removeLeftovers()
  await build({ configFile: join(ROOT, 'vite.server.config.ts'), logLevel: 'error', build: { outDir: FOLDER } })
}

/** What the processes of earlier runs have left: a worker is ended without a word. */
function removeLeftovers(): void {
  const out = dirname(FOLDER)
  for (const name of existsSync(out) ? readdirSync(out) : []) {
    const [, pid] = /^server-under-test-(\d+)$/.exec(name) ?? []
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(out, name), { recursive: true, force: true })
  }
}

/** A parent that gives the server a channel, as `npm start` does, and waits. */
const PARENT =
  "require('node:child_process').spawn(process.execPath, process.argv.slice(1), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })"

/** Starts the built server as a process of its own; `underParent` puts a parent between, which is then the `child`. */
export function startServerProcess(
  args: readonly string[],
  more: { env?: Record<string, string>; underParent?: boolean } = {},
): ServerProcess {
  const { DATABASE_URL: _, ...inherited } = process.env
  const before = more.underParent ? ['-e', PARENT] : []
  const child = spawn(process.execPath, [...before, join(FOLDER, 'main.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, SAFARNOMA_LOG: 'warn', ...more.env },
  })
  let output = ''
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, errors, output })))
  const ready = new Promise<ReadyLine>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.includes('\n')) resolve(JSON.parse(output) as ReadyLine)
    })
    void ended.then(() => reject(new Error(errors)))
  })
  ready.catch(() => undefined)
  return { child, ready, ended }
}
