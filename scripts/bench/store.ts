import { join } from 'node:path'
import { buildPage, openProfile, serveFolder, withFolder } from './bench-page.ts'
import { atMost, median, type Result } from './report.ts'
import type { StoreTimes } from './pages/store.ts'

const RUNS = 9
const EDITS = 200

/** Our store beside IndexedDB with nothing around it: one edit to a durable row, and opening a visit. */
export const benchStore = (size: number): Promise<Result[]> =>
  withFolder(async (folder) => {
    const site = join(folder, 'site')
    await buildPage('store.html', site)
    const { address, server } = await serveFolder(site)
    const profile = await openProfile(join(folder, 'profile'))
    try {
      const page = await profile.newPage()
      await page.goto(`${address}/store.html`)
      await page.waitForFunction(() => 'measureStore' in window)
      const times: StoreTimes = await page.evaluate(([records, runs, edits]) => window.measureStore(records, runs, edits), [
        size,
        RUNS,
        EDITS,
      ] as const)
      return [
        atMost(2, {
          name: 'one edit to a durable row',
          unit: 'ms',
          ours: median(times.edit),
          peer: 'a raw strict put of the same bytes',
          peers: { 'a raw strict put of the same bytes': median(times.put) },
        }),
        atMost(3, {
          name: `opening a visit of ${size} records`,
          unit: 'ms',
          ours: median(times.open),
          peer: 'bare getAll',
          peers: { 'bare getAll': median(times.getAll) },
        }),
      ]
    } finally {
      await profile.close()
      server.close()
    }
  })
