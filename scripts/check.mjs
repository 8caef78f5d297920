import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RESULTS, ROOT } from './folders.mjs'
import { ensurePackages, lastLines } from './packages.mjs'
import { runCommand } from './run-command.mjs'

/** With fewer the cruiser read nothing (it says "no violations" of an empty graph too). */
const FEWEST_MODULES = 50

/** Runs a TypeScript file of the project. */
const TSX = ['tsx/dist/cli.mjs', '--tsconfig', 'tsconfig.base.json']

/** @typedef {{ name: string, args: readonly string[], judge?: (output: string) => string | null }} Check */

/** What `npm run check`, the git hook and `npm test` run: the longest first. @type {readonly Check[]} */
const CHECKS = [
  { name: 'types', args: ['typescript/bin/tsc', '-b'] },
  { name: 'format', args: ['oxfmt/bin/oxfmt', '--check', '.'] },
  { name: 'lint', args: ['oxlint/bin/oxlint', '--type-aware'] },
  { name: 'boundaries', args: ['dependency-cruiser/bin/dependency-cruise.mjs', 'src', 'scripts', 'tests'], judge: judgeBoundaries },
  { name: 'messages', args: ['../scripts/check-messages.mjs'] },
  { name: 'unused', args: ['knip/bin/knip.js'] },
  { name: 'visit file schema', args: [...TSX, 'scripts/visit-schema.ts', '--check'] },
  { name: 'notices', args: [...TSX, 'scripts/notices.ts', '--check'] },
  { name: 'version', args: [...TSX, 'scripts/version-check.ts'] },
]

/** Checks at a time: the longest keeps one processor to itself, the others take turns on the second. */
const LANES = 2

/**
 * Runs every check, also after one failed.
 * @returns {Promise<{ name: string, ok: boolean, seconds: number, output: string }[]>} in the order in which they ended
 */
export async function runChecks() {
  /** @type {{ name: string, ok: boolean, seconds: number, output: string }[]} */
  const results = []
  const waiting = [...CHECKS]
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results.push(await runCheck(next))
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return results
}

/** @param {Check} check */
async function runCheck({ name, args, judge }) {
  const [file = '', ...rest] = args
  const done = await runCommand(process.execPath, [join(ROOT, 'node_modules', file), ...rest], {
    cwd: ROOT,
    timeout: 5 * 60_000,
    log: join(RESULTS, 'logs', `check-${name}.log`),
  })
  const objection = done.code === 0 ? (judge?.(done.output) ?? null) : null
  const ok = done.code === 0 && objection === null
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${done.seconds.toFixed(1)} s)`)
  if (!ok) console.log(lastLines(objection ?? done.output, 60))
  return { name, ok, seconds: done.seconds, output: objection ?? done.output }
}

/** @param {string} output @returns {string | null} what is wrong with a green result */
export function judgeBoundaries(output) {
  const cruised = Number(/\((\d+) modules/.exec(output)?.[1] ?? 0)
  return cruised >= FEWEST_MODULES
    ? null
    : `Only ${cruised} modules were cruised, at least ${FEWEST_MODULES} were expected: the rules saw nothing.`
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensurePackages()
  const results = await runChecks()
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1
}
