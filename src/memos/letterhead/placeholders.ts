import { CHAPTERS, CHAPTERS_OF_KIND, type ChapterName } from '@memos/content/letterhead-chapters.ts'
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
/** `{{body}}` and the chapters stand alone in a paragraph: one is the whole document, the others are parts of it. */
export type Placeholder = WordPlaceholder | ChapterName | 'body'

/** What a letterhead of a kind usually says; a letterhead without it is taken, and the screen names what it lacks. */
const USUAL: readonly Placeholder[] = ['date', 'title', 'body']
const OF_A_LETTER: readonly Placeholder[] = ['reg_no', 'date', 'addressee', 'body']

export type FoundPlaceholders = {
  readonly found: readonly Placeholder[]
  /** Keys in double braces that mean nothing in such a document; they are printed as they stand. */
  readonly unknown: readonly string[]
  readonly missing: readonly Placeholder[]
}

/** @param keys as they stand between the braces, without spaces around them */
export function sortPlaceholders(keys: readonly string[], kind: MemoKind): FoundPlaceholders {
  const known: readonly string[] = [...WORD_PLACEHOLDERS, ...CHAPTERS_OF_KIND[kind], 'body']
  const isKnown = (key: string): key is Placeholder => known.includes(key)
  const found = keys.filter(isKnown)
  return { found, unknown: keys.filter((key) => !isKnown(key)), missing: usualOf(kind, found).filter((key) => !found.includes(key)) }
}

/** A letterhead that has places for chapters needs none for the whole, and a place for each chapter instead: the others would be lost. */
const usualOf = (kind: MemoKind, found: readonly Placeholder[]): readonly Placeholder[] => {
  const usual = kind === 'letter' ? OF_A_LETTER : USUAL
  return isByChapters(found) ? [...usual.filter((key) => key !== 'body'), ...CHAPTERS_OF_KIND[kind]] : usual
}

/** Whether a document stands chapter by chapter where the letterhead says, and not as a whole. */
export const isByChapters = (found: readonly Placeholder[]): boolean => !found.includes('body') && found.some(isChapter)

export const isChapter = (key: Placeholder): key is ChapterName => CHAPTERS.some((one) => one === key)
