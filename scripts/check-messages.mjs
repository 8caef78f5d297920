/** Holds the five catalogues to the rules of message-rules.mjs; a part of `npm run check`. Exit 1 with a line for each problem. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CATALOGUES, findProblems, flatten } from './message-rules.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PAGE = join(ROOT, 'src', 'renderer')

const catalogues = CATALOGUES.map(({ file, language }) => ({
  language,
  messages: new Map(flatten(JSON.parse(readFileSync(join(PAGE, 'messages', file), 'utf8')))),
}))
const sources = readdirSync(PAGE, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path: relative(ROOT, join(PAGE, path)), text: readFileSync(join(PAGE, path), 'utf8') }))

const problems = findProblems(catalogues, sources)
for (const problem of problems) console.log(problem)
console.log(
  problems.length === 0 ? `${catalogues[0]?.messages.size ?? 0} messages in ${catalogues.length} languages` : `${problems.length} problems`,
)
process.exitCode = problems.length === 0 ? 0 : 1
