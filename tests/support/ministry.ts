import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** The built ministry server on its embedded PostgreSQL, as `npm start` runs it. */
export type Ministry = {
  readonly address: string
  readonly setupCode: string | null
  readonly process: ChildProcess
  /** Stops it as Ctrl+C does. The data stays for a `startMinistry` with the same folder. */
  stop(): Promise<void>
}

const SERVER = join(import.meta.dirname, '..', '..', 'out', 'server', 'main.js')

/** @param data a folder of its own for PostgreSQL; @param port the same for a restart, so that pages find it again; @param env variables beside those of this process */
export async function startMinistry({
  data,
  port,
  env = {},
}: {
  data: string
  port: number
  env?: Record<string, string>
}): Promise<Ministry> {
  const child = spawn(process.execPath, [SERVER, '--data', data, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, SAFARNOMA_LOG: 'warn', ...env },
  })
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ready = await new Promise<{ address: string; setupCode: string | null }>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${errors}`)))
    if (!child.stdout) throw new Error('the server has a standard output')
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"ready":true')) resolve(JSON.parse(line) as { address: string; setupCode: string | null })
    })
  })
  return {
    ...ready,
    process: child,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** A folder that goes when the test is over. */
export async function temporaryFolder(name: string): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `safarnoma-${name}-`))
  // As root, PostgreSQL runs as another user, who must be able to pass: else its data lies elsewhere, and stays when the folder goes.
  await chmod(path, 0o755)
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) }
}
