import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { platform } from 'node:os'
import { promisify } from 'node:util'
import { commandLineOf } from './processes.ts'

const run = promisify(execFile)

/** A sentence when nothing can listen there; null when the address is free. */
export async function whyNotListen(host: string, port: number): Promise<string | null> {
  const code = await tryListening(host, port)
  if (code === null) return null
  if (code === 'EADDRINUSE') return `Port ${port} is in use by ${await whoListens(host, port)}. Stop it, or choose another with --port.`
  if (code === 'EACCES') return `This user may not listen on port ${port}. Choose one above 1023 with --port.`
  return `Nothing can listen on ${host}, port ${port} (${code}).`
}

function tryListening(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })
}

async function whoListens(host: string, port: number): Promise<string> {
  const pid = await listenerPid(port).catch(() => null)
  const name = (await isSafarnoma(host, port))
    ? 'another Safarnoma server'
    : ((pid === null ? null : await programOf(pid)) ?? 'another program')
  return pid ? `${name} (process ${pid})` : name
}

async function isSafarnoma(host: string, port: number): Promise<boolean> {
  try {
    // A busy machine takes a second for the question alone.
    const answer = await fetch(`http://${host}:${port}/healthz`, { signal: AbortSignal.timeout(5_000) })
    return ((await answer.json()) as { service?: unknown }).service === 'safarnoma'
  } catch {
    // It speaks something else, or nothing.
    return false
  }
}

async function programOf(pid: number): Promise<string | null> {
  const command = await commandLineOf(pid)
  return command === null ? null : (command.split(' ')[0]?.split(/[/\\]/).at(-1) ?? null)
}

async function listenerPid(port: number): Promise<number | null> {
  if (platform() === 'linux') return listenerOnLinux(port)
  if (platform() === 'win32') return null
  const { stdout } = await run('lsof', ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN'])
  return Number.parseInt(stdout, 10) || null
}

/** The kernel lists listening sockets by port; the process is the one that holds the socket. */
async function listenerOnLinux(port: number): Promise<number | null> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')))
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = tables.flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)))
  const LISTEN = '0A'
  const sockets = new Set(rows.flatMap((row) => (row[1]?.endsWith(end) && row[3] === LISTEN ? [`socket:[${row[9]}]`] : [])))
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const handles = await readdir(`/proc/${pid}/fd`).catch(() => [])
    for (const handle of handles) {
      if (sockets.has(await readlink(`/proc/${pid}/fd/${handle}`).catch(() => ''))) return Number(pid)
    }
  }
  return null
}
