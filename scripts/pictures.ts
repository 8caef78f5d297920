import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { BROWSER_FLAGS, ensureBrowser } from './browser.mjs'
import { buildIfChanged } from './build.mjs'
import { ROOT } from './folders.mjs'
import { serveStatic } from './static-server.mjs'

/** npm run pictures: the pictures of the README, taken of the real built page with the sample visit in it. */
const FOLDER = join(ROOT, 'docs', 'pictures')
/** The pictures are of a day that stands still, so that a new run changes only what the app changed. */
const NOW = new Date('2025-03-05T04:04:00Z')

await buildIfChanged()
const browser = await ensureBrowser()
if (!browser.ok) throw new Error(browser.reason)
const profile = await mkdtemp(join(tmpdir(), 'safarnoma-pictures-'))
const server = await serveStatic({ folder: join(ROOT, 'out', 'renderer'), port: 0 })
const context = await chromium.launchPersistentContext(profile, {
  executablePath: browser.path,
  headless: true,
  args: [...BROWSER_FLAGS],
  viewport: { width: 1440, height: 900 },
  locale: 'en-GB',
  timezoneId: 'Asia/Tokyo',
  reducedMotion: 'reduce',
})
try {
  await mkdir(FOLDER, { recursive: true })
  const page = await context.newPage()
  await page.clock.setFixedTime(NOW)
  await begin(page, server.address)
  await takeAll(page)
} finally {
  await context.close()
  await server.close()
  await rm(profile, { recursive: true, force: true })
}

async function begin(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('textbox', { name: 'Your name' }).fill('Delegate')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: /Load the sample visit/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Working visit to Tokyo' }).waitFor()
}

async function takeAll(page: Page): Promise<void> {
  await take(page, 'visit')
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Meetings/ })
    .click()
  await page.getByRole('link', { name: 'Daiwa House', exact: true }).first().click()
  await page.getByRole('heading', { level: 1, name: 'Daiwa House' }).waitFor()
  await take(page, 'meeting')
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Register/ })
    .click()
  await page.getByRole('heading', { level: 1, name: 'Register' }).waitFor()
  await page.emulateMedia({ colorScheme: 'dark' })
  await take(page, 'register-dark')
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Waits until fonts and transitions are over. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  await page.waitForTimeout(600)
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
}
