import type { MemoKind } from '@memos/content/request.ts'

/** Placeholders for words within a line: `{{date}}`. */
export const WORD_PLACEHOLDERS = [
  'reg_no',
  'date',
  'kind',
  'title',
  'org',
  'addressee',
  'classification',
  'signatory',
  'signatory_post',
  'executor',
] as const
export type WordPlaceholder = (typeof WORD_PLACEHOLDERS)[number]
/** `{{body}}` stands alone in a paragraph: it is the whole document. */
export type Placeholder = WordPlaceholder | 'body'

/** What a letterhead of a kind usually says; a letterhead without it is taken, and the screen names what it lacks. */
const USUAL: readonly Placeholder[] = ['date', 'title', 'body']
const OF_A_LETTER: readonly Placeholder[] = ['reg_no', 'date', 'addressee', 'body']

export type FoundPlaceholders = {
  readonly found: readonly Placeholder[]
  /** Keys in double braces that mean nothing here; they are printed as they stand. */
  readonly unknown: readonly string[]
  readonly missing: readonly Placeholder[]
}

/** @param keys as they stand between the braces, without spaces around them */
export function sortPlaceholders(keys: readonly string[], kind: MemoKind): FoundPlaceholders {
  const known: readonly string[] = [...WORD_PLACEHOLDERS, 'body']
  const isKnown = (key: string): key is Placeholder => known.includes(key)
  const found = keys.filter(isKnown)
  return {
    found,
    unknown: keys.filter((key) => !isKnown(key)),
    missing: (kind === 'letter' ? OF_A_LETTER : USUAL).filter((key) => !found.includes(key)),
  }
}
