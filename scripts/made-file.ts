import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** A file of the repository that a script makes: written by `npx tsx SCRIPT`, compared by `npx tsx SCRIPT --check`. */
export function makeOrCheck({ path, script, text }: { path: string; script: string; text: string }): void {
  const file = join(ROOT, path)
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    console.log(`Wrote ${path}.`)
    return
  }
  if (existsSync(file) && readFileSync(file, 'utf8') === text) {
    console.log(`${path} is as its script makes it.`)
    return
  }
  console.error(`${path} is not what its script makes. Run: npx tsx --tsconfig tsconfig.base.json ${script}`)
  process.exitCode = 1
}

export const readRoot = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

export const rootPath = (path: string): string => join(ROOT, path)

/** True when the file was started, not imported by a test. */
export const isStarted = (url: string): boolean => process.argv[1] !== undefined && fileURLToPath(url) === process.argv[1]
