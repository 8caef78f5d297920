import { deterministicId, type NewId } from '@shared/lib/id.ts'
import type { Json } from '@shared/lib/canonical-json.ts'
import { linkId } from './link.ts'
import { BODY_SCHEMA, type NoteBody } from './note-body.ts'
import { minuteId } from './note.ts'
import { participantId } from './participant.ts'
import { tables, type Kind, type RecordOfKind } from './tables.ts'
import { visitFile, VISIT_FILE_FORMAT, type VisitFile } from './visit-file.ts'

/** The kinds that a visit file carries. Members and conflicts belong to the server and to the laptop, not to the visit's story. */
export const FILE_KINDS = [
  'visit',
  'programme',
  'organization',
  'contact',
  'meeting',
  'meetingOrganization',
  'participant',
  'note',
  'openQuestion',
  'agreement',
  'agreementOrganization',
  'agreementProgramme',
  'commitment',
] as const satisfies readonly Kind[]
export type FileKind = (typeof FILE_KINDS)[number]

/** The living records of one visit, by kind; `visit` holds one. */
export type VisitRecords = { readonly [K in FileKind]: readonly RecordOfKind<K>[] }
export type NoteBodies = ReadonlyMap<string, NoteBody>

/** A record to be made: only fields that say something. Links, participants and minutes have ids made from their ends. */
export type RecordDraft = { readonly kind: FileKind; readonly id: string; readonly fields: Readonly<Record<string, Json>> }

/** Fields that a file does not carry: what is written by the program, and what the nesting of the file says. */
export const UNFILED: Readonly<Partial<Record<FileKind, readonly string[]>>> = {
  visit: ['origin'],
  note: ['authorId', 'bodySchema', 'bodyEdited'],
}

/** Gathers the records of a visit from wherever they are held: `of` gives the living records of a kind. */
export const gatherVisitRecords = (of: <K extends FileKind>(kind: K) => readonly RecordOfKind<K>[]): VisitRecords =>
  Object.fromEntries(FILE_KINDS.map((kind) => [kind, of(kind)])) as unknown as VisitRecords

/**
 * A visit as a file. Equal content gives equal bytes: keys are made from the ids, lists stand in a fixed order.
 * What names a record that is not there (it was deleted) is left out.
 * @param about `updatedAt`: when anything was last changed, `2025-03-05T13:30:00Z`
 */
export function recordsToVisitFile(
  records: VisitRecords,
  noteBodies: NoteBodies,
  about: { readonly version: number; readonly updatedAt: string },
): VisitFile {
  const [visit] = records.visit
  if (!visit) throw new Error('A visit file needs the record of its visit')
  const keys = keysOf(records)
  return visitFile.parse({
    safarnoma: VISIT_FILE_FORMAT,
    id: visit.id,
    version: about.version,
    updatedAt: about.updatedAt,
    visit: { ...said('visit', visit, ['headContactId']), ...named({ headContact: visit.headContactId }, keys) },
    programmes: inOrder(records.programme, (one) => one.name).map((one) => ({ ...head(one, keys), ...said('programme', one) })),
    organizations: inOrder(records.organization, (one) => one.name).map((one) => ({
      ...head(one, keys),
      ...said('organization', one, ['parentId']),
      ...named({ parent: one.parentId }, keys),
    })),
    contacts: inOrder(records.contact, contactOrder).map((one) => ({
      ...head(one, keys),
      ...said('contact', one, ['posts']),
      ...(one.posts && {
        posts: one.posts.map(({ title, organizationId }) => ({ title, ...named({ organization: organizationId }, keys) })),
      }),
    })),
    meetings: inOrder(records.meeting, meetingOrder).map((one) => meetingToFile(one, { records, noteBodies, keys })),
    agreements: inOrder(records.agreement, (one) => one.text).map((one) => ({
      ...head(one, keys),
      ...said('agreement', one, ['meetingId']),
      ...named({ meeting: one.meetingId }, keys),
      organizations: linked(records.agreementOrganization, (link) => link.agreementId === one.id && link.organizationId, keys),
      programmes: linked(records.agreementProgramme, (link) => link.agreementId === one.id && link.programmeId, keys),
    })),
    commitments: inOrder(records.commitment, (one) => one.text).map((one) => ({
      ...head(one, keys),
      ...said('commitment', one, ['organizationId', 'meetingId', 'agreementId']),
      ...named({ organization: one.organizationId, meeting: one.meetingId, agreement: one.agreementId }, keys),
    })),
  })
}

/**
 * The records of a file, to be made in one transaction. With the file's own id as `scope` records keep their ids, and
 * those without one get an id made from the file and their key, so that a second import finds them again; under any
 * other scope (the sample, a copy) all ids are new.
 */
export function visitFileToRecords(
  file: VisitFile,
  { newId, scope }: { readonly newId: NewId; readonly scope: string },
): { readonly drafts: RecordDraft[]; readonly noteBodies: Map<string, NoteBody> } {
  const isOwn = file.id === scope
  const idOf = (kind: FileKind, record: Keyed, within = ''): string =>
    isOwn ? (record.id ?? deterministicId('visit-file', scope, kind, within, record.key)) : newId()
  const idsIn = (kind: FileKind, list: readonly Keyed[]): Map<string, string> => new Map(list.map((one) => [one.key, idOf(kind, one)]))
  const ids: Ids = {
    programme: idsIn('programme', file.programmes),
    organization: idsIn('organization', file.organizations),
    contact: idsIn('contact', file.contacts),
    meeting: idsIn('meeting', file.meetings),
    agreement: idsIn('agreement', file.agreements),
    commitment: idsIn('commitment', file.commitments),
  }
  const { headContact, ...visit } = file.visit
  const noteBodies = new Map<string, NoteBody>()
  const drafts = [
    draft('visit', scope, { ...visit, headContactId: lookUp(ids.contact, headContact) }),
    ...file.programmes.map((one) => draft('programme', lookUp(ids.programme, one.key), one)),
    ...file.organizations.map(({ parent, ...fields }) =>
      draft('organization', lookUp(ids.organization, fields.key), { ...fields, parentId: lookUp(ids.organization, parent) }),
    ),
    ...file.contacts.map(({ posts, ...fields }) =>
      draft('contact', lookUp(ids.contact, fields.key), {
        ...fields,
        posts: posts?.map(({ title, organization }) => ({ title, organizationId: lookUp(ids.organization, organization) ?? null })),
      }),
    ),
    ...file.meetings.flatMap((meeting) => meetingToRecords(meeting, { ids, idOf, noteBodies })),
    ...file.agreements.flatMap((agreement) => agreementToRecords(agreement, ids)),
    ...file.commitments.map(({ organization, meeting, agreement, ...fields }) =>
      draft('commitment', lookUp(ids.commitment, fields.key), {
        ...fields,
        organizationId: lookUp(ids.organization, organization),
        meetingId: lookUp(ids.meeting, meeting),
        agreementId: lookUp(ids.agreement, agreement),
      }),
    ),
  ]
  return { drafts, noteBodies }
}

type Keyed = { readonly key: string; readonly id?: string | undefined }
type IdsByKey = ReadonlyMap<string, string>
type Ids = Readonly<Record<'programme' | 'organization' | 'contact' | 'meeting' | 'agreement' | 'commitment', IdsByKey>>
type Keys = ReadonlyMap<string, string>

// ---------------------------------------------------------------- records -> file

function meetingToFile(
  meeting: RecordOfKind<'meeting'>,
  { records, noteBodies, keys }: { records: VisitRecords; noteBodies: NoteBodies; keys: Keys },
) {
  const isHere = (one: { meetingId: string | null }): boolean => one.meetingId === meeting.id
  const participants = records.participant.filter((one) => isHere(one) && one.contactId !== null && keys.has(one.contactId))
  return {
    ...head(meeting, keys),
    ...said('meeting', meeting, ['leadContactId']),
    ...named({ leadContact: meeting.leadContactId }, keys),
    organizations: linked(records.meetingOrganization, (link) => isHere(link) && link.organizationId, keys),
    participants: inOrder(participants, ({ rank, contactId }) => `${String(rank ?? 1000).padStart(4, '0')} ${contactId}`).map((one) => ({
      ...said('participant', one, ['meetingId', 'contactId']),
      ...named({ contact: one.contactId }, keys),
    })),
    notes: inOrder(records.note.filter(isHere), (one) => `${one.role === 'minute' ? 1 : 0} ${one.authorName ?? ''}`).map((one) => ({
      ...head(one, keys),
      ...said('note', one, ['meetingId']),
      body: noteBodies.get(one.id) ?? { bodySchema: BODY_SCHEMA, blocks: [] },
    })),
    openQuestions: inOrder(records.openQuestion.filter(isHere), (one) => one.text).map((one) => ({
      ...head(one, keys),
      ...said('openQuestion', one, ['meetingId']),
    })),
  }
}

const head = (record: { id: string }, keys: Keys): { key: string | undefined; id: string } => ({ key: keys.get(record.id), id: record.id })

/** The fields of a record that say something; a null is left out. */
function said<K extends FileKind>(kind: K, record: RecordOfKind<K>, leftOut: readonly string[] = []): Record<string, unknown> {
  const values = record as unknown as Record<string, unknown>
  const fields = Object.keys(tables[kind]).filter((field) => !leftOut.includes(field) && !UNFILED[kind]?.includes(field))
  return Object.fromEntries(fields.flatMap((field) => (values[field] === null ? [] : [[field, values[field]]])))
}

/** References as keys; a reference to what is not there is left out. */
function named(ids: Readonly<Record<string, string | null>>, keys: Keys): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ids).flatMap(([field, id]) => {
      const key = id === null ? undefined : keys.get(id)
      return key === undefined ? [] : [[field, key]]
    }),
  )
}

/** The other ends of links, as keys in their own order. `end` gives the id of a link's end, or false for links of others. */
function linked<L>(links: readonly L[], end: (link: L) => string | null | false, keys: Keys): string[] {
  const found = links.map(end).flatMap((id) => (id ? (keys.get(id) ?? []) : []))
  return [...new Set(found)].sort()
}

/** Key of every record that a file names: its kind and the start of its id, longer where two would be the same. */
function keysOf(records: VisitRecords): Keys {
  const kinds = ['programme', 'organization', 'contact', 'meeting', 'note', 'openQuestion', 'agreement', 'commitment'] as const
  const keys = new Map<string, string>()
  for (const kind of kinds) {
    const shortKeys = records[kind].map(({ id }) => id.slice(0, 8))
    const repeated = new Set(shortKeys.filter((short, index) => shortKeys.indexOf(short) !== index))
    for (const { id } of records[kind]) keys.set(id, `${kind}-${repeated.has(id.slice(0, 8)) ? id : id.slice(0, 8)}`)
  }
  return keys
}

/** By what people read first, then by id; by code units, so that every machine agrees. */
function inOrder<R extends { readonly id: string }>(records: readonly R[], orderOf: (record: R) => string | null): R[] {
  const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  return [...records].sort((a, b) => compareText(orderOf(a) ?? '', orderOf(b) ?? '') || compareText(a.id, b.id))
}

/** Meetings without a date come last. */
const meetingOrder = (meeting: RecordOfKind<'meeting'>): string => `${meeting.start ?? '~'} ${meeting.title ?? ''}`

function contactOrder(contact: RecordOfKind<'contact'>): string {
  const name = contact.latin ?? contact.native ?? contact.cyrillic ?? contact.kana
  return `${contact.side === 'ours' ? 0 : 1} ${name?.family ?? ''} ${name?.given ?? ''} ${name?.full ?? ''}`
}

// ---------------------------------------------------------------- file -> records

function meetingToRecords(
  meeting: VisitFile['meetings'][number],
  place: { ids: Ids; idOf: (kind: FileKind, record: Keyed, within?: string) => string; noteBodies: Map<string, NoteBody> },
): RecordDraft[] {
  const { ids, idOf, noteBodies } = place
  const { leadContact, organizations, participants, notes, openQuestions, ...fields } = meeting
  const meetingId = lookUp(ids.meeting, meeting.key)
  return [
    draft('meeting', meetingId, { ...fields, leadContactId: lookUp(ids.contact, leadContact) }),
    ...organizations.map((name) => {
      const organizationId = lookUp(ids.organization, name)
      return draft('meetingOrganization', linkId('meetingOrganization', meetingId, organizationId), { meetingId, organizationId })
    }),
    ...participants.map(({ contact, ...more }) => {
      const contactId = lookUp(ids.contact, contact)
      return draft('participant', participantId(meetingId, contactId), { ...more, meetingId, contactId })
    }),
    ...notes.map((note) => {
      const { body, ...more } = note
      const noteId = note.role === 'minute' ? minuteId(meetingId) : idOf('note', note, meeting.key)
      noteBodies.set(noteId, body)
      return draft('note', noteId, { ...more, meetingId })
    }),
    ...openQuestions.map((question) => draft('openQuestion', idOf('openQuestion', question, meeting.key), { ...question, meetingId })),
  ]
}

function agreementToRecords(agreement: VisitFile['agreements'][number], ids: Ids): RecordDraft[] {
  const { meeting, organizations, programmes, ...fields } = agreement
  const agreementId = lookUp(ids.agreement, agreement.key)
  return [
    draft('agreement', agreementId, { ...fields, meetingId: lookUp(ids.meeting, meeting) }),
    ...organizations.map((name) => {
      const organizationId = lookUp(ids.organization, name)
      return draft('agreementOrganization', linkId('agreementOrganization', agreementId, organizationId), { agreementId, organizationId })
    }),
    ...programmes.map((name) => {
      const programmeId = lookUp(ids.programme, name)
      return draft('agreementProgramme', linkId('agreementProgramme', agreementId, programmeId), { agreementId, programmeId })
    }),
  ]
}

/** `key` and `id` of the file name the record; they are no fields of it. */
function draft(kind: FileKind, id: string, fields: Readonly<Record<string, unknown>>): RecordDraft {
  const said = Object.entries(fields).filter(([name, value]) => name !== 'key' && name !== 'id' && value !== undefined && value !== null)
  return { kind, id, fields: Object.fromEntries(said) as Record<string, Json> }
}

/** The id behind a key. The parser has found every key, so a missing one is a bug. */
function lookUp(ids: IdsByKey, key: string): string
function lookUp(ids: IdsByKey, key: string | undefined): string | undefined
function lookUp(ids: IdsByKey, key: string | undefined): string | undefined {
  if (key === undefined) return undefined
  const id = ids.get(key)
  if (id === undefined) throw new Error(`The visit file was not checked: no record has the key ${key}`)
  return id
}
