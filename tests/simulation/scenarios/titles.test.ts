import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

test('the page of the sixty scenarios names a test that is there for each of them', () => {
  const rows = [...read('docs/sync-scenarios.md').matchAll(/^\| (\d+) \| [^|]+ \| `([^`]+)`: (.+) \|$/gm)]
  const numbers = [...new Set(rows.map(([, number]) => Number(number)))]
  expect(numbers).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
  const titlesOf = (path: string): string[] =>
    [...read(path).matchAll(/\b(?:it|test)\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, title]) => title ?? '')
  expect(rows.filter(([, , path = '', title = '']) => !titlesOf(path).includes(title)).map(([row]) => row)).toEqual([])
})
