import type { Inline } from '@shared/domain/note-body.ts'
import type { Language } from '@shared/domain/record.ts'
import type { PrintedPicture } from '@memos/picture/plain-jpeg.ts'
import type { MemoKind } from './request.ts'

/** A document as plain content: every word that it prints, in order, and nothing about fonts or widths in twips. */
export type Memo = {
  readonly kind: MemoKind
  readonly language: Language
  readonly properties: MemoProperties
  /** The last line at the foot of every page. */
  readonly footer: string
  /** How our own side must treat the paper; stands at the top of it. */
  readonly marking?: string
  /** Across every page of a draft. */
  readonly watermark?: string
  readonly sections: readonly Section[]
  /** The pictures that its parts name. A map, which is nothing as JSON: what parts say is hashed and copied without their bytes. */
  readonly pictures?: Pictures
}

/** Pictures by what the document calls them. */
export type Pictures = ReadonlyMap<string, PrintedPicture>

/** What stands in docProps: core.xml and custom.xml. */
export type MemoProperties = {
  readonly title: string
  readonly subject: string
  readonly author: string
  readonly keywords: string
  /** The record's own time, `2025-03-05T13:30:00Z`; left out of the document when the file has none. */
  readonly modified?: string
  readonly custom: readonly { readonly name: string; readonly value: string }[]
}

export type Section = { readonly orientation: 'portrait' | 'landscape'; readonly parts: readonly Part[] }

export type Part =
  | { readonly type: 'title'; readonly kind: string; readonly title: string }
  | { readonly type: 'heading'; readonly level: 1 | 2 | 3; readonly text: string; readonly anchor?: string }
  | { readonly type: 'paragraph'; readonly look: Look; readonly content: readonly Inline[] }
  | { readonly type: 'facts'; readonly labels: 'narrow' | 'wide'; readonly rows: readonly Fact[] }
  | TablePart
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Part[])[] }
  | { readonly type: 'quote'; readonly parts: readonly Part[] }
  | { readonly type: 'rule' }
  | GridPart
  | ColumnsPart
  | PhotosPart
  | { readonly type: 'contents'; readonly heading: string; readonly entries: readonly ContentsEntry[] }
  | { readonly type: 'signature'; readonly above: readonly string[]; readonly role: string; readonly name: string }

/** `registration` is the line of number and date, `aside` the block at the right that names an addressee or who approves; of letters, `flush` begins
 * at the edge, `end` stands at the right one. */
export type Look = 'body' | 'label' | 'note' | 'registration' | 'aside' | 'small' | 'flush' | 'centred' | 'end'

export type Fact = { readonly label: string; readonly lines: readonly Line[] }
/** @property anchor the heading that the line leads to */
export type Line = { readonly text: string; readonly bold?: true; readonly anchor?: string }
/** @property page on which the heading stands, when it is known */
export type ContentsEntry = { readonly text: string; readonly anchor: string; readonly page?: number }

/** A table with a header row that repeats on every page. A column's width is its share of the text width. */
export type TablePart = {
  readonly type: 'table'
  readonly columns: readonly { readonly heading: string; readonly share: number }[]
  readonly rows: readonly TableRow[]
}
/** A row of cells, or one line across all columns above the rows that belong to it. */
export type TableRow = { readonly cells: readonly (readonly Line[])[] } | { readonly group: string }

/** A table of a note, every row as wide as the table: the grid is complete and merged cells say so. */
export type GridPart = { readonly type: 'grid'; readonly columns: number; readonly headerRows: number; readonly rows: readonly GridRow[] }
export type GridRow = readonly GridCell[]
export type GridCell = {
  readonly span: number
  readonly merge: 'none' | 'first' | 'further'
  readonly isHeader: boolean
  readonly parts: readonly Part[]
}

/** Pictures, two beside each other, each with lines under it. */
export type PhotosPart = { readonly type: 'photos'; readonly photos: readonly Photo[] }
/** @property picture what the document calls it @property absent stands in its place where the document has no such picture */
export type Photo = { readonly picture: string; readonly absent: string; readonly lines: readonly Line[] }

/** Two columns without lines; what stands in one row belongs together. */
export type ColumnsPart = { readonly type: 'columns'; readonly rows: readonly ColumnsRow[] }
export type ColumnsRow = { readonly left: readonly Part[]; readonly right: readonly Part[] }

/** Printed where something required is not known; what prints it is also listed as missing. */
export const NOTHING = '—'

export const line = (text: string): Line => ({ text })
export const boldLine = (text: string): Line => ({ text, bold: true })

export const heading = (level: 1 | 2 | 3, text: string, anchor?: string): Part =>
  anchor === undefined ? { type: 'heading', level, text } : { type: 'heading', level, text, anchor }

export const paragraph = (text: string, look: Look = 'body'): Part => ({
  type: 'paragraph',
  look,
  content: [{ type: 'text', text }],
})

/** The paragraphs of a text field: one a line, empty lines left out. */
export const paragraphs = (text: string | undefined, look: Look = 'body'): Part[] => textLines(text).map((words) => paragraph(words, look))

/** The lines of a text field that say something. */
export const textLines = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/[\r\n\u2028\u2029]+/u)
    .filter(hasWords)
    .map((words) => words.trim())

/** True for a text that says something. */
export const hasWords = (text: string | undefined): text is string => text !== undefined && text.trim() !== ''
