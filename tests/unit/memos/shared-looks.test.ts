import { BorderStyle, Document, Paragraph, ShadingType, Table, TableCell, TableLayoutType, TableRow, TextRun, WidthType } from 'docx'
import type { XmlComponent } from 'docx'
import { describe, expect, test } from 'vitest'
import { Cell, CellParagraph, Row, SharedRun, SharedTable, Words } from '@memos/document/shared.ts'
import { xmlText } from '@memos/document/xml-text.ts'

const document = new Document({ sections: [] })
const written = (component: XmlComponent): string =>
  xmlText(component.prepForXml({ file: document, viewWrapper: document.Document, stack: [] }))

const words = (text: string) => ({ children: [new Words(text)] })
const paragraph = (text: string) => new Paragraph({ children: [new TextRun(text)] })
const wide = (size: number) => ({ width: { size, type: WidthType.DXA } })
const fill = { type: ShadingType.CLEAR, color: 'auto', fill: 'E4E9F0' }
const line = { style: BorderStyle.SINGLE, size: 4, color: '8A94A3' }
const cells = (text: string) => [new Cell({ ...wide(500), children: [paragraph(text)] })]
const layout = (size: number) => ({ layout: TableLayoutType.FIXED, ...wide(size), columnWidths: [size], borders: { top: line } })

/** A component of ours with this text, and the library's. Those of one kind come one after the other, each look twice and with other words. */
const PAIRS: readonly (readonly [name: string, ours: (text: string) => XmlComponent, theirs: (text: string) => XmlComponent])[] = [
  ...[{}, { bold: true }, { bold: true, italics: true }, { style: 'Hyperlink' }, { underline: {} }, { font: { hint: 'eastAsia' } }].map(
    (look) =>
      [
        `a run ${JSON.stringify(look)}`,
        (text: string) => new SharedRun(look, words(text)),
        (text: string) => new TextRun({ ...look, text }),
      ] as const,
  ),
  ...[{ style: 'MDTableText' }, { style: 'MDTableText', keepNext: true }, { style: 'MDTableHead' }].map(
    (look) =>
      [
        `a paragraph ${JSON.stringify(look)}`,
        (text: string) => new CellParagraph({ ...look, children: [new TextRun(text)] }),
        (text: string) => new Paragraph({ ...look, children: [new TextRun(text)] }),
      ] as const,
  ),
  ...[wide(500), wide(700), { ...wide(500), shading: fill }, { ...wide(500), columnSpan: 2 }, { ...wide(500), margins: { left: 90 } }].map(
    (look) =>
      [
        `a cell ${JSON.stringify(look)}`,
        (text: string) => new Cell({ ...look, children: [paragraph(text)] }),
        (text: string) => new TableCell({ ...look, children: [paragraph(text)] }),
      ] as const,
  ),
  ...[{}, { cantSplit: true }, { cantSplit: true, tableHeader: true }].map(
    (look) =>
      [
        `a row ${JSON.stringify(look)}`,
        (text: string) => new Row({ ...look, children: cells(text) }),
        (text: string) => new TableRow({ ...look, children: cells(text) }),
      ] as const,
  ),
  ...[500, 700].map(
    (size) =>
      [
        `a table ${size} wide`,
        (text: string) => new SharedTable({ ...layout(size), rows: [new Row({ children: cells(text) })] }),
        (text: string) => new Table({ ...layout(size), rows: [new Row({ children: cells(text) })] }),
      ] as const,
  ),
]

describe('what shares its look', () => {
  test('is written as the library writes it, the first time and every other', () => {
    for (const text of ['one', 'another & <third>']) {
      for (const [name, ours, theirs] of PAIRS) expect(written(ours(text)), name).toBe(written(theirs(text)))
    }
  })
})
