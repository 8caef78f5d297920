import { plainText, type Block, type Inline, type NoteBody, type TableCell } from '@shared/domain/note-body.ts'
import { hasWords, heading, type GridCell, type GridPart, type GridRow, type Part } from './memo.ts'

/** Word opens no table with more columns. */
const MOST_COLUMNS = 63

/**
 * A note as parts of a document, in the language in which it was taken. Empty paragraphs are left out.
 * @param level the first level that headings of the note may have
 */
export function noteParts(body: NoteBody, level: 2 | 3): Part[] {
  const parts = body.blocks.flatMap((block) => blockParts(block, 'top'))
  return closeLevels(parts, level)
}

/** The beginning of a note, whole paragraphs up to about `most` characters, and whether that is all of it. */
export function noteBeginning(body: NoteBody, most: number): { body: NoteBody; isWhole: boolean } {
  const blocks: Block[] = []
  let length = 0
  for (const block of body.blocks) {
    const words = plainText({ bodySchema: body.bodySchema, blocks: [block] })
    if (blocks.length > 0 && length + words.length > most) return { body: { ...body, blocks }, isWhole: false }
    length += words.length
    blocks.push(block)
  }
  return { body, isWhole: true }
}

/** Where a block stands: only at the top is a heading a heading, and a cell holds no table of its own. */
type Where = 'top' | 'inside' | 'cell'

function blockParts(block: Block, where: Where): Part[] {
  const inside = where === 'top' ? 'inside' : where
  switch (block.type) {
    case 'paragraph':
      return saysSomething(block.content) ? [{ type: 'paragraph', look: 'body', content: block.content }] : []
    case 'heading':
      if (where !== 'top') return blockParts({ type: 'paragraph', content: block.content }, where)
      return saysSomething(block.content) ? [heading(block.level, inlineText(block.content).trim())] : []
    case 'list': {
      const items = block.items.map((item) => item.flatMap((one) => blockParts(one, inside))).filter((item) => item.length > 0)
      return items.length > 0 ? [{ type: 'list', ordered: block.ordered, items }] : []
    }
    case 'quote': {
      const parts = block.blocks.flatMap((one) => blockParts(one, inside))
      return parts.length > 0 ? [{ type: 'quote', parts }] : []
    }
    case 'rule':
      return [{ type: 'rule' }]
    case 'table':
      return where === 'cell' ? block.rows.flatMap(rowAsParagraph) : gridParts(block.rows)
  }
}

/** Headings of a note begin at a level of the document and never jump over one. */
function closeLevels(parts: readonly Part[], first: 2 | 3): Part[] {
  const own = parts.flatMap((part) => (part.type === 'heading' ? [part.level] : []))
  const highest = Math.min(...own)
  let previous = first - 1
  return parts.map((part) => {
    if (part.type !== 'heading') return part
    const wanted = first + part.level - highest
    previous = Math.min(wanted, previous + 1, 3)
    return { ...part, level: previous === 3 ? 3 : 2 }
  })
}

/** A table as a full grid; one that is wider than Word can open becomes a paragraph a row. */
function gridParts(rows: readonly (readonly TableCell[])[]): Part[] {
  const grid = fillGrid(rows)
  if (grid.rows.length === 0 || grid.columns === 0) return []
  if (grid.columns > MOST_COLUMNS) return rows.flatMap((row) => rowAsParagraph(row))
  return [grid]
}

type Place = { readonly cell: TableCell; readonly span: number; readonly isFirst: boolean; rowsLeft: number }

/**
 * Lays cells that span columns and rows on a grid, as a browser does: each cell takes the first free place of its row.
 * What hangs over the last row is cut, and rows that are too short are filled up.
 */
function fillGrid(rows: readonly (readonly TableCell[])[]): GridPart {
  const laid: Place[][] = []
  let above = new Map<number, Place>()
  for (const row of rows) {
    const line = layRow(row, above)
    laid.push(line.places)
    above = line.below
  }
  const widths = laid.map((places) => places.reduce((sum, place) => sum + place.span, 0))
  const columns = Math.max(0, ...widths)
  const headerRows = rows.findIndex((row) => !isHeaderRow(row))
  return {
    type: 'grid',
    columns,
    headerRows: headerRows === -1 ? Math.min(1, rows.length) : headerRows,
    rows: laid.map((places, index) => [...places.map((place) => toCell(place, laid, index)), ...fillers(columns - (widths[index] ?? 0))]),
  }
}

/** One row: places taken by cells that reach down from above, and the row's own cells around them. */
function layRow(row: readonly TableCell[], above: ReadonlyMap<number, Place>): { places: Place[]; below: Map<number, Place> } {
  const places: Place[] = []
  const below = new Map<number, Place>()
  const waiting = [...row]
  let column = 0
  while (waiting.length > 0 || [...above.keys()].some((start) => start >= column)) {
    const hanging = above.get(column)
    const room = roomBefore(column, above)
    const place = hanging === undefined ? newPlace(waiting.shift(), room) : { ...hanging, isFirst: false, rowsLeft: hanging.rowsLeft - 1 }
    if (place.rowsLeft > 1) below.set(column, place)
    places.push(place)
    column += place.span
  }
  return { places, below }
}

function newPlace(cell: TableCell | undefined, room: number): Place {
  if (cell === undefined) return { cell: { blocks: [] }, span: 1, isFirst: true, rowsLeft: 1 }
  return { cell, span: Math.max(1, Math.min(cell.colspan ?? 1, room)), isFirst: true, rowsLeft: cell.rowspan ?? 1 }
}

/** Free columns up to the next cell that hangs from above. */
function roomBefore(column: number, above: ReadonlyMap<number, Place>): number {
  const next = [...above.keys()].filter((start) => start > column)
  return next.length === 0 ? MOST_COLUMNS : Math.min(...next) - column
}

function toCell(place: Place, rows: readonly (readonly Place[])[], index: number): GridCell {
  const reachesDown = place.rowsLeft > 1 && index < rows.length - 1
  const merge = !place.isFirst ? 'further' : reachesDown ? 'first' : 'none'
  return {
    span: place.span,
    merge,
    isHeader: place.cell.header === true,
    parts: place.isFirst ? place.cell.blocks.flatMap((block) => blockParts(block, 'cell')) : [],
  }
}

const fillers = (count: number): GridRow =>
  Array.from({ length: count }, (): GridCell => ({ span: 1, merge: 'none', isHeader: false, parts: [] }))

function rowAsParagraph(row: readonly TableCell[]): Part[] {
  const words = row
    .map((cell) => plainText({ bodySchema: 1, blocks: cell.blocks }).replaceAll('\n', ' '))
    .filter(hasWords)
    .join(' · ')
  return words === '' ? [] : [{ type: 'paragraph', look: 'body', content: [{ type: 'text', text: words }] }]
}

const isHeaderRow = (row: readonly TableCell[]): boolean => row.length > 0 && row.every((cell) => cell.header === true)

const saysSomething = (content: readonly Inline[]): boolean => hasWords(inlineText(content))

const inlineText = (content: readonly Inline[]): string => content.map((part) => (part.type === 'text' ? part.text : ' ')).join('')
