import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { ensurePackages } from './ensure.mjs'
import { ROOT } from './folders.mjs'

/**
 * `npm run simulate -- --seeds A..B --transport memory|http-pglite|http-postgres|all --longest STEPS`: lives through histories of
 * the real client and server. The server's migrations are imported as text, so Vite loads the program as it does in the tests.
 * `--mutant WORDS` plants the faults whose rule and description have these words, one after the other, and says after how long each is found.
 */
await ensurePackages()
const mutant = process.argv.indexOf('--mutant')
if (mutant !== -1) {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const env = { ...process.env, SAFARNOMA_MUTANT: process.argv[mutant + 1] ?? '' }
  const run = spawnSync(process.execPath, [vitest, 'run', '--project', 'simulation mutants'], { cwd: ROOT, stdio: 'inherit', env })
  process.exit(run.status ?? 1)
}
const alias = { '@shared': join(ROOT, 'src', 'shared'), '@memos': join(ROOT, 'src', 'memos') }
const { module } = await runnerImport(join(ROOT, 'tests', 'simulation', 'command.ts'), {
  configFile: false,
  root: ROOT,
  logLevel: 'error',
  resolve: { alias },
})
process.exit(await module.simulate(process.argv.slice(2)))
