import fc from 'fast-check'
import { AGREEMENT_STATUSES } from '@shared/domain/agreement.ts'
import { COMMITMENT_STATUSES, DIRECTIONS } from '@shared/domain/commitment.ts'
import { linkId } from '@shared/domain/link.ts'
import { MEETING_STATES } from '@shared/domain/meeting.ts'
import { BODY_SCHEMA, type Block, type Inline, type Mark, type NoteBody } from '@shared/domain/note-body.ts'
import { minuteId } from '@shared/domain/note.ts'
import { ORGANIZATION_TYPES } from '@shared/domain/organization.ts'
import { PARTICIPANT_ROLES, participantId } from '@shared/domain/participant.ts'
import { LANGUAGES, readFields } from '@shared/domain/record.ts'
import { tables } from '@shared/domain/tables.ts'
import { gatherVisitRecords, type NoteBodies, type RecordDraft, type VisitRecords } from '@shared/domain/visit-file-records.ts'
import type { Json } from '@shared/lib/canonical-json.ts'

export type VisitContent = { readonly records: VisitRecords; readonly noteBodies: NoteBodies }

export const SCOPE = '11111111-1111-4111-8111-111111111111'

/** Records as a laptop holds them, from drafts: absent fields are null. */
export function recordsOfDrafts(drafts: readonly RecordDraft[], scope: string): VisitRecords {
  return gatherVisitRecords((kind) =>
    drafts
      .filter((draft) => draft.kind === kind)
      .map(({ id, fields }) => {
        const cells = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { value, stamp: '', bases: [] }]))
        return readFields(tables[kind], { id, scope }, cells)
      }),
  )
}

const words = (max = 40): fc.Arbitrary<string> => fc.string({ unit: 'grapheme', maxLength: max }).filter((text) => !text.includes('\u0000'))
const saying = (max = 40): fc.Arbitrary<string> => words(max).filter((text) => text.trim() !== '')
const window = fc.record({ words: words(), edtf: fc.constantFrom('2025-03/2025-04', '2025-04', '2025', '../2025-05-31', null) })
const local = fc.constantFrom('2025-03-05T09:00', '2025-03-05T13:30', '2025-03-06T10:15')
const zone = fc.constantFrom('Asia/Tokyo', 'Asia/Tashkent')
const name = fc.oneof(fc.record({ family: saying(), given: saying() }), fc.record({ full: saying() }))

const inline: fc.Arbitrary<Inline> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: saying() }),
  fc.record({ type: fc.constant('text' as const), text: saying(), marks: fc.constant<Mark[]>([{ type: 'bold' }]) }),
  fc.constant({ type: 'break' as const }),
)
const paragraph = fc.record({ type: fc.constant('paragraph' as const), content: fc.array(inline, { maxLength: 3 }) })
const block: fc.Arbitrary<Block> = fc.oneof(
  paragraph,
  fc.record({
    type: fc.constant('heading' as const),
    level: fc.constantFrom(1 as const, 2 as const, 3 as const),
    content: fc.array(inline, { maxLength: 2 }),
  }),
  fc.record({
    type: fc.constant('list' as const),
    ordered: fc.boolean(),
    items: fc.array(fc.array(paragraph, { minLength: 1, maxLength: 2 }), { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('table' as const),
    rows: fc.array(fc.array(fc.record({ blocks: fc.array(paragraph, { maxLength: 2 }) }), { maxLength: 2 }), { maxLength: 2 }),
  }),
)
const body: fc.Arbitrary<NoteBody> = fc.record({ bodySchema: fc.constant(BODY_SCHEMA as 1), blocks: fc.array(block, { maxLength: 4 }) })

const ids = (max = 4): fc.Arbitrary<string[]> => fc.uniqueArray(fc.uuid(), { maxLength: max })
const oneOf = (list: readonly string[]): fc.Arbitrary<string | undefined> =>
  list.length === 0 ? fc.constant(undefined) : fc.option(fc.constantFrom(...list), { nil: undefined })
const someOf = (list: readonly string[]): fc.Arbitrary<string[]> => fc.subarray([...list])

/** A visit with everything that a file can carry: any field absent, references that hold, notes with any text. */
export const visitContents: fc.Arbitrary<VisitContent> = fc
  .record({
    programmes: ids(),
    organizations: ids(),
    contacts: ids(),
    meetings: ids(),
    agreements: ids(),
    commitments: ids(),
    notes: ids(6),
    questions: ids(3),
  })
  .chain((have) =>
    fc
      .record({
        visit: draft('visit', SCOPE, {
          title: saying(),
          code: fc.constant('TYO2025'),
          zone,
          startDay: fc.constant('2025-03-03'),
          summary: words(),
          notesLanguage: fc.constantFrom(...LANGUAGES),
          headContactId: oneOf(have.contacts),
        }),
        programmes: all('programme', have.programmes, { name: saying(), window, about: words() }),
        // Only the first can be a parent, so that no organization is a part of itself.
        organizations: fc.tuple(
          ...have.organizations.map((id, index) =>
            draft('organization', id, {
              name: saying(),
              nativeName: words(),
              shortName: words(10),
              type: fc.constantFrom(...ORGANIZATION_TYPES),
              parentId: index === 0 ? fc.constant(undefined) : oneOf(have.organizations.slice(0, 1)),
            }),
          ),
        ),
        contacts: all('contact', have.contacts, {
          side: fc.constantFrom('ours', 'theirs'),
          native: name,
          latin: name,
          cyrillic: name,
          addressAs: fc.constantFrom('mr', 'ms'),
          isPrivate: fc.boolean(),
          email: words(),
          posts: fc.array(fc.record({ title: words(), organizationId: oneOf(have.organizations).map((id) => id ?? null) }), {
            maxLength: 2,
          }),
        }),
        meetings: all('meeting', have.meetings, {
          title: saying(),
          state: fc.constantFrom(...MEETING_STATES),
          walkIn: fc.boolean(),
          start: local,
          zone,
          place: words(),
          objectives: fc.array(fc.record({ text: saying(), success: fc.option(words()) }), { maxLength: 2 }),
          pointsToMake: words(),
          backgroundNotToDisclose: words(),
          leadContactId: oneOf(have.contacts),
        }),
        agreements: all('agreement', have.agreements, {
          text: saying(),
          status: fc.constantFrom(...AGREEMENT_STATUSES),
          steps: fc.constantFrom([], [{ status: 'signed', day: '2025-03-05', saidBy: null }]),
          amount: fc.constant({ value: '12.50', currency: 'JPY' }),
          window,
          mechanism: words(),
          isShareable: fc.boolean(),
          meetingId: oneOf(have.meetings),
        }),
        commitments: all('commitment', have.commitments, {
          text: saying(),
          direction: fc.constantFrom(...DIRECTIONS),
          status: fc.constantFrom(...COMMITMENT_STATUSES),
          window,
          mechanism: words(),
          isShareable: fc.boolean(),
          organizationId: oneOf(have.organizations),
          meetingId: oneOf(have.meetings),
          agreementId: oneOf(have.agreements),
        }),
        inMeetings: fc.tuple(...have.meetings.map((meetingId, index) => meetingParts(meetingId, have, index))),
        ofAgreements: fc.tuple(...have.agreements.map((agreementId) => agreementLinks(agreementId, have))),
      })
      .map((parts) => {
        const inMeetings = parts.inMeetings.flatMap((one) => one.drafts)
        const drafts = [
          parts.visit,
          ...parts.programmes,
          ...parts.organizations,
          ...parts.contacts,
          ...parts.meetings,
          ...parts.agreements,
          ...parts.commitments,
          ...inMeetings,
          ...parts.ofAgreements.flat(),
        ]
        const noteBodies = new Map(parts.inMeetings.flatMap((one) => one.bodies))
        return { records: recordsOfDrafts(drafts, SCOPE), noteBodies }
      }),
  )

type Have = { organizations: string[]; contacts: string[]; notes: string[]; questions: string[]; programmes: string[] }

function meetingParts(meetingId: string, have: Have, index: number): fc.Arbitrary<{ drafts: RecordDraft[]; bodies: [string, NoteBody][] }> {
  const noteId = have.notes[index]
  const questionId = have.questions[index]
  const notes = [...(noteId ? [{ id: noteId, role: 'note' }] : []), ...(index === 0 ? [{ id: minuteId(meetingId), role: 'minute' }] : [])]
  return fc
    .record({
      organizations: someOf(have.organizations),
      contacts: someOf(have.contacts),
      role: fc.constantFrom(...PARTICIPANT_ROLES),
      rank: fc.integer({ min: 1, max: 9 }),
      bodies: fc.tuple(...notes.map(() => body)),
      question: saying(),
      author: words(),
    })
    .map(({ organizations, contacts, role, rank, bodies, question, author }) => ({
      drafts: [
        ...organizations.map((organizationId) =>
          made('meetingOrganization', linkId('meetingOrganization', meetingId, organizationId), { meetingId, organizationId }),
        ),
        ...contacts.map((contactId) => made('participant', participantId(meetingId, contactId), { meetingId, contactId, role, rank })),
        ...notes.map((note) => made('note', note.id, { meetingId, role: note.role, authorName: author })),
        ...(questionId ? [made('openQuestion', questionId, { meetingId, text: question, isSettled: false })] : []),
      ],
      bodies: notes.flatMap((note, n): [string, NoteBody][] => (bodies[n] ? [[note.id, bodies[n]]] : [])),
    }))
}

const agreementLinks = (agreementId: string, have: Have): fc.Arbitrary<RecordDraft[]> =>
  fc
    .tuple(someOf(have.organizations), someOf(have.programmes))
    .map(([organizations, programmes]) => [
      ...organizations.map((organizationId) =>
        made('agreementOrganization', linkId('agreementOrganization', agreementId, organizationId), { agreementId, organizationId }),
      ),
      ...programmes.map((programmeId) =>
        made('agreementProgramme', linkId('agreementProgramme', agreementId, programmeId), { agreementId, programmeId }),
      ),
    ])

const all = (
  kind: RecordDraft['kind'],
  list: readonly string[],
  fields: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<RecordDraft[]> => fc.tuple(...list.map((id) => draft(kind, id, fields)))

/** Any part of the fields: each may be left out, as "not said". */
const draft = (kind: RecordDraft['kind'], id: string, fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<RecordDraft> =>
  fc.record(fields, { requiredKeys: [] }).map((values) => made(kind, id, values))

function made(kind: RecordDraft['kind'], id: string, values: Readonly<Record<string, unknown>>): RecordDraft {
  const fields = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Record<string, Json>
  return { kind, id, fields }
}
