import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, test as base, type Page } from '@playwright/test'
import type {} from '../../src/renderer/lib/desktop.ts'
import { findElectron } from '../../scripts/electron-runtime.mjs'
import { launchStandIn } from '../support/electron-stand-in/launch.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The members of the `electron` module that specifications touch in main, on either host. */
export type ElectronModule = {
  app: { getPath(name: string): string; quit(): void; emit(event: string, ...values: unknown[]): boolean }
  BrowserWindow: { getAllWindows(): readonly ElectronWindow[] }
  clipboard: { readText(): Promise<string> }
  dialog: { showSaveDialog: (...values: readonly unknown[]) => Promise<{ canceled: boolean; filePath: string }> }
  shell: { openExternal: (address: string) => Promise<void>; openPath: (path: string) => Promise<string> }
  Menu: { getApplicationMenu(): { getMenuItemById(id: string): { label: string; accelerator?: string; click(): void } | null } | null }
  nativeTheme: { themeSource: string }
}
type Bounds = { x: number; y: number; width: number; height: number }
type ElectronWindow = {
  close(): void
  isDestroyed(): boolean
  isMaximized(): boolean
  maximize(): void
  setBounds(bounds: Partial<Bounds>): void
  getNormalBounds(): Bounds
}

/** A running desktop: real Electron in the project `electron`, the stand-in in the project `desktop`. */
export type Host = {
  readonly page: Page
  /** Data folder of the app. */
  readonly profile: string
  /** A folder for the files of this test. */
  readonly folder: string
  /** Runs a function in main; it must stand alone, and its argument and value must be plain data. */
  readonly evaluate: <A, R>(work: (electron: ElectronModule, argument: A) => R | Promise<R>, argument: A) => Promise<R>
  /** Resolves with the exit code when the process has ended. */
  readonly exited: Promise<number | null>
  /** A second process on the same data. */
  readonly startAgain: () => Promise<{ readonly exited: Promise<number | null> }>
  readonly close: () => Promise<void>
}
export type Start = {
  readonly profile?: string
  readonly env?: Record<string, string>
  /** The built page itself instead of the small test page. */
  readonly isRealPage?: boolean
}

type Fixtures = { readonly start: (options?: Start) => Promise<Host>; readonly isStandIn: boolean }

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures out of this pattern, and this one needs none
  isStandIn: async ({}, provide, info) => provide(info.project.name !== 'electron'),
  start: async ({ isStandIn }, provide) => {
    const hosts: Host[] = []
    const folder = mkdtempSync(join(tmpdir(), 'desktop-'))
    await provide(async ({ profile = join(folder, 'profile'), env = {}, isRealPage = false } = {}) => {
      const place = { folder, profile, env: { ...env, STAND_IN_DOCUMENTS: folder }, bundle: layOut(folder, isRealPage) }
      const host = await (isStandIn ? startStandIn(place) : startElectron(place))
      hosts.push(host)
      return host
    })
    for (const host of hosts.toReversed()) await host.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  },
})
export { expect } from '@playwright/test'

type Place = { readonly folder: string; readonly profile: string; readonly env: Record<string, string>; readonly bundle: string }

/** The built main and preload as they are, beside a page of a few lines or the built page. */
export function layOut(folder: string, isRealPage: boolean): string {
  const bundle = join(folder, 'bundle')
  if (existsSync(bundle)) return bundle
  for (const part of ['main', 'preload']) cpSync(join(ROOT, 'out', part), join(bundle, 'out', part), { recursive: true })
  cpSync(join(ROOT, 'package.json'), join(bundle, 'package.json'))
  const renderer = join(bundle, 'out', 'renderer')
  if (isRealPage) cpSync(join(ROOT, 'out', 'renderer'), renderer, { recursive: true })
  else for (const [name, text] of Object.entries(TEST_PAGE)) write(join(renderer, name), text)
  return bundle
}

const TEST_PAGE = {
  'index.html': `<!doctype html><meta charset="utf-8"><title>Test page</title><link rel="stylesheet" href="./page.css">
    <body><h1>Test page</h1><script type="module" src="./page.js"></script>`,
  'page.css': 'h1 { color: rgb(42, 74, 158) }',
  'page.js': `globalThis.commands = []
    globalThis.desktop.on('menu.command', (command) => { globalThis.commands.push(command) })
    try { document.body.dataset.eval = new Function('return "passed"')() } catch { document.body.dataset.eval = 'refused' }
    document.body.dataset.state = 'ready'`,
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

async function startStandIn({ bundle, folder, profile, env }: Place): Promise<Host> {
  const running = launchStandIn({ folder: bundle, profile, env })
  try {
    return {
      page: await running.firstWindow(),
      folder,
      profile,
      evaluate: async <A, R>(work: (electron: ElectronModule, argument: A) => R | Promise<R>, argument: A) =>
        (await running.evaluate(work.toString(), argument)) as R,
      exited: running.exited,
      startAgain: () => Promise.resolve({ exited: launchStandIn({ folder: bundle, profile, env, isSecond: true }).exited }),
      close: () => running.close(),
    }
  } catch (error) {
    await running.close()
    throw error
  }
}

async function startElectron({ bundle, folder, profile, env }: Place): Promise<Host> {
  const executablePath = findElectron() ?? ''
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), bundle]
  const environment = { ...(process.env as Record<string, string>), SAFARNOMA_DATA: profile, ...env }
  const app = await _electron.launch({ executablePath, args, env: environment })
  const exited = new Promise<number | null>((resolve) => app.process().once('exit', resolve))
  return {
    page: await app.firstWindow(),
    folder,
    profile,
    evaluate: <A, R>(work: (electron: ElectronModule, argument: A) => R | Promise<R>, argument: A) =>
      app.evaluate(work as never, argument) as Promise<R>,
    exited,
    startAgain: () => {
      const second = spawn(executablePath, args, { env: environment, stdio: 'ignore' })
      return Promise.resolve({ exited: new Promise<number | null>((resolve) => second.once('exit', resolve)) })
    },
    close: () => app.close(),
  }
}
