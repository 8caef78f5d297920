import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import type { FileProblem } from '@shared/domain/visit-file-references.ts'
import { parseVisitFileText } from '@shared/domain/visit-file-text.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import {
  AUDIENCES,
  MEMCON_PRESETS,
  MEMO_KINDS,
  REGISTER_PRESETS,
  type Audience,
  type MemoKind,
  type MemoRequest,
} from '@memos/content/request.ts'
import { REFUSAL_WORDS } from '@memos/letterhead/refusal.ts'
import { examineLetterhead } from '@memos/template.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { connectPostgres } from '../src/server/db/connect.ts'
import { visitFileFrom } from '../src/server/documents/visit-file-from.ts'

const PRESETS: readonly string[] = [...MEMCON_PRESETS, ...REGISTER_PRESETS]
const USAGE = `npm run memos -- FILE.visit.json --out DIR [--kind K] [--lang L] [--second-lang L] [--audience A] [--preset P] [--letterhead F]
npm run memos -- --database postgres://… --visit ID --out DIR […]

  --out DIR     the folder for the documents; it is made when it is not there
  --kind K      ${MEMO_KINDS.join(', ')}; without it every one of them
  --lang L      ${LANGUAGES.join(', ')} or all; without it en
  --second-lang L  the language of a second column beside the first one; without it there is none
  --audience A  ${AUDIENCES.join(' or ')}; without it internal
  --preset P    ${PRESETS.join(', ')}; without it as usual in the language
  --letterhead F  a Word file (.docx) of the ministry's own, on which every document stands
  --database U  the address of the ministry server's database; with --visit, what the server has received is written instead of a file
  --visit ID    the id of the visit in that database
`

/** Codes for whoever calls the command: all written; a file that is wrong or cannot be read or written; a wrong call. */
const EXIT = { written: 0, failed: 1, usage: 2 } as const

type Order = {
  /** A file, or a visit in the ministry server's database. */
  readonly source: { readonly path: string } | { readonly database: string; readonly visit: string }
  readonly preset: string | undefined
  readonly letterhead: string | undefined
  readonly out: string
  readonly kinds: readonly MemoKind[]
  readonly languages: readonly Language[]
  readonly secondLanguage: Language | undefined
  readonly audience: Audience
}
/** Something the caller can mend, said in a sentence. */
type Refusal = { readonly code: number; readonly message: string }

async function run(args: readonly string[]): Promise<number> {
  const order = readOrder(args)
  if ('message' in order) return refuse(order)
  const file = 'path' in order.source ? await readVisit(order.source.path) : await readFromServer(order.source)
  if ('message' in file) return refuse(file)
  const letterhead = order.letterhead === undefined ? undefined : await readLetterhead(order.letterhead, order)
  if (letterhead !== undefined && 'message' in letterhead) return refuse(letterhead)
  return writeAll(file, { ...order, paper: letterhead })
}

function readOrder(args: readonly string[]): Order | Refusal {
  const wrong = (message: string): Refusal => ({ code: EXIT.usage, message: `${message}\n\n${USAGE}` })
  const parsed = parse(args)
  if (typeof parsed === 'string') return wrong(parsed)
  const { values, positionals } = parsed
  const [path, ...more] = positionals
  const { database, visit } = values
  const source = database !== undefined && visit !== undefined ? { database, visit } : path === undefined ? undefined : { path }
  if (source === undefined) return wrong('No visit file was named.')
  if (more.length > 0) return wrong(`One visit file at a time, please: ${more.join(' ')} is too much.`)
  if (values.out === undefined) return wrong('The folder for the documents is missing: --out DIR.')
  const kinds = MEMO_KINDS.filter((kind) => values.kind === undefined || kind === values.kind)
  if (kinds.length === 0) return wrong(`There is no kind "${values.kind}".`)
  const languages = LANGUAGES.filter((language) => values.lang === 'all' || language === (values.lang ?? 'en'))
  if (languages.length === 0) return wrong(`There is no language "${values.lang}".`)
  const second = values['second-lang']
  const secondLanguage = LANGUAGES.find((language) => language === second)
  if (second !== undefined && secondLanguage === undefined) return wrong(`There is no language "${second}".`)
  if (second !== undefined && languages.length === 1 && languages[0] === second) return wrong('The second language is the first one.')
  const audience = AUDIENCES.find((one) => one === (values.audience ?? 'internal'))
  if (audience === undefined) return wrong(`There is no audience "${values.audience}".`)
  if (values.kind === 'brief' && audience === 'shared') return wrong('A brief is for our own side alone.')
  if (values.kind === 'letter' && values.audience === 'internal') return wrong('A letter is for the other side; leave --audience out.')
  const { preset, letterhead } = values
  if (preset !== undefined && !PRESETS.includes(preset)) return wrong(`There is no preset "${preset}".`)
  return { source, out: values.out, kinds, languages, secondLanguage, audience, preset, letterhead }
}

function parse(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const
    const options = {
      out: text,
      kind: text,
      lang: text,
      'second-lang': text,
      audience: text,
      preset: text,
      letterhead: text,
      database: text,
      visit: text,
    }
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    // An option that is not known, or has no value: Node's own sentence says which.
    return sentence(error)
  }
}

async function readVisit(path: string): Promise<VisitFile | Refusal> {
  const text = await readText(path)
  if (typeof text !== 'string') return text
  const parsed = parseVisitFileText(text)
  if (parsed.ok) return parsed.file
  const lines = [`${path} cannot be read as a visit file; nothing was written:`, ...parsed.problems.map(problemLine)]
  return { code: EXIT.failed, message: lines.join('\n') }
}

async function readText(path: string): Promise<string | Refusal> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    return { code: EXIT.failed, message: `${path} cannot be read: ${sentence(error)}` }
  }
}

/** `  meetings[3].start: not-a-time` */
function problemLine({ path, code, detail }: FileProblem): string {
  const more = detail === undefined || detail === code ? '' : ` (${detail})`
  return `  ${path === '' ? 'the file' : path}: ${code}${more}`
}

async function readFromServer({ database: url, visit }: { database: string; visit: string }): Promise<VisitFile | Refusal> {
  const database = connectPostgres(url, () => undefined)
  try {
    return (await visitFileFrom(database, visit)) ?? { code: EXIT.failed, message: `The server has no visit ${visit}.` }
  } catch (error) {
    return { code: EXIT.failed, message: `The database cannot be read: ${sentence(error)}` }
  } finally {
    await database.close()
  }
}

/** The bytes of a letterhead, once it is known that each kind and language can be written on it. */
async function readLetterhead(path: string, { kinds, languages }: Order): Promise<Uint8Array | Refusal> {
  let bytes: Uint8Array
  try {
    bytes = new Uint8Array(await readFile(path))
  } catch (error) {
    return { code: EXIT.failed, message: `${path} cannot be read: ${sentence(error)}` }
  }
  const [kind = 'report', language = 'en'] = [kinds[0], languages[0]]
  const intake = await examineLetterhead(bytes, { kind, language })
  if (intake.type === 'taken') return bytes
  const { code, detail } = intake.refusal
  return { code: EXIT.failed, message: [`${path} is not taken as a letterhead.`, REFUSAL_WORDS[code], detail].filter(Boolean).join(' ') }
}

async function writeAll(file: VisitFile, order: Order & { readonly paper: Uint8Array | undefined }): Promise<number> {
  let count = 0
  try {
    await makeFolder(order.out)
    for (const request of requestsOf(file, order)) {
      const { bytes, fileName, missing, heldBack } = await writeMemo({ ...request, file, letterhead: order.paper })
      await writeFile(join(order.out, fileName), bytes)
      console.log([fileName, counted('not known', missing), counted('held back', heldBack)].join(''))
      count++
    }
  } catch (error) {
    if (!isSystemError(error)) throw error
    return refuse({ code: EXIT.failed, message: `The documents cannot be written to ${order.out}: ${error.message}` })
  }
  console.log(`${count} ${count === 1 ? 'document' : 'documents'} in ${order.out}`)
  return EXIT.written
}

/** Not mkdir's own `recursive`: where no folder can be made, as under /proc, Node's never comes to an end. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    if (isSystemError(error) && error.code === 'EEXIST') return
    if (!isSystemError(error) || error.code !== 'ENOENT' || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await mkdir(path)
  }
}

const counted = (what: string, list: readonly unknown[]): string => (list.length === 0 ? '' : `  (${what}: ${list.length})`)

function requestsOf(file: VisitFile, { kinds, languages, secondLanguage, audience, preset }: Order): MemoRequest[] {
  return languages.flatMap((language) => {
    const spoken = secondLanguage === undefined || secondLanguage === language ? { language } : { language, secondLanguage }
    return kinds.flatMap((kind): MemoRequest[] => {
      // A letter is for the other side, also where the rest is for our own.
      if (kind === 'letter') {
        return organizationsMet(file).map((organizationKey) => ({ kind, ...spoken, audience: 'shared', organizationKey }))
      }
      // And a brief never is: in a folder for the other side it has no place.
      if (kind === 'brief') return audience === 'internal' ? [{ kind, ...spoken, audience }] : []
      const presets: readonly string[] = kind === 'memcon' ? MEMCON_PRESETS : kind === 'register' ? REGISTER_PRESETS : []
      const own = presets.find((one) => one === preset)
      const head = { kind, ...spoken, audience, ...(own === undefined ? {} : { preset: own }) }
      if (kind !== 'memcon') return [head as MemoRequest]
      return file.meetings.map(({ key }) => ({ ...head, meetingKey: key }) as MemoRequest)
    })
  })
}

/** The organizations of meetings that took place or are not said not to have, each once. */
const organizationsMet = ({ meetings }: VisitFile): string[] => [
  ...new Set(meetings.filter(({ state }) => state !== 'planned' && state !== 'cancelled').flatMap(({ organizations }) => organizations)),
]

function refuse({ code, message }: Refusal): number {
  console.error(message)
  return code
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error

process.exitCode = await run(process.argv.slice(2))
