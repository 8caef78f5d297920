import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT } from '../../folders.mjs'
import { openProfile, serveFolder, withFolder } from '../bench-page.ts'
import { threadCpuMs } from '../measure.ts'
import { tasksDuring, type PageTask, type PageTasks } from '../page-tasks.ts'
import { median, underLimit, type Result } from '../report.ts'
import { benchVisit } from './visit.ts'

/** As the kernel names Chromium's threads of workers; longer names are cut. */
const WORKER_THREAD = 'DedicatedWorker'
const MOST_CPU_MS = 2_000
const LONGEST_BLOCK_MS = 50

/** Milliseconds: of the worker, and the longest task of the page while the document is made, while it is drawn, and while it is saved. */
type AppRun = { readonly worker: number; readonly made: number; readonly drawn: number; readonly saved: number; readonly wall: number }

/**
 * The report of a visit made, shown and saved in the built page of the app, in real Chromium. A block is a task's own CPU, so that what
 * else the computer does is not taken for the page's; the longest by the clock stands beside it.
 */
export const inTheApp = (meetings: number, times: number): Promise<Result[]> =>
  withFolder(async (folder) => {
    const site = join(folder, 'site')
    await cp(join(ROOT, 'out', 'renderer'), site, { recursive: true })
    const { address, server } = await serveFolder(site)
    try {
      const runs: AppRun[] = []
      for (let time = 0; time < times; time += 1) {
        const profile = await openProfile(join(folder, String(time)))
        try {
          const page = await profile.newPage()
          await openVisit(page, address, meetings)
          runs.push(await madeReport(page))
        } finally {
          await profile.close()
        }
      }
      return resultsOf(`report of ${meetings} meetings in the app`, runs)
    } finally {
      server.close()
    }
  })

function resultsOf(name: string, runs: readonly AppRun[]): Result[] {
  const all = (figure: keyof AppRun): number[] => runs.map((run) => run[figure])
  const block = (when: string, figure: 'made' | 'drawn' | 'saved'): Result =>
    underLimit(LONGEST_BLOCK_MS, {
      name: `${name}: longest block of the page while it is ${when}, median`,
      unit: 'ms',
      ours: median(all(figure)),
      peers: { 'worst run': Math.max(...all(figure)), 'by the clock': median(all('wall')) },
    })
  return [
    underLimit(MOST_CPU_MS, { name: `${name}: CPU of the worker`, unit: 'ms', ours: median(all('worker')), peers: {} }),
    block('made', 'made'),
    block('drawn as a preview', 'drawn'),
    block('saved', 'saved'),
  ]
}

async function openVisit(page: Page, address: string, meetings: number): Promise<void> {
  await page.goto(address)
  await page.getByRole('textbox', { name: 'Your name' }).fill('Delegate A')
  await page.getByRole('button', { name: 'Continue' }).click()
  const buffer = Buffer.from(JSON.stringify(benchVisit(meetings)))
  await page.locator('input[data-visit-file]').setInputFiles({ name: 'bench.visit.json', mimeType: 'application/json', buffer })
  await page.getByRole('heading', { level: 1, name: 'Bench visit' }).waitFor()
  await page.getByRole('link', { name: 'Report', exact: true }).waitFor()
  // What the import still writes and draws is not the document's.
  await page.waitForTimeout(1_500)
}

async function madeReport(page: Page): Promise<AppRun> {
  let worker = 0
  const seen = await tasksDuring(page, async () => {
    const [, download] = await Promise.all([page.evaluate(makeAndSave), page.waitForEvent('download')])
    worker = threadCpuMs(WORKER_THREAD)
    await download.path()
  })
  const during = (from: string, to: string): PageTask[] => between(seen, from, to)
  return {
    worker,
    made: longest(during('bench-begin', 'bench-written')),
    drawn: longest(during('bench-written', 'bench-drawn')),
    saved: longest(during('bench-drawn', 'bench-saved')),
    wall: Math.max(0, ...during('bench-begin', 'bench-saved').map(({ wallMs }) => wallMs)),
  }
}

function between({ tasks, marks }: PageTasks, from: string, to: string): PageTask[] {
  const [begin, end] = [marks.get(from), marks.get(to)]
  if (begin === undefined || end === undefined) throw new Error(`the page did not mark ${from} and ${to}`)
  return tasks.filter(({ startMs }) => startMs >= begin && startMs < end)
}

const longest = (tasks: readonly PageTask[]): number => Math.max(0, ...tasks.map(({ cpuMs }) => cpuMs))

/** As text, because it runs in the page, and alone: to be asked again and again from outside would block it too. */
const makeAndSave = `(async () => {
  const until = (find) => new Promise((resolve) => {
    const look = () => { const found = find(); if (found) { observer.disconnect(); resolve(found) } }
    const observer = new MutationObserver(look)
    observer.observe(document, { subtree: true, childList: true, attributes: true })
    look()
  })
  const rest = () => new Promise((resolve) => setTimeout(resolve, 500))
  const named = (selector, name) => [...document.querySelectorAll(selector)].find((one) => one.textContent.trim() === name)
  performance.mark('bench-begin')
  setTimeout(() => named('a', 'Report').click())
  const button = await until(() => { const save = named('button', 'Save the Word file'); return save && !save.disabled && save })
  performance.mark('bench-written')
  const frame = await until(() => document.querySelector('iframe'))
  await until(() => document.querySelector('[aria-busy="false"] iframe'))
  await rest()
  performance.mark('bench-drawn')
  setTimeout(() => button.click())
  await rest()
  performance.mark('bench-saved')
})()`
