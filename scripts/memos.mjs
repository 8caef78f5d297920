import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensurePackages } from './ensure.mjs'
import { ROOT } from './folders.mjs'

/** Runs scripts/memos.ts with the arguments as they are, once the packages that it needs are there. */
try {
  await ensurePackages()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs')
const args = [tsx, '--tsconfig', join(ROOT, 'tsconfig.base.json'), join(ROOT, 'scripts', 'memos.ts'), ...process.argv.slice(2)]
// npm goes to the project's folder first; names of files are meant from where the command was given.
const from = process.env.npm_lifecycle_event === 'memos' ? process.env.INIT_CWD : undefined
const child = spawn(process.execPath, args, { stdio: 'inherit', cwd: from ?? process.cwd() })
child.once('error', (error) => {
  console.error(`Memos cannot be written: ${error.message}`)
  process.exitCode = 1
})
child.once('close', (code) => {
  process.exitCode = code ?? 1
})
