import { Packer, type Document, type PageNumberEstimator } from 'docx'
import type { ContentsEntry, Memo, Part } from '@memos/content/memo.ts'
import { renderParts } from './blocks.ts'
import { memoDocument } from './document.ts'

/**
 * So much text, in characters, is laid out. The layout takes a second for every 10,000, and a report of more would keep its
 * reader waiting. Counted and not timed, so that a slow laptop and a fast server write the same bytes.
 */
export const MOST_LAID_OUT = 200_000

/** As wide as any page number, so that the contents break the same way before and after. */
const STAND_IN = 88

/**
 * The memo with the page of every heading in its contents, as Word would lay it out; `undefined` when there is too much to
 * lay out. Without contents it stays as it is.
 */
export async function withPageNumbers(memo: Memo): Promise<Memo | undefined> {
  if (!hasContents(memo)) return memo
  if (textLength(memo) > MOST_LAID_OUT) return undefined
  const pages = await pagesOf(withPages(memo, () => STAND_IN))
  return withPages(memo, ({ anchor }) => pages.get(anchor))
}

export const hasContents = ({ sections }: Memo): boolean => sections.some(({ parts }) => parts.some(({ type }) => type === 'contents'))

/** Characters of text that a memo prints, give or take the names of its parts. */
export const textLength = ({ sections }: Memo): number => sections.reduce((sum, { parts }) => sum + JSON.stringify(parts).length, 0)

/** The page on which each heading stands, by its anchor. */
async function pagesOf(memo: Memo): Promise<ReadonlyMap<string, number>> {
  // A megabyte that only documents with numbered contents need.
  const { estimatePageNumbersWith } = await import('docx/layout')
  const estimate = estimatePageNumbersWith({ guess: true })
  const pages = new Map<string, number>()
  const estimator: PageNumberEstimator = (body, context) => {
    const estimated = estimate(body, context)
    for (const [name, page] of estimated.bookmarks) pages.set(name, Number(page))
    return estimated
  }
  const document: Document = memoDocument(memo, (section, setting) => [...renderParts(section.parts, setting)], estimator)
  await Packer.pack(document, 'uint8array')
  return pages
}

function withPages(memo: Memo, pageOf: (entry: ContentsEntry) => number | undefined): Memo {
  const numbered = (part: Part): Part => {
    if (part.type !== 'contents') return part
    const entries = part.entries.map((entry) => {
      const page = pageOf(entry)
      return page === undefined || !Number.isSafeInteger(page) ? entry : { ...entry, page }
    })
    return { ...part, entries }
  }
  return { ...memo, sections: memo.sections.map((section) => ({ ...section, parts: section.parts.map(numbered) })) }
}
