import { join } from 'node:path'
import { runnerImport } from 'vite'
import { ensurePackages } from './ensure.mjs'
import { ROOT } from './folders.mjs'

/**
 * `npm run simulate -- --seeds A..B --transport memory|http-pglite|http-postgres|all --longest STEPS`: lives through histories of
 * the real client and server. The server's migrations are imported as text, so Vite loads the program as it does in the tests.
 */
await ensurePackages()
const alias = { '@shared': join(ROOT, 'src', 'shared'), '@memos': join(ROOT, 'src', 'memos') }
const { module } = await runnerImport(join(ROOT, 'tests', 'simulation', 'command.ts'), {
  configFile: false,
  root: ROOT,
  logLevel: 'error',
  resolve: { alias },
})
process.exit(await module.simulate(process.argv.slice(2)))
