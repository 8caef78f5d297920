import type { Inline } from '@shared/domain/note-body.ts'
import { NOTHING, type Line, type Memo, type Part, type TablePart } from '@memos/content/memo.ts'

/** What every peer can write: paragraphs of a style, items of lists and plain tables. */
export type FlatBlock =
  | { readonly type: 'title' | 'heading1' | 'heading2' | 'heading3' | 'paragraph' | 'numbered' | 'bullet'; readonly text: string }
  /** A facts table has no header row. */
  | { readonly type: 'table'; readonly hasHeader: boolean; readonly rows: readonly (readonly string[])[] }

/** The words of a memo in their order, for peers: without contents, headers, footers, anchors and bold or italic letters. */
export const flatBlocks = (memo: Memo): FlatBlock[] => memo.sections.flatMap(({ parts }) => parts.flatMap(flat))

function flat(part: Part): FlatBlock[] {
  switch (part.type) {
    case 'title':
      return [part.kind, part.title].filter((text) => text !== '').map((text) => ({ type: 'title', text }))
    case 'heading':
      return [{ type: `heading${part.level}`, text: part.text }]
    case 'paragraph':
      return [{ type: 'paragraph', text: inlineText(part.content) }]
    case 'facts':
      return [{ type: 'table', hasHeader: false, rows: part.rows.map(({ label, lines }) => [label, lineText(lines)]) }]
    case 'table':
      return [{ type: 'table', hasHeader: true, rows: [part.columns.map(({ heading }) => heading), ...part.rows.map(cellsOf(part))] }]
    case 'grid':
      return part.rows.flatMap((row) => row.flatMap(({ parts }) => parts.flatMap(flat)))
    case 'list':
      return part.items.flatMap((item) =>
        item.flatMap((one): FlatBlock[] =>
          one.type === 'paragraph' ? [{ type: part.ordered ? 'numbered' : 'bullet', text: inlineText(one.content) }] : flat(one),
        ),
      )
    case 'quote':
      return part.parts.flatMap(flat)
    case 'columns':
      return part.rows.flatMap(({ left, right }) => [...left, ...right].flatMap(flat))
    case 'signature':
      return [...part.above, `${part.role}: ${part.name}`].map((text) => ({ type: 'paragraph', text }))
    default:
      return []
  }
}

const cellsOf =
  ({ columns }: TablePart) =>
  (row: TablePart['rows'][number]): string[] =>
    'group' in row ? columns.map((_, index) => (index === 0 ? row.group : '')) : row.cells.map(lineText)

/** Never empty: a template's loop would take an empty cell for one that is missing. */
const lineText = (lines: readonly Line[]): string => lines.map(({ text }) => text).join('\n') || NOTHING
const inlineText = (content: readonly Inline[]): string =>
  content.map((part) => (part.type === 'text' ? part.text : '\n')).join('') || NOTHING
