import type { Inline } from '@shared/domain/note-body.ts'
import type { Memo, Part } from '@memos/content/memo.ts'

/** The paragraphs that a document of this content must have, in order, those without words left out. */
export const expectedParagraphs = (memo: Memo): string[] =>
  memo.sections.flatMap(({ parts }) => parts.flatMap(partParagraphs)).filter((words) => words !== '')

function partParagraphs(part: Part): string[] {
  switch (part.type) {
    case 'title':
      return [part.kind, part.title]
    case 'heading':
      return [part.text]
    case 'paragraph':
      return [inlineText(part.content)]
    case 'facts':
      return part.rows.flatMap(({ label, lines }) => [label, ...lines.map(({ text }) => text)])
    case 'table':
      return [
        ...part.columns.map(({ heading }) => heading),
        ...part.rows.flatMap((row) => ('group' in row ? [row.group] : row.cells.flatMap((lines) => lines.map(({ text }) => text)))),
      ]
    case 'list':
      return part.items.flatMap((item) => item.flatMap(partParagraphs))
    case 'quote':
      return part.parts.flatMap(partParagraphs)
    case 'rule':
      return []
    case 'grid':
      return part.rows.flatMap((row) => row.flatMap((cell) => cell.parts.flatMap(partParagraphs)))
    case 'columns':
      return part.rows.flatMap(({ left, right }) => [...left, ...right].flatMap(partParagraphs))
    case 'contents':
      // An entry ends with the tab before its page number.
      return [part.heading, ...part.entries.map(({ text }) => `${text}\t`)]
    case 'signature':
      return [...part.above, `${part.role}\t ${part.name}`]
  }
}

/** A break within a paragraph is nothing to the reader that tests use. */
const inlineText = (content: readonly Inline[]): string => content.map((one) => (one.type === 'text' ? one.text : '')).join('')
