import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildIfChanged } from './build.mjs'
import { ensureBrowser, ensurePackages } from './ensure.mjs'
import { ROOT } from './folders.mjs'

/** Runs scripts/bench/main.ts once what it needs is there. With --json nothing else goes to standard output. */
const say = process.argv.includes('--json') ? () => undefined : console.log
try {
  await ensurePackages()
  if (!process.argv.includes('--help')) await prepare()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(2)
}
const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs')
const args = [
  tsx,
  '--tsconfig',
  join(ROOT, 'scripts', 'tsconfig.json'),
  join(ROOT, 'scripts', 'bench', 'main.ts'),
  ...process.argv.slice(2),
]
const child = spawn(process.execPath, args, { stdio: 'inherit', cwd: ROOT })
child.once('close', (code) => (process.exitCode = code ?? 1))

async function prepare() {
  const browser = await ensureBrowser()
  if (!browser.ok) throw new Error(`No benchmark without a browser: ${browser.reason}`)
  say('Building…')
  await buildIfChanged({ log: join(ROOT, 'test-results', 'logs', 'bench-build') })
}
