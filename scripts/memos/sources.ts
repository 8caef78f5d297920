import { readFile } from 'node:fs/promises'
import { memoEdits, type MemoEdits } from '@shared/domain/memo-edits.ts'
import type { FileProblem } from '@shared/domain/visit-file-references.ts'
import { parseVisitFileText } from '@shared/domain/visit-file-text.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { REFUSAL_WORDS } from '@memos/letterhead/refusal.ts'
import { examineLetterhead } from '@memos/template.ts'
import { connectPostgres } from '../../src/server/db/connect.ts'
import { receivedVisit, type ReceivedVisit } from '../../src/server/documents/received-visit.ts'
import type { Order, Source } from './order.ts'

/** Something that cannot be read, and why, in sentences. */
export type Unread = { readonly unread: string }

export const isUnread = (value: object): value is Unread => 'unread' in value

/** A visit file carries nothing of what is attached: its report has no annexes of that. */
export async function readVisit(source: Source): Promise<ReceivedVisit | Unread> {
  if (!('path' in source)) return readFromServer(source)
  const file = await readVisitFile(source.path)
  return isUnread(file) ? file : { file, attached: [] }
}

export async function readVisitFile(path: string): Promise<VisitFile | Unread> {
  const text = await readText(path)
  if (typeof text !== 'string') return text
  const parsed = parseVisitFileText(text)
  if (parsed.ok) return parsed.file
  return { unread: [`${path} cannot be read as a visit file; nothing was written:`, ...parsed.problems.map(problemLine)].join('\n') }
}

/** `  meetings[3].start: not-a-time` */
function problemLine({ path, code, detail }: FileProblem): string {
  const more = detail === undefined || detail === code ? '' : ` (${detail})`
  return `  ${path === '' ? 'the file' : path}: ${code}${more}`
}

async function readFromServer({ database: url, visit, version }: Extract<Source, { database: string }>): Promise<ReceivedVisit | Unread> {
  const database = connectPostgres(url, () => undefined)
  try {
    return (await receivedVisit(database, visit, version)) ?? { unread: `The server has no visit ${visit}.` }
  } catch (error) {
    return { unread: `The database cannot be read: ${sentence(error)}` }
  } finally {
    await database.close()
  }
}

/** What the papers say beside the records, as JSON. */
export async function readEdits(path: string): Promise<MemoEdits | Unread> {
  const text = await readText(path)
  if (typeof text !== 'string') return text
  try {
    const parsed = memoEdits.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    const lines = parsed.error.issues.map(({ path: place, message }) => `  ${place.join('.') || 'the file'}: ${message}`)
    return { unread: [`${path} does not say what papers say beside the records; nothing was written:`, ...lines].join('\n') }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { unread: `${path} is no JSON: ${error.message}` }
  }
}

export type Paper = { readonly bytes: Uint8Array; readonly unknown: readonly string[] }

/** The bytes of a letterhead, once it is known that each kind and language can be written on it, with placeholders that mean nothing. */
export async function readLetterhead(path: string, { kinds, languages }: Pick<Order, 'kinds' | 'languages'>): Promise<Paper | Unread> {
  let bytes: Uint8Array
  try {
    bytes = new Uint8Array(await readFile(path))
  } catch (error) {
    return { unread: `${path} cannot be read: ${sentence(error)}` }
  }
  const unknown = new Set<string>()
  for (const kind of kinds) {
    const intake = await examineLetterhead(bytes, { kind, language: languages[0] ?? 'en' })
    if (intake.type === 'refused') {
      const { code, detail } = intake.refusal
      return { unread: [`${path} is not taken as a letterhead.`, REFUSAL_WORDS[code], detail].filter(Boolean).join(' ') }
    }
    for (const key of intake.unknown) unknown.add(key)
  }
  return { bytes, unknown: [...unknown] }
}

async function readText(path: string): Promise<string | Unread> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    return { unread: `${path} cannot be read: ${sentence(error)}` }
  }
}

export const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error))
