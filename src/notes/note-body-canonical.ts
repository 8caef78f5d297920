import type { Block, Inline, Mark, NoteBody, TableCell } from '@shared/domain/note-body.ts'
import { isAllowedHref } from './allowed-href.ts'

const MARK_ORDER = ['bold', 'italic', 'underline', 'strike', 'code', 'link'] as const

/**
 * The same text in the one form that the editor can hold: runs with equal marks joined, marks in a fixed order, empty
 * lists and quotations left out, at least one paragraph in an item or cell. No word is dropped.
 */
export const canonicalBody = (body: NoteBody): NoteBody => ({ bodySchema: body.bodySchema, blocks: canonicalBlocks(body.blocks) })

const canonicalBlocks = (blocks: readonly Block[]): Block[] => blocks.flatMap(canonicalBlock)

function canonicalBlock(block: Block): Block[] {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return [{ ...block, content: canonicalInline(block.content) }]
    case 'rule':
      return [block]
    case 'quote': {
      const blocks = canonicalBlocks(block.blocks)
      return blocks.length > 0 ? [{ type: 'quote', blocks }] : []
    }
    case 'list':
      return block.items.length > 0 ? [{ type: 'list', ordered: block.ordered, items: block.items.map(atLeastOne) }] : []
    case 'table':
      return block.rows.length > 0 ? [{ type: 'table', rows: block.rows.map((row) => row.map(canonicalCell)) }] : []
  }
}

function atLeastOne(blocks: readonly Block[]): Block[] {
  const canonical = canonicalBlocks(blocks)
  return canonical.length > 0 ? canonical : [{ type: 'paragraph', content: [] }]
}

/** A span of one and "not a header" are said by absence. */
function canonicalCell({ header, colspan, rowspan, blocks }: TableCell): TableCell {
  return {
    ...(header === true ? { header } : {}),
    ...(colspan !== undefined && colspan > 1 ? { colspan } : {}),
    ...(rowspan !== undefined && rowspan > 1 ? { rowspan } : {}),
    blocks: atLeastOne(blocks),
  }
}

/** Line ends inside a text become breaks; what no store can hold (U+0000, half a character) is repaired. */
export function canonicalInline(content: readonly Inline[]): Inline[] {
  const joined: Inline[] = []
  for (const part of content.flatMap(withLineBreaks)) {
    const last = joined.at(-1)
    if (part.type === 'text' && last?.type === 'text' && sameMarks(part.marks, last.marks)) {
      joined[joined.length - 1] = { ...last, text: last.text + part.text }
    } else joined.push(part)
  }
  return joined.map((part) => (part.type === 'text' ? { ...part, text: part.text.toWellFormed() } : part))
}

function withLineBreaks(part: Inline): Inline[] {
  if (part.type === 'break') return [part]
  const marks = canonicalMarks(part.marks ?? [])
  return part.text
    .replaceAll('\u0000', '')
    .split(/\r\n?|\n/)
    .flatMap((text, index): Inline[] => [
      ...(index > 0 ? [{ type: 'break' as const }] : []),
      ...(text === '' ? [] : [{ type: 'text' as const, text, ...(marks.length > 0 ? { marks } : {}) }]),
    ])
}

function canonicalMarks(marks: readonly Mark[]): Mark[] {
  return MARK_ORDER.flatMap((type) => {
    const found = marks.find((mark) => mark.type === type && (mark.type !== 'link' || isAllowedHref(mark.href)))
    return found === undefined ? [] : [found]
  })
}

const sameMarks = (a: readonly Mark[] = [], b: readonly Mark[] = []): boolean =>
  a.length === b.length && a.every((mark, index) => sameMark(mark, b[index]))

const sameMark = (a: Mark, b: Mark | undefined): boolean =>
  a.type === b?.type && (a.type !== 'link' || (b.type === 'link' && a.href === b.href))
