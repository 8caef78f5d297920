import { unzipSync } from 'fflate'
import Papa from 'papaparse'
import writeXlsxFile, { type SheetData } from 'write-excel-file/universal'
import type { Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { controlSheet, controlSheetMemo, type ControlSheet } from '@memos/content/control-sheet.ts'
import type { SheetColumn, SheetFormat, SheetRequest } from '@memos/content/sheet-request.ts'
import { decode, encode } from '@memos/document/bytes.ts'
import { fixDates } from '@memos/document/fixed-bytes.ts'
import { packMemo } from '@memos/document/pack.ts'
import { fixedZip } from '@memos/fixed-zip.ts'

/**
 * The control sheet of a visit as a file; equal requests give equal bytes. Every cell is text: nothing that a person typed is
 * ever counted or run by the program that opens it.
 */
export async function writeSheet(
  file: VisitFile,
  request: SheetRequest & { readonly format: SheetFormat },
): Promise<{ readonly bytes: Uint8Array; readonly fileName: string }> {
  const { visit, version } = file
  const name = [visit.code ?? 'visit', 'control-sheet', request.language, visit.startDay, version === undefined ? undefined : `v${version}`]
  const fileName = `${name.filter((part) => part !== undefined).join('_')}.${request.format}`
  switch (request.format) {
    case 'xlsx':
      return { bytes: await xlsx(controlSheet(file, request)), fileName }
    case 'csv':
      return { bytes: csv(controlSheet(file, request), request.language), fileName }
    case 'docx':
      return { bytes: await packMemo(controlSheetMemo(file, request), () => undefined), fileName }
  }
}

/** The longest text that a cell of Excel holds. */
const LONGEST_CELL = 32_767
/** What begins a formula, also in the wide letters of a Japanese keyboard and behind spaces. */
const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/u
const WIDTHS: Readonly<Record<SheetColumn, number>> = { task: 60, basis: 36, executor: 32, deadline: 24, status: 20 }

async function xlsx({ title, headings, rows, columns }: ControlSheet): Promise<Uint8Array> {
  const bold = { type: String, fontWeight: 'bold', backgroundColor: '#E4E9F0', wrap: true, alignVertical: 'top' } as const
  const data: SheetData = [
    headings.map((words) => ({ ...bold, value: cellText(words) })),
    ...rows.map((cells) => cells.map((text) => ({ type: String, value: cellText(text), wrap: true, alignVertical: 'top' as const }))),
  ]
  const sheet = {
    sheet: sheetName(title),
    stickyRowsCount: 1,
    orientation: 'landscape' as const,
    columns: columns.map((column) => ({ width: WIDTHS[column] })),
  }
  const blob = await writeXlsxFile(data, sheet).toBlob()
  const parts = unzipSync(new Uint8Array(await blob.arrayBuffer()))
  const core = parts['docProps/core.xml']
  // The file says nothing of the clock of whoever made it.
  return fixedZip(core === undefined ? parts : { ...parts, 'docProps/core.xml': encode(fixDates(decode(core), undefined)) })
}

/** Excel reads `_x0041_` within a text as a character; its underscore is written as one. */
const cellText = (text: string): string => text.slice(0, LONGEST_CELL).replaceAll(/_(?=x[\da-f]{4}_)/gi, '_x005F_')

/** At most 31 characters, without those that Excel keeps for itself. */
const sheetName = (title: string): string =>
  title
    .replaceAll(/[\\/?*[\]:']/g, ' ')
    .slice(0, 31)
    .trim() || '1'

/** With the mark by which Excel knows UTF-8, and the separator that it expects in the reader's country. */
function csv({ headings, rows }: ControlSheet, language: Language): Uint8Array {
  const delimiter = language === 'en' || language === 'ja' ? ',' : ';'
  const text = Papa.unparse([[...headings], ...rows.map((row) => [...row])], {
    delimiter,
    newline: '\r\n',
    escapeFormulae: FORMULA,
    quotes: true,
  })
  return encode(`\ufeff${text}\r\n`)
}
