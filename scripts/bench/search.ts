import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { SearchEntry } from '../../src/renderer/features/search/search-index.ts'
import { readQuery, runQuery } from '../../src/renderer/features/search/search-query.ts'
import { fold } from '../../src/renderer/records/fold.ts'
import { ROOT } from '../folders.mjs'
import { ensurePackagesOf } from '../packages.mjs'
import { SEARCH } from './peer-settings.mjs'
import { atMost, beside, median, underLimit, type Result } from './report.ts'

type Text = { readonly id: number; readonly title: string; readonly body: string }
/** A way to look for words: made ready once, then asked at each key. Gives how many records it found. */
type Ready = (typed: string) => number
type Finder = (texts: readonly Text[]) => Ready

const FOLDER = join(ROOT, 'scripts', 'bench')
/** As they are typed: the first letters find most, and the whole is looked for at each of them. */
const TYPED = ['o', 'out', 'outsourcing 99', 'конф', 'КОНФЕРЕНЦИЯ 3', '協力', '国際協力 7', 'students zzz'] as const
/** Of these the middle of a word: how Japanese is looked for, which has no spaces. */
const INSIDE = '協力'
const RUNS = 15
const KEY_MS = 50

/** Our palette's search beside MiniSearch and beside a plain look through the same texts: making ready, and one key. */
export async function benchSearch(size: number): Promise<Result[]> {
  await ensurePackagesOf(FOLDER)
  const texts = Array.from({ length: size }, (_, index) => textOf(index))
  const measured = Object.fromEntries(Object.entries(await finders()).map(([name, find]) => [name, measure(find, texts)]))
  const sides = (figure: (of: Measured) => number): { ours: number; peers: Record<string, number> } => {
    const { ours, ...peers } = Object.fromEntries(Object.entries(measured).map(([name, of]) => [name, figure(of)]))
    return { ours: ours ?? Number.NaN, peers }
  }
  const name = `${size} records`
  return [
    atMost(1, { name: `${name}: making ready`, unit: 'ms', peer: 'minisearch', ...sides(({ readyMs }) => readyMs) }),
    underLimit(KEY_MS, { name: `${name}: the slowest key`, unit: 'ms', ...sides(({ slowestMs }) => slowestMs) }),
    beside({ name: `${name}: a key in the middle`, unit: 'ms', ...sides(({ keyMs }) => keyMs) }),
    beside({ name: `${name}: found for ${INSIDE}, which stands inside of words`, unit: 'records', ...sides(({ inside }) => inside) }),
  ]
}

type Measured = { readonly readyMs: number; readonly keyMs: number; readonly slowestMs: number; readonly inside: number }

function measure(find: Finder, texts: readonly Text[]): Measured {
  const ready: number[] = []
  let ask: Ready = find(texts)
  for (let run = 0; run < 3; run += 1) ready.push(took(() => (ask = find(texts))))
  const keys = TYPED.map((typed) => median(Array.from({ length: RUNS }, () => took(() => ask(typed)))))
  return { readyMs: median(ready), keyMs: median(keys), slowestMs: Math.max(...keys), inside: ask(INSIDE) }
}

function took(work: () => unknown): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

async function finders(): Promise<Record<string, Finder>> {
  const at = createRequire(join(FOLDER, 'package.json')).resolve('minisearch')
  const { default: MiniSearch } = (await import(at)) as { default: new (options: object) => Peer }
  return {
    ours: (texts) => {
      const lists = [texts.map(entryOf)]
      return (typed) => runQuery(readQuery(typed, lists), lists).reduce((sum, { count }) => sum + count, 0)
    },
    minisearch: (texts) => {
      const index = new MiniSearch(SEARCH.minisearch)
      index.addAll(texts.map(({ id, title, body }) => ({ id, title, key: body })))
      return (typed) => index.search(typed, SEARCH.minisearchQuery).length
    },
    // The least work that finds anything: no folding of letters, no order of what was found.
    'a plain look': (texts) => {
      const lower = texts.map(({ title, body }) => `${title}\n${body}`.toLowerCase())
      return (typed) => {
        const words = typed.toLowerCase().split(' ')
        return lower.filter((text) => words.every((word) => text.includes(word))).length
      }
    },
  }
}

type Peer = { addAll(documents: readonly object[]): void; search(query: string, options: object): readonly unknown[] }

const entryOf = ({ id, title, body }: Text): SearchEntry => ({
  scope: 's',
  kind: 'agreement',
  id: String(id),
  title: fold(title),
  key: fold(`${title}\n${body}`),
  names: [],
})

const WORDS = ['outsourcing', 'конференция', '国際協力', 'festival', 'kelishuv'] as const

function textOf(id: number): Text {
  const title = `${WORDS[id % 5]} ${id} ${WORDS[(id * 7) % 5]} of the ${id % 97} kind`
  return { id, title, body: 'about the exchange of students '.repeat(4) }
}
