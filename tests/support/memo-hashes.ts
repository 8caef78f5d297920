import { createHash } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import type { MemoRequest } from '@memos/content/request.ts'
import { writeMemo } from '@memos/write-memo.ts'
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

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** By itself: prints the hashes, or with `--numbered` that of the report with page numbers, so that another process can be asked. */
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(process.argv.includes('--numbered') ? await numberedHash() : (await memoHashes()).join('\n'))
}
