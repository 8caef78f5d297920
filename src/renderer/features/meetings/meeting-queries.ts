import type { Agreement } from '@shared/domain/agreement.ts'
import type { Commitment } from '@shared/domain/commitment.ts'
import type { Contact } from '@shared/domain/contact.ts'
import type { MeetingOrganization } from '@shared/domain/link.ts'
import { compareMeetings, type Meeting } from '@shared/domain/meeting.ts'
import type { Note } from '@shared/domain/note.ts'
import type { OpenQuestion } from '@shared/domain/open-question.ts'
import type { Organization } from '@shared/domain/organization.ts'
import type { Participant } from '@shared/domain/participant.ts'
import type { Kind } from '@shared/domain/tables.ts'
import { NEVER, stampParts } from '@shared/sync/stamp.ts'
import { storedById, type LiveScope } from '../../db/live.ts'

/** What came out of a meeting, in numbers. */
export type MeetingCounts = {
  readonly agreed: number
  readonly owe: number
  readonly theirs: number
  readonly open: number
  readonly notes: number
}
export type MeetingLine = { readonly meeting: Meeting; readonly organizations: readonly Organization[]; readonly counts: MeetingCounts }
/** `day` is null for meetings without a date, which come last. */
export type MeetingDay = { readonly day: string | null; readonly lines: readonly MeetingLine[] }

export type MeetingRecords = {
  readonly meetings: readonly Meeting[]
  readonly links: readonly MeetingOrganization[]
  readonly organizations: readonly Organization[]
  readonly agreements: readonly Agreement[]
  readonly commitments: readonly Commitment[]
  readonly questions: readonly OpenQuestion[]
  readonly notes: readonly Note[]
}

/** The meetings of a visit by local day, in time order; each list is walked once, however many meetings there are. */
export function meetingDays(records: MeetingRecords): readonly MeetingDay[] {
  const organizations = new Map(records.organizations.map((one) => [one.id, one]))
  const links = groupBy(records.links, (link) => link.meetingId)
  const counts = countsByMeeting(records)
  const days = new Map<string | null, MeetingLine[]>()
  for (const meeting of records.meetings.toSorted(compareMeetings)) {
    const day = meeting.start?.slice(0, 10) ?? null
    const line = {
      meeting,
      organizations: (links.get(meeting.id) ?? []).flatMap((link) => organizations.get(link.organizationId ?? '') ?? []),
      counts: counts.get(meeting.id) ?? NONE,
    }
    days.set(day, [...(days.get(day) ?? []), line])
  }
  return [...days].map(([day, lines]) => ({ day, lines }))
}

const NONE: MeetingCounts = { agreed: 0, owe: 0, theirs: 0, open: 0, notes: 0 }

function countsByMeeting({ agreements, commitments, questions, notes }: MeetingRecords): ReadonlyMap<string, MeetingCounts> {
  const counts = new Map<string, MeetingCounts>()
  const add = (meetingId: string | null, what: keyof MeetingCounts): void => {
    if (meetingId === null) return
    const before = counts.get(meetingId) ?? NONE
    counts.set(meetingId, { ...before, [what]: before[what] + 1 })
  }
  for (const one of agreements) add(one.meetingId, 'agreed')
  for (const one of commitments) add(one.meetingId, one.direction === 'they-owe' ? 'theirs' : 'owe')
  for (const one of questions) if (one.isSettled !== true) add(one.meetingId, 'open')
  for (const one of notes) add(one.meetingId, 'notes')
  return counts
}

export type Attendee = { readonly participant: Participant; readonly contact: Contact }
export type Sides = { readonly ours: readonly Attendee[]; readonly theirs: readonly Attendee[] }

/** Both sides of a meeting by rank; people without a rank after the others, in a fixed order. */
export function sidesOf(meetingId: string, participants: readonly Participant[], contacts: readonly Contact[]): Sides {
  const contactsById = new Map(contacts.map((contact) => [contact.id, contact]))
  const attendees = participants
    .filter((participant) => participant.meetingId === meetingId)
    .flatMap((participant) => {
      const contact = contactsById.get(participant.contactId ?? '')
      return contact ? [{ participant, contact }] : []
    })
    .toSorted((a, b) => (a.participant.rank ?? 1_000) - (b.participant.rank ?? 1_000) || (a.contact.id < b.contact.id ? -1 : 1))
  return {
    ours: attendees.filter(({ contact }) => contact.side === 'ours'),
    theirs: attendees.filter(({ contact }) => contact.side !== 'ours'),
  }
}

/** What came out of a meeting, in the order in which it was entered. */
export type Outcome = {
  readonly agreements: readonly Agreement[]
  readonly weOwe: readonly Commitment[]
  readonly theyOwe: readonly Commitment[]
  readonly questions: readonly OpenQuestion[]
}

/** @param live where the records are kept: ids are drawn at random, and only its stamps say what came first */
export function outcomeOf(
  meetingId: string,
  { agreements, commitments, questions }: Pick<MeetingRecords, 'agreements' | 'commitments' | 'questions'>,
  live: LiveScope | undefined,
): Outcome {
  const promised = ofMeeting(live, 'commitment', { meetingId, records: commitments })
  return {
    agreements: ofMeeting(live, 'agreement', { meetingId, records: agreements }),
    weOwe: promised.filter((one) => one.direction !== 'they-owe'),
    theyOwe: promised.filter((one) => one.direction === 'they-owe'),
    questions: ofMeeting(live, 'openQuestion', { meetingId, records: questions }).toSorted(
      (a, b) => Number(a.isSettled === true) - Number(b.isSettled === true),
    ),
  }
}

type OfMeeting = { readonly id: string; readonly meetingId: string | null; readonly text: string | null }

/** A record is tied to its meeting when it is entered; what came in one file came at one moment, and the text decides. */
function ofMeeting<R extends OfMeeting>(
  live: LiveScope | undefined,
  kind: Kind,
  { meetingId, records }: { readonly meetingId: string; readonly records: readonly R[] },
): readonly R[] {
  const enteredAt = (record: R): number => stampParts(storedById(live, kind, record.id)?.cells['meetingId']?.stamp ?? NEVER).wall
  return records
    .filter((record) => record.meetingId === meetingId)
    .map((record) => ({ record, at: enteredAt(record) }))
    .toSorted((a, b) => a.at - b.at || compareText(a.record.text ?? '', b.record.text ?? '') || compareText(a.record.id, b.record.id))
    .map(({ record }) => record)
}

/** A note as the tabs name it: nothing in it changes while its text is typed. */
export type NoteTab = {
  readonly id: string
  readonly authorId: string | null
  readonly authorName: string
  readonly bodySchema: number | null
  readonly language: string | null
}

/** The notes of a meeting: one's own first, then by author. Minutes are not shown. */
export function noteTabs(meetingId: string, notes: readonly Note[], personId: string): readonly NoteTab[] {
  return notes
    .filter((note) => note.meetingId === meetingId && note.role !== 'minute')
    .map(({ id, authorId, authorName, bodySchema, language }) => ({ id, authorId, authorName: authorName ?? '', bodySchema, language }))
    .toSorted(
      (a, b) =>
        Number(b.authorId === personId) - Number(a.authorId === personId) ||
        compareText(a.authorName, b.authorName) ||
        compareText(a.id, b.id),
    )
}

/** When a meeting stands on the clock. @param localNow of its zone, `2025-03-05T13:30` */
export function isNow({ state, start, end }: Meeting, localNow: string): boolean {
  if (state !== 'planned' || start === null || start > localNow) return false
  return end === null ? start.slice(0, 10) === localNow.slice(0, 10) : localNow < end
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string | null): ReadonlyMap<string | null, readonly T[]> {
  const groups = new Map<string | null, T[]>()
  for (const one of list) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}
