import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { createServer, type Server } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from './browser.ts'
import { Preventable } from './window.ts'

/** What stands in for Electron's `app`: life of the process, folders, one instance per profile. */
export class StandInApp extends EventEmitter {
  readonly isPackaged = false
  isSandboxEnabled = false
  browser: Browser | null = null
  #lock: Server | null = null
  readonly #paths = new Map([
    ['userData', join(tmpdir(), `stand-in-${process.pid}`)],
    ['documents', process.env['STAND_IN_DOCUMENTS'] ?? homedir()],
  ])
  readonly #root: string

  constructor(root: string) {
    super()
    this.#root = root
  }

  enableSandbox(): void {
    this.isSandboxEnabled = true
  }

  whenReady(): Promise<void> {
    return Promise.resolve()
  }

  getVersion(): string {
    return (JSON.parse(readFileSync(join(this.#root, 'package.json'), 'utf8')) as { version: string }).version
  }

  getPath(name: string): string {
    const path = this.#paths.get(name)
    if (path === undefined) throw new Error(`The stand-in for Electron does not model app.getPath('${name}')`)
    return path
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  /** True for the first process with this profile; the others are told to that one and get false. A socket dies with its process, so no stale lock stays. */
  requestSingleInstanceLock(): boolean {
    const address = lockAddress(this.getPath('userData'))
    if (isTaken(address)) return false
    this.#lock = createServer((connection) => {
      connection.end()
      this.emit('second-instance', {}, [], '')
    })
    this.#lock.listen(address)
    this.#lock.unref()
    return true
  }

  quit(): void {
    this.emit('before-quit', new Preventable())
    const windows = [...(this.browser?.windows ?? [])]
    for (const window of windows) window.close()
    if ((this.browser?.windows.size ?? 0) === 0) this.exit(0)
  }

  exit(code: number): void {
    this.#lock?.close()
    void (this.browser?.close() ?? Promise.resolve()).finally(() => process.exit(code))
  }
}

function lockAddress(folder: string): string {
  const name = `stand-in-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), name)
}

/** Electron answers at once; a child asks the socket and its end is awaited, so this does as well. */
function isTaken(address: string): boolean {
  const probe = spawnSync(process.execPath, ['-e', PROBE, address], { timeout: 60_000 })
  if (probe.status === 0) return true
  if (process.platform !== 'win32') rmSync(address, { force: true })
  return false
}
const PROBE = `require('node:net').createConnection(process.argv[1]).on('connect', () => process.exit(0)).on('error', () => process.exit(1))`
