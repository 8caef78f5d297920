import { test as base, expect, type BrowserContext, type Page } from '@playwright/test'
import { findingsOf } from './axe.ts'
import { freePort } from './free-port.ts'
import { startMinistry, temporaryFolder, type Ministry } from './ministry.ts'

type WorkerFixtures = {
  ministry: Ministry
  /** A file that sets the server up, or wants it otherwise, says its own name by `test.use`: it gets a server that no other file has touched. */
  ministryOf: string
}
type TestFixtures = {
  /** A laptop of its own: a browser profile with nothing in it, at the first page of the app. */
  laptop: (options?: LaptopOptions) => Promise<Page>
}
export type LaptopOptions = {
  readonly width?: number
  readonly height?: number
  readonly colorScheme?: 'light' | 'dark'
  /** The browser's language; the app offers it at first start. */
  readonly locale?: string
  /** With the service worker, which takes the whole program along: half of the work of a short test, so only where a start is offline. */
  readonly opensOffline?: boolean
  /** A clock that stands still at this moment for the page. */
  readonly now?: Date
}

/** The real built page from the real built server, with PostgreSQL behind it; one server a worker, one profile a laptop. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  ministryOf: ['everybody', { option: true, scope: 'worker' }],
  ministry: [
    // Playwright wants the braces.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, give) => {
      const folder = await temporaryFolder('ministry')
      const ministry = await startMinistry({ data: folder.path, port: await freePort() })
      await give(ministry)
      await ministry.stop()
      await folder.remove()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  laptop: async ({ browser, ministry }, give) => {
    const contexts: BrowserContext[] = []
    const errors: Error[] = []
    await give(async ({ width = 1440, height = 900, colorScheme = 'light', locale = 'en-GB', opensOffline = false, now } = {}) => {
      const context = await browser.newContext({
        baseURL: ministry.address,
        viewport: { width, height },
        colorScheme,
        locale,
        timezoneId: 'Asia/Tashkent',
        reducedMotion: 'reduce',
        serviceWorkers: opensOffline ? 'allow' : 'block',
      })
      contexts.push(context)
      const page = await context.newPage()
      page.on('pageerror', (error) => errors.push(error))
      if (now) await page.clock.setFixedTime(now)
      await page.goto('/')
      if (opensOffline) await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
      return page
    })
    for (const context of contexts) await context.close()
    expect(errors).toEqual([])
  },
})

export { expect }

/** Nothing serious by axe, on the whole page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const serious = (await findingsOf(page)).filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
}
