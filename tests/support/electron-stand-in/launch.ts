import { fork, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'

const PATIENCE_MS = 60_000
type Answer = { readonly id: number; readonly value?: unknown; readonly error?: string }

/** A running desktop on the stand-in; the same members as Playwright's ElectronApplication, as far as the specifications use them. */
export type StandInApplication = {
  readonly process: ChildProcess
  /** Resolves with the exit code; what the process printed is in `output`. */
  readonly exited: Promise<number | null>
  readonly output: () => string
  firstWindow(): Promise<Page>
  evaluate(source: string, argument: unknown): Promise<unknown>
  close(): Promise<void>
}

/** @param options `folder` holds `out/` and package.json, `profile` becomes the app's data folder */
export function launchStandIn(options: {
  folder: string
  profile: string
  env?: Record<string, string>
  isSecond?: boolean
}): StandInApplication {
  // What a former start left says where a browser was, not where it is.
  if (!options.isSecond) rmSync(join(options.profile, 'DevToolsActivePort'), { force: true })
  const child = fork(fileURLToPath(new URL('run.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      STAND_IN_ROOT: options.folder,
      STAND_IN_MAIN: join(options.folder, 'out', 'main', 'index.js'),
      SAFARNOMA_DATA: options.profile,
      ...options.env,
    },
  })
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => void (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => void (output += chunk.toString()))
  const waiting = new Map<number, (answer: Answer) => void>()
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer))
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let driver: Browser | null = null
  let last = 0

  const evaluate = async (source: string, argument: unknown): Promise<unknown> => {
    const id = (last += 1)
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve)
      child.send({ id, source, argument })
    })
    waiting.delete(id)
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.value
  }

  return {
    process: child,
    exited,
    output: () => output,
    evaluate,
    firstWindow: async () => {
      const port = await waitForPort(options.profile, () => `${output}\nexit code ${String(child.exitCode)}`)
      driver ??= await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
      return waitForPage(driver)
    },
    close: async () => {
      await driver?.close().catch(() => undefined)
      if (child.exitCode === null) {
        child.send({ id: 0, source: '({ app }) => app.exit(0)', argument: null })
        const timer = setTimeout(() => child.kill('SIGKILL'), 30_000)
        await exited
        clearTimeout(timer)
      }
    },
  }
}

async function waitForPort(profile: string, state: () => string): Promise<string> {
  const file = join(profile, 'DevToolsActivePort')
  for (const giveUpAt = Date.now() + PATIENCE_MS; Date.now() < giveUpAt;) {
    if (existsSync(file)) {
      const port = readFileSync(file, 'utf8').split('\n')[0] ?? ''
      if (port !== '') return port
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`The desktop opened no window.\n${state()}`)
}

async function waitForPage(driver: Browser): Promise<Page> {
  for (const giveUpAt = Date.now() + PATIENCE_MS; Date.now() < giveUpAt;) {
    const page = driver
      .contexts()
      .flatMap((context) => context.pages())
      .find((one) => one.url().includes('.app.invalid'))
    if (page !== undefined) {
      await page.waitForLoadState('load')
      return page
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('The window shows no page of ours.')
}
