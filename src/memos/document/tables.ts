import type { Paragraph, Table, TableCell, TableRow } from 'docx'
import {
  BorderStyle,
  InternalHyperlink,
  ShadingType,
  TableLayoutType,
  VerticalMergeType,
  WidthType,
  type ITableBordersOptions,
  type ITableCellOptions,
} from 'docx'
import type {
  ColumnsPart,
  GridCell,
  GridPart,
  Line,
  Part,
  Photo,
  PhotosPart,
  TablePart,
  TableRow as ContentRow,
} from '@memos/content/memo.ts'
import { Cell, CellParagraph, Row, SharedTable } from './shared.ts'
import type { ParagraphStyle } from './styles.ts'
import { cleanText, textRuns } from './text.ts'

/** A row with more than this in one cell may break across pages: it could be longer than a page. */
const LONG_CELL = 1_200
/** How much of the width the labels of facts take, in percent. */
const LABEL_SHARE = { narrow: 28, wide: 60 } as const
/** Facts of up to so many lines stay on one page. */
const SHORT_FACTS = 25
const HEAD_FILL = 'E4E9F0'
const GROUP_FILL = 'F3F5F8'
const PADDING = { top: 30, bottom: 30, left: 90, right: 90 }

const rule = (color: string) => ({ style: BorderStyle.SINGLE, size: 4, color })
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' }
const GRID: ITableBordersOptions = framed(rule('8A94A3'))
/** Facts read across: thin lines between rows alone. */
const RULED: ITableBordersOptions = { ...framed(NONE), top: rule('B9C1CC'), bottom: rule('B9C1CC'), insideHorizontal: rule('B9C1CC') }

/** Label and value, a row each; the first column is the header, so no row repeats on the next page. */
export function factsTable({ rows, labels }: Extract<Part, { type: 'facts' }>, width: number): Table {
  const label = Math.round((width * LABEL_SHARE[labels]) / 100)
  const widths = [label, width - label]
  const isShort = rows.reduce((sum, { lines }) => sum + lines.length, 0) <= SHORT_FACTS
  const tableRows = rows.map((fact, index) => {
    const keepNext = isShort && index < rows.length - 1
    const name = cell(widths, 0, { children: [textParagraph({ text: fact.label, bold: true }, 'MDTableText', keepNext)] })
    const value = cell(widths, 1, { children: cellParagraphs(fact.lines, keepNext) })
    return new Row({ ...whole(!isLong(fact.lines)), children: [name, value] })
  })
  return fixedTable(widths, { borders: RULED, look: 'first-column' }, tableRows)
}

/** A table whose header repeats on every page; a group is one cell across, and stays with the row after it. */
export function headedTable(part: TablePart, width: number): Table {
  const widths = columnWidths(
    part.columns.map(({ share }) => share),
    width,
  )
  const header = new Row({
    tableHeader: true,
    cantSplit: true,
    children: part.columns.map(({ heading }, index) =>
      cell(widths, index, { children: [textParagraph({ text: heading }, 'MDTableHead')], shading: fill(HEAD_FILL) }),
    ),
  })
  return fixedTable(widths, { borders: GRID, look: 'first-row' }, [header, ...part.rows.map((row) => contentRow(row, widths))])
}

/** Room between two columns. */
const GUTTER = 284

/** Two columns without lines; what stands in a row begins at one height. @param render makes the blocks of a cell, the last a paragraph */
export function columnsTable(
  part: ColumnsPart,
  width: number,
  render: (parts: readonly Part[], width: number) => (Paragraph | Table)[],
): Table {
  const widths = columnWidths([1, 1], width)
  const rows = part.rows.map(({ left, right }) => {
    const isWhole = [left, right].every((parts) => lettersIn(parts) <= LONG_CELL)
    const children = [left, right].map((parts, index) => {
      // The paragraphs have room of their own between them.
      const margins = { top: 0, bottom: 0, left: index === 0 ? 0 : GUTTER / 2, right: index === 0 ? GUTTER / 2 : 0 }
      return cell(widths, index, { margins, children: render(parts, (widths[index] ?? 0) - GUTTER / 2) })
    })
    return new Row({ ...whole(isWhole), children })
  })
  return fixedTable(widths, { borders: framed(NONE), look: 'plain' }, rows)
}

/** Pictures two by two, without lines; a row stays on one page. @param render makes the paragraphs of a picture */
export function photosTable({ photos }: PhotosPart, width: number, render: (photo: Photo, width: number) => Paragraph[]): Table {
  const widths = columnWidths([1, 1], width)
  const rows = photos.flatMap((photo, index) => (index % 2 === 0 ? [[photo, photos[index + 1]]] : []))
  const tableRows = rows.map((pair) => {
    const children = pair.map((photo, index) => {
      const inside = (widths[index] ?? 0) - PADDING.left - PADDING.right
      return cell(widths, index, { children: photo === undefined ? cellParagraphs([]) : render(photo, inside) })
    })
    return new Row({ cantSplit: true, children })
  })
  return fixedTable(widths, { borders: framed(NONE), look: 'plain' }, tableRows)
}

/** A table of a note; `render` makes the paragraphs of a cell. */
export function gridTable(part: GridPart, width: number, render: (cell: GridCell, width: number) => Paragraph[]): Table {
  const widths = columnWidths(
    Array.from({ length: part.columns }, () => 1),
    width,
  )
  const rows = part.rows.map((row, index) => {
    let column = 0
    const children = row.map((one) => {
      const own = widths.slice(column, column + one.span).reduce((sum, each) => sum + each, 0)
      column += one.span
      return gridCell(one, own, render(one, own))
    })
    return new Row({ ...(index < part.headerRows ? { tableHeader: true } : {}), ...whole(!row.some(isLongCell)), children })
  })
  return fixedTable(widths, { borders: GRID, look: part.headerRows > 0 ? 'first-row' : 'plain' }, rows)
}

function contentRow(row: ContentRow, widths: readonly number[]): TableRow {
  if ('group' in row) {
    const children = [textParagraph({ text: row.group }, 'MDTableGroup')]
    const across = new Cell({
      ...sized(widths.reduce((sum, each) => sum + each, 0)),
      columnSpan: widths.length,
      shading: fill(GROUP_FILL),
      children,
    })
    return new Row({ cantSplit: true, children: [across] })
  }
  return new Row({
    ...whole(!row.cells.some(isLong)),
    children: row.cells.map((lines, index) => cell(widths, index, { children: cellParagraphs(lines) })),
  })
}

type Look = { readonly borders: ITableBordersOptions; readonly look: 'first-row' | 'first-column' | 'plain' }

/** Widths stand on the grid and on every cell: percentages break in other programs than Word. */
function fixedTable(widths: readonly number[], { borders, look }: Look, rows: readonly TableRow[]): Table {
  return new SharedTable({
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((sum, each) => sum + each, 0), type: WidthType.DXA },
    columnWidths: widths,
    borders,
    margins: PADDING,
    tableLook: {
      firstRow: look === 'first-row',
      firstColumn: look === 'first-column',
      lastRow: false,
      lastColumn: false,
      noHBand: true,
      noVBand: true,
    },
    rows,
  })
}

function gridCell(one: GridCell, width: number, children: Paragraph[]): TableCell {
  return new Cell({
    ...sized(width),
    ...(one.span > 1 ? { columnSpan: one.span } : {}),
    ...(one.merge === 'none' ? {} : { verticalMerge: one.merge === 'first' ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE }),
    ...(one.isHeader ? { shading: fill(HEAD_FILL) } : {}),
    children,
  })
}

const cell = (widths: readonly number[], index: number, options: Omit<ITableCellOptions, 'width'>): Cell =>
  new Cell({ ...options, ...sized(widths[index] ?? 0) })

/** A row that does not break across pages. */
const whole = (isWhole: boolean) => (isWhole ? { cantSplit: true } : {})
const sized = (width: number) => ({ width: { size: width, type: WidthType.DXA } })
const fill = (color: string) => ({ type: ShadingType.CLEAR, color: 'auto', fill: color })

/** A cell always ends with a paragraph: Word refuses a file with an empty one. */
function cellParagraphs(lines: readonly Line[], keepNext = false): Paragraph[] {
  const printed = lines.length === 0 ? [{ text: '' }] : lines
  return printed.map((one) => textParagraph(one, 'MDTableText', keepNext))
}

function textParagraph({ text, bold, anchor }: Line, style: ParagraphStyle, keepNext = false): Paragraph {
  const look = { ...(bold === true ? { bold: true } : {}), ...(anchor === undefined ? {} : { style: 'Hyperlink' }) }
  const runs = textRuns(text, look)
  return new CellParagraph({
    style,
    ...(keepNext ? { keepNext } : {}),
    children: anchor === undefined ? runs : [new InternalHyperlink({ anchor, children: runs })],
  })
}

/** Whole twips that add up to the width of the text. */
function columnWidths(shares: readonly number[], width: number): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0)
  const ends = shares.map((_, index) => Math.round((width * shares.slice(0, index + 1).reduce((sum, share) => sum + share, 0)) / total))
  return ends.map((end, index) => end - (ends[index - 1] ?? 0))
}

const isLong = (lines: readonly Line[]): boolean => lines.reduce((sum, { text }) => sum + cleanText(text).length, 0) > LONG_CELL
const isLongCell = (one: GridCell): boolean => lettersIn(one.parts) > LONG_CELL

/** How much text stands in parts, in lists and tables within them too. */
function lettersIn(content: unknown): number {
  if (typeof content !== 'object' || content === null) return 0
  return Object.entries(content).reduce(
    (sum, [name, inner]) => sum + (name === 'text' && typeof inner === 'string' ? inner.length : lettersIn(inner)),
    0,
  )
}

function framed(border: { style: (typeof BorderStyle)[keyof typeof BorderStyle]; size: number; color: string }): ITableBordersOptions {
  return { top: border, bottom: border, left: border, right: border, insideHorizontal: border, insideVertical: border }
}
