import { existsSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { buildIfChanged } from './build.mjs'
import { runChecks } from './check.mjs'
import { addCounts, countPlaywright, countVitest, summaryLine } from './count-results.mjs'
import { findElectron } from './electron-runtime.mjs'
import { ensureBrowser, ensureGitHook, ensureOffice, ensurePackages } from './ensure.mjs'
import { RESULTS, ROOT } from './folders.mjs'
import { findNode22 } from './node-22.mjs'
import { lastLines } from './packages.mjs'
import { runCommand } from './run-command.mjs'

/** @typedef {import('./count-results.mjs').Count} Count */

const NONE = { passed: 0, failed: 0, skipped: 0 }
const PASSED = { ...NONE, passed: 1 }
const FAILED = { ...NONE, failed: 1 }
const SKIPPED = { ...NONE, skipped: 1 }

const isFull = process.argv.includes('--full')
const isCi = Boolean(process.env.CI)
const began = { at: Date.now(), load: loadavg()[0] ?? 0, diskWait: diskWait() }
/** What cannot run here, with the reason. @type {string[]} */
const notRun = []

process.exitCode = (await runEverything()) ? 0 : 1

async function runEverything() {
  rmSync(RESULTS, { recursive: true, force: true })
  /** @type {Count[]} */
  const counts = []
  try {
    await step('Set-up', async () => counts.push(...(await setUp())))
    await step('Checks and build', async () => counts.push(...(await checkAndBuild())))
    await step('Unit, contract and simulation', async () => counts.push(await runVitest(process.execPath, 'vitest')))
    // Together, so that no processor waits for the last test of the one before the first of the other.
    await step('End to end, and the desktop on the stand-in', async () => counts.push(await runPlaywright('e2e', 'desktop')))
    await step('What is promised within two seconds, one at a time', async () => counts.push(await runPlaywright('alone')))
    await step('Desktop on real Electron', async () => counts.push(await runRealElectron()))
    if (isFull) await step('Unit, contract and simulation on Node 22', async () => counts.push(await runOnNode22()))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    counts.push(FAILED)
  }
  return report(addCounts(counts))
}

/** Parts that are missing are skips, and in CI failures. @returns {Promise<Count[]>} */
async function setUp() {
  await ensurePackages()
  await ensureGitHook()
  /** @type {[string, { ok: true } | { ok: false, reason: string }][]} */
  const parts = [
    ['Everything that needs a browser', await ensureBrowser()],
    ['Opening Word documents with LibreOffice and pandoc', await ensureOffice()],
  ]
  return parts.flatMap(([what, part]) => {
    if (part.ok) return []
    notRun.push(`${what}: ${part.reason}`)
    return [isCi ? FAILED : SKIPPED]
  })
}

/** The build is short beside the types, which keep one processor to themselves. @returns {Promise<Count[]>} */
async function checkAndBuild() {
  const [checked, built] = await Promise.allSettled([runChecks(), buildIfChanged({ log: join(RESULTS, 'logs', 'build') })])
  for (const done of [checked, built]) if (done.status === 'rejected') throw done.reason
  return checked.status === 'fulfilled' ? checked.value.map(({ ok }) => (ok ? PASSED : FAILED)) : []
}

/** @param {string} node @param {string} name @returns {Promise<Count>} */
async function runVitest(node, name) {
  const json = join(RESULTS, `${name}.json`)
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${json}`]
  // One more than processors: some tests wait for other programs.
  const done = await runCommand(node, [...args, `--maxWorkers=${Math.min(4, availableParallelism() + 1)}`], {
    cwd: ROOT,
    timeout: (isFull ? 120 : 20) * 60_000,
    env: testEnvironment(),
    log: join(RESULTS, 'logs', `${name}.log`),
  })
  return conclude(name, done, countVitest(readJson(json), done.code))
}

/** @param {readonly string[]} projects @returns {Promise<Count>} */
async function runPlaywright(...projects) {
  if (!(await ensureBrowser()).ok) return NONE
  const name = projects.join('-')
  const json = join(RESULTS, `${name}.json`)
  const only = projects.map((project) => `--project=${project}`)
  const args = ['node_modules/playwright/cli.js', 'test', ...only, '--reporter=list,json', '--pass-with-no-tests']
  const done = await runCommand(process.execPath, args, {
    cwd: ROOT,
    timeout: (isFull ? 60 : 30) * 60_000,
    env: { ...testEnvironment(), PLAYWRIGHT_JSON_OUTPUT_NAME: json },
    log: join(RESULTS, 'logs', `${name}.log`),
  })
  return conclude(name, done, countPlaywright(readJson(json), done.code))
}

/** The same specifications as on the stand-in. Its absence is the one skip that CI accepts. @returns {Promise<Count>} */
async function runRealElectron() {
  if (findElectron() !== null) return runPlaywright('electron')
  notRun.push('The desktop specifications on real Electron: its runtime is not on this computer (they ran on the stand-in)')
  return SKIPPED
}

/** @returns {Promise<Count>} */
async function runOnNode22() {
  const node = await findNode22()
  if (node.ok) return runVitest(node.path, 'vitest-node-22')
  notRun.push(`The run on Node 22: ${node.reason}`)
  return isCi ? FAILED : SKIPPED
}

/** @param {string} name @param {{ code: number, output: string, timedOut: boolean, seconds: number }} done @param {Count} count @returns {Count} */
function conclude(name, done, count) {
  console.log(`${summaryLine(count)} (${Math.round(done.seconds)} s)`)
  if (done.timedOut) console.log(`Stopped: it took longer than allowed.`)
  if (count.failed > 0) console.log(`${lastLines(done.output, 200)}\nThe whole log: test-results/logs/${name}.log`)
  if (count.skipped > 0) notRun.push(`${count.skipped} of ${name}: the reasons are in test-results/logs/${name}.log`)
  // Skipped tests mean that a part is missing, which CI does not accept.
  return isCi ? { ...count, failed: count.failed + count.skipped, skipped: 0 } : count
}

/** @param {Count} total */
function report(total) {
  if (notRun.length > 0) console.log(`\nCould not run:\n${notRun.map((line) => `- ${line}`).join('\n')}`)
  console.log(`\n${Math.round((Date.now() - began.at) / 1000)} s in all. Logs: test-results/logs`)
  // What to look at first when it took longer than usual: others who worked here, or a slow disk.
  console.log(`Load before: ${began.load.toFixed(1)}. Something waited for the disk: ${Math.round(diskWait() - began.diskWait)} s.`)
  console.log(summaryLine(total))
  return total.failed === 0 && total.passed > 0
}

/** @param {string} name @param {() => Promise<unknown>} work */
async function step(name, work) {
  console.log(`\n${name}`)
  await work()
}

/** Seconds since the system started in which at least one process waited for the disk; 0 where the system does not say (Linux does). */
function diskWait() {
  if (!existsSync('/proc/pressure/io')) return 0
  return Number(/^some .*total=(\d+)/m.exec(readFileSync('/proc/pressure/io', 'utf8'))?.[1] ?? 0) / 1e6
}

function testEnvironment() {
  return { NODE_ENV: undefined, SAFARNOMA_FULL: isFull ? '1' : undefined, FORCE_COLOR: '0' }
}

/** @param {string} file @returns {unknown} */
function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}
