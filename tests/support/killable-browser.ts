import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { BROWSER_FLAGS, findBrowser } from '../../scripts/browser.mjs'

/** A whole browser of its own on a profile that outlives it, so that it can be killed as a power cut would. */
export type KillableBrowser = {
  readonly page: Page
  /** kill -9 of every process of it, with nothing flushed and nobody told. */
  kill(): Promise<void>
}

export async function startKillableBrowser(profile: string): Promise<KillableBrowser> {
  const executable = findBrowser()
  if (executable === null) throw new Error('There is no browser here')
  const portFile = join(profile, 'DevToolsActivePort')
  await rm(portFile, { force: true })
  const child = spawn(
    executable,
    [
      ...BROWSER_FLAGS,
      '--headless=new',
      '--window-size=1440,900',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    {
      stdio: 'ignore',
      // A group of its own: the renderers and the storage process go with it.
      detached: true,
    },
  )
  const port = await debuggingPort(portFile, child)
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const context = browser.contexts()[0]
  if (!context) throw new Error('A browser with a profile has a context')
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    kill: async () => {
      const ended = once(child, 'exit')
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      await ended
      await browser.close()
    },
  }
}

/** Chromium writes the port that it chose into its profile as soon as it listens. */
async function debuggingPort(file: string, child: ChildProcess): Promise<string> {
  const until = Date.now() + 60_000
  while (Date.now() < until && child.exitCode === null) {
    const text = await readFile(file, 'utf8').catch(() => '')
    const [port = ''] = text.split('\n')
    if (port !== '') return port
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('The browser does not listen for its test')
}
