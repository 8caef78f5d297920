import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './folders.mjs'
import { runCommand } from './run-command.mjs'

/** Makes `git push` run `npm run check` first. Not in CI, and never over a setting that somebody chose. */
export async function ensureGitHook() {
  if (process.env.CI || !existsSync(join(ROOT, '.git'))) return
  const options = { cwd: ROOT, timeout: 20_000 }
  const now = await runCommand('git', ['config', '--get', 'core.hooksPath'], options)
  if (now.output.trim() === '') await runCommand('git', ['config', 'core.hooksPath', '.githooks'], options)
}
