import type { Meeting } from '@shared/domain/meeting.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import type { MissingPart } from '@memos/content/missing.ts'
import {
  AUDIENCES,
  MEMO_KINDS,
  MEMCON_PRESETS,
  REGISTER_PRESETS,
  type AttachedFile,
  type Audience,
  type Grouping,
  type MemoKind,
  type MemoRequest,
} from '@memos/content/request.ts'
import { isLanguage, type Language } from '../../lib/language.ts'
import type { RouteSearch } from '../../lib/use-route.ts'

/**
 * Which document is wanted. One about a meeting or an organization names it; null when the visit has none to offer, `ALL_MEETINGS`
 * for the briefs of all of them in one.
 * @property secondLanguage of a second column; null is a document in one language
 * @property preset null is the tradition of the language
 */
export type MemoChoice = {
  readonly kind: MemoKind
  readonly subjectId: string | null
  readonly language: Language
  readonly secondLanguage: Language | null
  readonly audience: Audience
  readonly preset: string | null
}

/** What a document of each kind is about: one record, or the whole visit. */
export type Subject = 'meeting' | 'organization' | null
const SUBJECTS: Readonly<Partial<Record<string, Subject>>> = { memcon: 'meeting', brief: 'meeting', letter: 'organization' }
export const subjectOf = (kind: MemoKind): Subject => SUBJECTS[kind] ?? null

/** Stands for a meeting where one document is about every one. */
export const ALL_MEETINGS = 'all'

/** The traditions that a kind may be written in; none for most. */
export const presetsOf = (kind: MemoKind): readonly string[] =>
  kind === 'memcon' ? MEMCON_PRESETS : kind === 'register' ? REGISTER_PRESETS : []

/** A letter goes to the other side; a brief never does. */
export const audiencesOf = (kind: MemoKind): readonly Audience[] =>
  kind === 'letter' ? ['shared'] : kind === 'brief' ? ['internal'] : AUDIENCES

/** The records that a document may be about, in the order in which they are offered. */
export type Subjects = { readonly meeting: readonly { readonly id: string }[]; readonly organization: readonly { readonly id: string }[] }

/**
 * What the address asks for. Without a kind it is the report, unless a meeting is named; a document about a meeting or an
 * organization that the address does not name is about the first one.
 * @param language of the interface, for an address that names none
 */
export function choiceOf(search: RouteSearch, subjects: Subjects, language: Language): MemoChoice {
  const { language: wanted, second, audience, preset } = search
  const kind = MEMO_KINDS.find((one) => one === search['kind']) ?? (search['meeting'] === undefined ? 'report' : 'memcon')
  const subject = subjectOf(kind)
  const allowed = audiencesOf(kind)
  const first = isLanguage(wanted) ? wanted : language
  return {
    kind,
    subjectId: subject === null ? null : (search[subject] ?? subjects[subject][0]?.id ?? null),
    language: first,
    secondLanguage: isLanguage(second) && second !== first ? second : null,
    audience: allowed.find((one) => one === audience) ?? allowed[0] ?? 'internal',
    preset: presetsOf(kind).find((one) => one === preset) ?? null,
  }
}

/**
 * What a person says of one document beside the records; kept on this laptop for this document alone.
 * @property organizationId a register of what concerns one organization
 */
export type MemoDetails = Pick<MemoRequest, 'edits' | 'isDraft' | 'pageNumbers'> & {
  readonly grouping?: Grouping
  readonly organizationId?: string
}

/** The visit that a document is made of, the others of this laptop for what was agreed before, and what is attached. */
export type VisitFiles = { readonly file: VisitFile; readonly earlier: readonly VisitFile[]; readonly attached?: readonly AttachedFile[] }

/** What is asked for. Null for a document about a record that the visit does not have, or has in the trash. */
export function requestOf({ file, earlier, attached = [] }: VisitFiles, choice: MemoChoice, details: MemoDetails = {}): MemoRequest | null {
  const { kind, language, secondLanguage, audience, preset } = choice
  const subject = subjectOf(kind)
  const isOfAll = kind === 'brief' && choice.subjectId === ALL_MEETINGS
  const key = subject === null ? undefined : keyOf(file, subject, choice.subjectId)
  if (subject !== null && key === undefined && !isOfAll) return null
  const { grouping, organizationId, pageNumbers, ...said } = details
  const concerned = kind === 'register' && organizationId !== undefined ? keyOf(file, 'organization', organizationId) : undefined
  return {
    kind,
    language,
    audience,
    ...(secondLanguage === null ? {} : { secondLanguage }),
    ...(isOfAll ? {} : subject === 'meeting' ? { meetingKey: key } : subject === 'organization' ? { organizationKey: key } : {}),
    ...(preset === null ? {} : { preset }),
    ...(kind === 'register' && grouping !== undefined ? { grouping } : {}),
    ...(concerned === undefined ? {} : { organizationKey: concerned }),
    ...(pageNumbers === true && hasContents(choice) ? { pageNumbers } : {}),
    ...(kind === 'brief' && earlier.length > 0 ? { earlier } : {}),
    ...(namesAttached(kind) && attached.length > 0 ? { attached } : {}),
    ...said,
  } as MemoRequest
}

/** The documents that say what is attached; pictures are in a report alone. */
export const namesAttached = (kind: MemoKind): boolean => kind === 'report' || kind === 'memcon'

/** The documents that may have contents in front. */
export const hasContents = ({ kind, subjectId }: MemoChoice): boolean =>
  kind === 'report' || (kind === 'brief' && subjectId === ALL_MEETINGS)

const keyOf = (file: VisitFile, subject: 'meeting' | 'organization', id: string | null): string | undefined =>
  (subject === 'meeting' ? file.meetings : file.organizations).find((one) => one.id === id)?.key

/** By time, those without a date last, then by title: as the report has them. */
export function inVisitOrder(meetings: readonly Meeting[]): Meeting[] {
  const orderOf = ({ start, title, id }: Meeting): string => `${start ?? '~'} ${title ?? ''} ${id}`
  return [...meetings].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
}

/** The gaps of one record, in the order of the document. */
export type RecordGaps = Pick<MissingPart, 'kind' | 'of'> & { readonly id: string; readonly what: readonly MissingPart['what'][] }

/** One row a record: eighteen meetings without a date are eighteen rows, not sixty. */
export function gapsByRecord(missing: readonly MissingPart[]): RecordGaps[] {
  const rows = new Map<string, RecordGaps>()
  for (const { kind, id, of, what } of missing) {
    // Every record of this laptop has an id; a part without one has no page to go to.
    if (id === undefined) continue
    const row = rows.get(id)
    rows.set(id, { kind, id, of, what: [...(row?.what ?? []), what] })
  }
  return [...rows.values()]
}

/** The field that a meeting's page opens; its people are entered on the page itself. */
const MEETING_FIELDS: Readonly<Partial<Record<MissingPart['what'], string>>> = { date: 'date', place: 'place', 'their-side': 'their-side' }

/** @param path of the record's page (`recordPath`); the answer has no `#` either */
export function gapAddress(path: string, kind: MissingPart['kind'], what: MissingPart['what']): string {
  const field = kind === 'meeting' ? MEETING_FIELDS[what] : undefined
  return field === undefined ? path : `${path}?field=${field}`
}
