import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '../../folders.mjs'
import { buildPage, openProfile, passableFolder } from '../bench-page.ts'
import { atMost, beside, median, type Result } from '../report.ts'
import type { FirstSyncTimes } from '../pages/first-sync.ts'
import { startServer } from './processes.ts'
import type { SyncContender } from './contenders.ts'

const CREDENTIALS = { account: 'bench', password: 'a long passphrase for the bench' }

/** The first sync of a visit into a browser's own database, beside a bare write of the rows that it leaves. */
export async function benchFirstSync(
  ours: SyncContender,
  folder: string,
  { records, times }: { records: number; times: number },
): Promise<Result[]> {
  const site = join(folder, 'site')
  await buildPage('first-sync.html', site)
  // The server serves a folder with a first page.
  await copyFile(join(site, 'first-sync.html'), join(site, 'index.html'))
  const data = await passableFolder(join(folder, 'data-'))
  const server = await startServer([join(ROOT, 'out', 'server', 'main.js'), '--port', '0', '--data', data, '--renderer', site])
  const device = await ours.startDevice()
  try {
    const url = `http://127.0.0.1:${server.port}`
    await device.ask('open', { url, name: 'a', setupCode: server.setupCode })
    await device.ask('fill', 0, records)
    await device.ask('sync')
    await device.end()
    const runs: FirstSyncTimes[] = []
    for (let time = 0; time < times; time += 1) {
      const profile = await openProfile(join(folder, `profile-${time}`))
      const page = await profile.newPage()
      await page.goto(`${url}/`)
      await page.waitForFunction(() => 'measureFirstSync' in window)
      runs.push(await page.evaluate((credentials) => window.measureFirstSync(credentials), CREDENTIALS))
      await profile.close()
      console.error(`first sync of ${records} records in Chromium: run ${time + 1} of ${times}`)
    }
    const of = (figure: (run: FirstSyncTimes) => number): number => median(runs.map(figure))
    if (runs.some((run) => run.records < records)) throw new Error('not every record is in the browser')
    const name = `first sync of ${records} records in Chromium`
    const bare = { 'a bare write of the same rows': of((run) => run.bare) }
    return [
      atMost(1.3, {
        name: `${name}, an empty scope`,
        unit: 'ms',
        ours: of(({ sync }) => sync),
        peer: 'a bare write of the same rows',
        peers: bare,
      }),
      beside({ name: `${name}: until the first records are there`, unit: 'ms', ours: of(({ firstChunk }) => firstChunk), peers: {} }),
    ]
  } finally {
    await device.end()
    await server.end()
  }
}
