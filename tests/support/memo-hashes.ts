import { createHash } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { LANGUAGES } from '@shared/domain/record.ts'
import { AUDIENCES, type MemoRequest } from '@memos/content/request.ts'
import { SHEET_COLUMNS, SHEET_FORMATS } from '@memos/content/sheet-request.ts'
import { writeSheet } from '@memos/sheet/write-sheet.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { LOOKS, askedOf, preparedVisit, type LookName } from './memo-matrix.ts'
import { oneMeetingVisit, seventeenMeetingsVisit } from './visit-file-fixtures.ts'

const REPORT: MemoRequest = { kind: 'report', language: 'ja', audience: 'internal' }
const MEMCON: MemoRequest = { kind: 'memcon', meetingKey: 'meeting-1', language: 'uz-Latn', audience: 'internal' }

const PROTOCOL: MemoRequest = { ...MEMCON, preset: 'bayonnoma', audience: 'shared', isDraft: true }
const ROAD_MAP: MemoRequest = { kind: 'register', preset: 'road-map', grouping: 'month', language: 'ru', audience: 'internal' }

/**
 * SHA-256 of a report with many headings and lists, of memcons with links, one of them a draft for the other side, and of a
 * road map: what would differ if anything does.
 */
export const memoHashes = async (): Promise<string[]> => [
  hash((await writeMemo({ ...REPORT, file: seventeenMeetingsVisit() })).bytes),
  hash((await writeMemo({ ...MEMCON, file: oneMeetingVisit() })).bytes),
  hash((await writeMemo({ ...PROTOCOL, file: oneMeetingVisit() })).bytes),
  hash((await writeMemo({ ...ROAD_MAP, file: seventeenMeetingsVisit() })).bytes),
]

/** The same of a report whose contents name pages: the layout takes seconds, so it is asked for by itself. */
export const numberedHash = async (): Promise<string> =>
  hash((await writeMemo({ ...REPORT, language: 'en', pageNumbers: true, file: seventeenMeetingsVisit() })).bytes)

/** The same of every look of every kind, each in one of the languages, and of the control sheet; with `SAFARNOMA_FULL` in all of them. */
export async function lookHashes(): Promise<string[]> {
  const looks = Object.keys(LOOKS) as LookName[]
  const file = preparedVisit()
  const hashes: string[] = []
  for (const [index, look] of looks.entries()) {
    for (const [number, language] of LANGUAGES.entries()) {
      if (process.env['SAFARNOMA_FULL'] !== '1' && number !== index % LANGUAGES.length) continue
      for (const audience of AUDIENCES) {
        const request = askedOf(file, [audience, look, language])
        if (request !== undefined) hashes.push(`${audience} ${look} ${language} ${hash((await writeMemo({ ...request, file })).bytes)}`)
      }
    }
  }
  for (const format of SHEET_FORMATS) {
    const sheet = await writeSheet(file, { language: 'ja', audience: 'shared', columns: SHEET_COLUMNS, format })
    hashes.push(`${format} ${hash(sheet.bytes)}`)
  }
  return hashes
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** By itself: prints the hashes, with `--numbered` that of the report with page numbers, with `--looks` those of all looks, so that another process can be asked. */
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const asked = process.argv.includes('--numbered')
    ? [await numberedHash()]
    : await (process.argv.includes('--looks') ? lookHashes() : memoHashes())
  console.log(asked.join('\n'))
}
