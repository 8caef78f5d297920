import type { Inline } from '@shared/domain/note-body.ts'
import type { Memo, Part } from '@memos/content/memo.ts'
import { unitsOf } from '@memos/content/rough-pages.ts'
import { SHORT_ROLE } from '@memos/document/signature.ts'

/**
 * The paragraphs that a document of this content must have, in order, those without words left out.
 * @param lineBreak what a reader makes of a break within a paragraph
 */
export const expectedParagraphs = (memo: Memo, lineBreak: '' | ' ' = ''): string[] =>
  memo.sections.flatMap(({ parts }) => parts.flatMap((part) => partParagraphs(part, lineBreak))).filter((words) => words !== '')

/** The headings that a document of this content must have, `1 Summary`, in order. */
export const expectedHeadings = (memo: Memo): string[] => memo.sections.flatMap(({ parts }) => parts.flatMap(partHeadings))

function partHeadings(part: Part): string[] {
  switch (part.type) {
    case 'heading':
      return [`${part.level} ${part.text}`]
    case 'list':
      return part.items.flatMap((item) => item.flatMap(partHeadings))
    case 'quote':
      return part.parts.flatMap(partHeadings)
    case 'columns':
      return part.rows.flatMap(({ left, right }) => [...left, ...right].flatMap(partHeadings))
    case 'grid':
      return part.rows.flatMap((row) => row.flatMap((cell) => cell.parts.flatMap(partHeadings)))
    default:
      return []
  }
}

function partParagraphs(part: Part, lineBreak: string): string[] {
  const inside = (one: Part): string[] => partParagraphs(one, lineBreak)
  switch (part.type) {
    case 'title':
      return [part.kind, part.title]
    case 'heading':
      return [part.text]
    case 'paragraph':
      return [inlineText(part.content, lineBreak)]
    case 'facts':
      return part.rows.flatMap(({ label, lines }) => [label, ...lines.map(({ text }) => text)])
    case 'table':
      return [
        ...part.columns.map(({ heading }) => heading),
        ...part.rows.flatMap((row) => ('group' in row ? [row.group] : row.cells.flatMap((lines) => lines.map(({ text }) => text)))),
      ]
    case 'list':
      return part.items.flatMap((item) => item.flatMap(inside))
    case 'quote':
      return part.parts.flatMap(inside)
    case 'rule':
      return []
    case 'grid':
      return part.rows.flatMap((row) => row.flatMap((cell) => cell.parts.flatMap(inside)))
    case 'columns':
      return part.rows.flatMap(({ left, right }) => [...left, ...right].flatMap(inside))
    case 'contents':
      // An entry ends with the tab before its page number.
      return [part.heading, ...part.entries.map(({ text }) => `${text}\t`)]
    case 'photos':
      return part.photos.flatMap(({ lines }) => lines.map(({ text }) => text))
    case 'signature':
      return [...part.above, ...signatureLines(part)]
  }
}

const inlineText = (content: readonly Inline[], lineBreak: string): string =>
  content.map((one) => (one.type === 'text' ? one.text : lineBreak)).join('')

/** A role that would reach the middle of the page stands above the line to sign on. */
const signatureLines = ({ role, name }: Extract<Part, { type: 'signature' }>): string[] =>
  unitsOf(role) <= SHORT_ROLE ? [`${role}\t\t ${name}`] : [role, `\t\t ${name}`]
