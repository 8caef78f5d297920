import { parseArgs } from 'node:util'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import {
  AUDIENCES,
  GROUPINGS,
  MEMCON_PRESETS,
  MEMO_KINDS,
  REGISTER_PRESETS,
  type Audience,
  type Grouping,
  type MemoKind,
} from '@memos/content/request.ts'

const PRESETS: readonly string[] = [...MEMCON_PRESETS, ...REGISTER_PRESETS]
/** The kinds to which an option applies; to others it would be said in vain. */
const KINDS_OF_MEETINGS: readonly MemoKind[] = ['memcon', 'brief']
const KINDS_WITH_CONTENTS: readonly MemoKind[] = ['report', 'brief']

export const USAGE = `npm run memos -- FILE.visit.json --out DIR [options]
npm run memos -- --database postgres://… --visit ID --out DIR [options]

  --out DIR         the folder for the documents; it is made when it is not there
  --kind K          ${MEMO_KINDS.join(', ')}; without it every one of them
  --lang L          ${LANGUAGES.join(', ')} or all; without it en
  --second-lang L   the language of a second column beside the first one; without it there is none
  --audience A      ${AUDIENCES.join(' or ')}; without it internal
  --preset P        ${PRESETS.join(', ')}; without it as usual in the language
  --group G         the register by ${GROUPINGS.join(' or ')}; without it by organization
  --meeting N       the memo and the brief of one meeting alone: its number in the visit
  --earlier FILE    a visit file of an earlier visit, for what briefs say was agreed before; as often as there are some
  --edits FILE      what the papers say beside the records (title, registrationNumber, documentDay, addressee, salutation,
                    contact, signatory, secretary, approver, executor, distribution, marking), as JSON
  --draft           marked as a draft across every page
  --page-numbers    contents with page numbers, in the report and in the briefs
  --letterhead F    a Word file (.docx) of the ministry's own, on which every document stands
  --replace         writes over files that are there already and differ; without it they are left as they are
  --database U      the address of the ministry server's database; with --visit, what the server has received is written instead of a file
  --visit ID        the id of the visit in that database
  --version N       the version that the documents of the database carry; without it 1

What is attached to meetings stands in no visit file, so a report and a memo of one do not name it; those of the database do. Pictures are
printed by the app alone.
`

/** A wrong call: what is wrong, in a sentence. */
export type WrongCall = { readonly wrong: string }

/** A file, or a visit in the ministry server's database. */
export type Source = { readonly path: string } | { readonly database: string; readonly visit: string; readonly version: number }

/** What the command was asked for, with everything checked that can be without opening a file. */
export type Order = {
  readonly source: Source
  readonly out: string
  readonly kinds: readonly MemoKind[]
  readonly languages: readonly Language[]
  readonly secondLanguage: Language | undefined
  readonly audience: Audience
  readonly preset: string | undefined
  readonly grouping: Grouping | undefined
  readonly meeting: number | undefined
  readonly earlier: readonly string[]
  readonly edits: string | undefined
  readonly isDraft: boolean
  readonly pageNumbers: boolean
  readonly letterhead: string | undefined
  readonly replaces: boolean
}

export function readOrder(args: readonly string[]): Order | WrongCall {
  const parsed = parse(args)
  if (typeof parsed === 'string') return { wrong: parsed }
  const { values, positionals } = parsed
  const source = sourceOf(values, positionals)
  if ('wrong' in source) return source
  if (values.out === undefined) return { wrong: 'The folder for the documents is missing: --out DIR.' }
  const wrong = wrongValue(values) ?? wrongTogether(values)
  if (wrong !== undefined) return { wrong }
  const { out, kind, lang = 'en', audience = 'internal', preset, group, meeting, earlier = [], edits, letterhead } = values
  return {
    source,
    out,
    kinds: kind === undefined && meeting !== undefined ? KINDS_OF_MEETINGS : MEMO_KINDS.filter((one) => kind === undefined || one === kind),
    languages: LANGUAGES.filter((language) => lang === 'all' || language === lang),
    secondLanguage: LANGUAGES.find((language) => language === values['second-lang']),
    audience: AUDIENCES.find((one) => one === audience) ?? 'internal',
    preset,
    grouping: GROUPINGS.find((one) => one === group),
    meeting: meeting === undefined ? undefined : Number(meeting),
    earlier,
    edits,
    isDraft: values.draft ?? false,
    pageNumbers: values['page-numbers'] ?? false,
    letterhead,
    replaces: values.replace ?? false,
  }
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const OPTIONS = {
  out: text,
  kind: text,
  lang: text,
  'second-lang': text,
  audience: text,
  preset: text,
  group: text,
  meeting: text,
  earlier: { type: 'string', multiple: true },
  edits: text,
  draft: flag,
  'page-numbers': flag,
  letterhead: text,
  replace: flag,
  database: text,
  visit: text,
  version: text,
} as const

type Values = Exclude<ReturnType<typeof parse>, string>['values']

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    // An option that is not known, or has no value: Node's own sentence says which.
    return error instanceof Error ? error.message : String(error)
  }
}

function sourceOf({ database, visit, version = '1' }: Values, [path, ...more]: readonly string[]): Source | WrongCall {
  if (more.length > 0) return { wrong: `One visit file at a time, please: ${more.join(' ')} is too much.` }
  if (database === undefined && visit === undefined) {
    return path === undefined ? { wrong: 'No visit file was named.' } : { path }
  }
  if (database === undefined) return { wrong: '--visit names a visit of a database: --database is missing.' }
  if (visit === undefined) return { wrong: 'Which visit of the database? --visit ID is missing.' }
  if (path !== undefined) return { wrong: `Either a file or a database, not both: ${path} is too much.` }
  if (!isCount(version)) return { wrong: `"${version}" is no version: a number from 1 on is.` }
  return { database, visit, version: Number(version) }
}

/** An option with a value that there is not. */
function wrongValue(values: Values): string | undefined {
  const { kind, lang, audience, preset, group, meeting } = values
  const known: readonly (readonly [string, string | undefined, readonly string[]])[] = [
    ['kind', kind, MEMO_KINDS],
    ['language', lang, [...LANGUAGES, 'all']],
    ['language', values['second-lang'], LANGUAGES],
    ['audience', audience, AUDIENCES],
    ['preset', preset, PRESETS],
    ['grouping', group, GROUPINGS],
  ]
  for (const [what, value, list] of known) {
    if (value !== undefined && !list.includes(value)) return `There is no ${what} "${value}": ${list.join(', ')}.`
  }
  return meeting === undefined || isCount(meeting) ? undefined : `"${meeting}" is no number of a meeting: they are numbered from 1 on.`
}

/** Options of which each alone is right. */
function wrongTogether({ kind, audience, lang = 'en', ...values }: Values): string | undefined {
  if (kind === 'brief' && audience === 'shared') return 'A brief is for our own side alone.'
  if (kind === 'letter' && audience === 'internal') return 'A letter is for the other side; leave --audience out.'
  if (values['second-lang'] === lang) return 'The second language is the first one.'
  const isOf = (kinds: readonly string[]): boolean => kind === undefined || kinds.includes(kind)
  if (values.preset !== undefined && !isOf(isMemconPreset(values.preset) ? ['memcon'] : ['register'])) {
    return `The preset "${values.preset}" is none of a ${kind}.`
  }
  if (values.group !== undefined && !isOf(['register'])) return '--group is for the register.'
  if (values.meeting !== undefined && !isOf(KINDS_OF_MEETINGS)) return `A ${kind} is not of one meeting: leave --meeting out.`
  if (values.earlier !== undefined && !isOf(['brief'])) return '--earlier is for briefs.'
  if (values['page-numbers'] === true && !isOf(KINDS_WITH_CONTENTS)) return `A ${kind} has no contents: leave --page-numbers out.`
  return undefined
}

const isMemconPreset = (preset: string): boolean => MEMCON_PRESETS.some((one) => one === preset)
const isCount = (value: string): boolean => /^[1-9]\d{0,5}$/.test(value)
