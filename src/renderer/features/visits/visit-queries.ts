import { isClosedStatus, type Agreement } from '@shared/domain/agreement.ts'
import { isOpenCommitment, isOverdue, type Commitment } from '@shared/domain/commitment.ts'
import type { Contact } from '@shared/domain/contact.ts'
import { windowBounds } from '@shared/domain/due-window.ts'
import { compareMeetings, type Meeting } from '@shared/domain/meeting.ts'
import type { OpenQuestion } from '@shared/domain/open-question.ts'
import type { Programme } from '@shared/domain/programme.ts'
import type { Visit } from '@shared/domain/visit.ts'
import { recordById, recordsOf, type LiveScope } from '../../db/live.ts'
import { addDays } from '../../lib/zone-time.ts'

export type VisitFigures = {
  readonly held: number
  readonly meetings: number
  readonly organizations: number
  readonly agreements: number
  readonly commitments: number
  readonly weOwe: number
  readonly theyOwe: number
  readonly openQuestions: number
  readonly withoutNote: number
}

/** The numbers above the week. Owed and open ones count what is not done; cancelled meetings count nowhere. */
export function visitFigures(live: LiveScope | undefined): VisitFigures {
  const meetings = recordsOf(live, 'meeting').filter((one) => one.state !== 'cancelled')
  const held = meetings.filter((one) => one.state === 'held')
  const commitments = recordsOf(live, 'commitment')
  const open = commitments.filter(isOpenCommitment)
  const noted = notedMeetings(live)
  return {
    held: held.length,
    meetings: meetings.length,
    organizations: recordsOf(live, 'organization').length,
    agreements: recordsOf(live, 'agreement').length,
    commitments: commitments.length,
    weOwe: open.filter((one) => one.direction === 'we-owe').length,
    theyOwe: open.filter((one) => one.direction === 'they-owe').length,
    openQuestions: openQuestions(live).length,
    withoutNote: held.filter((one) => !noted.has(one.id)).length,
  }
}

/** One meeting in the week, with what came out of it. */
export type WeekMeeting = {
  readonly meeting: Meeting
  readonly agreed: number
  readonly owe: number
  readonly theirs: number
  readonly open: number
  readonly hasNote: boolean
}
/** `day` is null for meetings that have no date yet. */
export type WeekDay = { readonly day: string | null; readonly meetings: readonly WeekMeeting[] }

/** A fortnight and a bit: a visit whose dates were mistyped must not draw a column a day for years. */
const LONGEST_PROGRAMME = 16

/**
 * The days of the visit with their meetings, days without any included; then other days that have meetings, in order; the
 * meetings without a date stand last, in a column of their own.
 */
export function visitWeek(live: LiveScope | undefined, visit: Visit): WeekDay[] {
  const meetings = recordsOf(live, 'meeting')
    .toSorted(compareMeetings)
    .map((meeting) => weekMeeting(live, meeting))
  const days = new Set([...daysOf(visit), ...meetings.flatMap(({ meeting }) => (meeting.start ? [meeting.start.slice(0, 10)] : []))])
  const dated = [...days].sort().map((day) => ({ day, meetings: meetings.filter(({ meeting }) => meeting.start?.startsWith(day)) }))
  const undated = meetings.filter(({ meeting }) => meeting.start === null)
  return undated.length > 0 ? [...dated, { day: null, meetings: undated }] : dated
}

function daysOf({ startDay, endDay }: Visit): string[] {
  if (startDay === null) return []
  const days = [startDay]
  if (endDay === null) return days
  for (let day = addDays(startDay, 1); day <= endDay && days.length < LONGEST_PROGRAMME; day = addDays(day, 1)) days.push(day)
  return days
}

function weekMeeting(live: LiveScope | undefined, meeting: Meeting): WeekMeeting {
  const isHere = (one: { meetingId: string | null }): boolean => one.meetingId === meeting.id
  const commitments = recordsOf(live, 'commitment').filter(isHere)
  return {
    meeting,
    agreed: recordsOf(live, 'agreement').filter(isHere).length,
    owe: commitments.filter((one) => one.direction === 'we-owe').length,
    theirs: commitments.filter((one) => one.direction === 'they-owe').length,
    open: openQuestions(live).filter(isHere).length,
    hasNote: notedMeetings(live).has(meeting.id),
  }
}

const notedMeetings = (live: LiveScope | undefined): ReadonlySet<string | null> =>
  new Set(recordsOf(live, 'note').map((note) => note.meetingId))

/** A programme with the agreements that feed it; the furthest of them gives its ring. */
export type Feed = { readonly programme: Programme; readonly agreements: readonly Agreement[] }

export function visitFeeds(live: LiveScope | undefined): Feed[] {
  const links = recordsOf(live, 'agreementProgramme')
  return recordsOf(live, 'programme')
    .map((programme) => ({
      programme,
      agreements: links.flatMap((link) => {
        const agreement = link.programmeId === programme.id && link.agreementId ? livingAgreement(live, link.agreementId) : undefined
        return agreement ? [agreement] : []
      }),
    }))
    .sort((a, b) => b.agreements.length - a.agreements.length || compare(a.programme.name ?? '', b.programme.name ?? ''))
}

/** Agreements that feed no programme. */
export function looseAgreements(live: LiveScope | undefined): Agreement[] {
  const fed = new Set(recordsOf(live, 'agreementProgramme').map((link) => link.agreementId))
  return recordsOf(live, 'agreement').filter((one) => !fed.has(one.id))
}

const livingAgreement = (live: LiveScope | undefined, id: string): Agreement | undefined =>
  recordsOf(live, 'agreement').find((one) => one.id === id)

/** The shortest names of the organizations that settled any of these agreements. */
export function organizationsOf(live: LiveScope | undefined, agreements: readonly Agreement[]): string[] {
  const ids = new Set(agreements.map((one) => one.id))
  const names = recordsOf(live, 'agreementOrganization').flatMap((link) => {
    const organization =
      ids.has(link.agreementId ?? '') && link.organizationId ? recordById(live, 'organization', link.organizationId) : undefined
    return organization ? [organization.shortName ?? organization.name ?? ''] : []
  })
  return [...new Set(names)].filter((name) => name !== '').sort()
}

export type DueItem = { readonly commitment: Commitment; readonly isLate: boolean }

/** What is owed in either direction and not done: by its last day; without a date last. @param today in the ministry's zone */
export function dueNext(live: LiveScope | undefined, today: string): DueItem[] {
  const lastDay = (one: Commitment): string => windowBounds(one.window).latest ?? '9999'
  return recordsOf(live, 'commitment')
    .filter(isOpenCommitment)
    .toSorted((a, b) => compare(lastDay(a), lastDay(b)) || compare(a.text ?? '', b.text ?? ''))
    .map((commitment) => ({ commitment, isLate: isOverdue(commitment, today) }))
}

export const openQuestions = (live: LiveScope | undefined): OpenQuestion[] =>
  recordsOf(live, 'openQuestion').filter((one) => one.isSettled !== true)

/** Our side, the head first, then by name as shown. */
export function delegation(live: LiveScope | undefined, visit: Visit, compareContacts: (a: Contact, b: Contact) => number): Contact[] {
  const isHead = (contact: Contact): number => (contact.id === visit.headContactId ? 0 : 1)
  return recordsOf(live, 'contact')
    .filter((contact) => contact.side === 'ours')
    .toSorted((a, b) => isHead(a) - isHead(b) || compareContacts(a, b))
}

/** How far the furthest agreement has come: what a programme's ring shows. */
export function furthest(agreements: readonly Agreement[]): Agreement['status'] {
  const order = ['floated', 'agreed-orally', 'confirmed-in-writing', 'signed', 'under-way'] as const
  const living = agreements.filter((one) => !isClosedStatus(one.status))
  const best = Math.max(-1, ...living.map((one) => order.findIndex((status) => status === one.status)))
  if (best >= 0) return order[best] ?? null
  return agreements.some((one) => one.status === 'done') ? 'done' : null
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
