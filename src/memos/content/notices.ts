/**
 * Something that whoever sends the document should know and that no record lacks. `summary-too-long`: a summary is read
 * in a minute; `without-page-numbers`: the contents of so long a report name no pages, and those on a
 * letterhead (`…-on-letterhead`) never do. Of letters: `longer-than-a-page`, and
 * `summary-shortened`, which counts the sentences of the summary. Of briefs: `too-many-points`, `longer-than-four-pages`.
 */
export type MemoNotice = {
  readonly what:
    | 'summary-too-long'
    | 'without-page-numbers'
    | 'without-page-numbers-on-letterhead'
    | 'longer-than-a-page'
    | 'summary-shortened'
    | 'too-many-points'
    | 'longer-than-four-pages'
  /** Words of the summary, its sentences, or points. */
  readonly count?: number
  /** The record that it is about, as of a missing part; none when it is the document. */
  readonly kind?: 'visit' | 'meeting'
  readonly key?: string
  readonly id?: string
  readonly path?: string
  readonly of?: string
}

/** A summary of a meeting has at most so many words. */
export const MOST_SUMMARY_WORDS = 120
/** The summary of a report fills at most a page. */
export const MOST_REPORT_SUMMARY_WORDS = 350

const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu

/** Words between spaces; of Japanese, which has none, two characters count as one word. */
export function wordCount(text: string): number {
  const eastAsian = text.match(EAST_ASIAN)?.length ?? 0
  const words = text.replaceAll(EAST_ASIAN, ' ').match(/[\p{L}\p{N}]+(?:[’‘'ʻʼ.-][\p{L}\p{N}]+)*/gu)?.length ?? 0
  return words + Math.ceil(eastAsian / 2)
}
