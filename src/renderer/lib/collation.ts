import type { Language } from './language.ts'

/** What a list is sorted by: the name as shown and, for Japanese, its kana reading when there is one. */
export type Sortable = { readonly name: string; readonly reading?: string | null | undefined }

const UZBEK_ORDER: Readonly<Record<'uz-Latn' | 'uz-Cyrl', readonly string[]>> = {
  'uz-Latn': [
    'a',
    'b',
    'c',
    'd',
    'e',
    'f',
    'g',
    'h',
    'i',
    'j',
    'k',
    'l',
    'm',
    'n',
    'o',
    'p',
    'q',
    'r',
    's',
    't',
    'u',
    'v',
    'w',
    'x',
    'y',
    'z',
    'oʻ',
    'gʻ',
    'sh',
    'ch',
    'ng',
  ],
  'uz-Cyrl': Array.from('абвгдеёжзийклмнопрстуфхцчшщъыьэюяўқғҳ'),
}

/**
 * Compares names as a reader of the language expects. Uzbek by its own alphabet (Chromium has none);
 * Japanese by the kana reading, because kanji have no reading order; names without one come after.
 */
export function nameCollator(language: Language): (a: Sortable, b: Sortable) => number {
  if (language === 'uz-Latn' || language === 'uz-Cyrl') return uzbekCollator(language)
  const { compare } = new Intl.Collator(language, { numeric: true })
  if (language !== 'ja') return (a, b) => compare(a.name, b.name)
  return (a, b) => {
    // The collator takes hiragana, katakana and half-width kana for the same letters.
    const [left, right] = [a.reading ?? '', b.reading ?? '']
    if (left === '' || right === '') return left === right ? compare(a.name, b.name) : left === '' ? 1 : -1
    return compare(left, right) || compare(a.name, b.name)
  }
}

function uzbekCollator(language: 'uz-Latn' | 'uz-Cyrl'): (a: Sortable, b: Sortable) => number {
  const ranks = new Map(UZBEK_ORDER[language].map((letter, rank) => [letter, rank]))
  return (a, b) => compareKeys(uzbekKey(a.name, ranks), uzbekKey(b.name, ranks))
}

/** Ranks of the letters, digraphs taken whole; other characters stand before the alphabet (digits, signs) or after it (other scripts). */
function uzbekKey(name: string, ranks: ReadonlyMap<string, number>): readonly number[] {
  const text = name
    .toLowerCase()
    .normalize('NFC')
    .replace(/([og])['’‘ʻʼ`]/g, '$1ʻ')
  const key: number[] = []
  for (let at = 0; at < text.length;) {
    const pair = ranks.get(text.slice(at, at + 2))
    const rank = pair ?? ranks.get(text.charAt(at))
    const code = text.charCodeAt(at)
    key.push(rank ?? (code < 0x80 ? code - 1_000 : code + 1_000))
    at += pair === undefined ? 1 : 2
  }
  return key
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
