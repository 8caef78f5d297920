import type { Inline } from '@shared/domain/note-body.ts'
import type { Language } from '@shared/domain/record.ts'
import { assertNever } from '@shared/lib/assert.ts'
import type { Line, Part } from './memo.ts'

/** Characters in a line, of which a Japanese one counts twice, and lines on a page of the body text, counted on pages that LibreOffice laid out. */
const PAGE: Readonly<Record<Language, { readonly line: number; readonly page: number }>> = {
  en: { line: 88, page: 50 },
  'uz-Latn': { line: 68, page: 43 },
  'uz-Cyrl': { line: 64, page: 43 },
  ru: { line: 66, page: 43 },
  ja: { line: 80, page: 49 },
}
/** The room between two paragraphs, in lines. */
const GAP = 0.4

/** How many pages parts fill, about; the pages themselves are known only to whoever lays them out. */
export function roughPages(parts: readonly Part[], language: Language): number {
  const { line, page } = PAGE[language]
  return linesOf(parts, line) / page
}

const linesOf = (parts: readonly Part[], width: number): number => parts.reduce((sum, part) => sum + linesOfPart(part, width), 0)

function linesOfPart(part: Part, width: number): number {
  switch (part.type) {
    case 'title':
      return 1.5 + wrapped(part.kind, width) + wrapped(part.title, width)
    case 'heading':
      return 1 + wrapped(part.text, width)
    case 'paragraph':
      return GAP + inlineLines(part.content, part.look === 'aside' ? width * 0.45 : width)
    case 'facts':
      return part.rows.reduce((sum, { lines }) => sum + GAP + cellLines(lines, width * 0.72), 0)
    case 'table':
      return 1.5 + part.rows.reduce((sum, row) => sum + rowLines(row, { columns: part.columns, width }), 0)
    case 'list':
      return part.items.reduce((sum, item) => sum + linesOf(item, width * 0.93), 0)
    case 'quote':
      return linesOf(part.parts, width * 0.9)
    case 'rule':
      return 1
    case 'grid':
      return part.rows.reduce(
        (sum, row) => sum + Math.max(1, ...row.map((cell) => linesOf(cell.parts, (width * cell.span) / part.columns))),
        0,
      )
    case 'photos':
      return Math.ceil(part.photos.length / 2) * PHOTO_ROW
    case 'contents':
      return 2 + part.entries.length
    case 'columns':
      return part.rows.reduce((sum, { left, right }) => sum + GAP + Math.max(linesOf(left, width * 0.5), linesOf(right, width * 0.5)), 0)
    case 'signature':
      return 2 + part.above.length
    default:
      return assertNever(part)
  }
}

/** Lines of a row of pictures, two beside each other. */
const PHOTO_ROW = 16

type TableRows = Extract<Part, { type: 'table' }>

function rowLines(row: TableRows['rows'][number], { columns, width }: Pick<TableRows, 'columns'> & { width: number }): number {
  if ('group' in row) return 1.2
  const total = columns.reduce((sum, { share }) => sum + share, 0)
  return GAP + Math.max(1, ...row.cells.map((lines, index) => cellLines(lines, (width * (columns[index]?.share ?? 0)) / total)))
}

const cellLines = (lines: readonly Line[], width: number): number => lines.reduce((sum, { text }) => sum + wrapped(text, width), 0)

const inlineLines = (content: readonly Inline[], width: number): number =>
  content
    .map((part) => (part.type === 'break' ? '\n' : part.text))
    .join('')
    .split('\n')
    .reduce((sum, words) => sum + wrapped(words, width), 0)

const wrapped = (words: string, width: number): number => Math.max(1, Math.ceil(unitsOf(words) / Math.max(4, width)))

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60]/gu

/** A Japanese character is as wide as two others. */
export const unitsOf = (words: string): number => words.length + (words.match(WIDE)?.length ?? 0)
