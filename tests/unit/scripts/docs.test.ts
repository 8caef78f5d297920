import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const filesIn = (folder: string, endings: readonly string[]): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))

const PAGES = ['README.md', 'CHANGELOG.md', ...filesIn('docs', ['.md'])]
/** Where a path in a table may begin, shortest form first. */
const ROOMS = [
  '',
  'src',
  'src/renderer',
  'src/server/sync',
  'src/shared/sync',
  'src/shared/domain',
  'src/renderer/sync',
  'tests/unit/shared/sync',
]

describe('The docs', () => {
  test('link only to pages that are there', () => {
    const broken = PAGES.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !existsSync(join(ROOT, dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    )
    expect(broken).toEqual([])
  })

  test('name only files and folders that are there', () => {
    const paths = (page: string): string[] =>
      [...read(page).matchAll(/`([\w./-]+\.(?:ts|tsx|mjs|cjs|json)|(?:src|tests|docs|scripts|resources)\/[\w./-]+)`/g)].map(
        ([, path = '']) => path,
      )
    const missing = PAGES.flatMap((page) =>
      paths(page)
        .filter((path) => path !== 'edition.json' && !/NOUN|NAME/.test(path) && !ROOMS.some((room) => existsSync(join(ROOT, room, path))))
        .map((path) => `${page}: ${path}`),
    )
    expect(missing).toEqual([])
  })

  test('hold every rule of sync that code and tests cite', () => {
    const rules = new Set([...read('docs/sync-spec.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, rule = '']) => rule))
    const cited = [...filesIn('src', ['.ts', '.tsx']), ...filesIn('tests', ['.ts', '.tsx'])].flatMap((file) =>
      [...read(file).matchAll(/sync-spec\.md,? ((?:[SMLDWPCNA]\d+(?:, | and | to )?)+)|(?:test|it)\(\s*['`]((?:[SMLDWPCNA]\d[, -]*)+):? /g)]
        .flatMap(([, comment = '', title = '']) => `${comment} ${title}`.match(/[A-Z]\d+/g) ?? [])
        .map((rule) => ({ rule, file })),
    )
    expect(cited.length).toBeGreaterThan(30)
    expect(cited.filter(({ rule }) => !rules.has(rule))).toEqual([])
  })

  test('say nothing of machines and tools of those who wrote them', () => {
    const words = /\/work\/|\/root\/|registry\.|TODO|FIXME|coming soon|lorem/i
    expect(PAGES.filter((page) => words.test(read(page)))).toEqual([])
  })
})
