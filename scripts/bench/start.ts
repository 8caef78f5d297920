import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { ROOT } from '../folders.mjs'
import { buildPage, openProfile, serveFolder, withFolder } from './bench-page.ts'
import { START_MEETING, START_VISIT } from './pages/records.ts'
import { atMost, median, underLimit, type Result } from './report.ts'

const RUNS = 5
const FEW = 100
const KEYS = 200

/**
 * Cold start of the built page with many records beside the same with few, and beside a page with nothing in it: a new browser
 * process each time, from navigation to the visit's heading and figures. Then keys in a note with all those records loaded.
 */
export const benchStart = (size: number): Promise<Result[]> =>
  withFolder(async (folder) => {
    const site = join(folder, 'site')
    await cp(join(ROOT, 'out', 'renderer'), site, { recursive: true })
    await buildPage('fill.html', join(site, 'bench'))
    const { address, server } = await serveFolder(site)
    const profiles = { many: join(folder, 'many'), few: join(folder, 'few') }
    const times = { many: [] as number[], few: [] as number[], blank: [] as number[] }
    try {
      await fill(profiles.many, address, size)
      await fill(profiles.few, address, FEW)
      for (let run = 0; run < RUNS; run += 1) {
        times.many.push(await coldStart(profiles.many, address, size))
        times.few.push(await coldStart(profiles.few, address, FEW))
        times.blank.push(await blankStart(profiles.few))
      }
      const peers = { [`${FEW} records`]: median(times.few), 'a blank page': median(times.blank) }
      const keys = { many: await typedKeys(profiles.many, address), few: await typedKeys(profiles.few, address) }
      return [
        atMost(2, { name: `cold start with ${size} records`, unit: 'ms', ours: median(times.many), peer: `${FEW} records`, peers }),
        underLimit(50, {
          name: `slowest of ${KEYS} keys in a note to the screen, ${size} records loaded`,
          unit: 'ms',
          ours: Math.max(...keys.many),
          peers: { [`${FEW} records`]: Math.max(...keys.few), 'median key': median(keys.many) },
        }),
      ]
    } finally {
      server.close()
    }
  })

const fill = (profile: string, address: string, size: number): Promise<void> =>
  inProfile(profile, async (page) => {
    await page.goto(`${address}/bench/fill.html`)
    await page.waitForFunction(() => 'fillApp' in window)
    await page.evaluate((records) => window.fillApp(records), size)
  })

const coldStart = (profile: string, address: string, size: number): Promise<number> =>
  inProfile(profile, async (page) => {
    const began = performance.now()
    await page.goto(`${address}/#/visit/${START_VISIT}`, { waitUntil: 'commit' })
    await page.getByRole('heading', { name: 'Bench visit', level: 1 }).waitFor()
    // With or without a mark between the thousands.
    const figure = new RegExp(`^${String(size).replace(/\B(?=(\d{3})+$)/g, '.?')} agreements$`)
    await page.getByRole('link', { name: figure }).waitFor()
    return performance.now() - began
  })

const blankStart = (profile: string): Promise<number> =>
  inProfile(profile, async (page) => {
    const began = performance.now()
    await page.goto('data:text/html,<h1>Blank</h1>', { waitUntil: 'commit' })
    await page.getByRole('heading', { name: 'Blank' }).waitFor()
    return performance.now() - began
  })

/** From each key to the frame that shows it, in milliseconds, as the page itself sees it. */
const typedKeys = (profile: string, address: string): Promise<number[]> =>
  inProfile(profile, async (page) => {
    await page.goto(`${address}/#/visit/${START_VISIT}/meeting/${START_MEETING}`)
    await page.getByRole('button', { name: 'Begin a note' }).first().click()
    await page.getByRole('textbox', { name: 'Note by Delegate A' }).first().click()
    await page.evaluate(watchKeys)
    await page.keyboard.type('They asked about residency and graduates. '.repeat(Math.ceil(KEYS / 42)).slice(0, KEYS), { delay: 25 })
    await page.waitForTimeout(500)
    return page.evaluate('window.keyTimes')
  })

/** As text, because it runs in the page: the second frame callback after a key comes when the frame with the key is on the screen. */
const watchKeys = `
  window.keyTimes = []
  window.addEventListener('keydown', () => {
    const began = performance.now()
    requestAnimationFrame(() => setTimeout(() => window.keyTimes.push(performance.now() - began)))
  }, true)
`

async function inProfile<T>(folder: string, work: (page: Page) => Promise<T>): Promise<T> {
  const context: BrowserContext = await openProfile(folder)
  try {
    return await work(await context.newPage())
  } finally {
    await context.close()
  }
}
