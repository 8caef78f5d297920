import {
  Bookmark,
  Document,
  TextRun,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  WidthType,
  type FileChild,
} from 'docx'
import { BULLETS, NUMBERS, numberingOf, stylesOf } from '@memos/document/styles.ts'
import { A4, EDGE, marginsOf, textWidthOf } from '@memos/document/page.ts'
import type { FlatBlock } from './flat.ts'

/** A document as a template engine wants it: a template, and the data for its placeholders. */
export type Templated = { readonly template: Uint8Array; readonly data: Readonly<Record<string, unknown>> }

/** Chapters in a row that look alike: one loop of the template. */
type Group = { readonly shape: string; readonly chapters: FlatBlock[][] }

const STYLES = {
  title: { style: 'Title' },
  heading1: { heading: HeadingLevel.HEADING_1 },
  heading2: { heading: HeadingLevel.HEADING_2 },
  heading3: { heading: HeadingLevel.HEADING_3 },
  paragraph: { style: 'MDBody' },
  numbered: { style: 'MDListText', numbering: { reference: NUMBERS, level: 0 } },
  bullet: { style: 'MDListText', numbering: { reference: BULLETS, level: 0 } },
} as const

/**
 * The template that a person would make of these blocks: a meeting once, in a loop, its tables with one row in a loop. So the engines
 * have as few tags to read as the content allows. Both read `{name}`, `{#loop}` and `{/loop}`.
 */
export async function templated(blocks: readonly FlatBlock[]): Promise<Templated> {
  const groups = groupsOf(blocks)
  const width = textWidthOf('en', 'portrait')
  const children = groups.flatMap(({ chapters: [chapter = []] }, index) => [
    new Paragraph(`{#g${index}}`),
    ...chapter.flatMap((block, place) => templateBlock(block, `b${place}`, width)),
    new Paragraph(`{/g${index}}`),
  ])
  const page = { size: { width: A4.width, height: A4.height }, margin: { ...marginsOf('en', 'portrait'), header: EDGE, footer: EDGE } }
  const sections = [{ properties: { page }, children }]
  const document = new Document({ title: 'Bench', creator: 'Bench', styles: stylesOf('en'), numbering: numberingOf(), sections })
  const data = groups.map(({ chapters }, index) => [`g${index}`, chapters.map(chapterData)])
  return { template: await Packer.pack(document, 'uint8array'), data: Object.fromEntries(data) }
}

function groupsOf(blocks: readonly FlatBlock[]): Group[] {
  const chapters: FlatBlock[][] = []
  for (const block of blocks) {
    if (block.type === 'heading1' || chapters.length === 0) chapters.push([])
    chapters.at(-1)?.push(block)
  }
  const groups: Group[] = []
  for (const chapter of chapters) {
    const shape = chapter.map((block) => (block.type === 'table' ? `${block.rows[0]?.length}-${block.hasHeader}` : block.type)).join(' ')
    const last = groups.at(-1)
    if (last?.shape === shape) last.chapters.push(chapter)
    else groups.push({ shape, chapters: [chapter] })
  }
  return groups
}

/** The header row's words stand in the template, as they do in a person's. */
function templateBlock(block: FlatBlock, name: string, width: number): FileChild[] {
  // As in our documents, where contents and tables lead to it.
  if (block.type === 'heading1') {
    return [new Paragraph({ ...STYLES.heading1, children: [new Bookmark({ id: name, children: [new TextRun(`{${name}}`)] })] })]
  }
  if (block.type !== 'table') return [new Paragraph({ ...STYLES[block.type], text: `{${name}}` })]
  const count = block.rows[0]?.length ?? 1
  const columnWidths = Array.from({ length: count }, () => Math.floor(width / count))
  const row = (texts: readonly string[], isHeader: boolean): TableRow =>
    new TableRow({
      ...(isHeader ? { tableHeader: true } : {}),
      cantSplit: true,
      children: texts.map((text) => {
        const children = [new Paragraph({ style: isHeader ? 'MDTableHead' : 'MDTableText', text })]
        return new TableCell({ width: { size: columnWidths[0] ?? width, type: WidthType.DXA }, children })
      }),
    })
  const tags = columnWidths.map((_, index) => {
    const [open, close] = [index === 0 ? `{#${name}}` : '', index === count - 1 ? `{/${name}}` : '']
    return `${open}{c${index}}${close}`
  })
  const rows = [...(block.hasHeader ? [row(block.rows[0] ?? [], true)] : []), row(tags, false)]
  const table = {
    layout: TableLayoutType.FIXED,
    width: { size: width, type: WidthType.DXA },
    columnWidths,
    rows,
    tableLook: { firstRow: block.hasHeader, firstColumn: !block.hasHeader },
  }
  // Between two tables: Word would make one of them.
  return [new Table(table), new Paragraph({ style: 'MDSpacer' })]
}

const chapterData = (chapter: readonly FlatBlock[]) =>
  Object.fromEntries(chapter.map((block, place) => [`b${place}`, block.type === 'table' ? rowData(block) : block.text]))

const rowData = ({ rows, hasHeader }: Extract<FlatBlock, { type: 'table' }>) =>
  rows.slice(hasHeader ? 1 : 0).map((cells) => Object.fromEntries(cells.map((text, index) => [`c${index}`, text])))
