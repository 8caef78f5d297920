import { z } from 'zod'
import { isStorableText, type Json } from '@shared/lib/canonical-json.ts'
import { agreementFields } from './agreement.ts'
import { commitmentFields } from './commitment.ts'
import { contactFields } from './contact.ts'
import { meetingFields } from './meeting.ts'
import { noteBody } from './note-body.ts'
import { noteFields } from './note.ts'
import { openQuestionFields } from './open-question.ts'
import { organizationFields } from './organization.ts'
import { participantFields } from './participant.ts'
import { programmeFields } from './programme.ts'
import { id, type Fields } from './record.ts'
import { referenceProblems, type FileProblem } from './visit-file-references.ts'
import { visitFields } from './visit.ts'

/** Raised when an older program could not read the file. */
export const VISIT_FILE_FORMAT = 1

/** Deeper than any note can be nested by hand; keeps every recursive reader safe. */
export const MAX_DEPTH = 100

/** A name that records of one file use for each other. */
const key = z.string().regex(/^[A-Za-z0-9._-]{1,80}$/, { error: 'not-a-key' })

/**
 * One visit as plain nested records: what the sample ships as, what people import and export and what documents are
 * made from. `key` is local to the file; `id` is there on export. Unknown fields are refused by path, never dropped.
 */
export const visitFile = z.strictObject({
  safarnoma: z.literal(VISIT_FILE_FORMAT),
  /** The visit's id, on export; the sample has none. */
  id: id.optional(),
  version: z.int().min(1).optional(),
  /** When anything of the visit was last changed, `2025-03-05T13:30:00Z`. */
  updatedAt: z.iso.datetime().optional(),
  visit: z.strictObject({ ...plain(visitFields, ['headContactId', 'origin']), headContact: key.optional() }),
  programmes: list({ ...plain(programmeFields) }),
  organizations: list({ ...plain(organizationFields, ['parentId']), parent: key.optional() }),
  contacts: list({
    ...plain(contactFields, ['posts']),
    posts: z.array(z.strictObject({ title: contactFields.posts.element.shape.title, organization: key.optional() })).optional(),
  }),
  meetings: list({
    ...plain(meetingFields, ['leadContactId']),
    leadContact: key.optional(),
    organizations: z.array(key).default([]),
    participants: z.array(z.strictObject({ ...plain(participantFields, ['meetingId', 'contactId']), contact: key })).default([]),
    notes: list({ ...plain(noteFields, ['meetingId', 'bodySchema', 'bodyEdited', 'authorId']), body: noteBody }),
    openQuestions: list({ ...plain(openQuestionFields, ['meetingId']) }),
  }),
  agreements: list({
    ...plain(agreementFields, ['meetingId']),
    meeting: key.optional(),
    organizations: z.array(key).default([]),
    programmes: z.array(key).default([]),
  }),
  commitments: list({
    ...plain(commitmentFields, ['organizationId', 'meetingId', 'agreementId']),
    organization: key.optional(),
    meeting: key.optional(),
    agreement: key.optional(),
  }),
})

export type VisitFile = z.output<typeof visitFile>

/** As a file may be written: lists that are empty may be left out. */
export type VisitFileInput = z.input<typeof visitFile>

export type ParsedVisitFile = { readonly ok: true; readonly file: VisitFile } | { readonly ok: false; readonly problems: FileProblem[] }

/** Reads a visit file from its JSON value. Every problem is reported by its path; a file with any problem gives nothing else. */
export function parseVisitFile(json: unknown): ParsedVisitFile {
  const early = formatProblems(json) ?? valueProblems(json)
  if (early.length > 0) return { ok: false, problems: early }
  const parsed = visitFile.safeParse(json)
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.flatMap((issue) => problemsOfIssue(issue, json)) }
  const problems = referenceProblems(parsed.data)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, file: parsed.data }
}

export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`),
    '',
  )

function plain<F extends Fields, Left extends keyof F = never>(fields: F, leftOut: readonly Left[] = []) {
  const left: readonly PropertyKey[] = leftOut
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([field]) => !left.includes(field))
      // A record keeps what a newer version adds inside a value; a file says that it does not know it.
      .map(([field, schema]) => [field, (schema instanceof z.ZodObject ? schema.strict() : schema).optional()]),
  ) as unknown as { [Field in Exclude<keyof F, Left>]: z.ZodOptional<F[Field]> }
}

function list<S extends z.ZodRawShape>(shape: S) {
  return z.array(z.strictObject({ key, id: id.optional(), ...shape })).default([])
}

/** Whether this is a visit file at all, and of a format that this version reads; one problem is enough then. */
function formatProblems(json: unknown): FileProblem[] | undefined {
  const format = typeof json === 'object' && json !== null && 'safarnoma' in json ? json.safarnoma : undefined
  if (typeof format !== 'number') return [{ path: '', code: 'not-a-visit-file' }]
  return format > VISIT_FILE_FORMAT ? [{ path: 'safarnoma', code: 'newer-format', detail: String(format) }] : undefined
}

/** Nesting that no reader should follow, and text that no store can hold. A walk without recursion, so depth cannot break it. */
function valueProblems(json: unknown): FileProblem[] {
  const problems: FileProblem[] = []
  const queue: { value: unknown; path: readonly PropertyKey[] }[] = [{ value: json, path: [] }]
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { value, path } = next
    if (path.length > MAX_DEPTH) return [{ path: pathText(path.slice(0, 4)), code: 'too-deep' }]
    if (typeof value === 'string' && !isStorableText(value)) problems.push({ path: pathText(path), code: 'not-storable' })
    if (typeof value !== 'object' || value === null) continue
    for (const [name, inner] of Object.entries(value)) {
      const step = Array.isArray(value) ? Number(name) : name
      if (!isStorableText(name)) problems.push({ path: pathText([...path, name]), code: 'unknown-field' })
      queue.push({ value: inner, path: [...path, step] })
    }
  }
  return problems.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

function problemsOfIssue(issue: z.core.$ZodIssue, json: unknown): FileProblem[] {
  const path = pathText(issue.path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({ path: path === '' ? name : `${path}.${name}`, code: 'unknown-field' }))
  }
  if (valueAt(json, issue.path) === undefined) return [{ path, code: 'missing' }]
  const isOurs = /^[a-z]+(-[a-z]+)+$|^required$/.test(issue.message)
  return [isOurs ? { path, code: issue.message } : { path, code: 'wrong-value', detail: issue.message }]
}

const valueAt = (json: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, Json>)[step] : undefined),
    json,
  )
