import { fold } from '../../records/fold.ts'
import type { FoldedName, SearchEntry } from './search-index.ts'

/** The groups of the palette, in its order. */
export const GROUPS = ['contact', 'organization', 'meeting', 'register', 'programme', 'openQuestion', 'note', 'visit'] as const
export type Group = (typeof GROUPS)[number]
export type GroupResult = { readonly group: Group; readonly entries: readonly SearchEntry[]; readonly count: number }

/** What was typed, folded, with the other spellings of every word that begins a person's name. */
export type Query = { readonly words: readonly (readonly string[])[] }

/** A group shows this many; the rest by a longer query. */
const SHOWN = 6

/**
 * Reads a query. The names of a contact are aliases of each other: "сато" also stands for 佐藤 where a contact has both,
 * so that a meeting or a note that names the person in another script is found too.
 */
export function readQuery(typed: string, lists: readonly (readonly SearchEntry[])[]): Query {
  const words = fold(typed.trim())
    .split(/\s+/)
    .filter((word) => word !== '')
  const contacts = lists.flatMap((list) => (list[0]?.kind === 'contact' ? list : []))
  return { words: words.map((word) => [word, ...aliasesOf(word, contacts)]) }
}

/** The best of each group. Everything of a query must be found, each word in any of its spellings. */
export function runQuery({ words }: Query, lists: readonly (readonly SearchEntry[])[]): GroupResult[] {
  if (words.length === 0) return []
  const found = new Map<Group, { entry: SearchEntry; score: number }[]>()
  for (const list of lists) {
    for (const entry of list) {
      const score = scoreOf(entry, words)
      if (score === 0) continue
      const group = groupOf(entry.kind)
      const hits = found.get(group)
      if (hits) hits.push({ entry, score })
      else found.set(group, [{ entry, score }])
    }
  }
  return GROUPS.flatMap((group) => {
    const hits = found.get(group) ?? []
    if (hits.length === 0) return []
    // The sort keeps the order of the lists for equal scores: what was there first stays first on every key.
    const best = hits.sort((a, b) => b.score - a.score).slice(0, SHOWN)
    return [{ group, entries: best.map(({ entry }) => entry), count: hits.length }]
  })
}

/** Every spelling that may stand in a text for what was typed, the longest first: what is marked in results. */
export const spellings = ({ words }: Query): readonly string[] => [...new Set(words.flat())].sort((a, b) => b.length - a.length)

const groupOf = (kind: SearchEntry['kind']): Group => (kind === 'agreement' || kind === 'commitment' ? 'register' : kind)

/** 0 where a word is missing; more where words begin the title, begin a word of it, or stand in it. */
function scoreOf({ title, key }: SearchEntry, words: readonly (readonly string[])[]): number {
  let score = 0
  for (const spellingsOfWord of words) {
    let best = 0
    for (const word of spellingsOfWord) {
      if (!key.includes(word) && !title.includes(word)) continue
      const at = title.indexOf(word)
      const place = at === 0 ? 4 : at < 0 ? 1 : /[\s\p{P}]/u.test(title.charAt(at - 1)) ? 3 : 2
      best = Math.max(best, place)
    }
    if (best === 0) return 0
    score += best
  }
  return score
}

/** The same part of the same person's name in other scripts, and whole names where nobody has split them. */
function aliasesOf(word: string, contacts: readonly SearchEntry[]): string[] {
  if (!isNameStart(word)) return []
  const aliases = new Set<string>()
  for (const { names } of contacts) {
    if (names.length < 2) continue
    if (names.some(({ family }) => family.startsWith(word))) addParts(aliases, names, 'family')
    if (names.some(({ given }) => given.startsWith(word))) addParts(aliases, names, 'given')
    const isInWhole = names.some((name) => isWhole(name) && name.full.split(/\s+/).some((part) => part.startsWith(word)))
    if (isInWhole) addParts(aliases, names, 'full')
  }
  aliases.delete(word)
  return [...aliases]
}

function addParts(aliases: Set<string>, names: readonly FoldedName[], part: 'family' | 'given' | 'full'): void {
  for (const name of names) {
    const spelling = isWhole(name) ? name.full : name[part]
    if (spelling !== '') aliases.add(spelling)
  }
}

const isWhole = ({ family, given }: FoldedName): boolean => family === '' && given === ''

/** One Latin letter begins too many names to stand for one; one kanji or kana may be a whole name. */
const isNameStart = (word: string): boolean => word.length >= 3 || /[^\u0020-\u024f]/.test(word)
