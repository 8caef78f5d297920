import type { VisitFile } from '@shared/domain/visit-file.ts'
import { partnersOfAgreement, partnersOfCommitment } from './concerns.ts'
import {
  indexVisit,
  meetingKeyOf,
  type FileAgreement,
  type FileCommitment,
  type FileContact,
  type FileMeeting,
  type FileOrganization,
  type NumberedMeeting,
  type VisitIndex,
} from './visit-index.ts'

/** What was agreed or promised before, with where: the visit that it stands in, and its meeting when that is known. */
export type Earlier<T> = { readonly record: T; readonly visit: VisitIndex; readonly meeting: FileMeeting | undefined }

/** What is on record of the partners of a meeting before it: in its own visit and in others. */
export type History = {
  readonly agreements: readonly Earlier<FileAgreement>[]
  readonly commitments: readonly Earlier<FileCommitment>[]
  /** The last meeting before this one in which somebody took part. */
  readonly lastContact: (contact: FileContact) => { readonly visit: VisitIndex; readonly meeting: FileMeeting } | undefined
}

/**
 * Visits know nothing of each other, so organizations and people of other visits are the same by name: any name, in any script,
 * whatever the case and the width of its letters.
 */
export function historyOf(visit: VisitIndex, meeting: NumberedMeeting, earlier: readonly VisitFile[]): History {
  const visits = [
    ...earlier
      .filter((other) => isNotLater(other, visit.file))
      .map(indexVisit)
      .toSorted(byStart),
    visit,
  ]
  const partners = new Set(meeting.record.organizations.flatMap((key) => organizationNames(visit.organization(key))))
  const isPartner = (where: VisitIndex, key: string | undefined): boolean =>
    where === visit
      ? key !== undefined && meeting.record.organizations.includes(key)
      : organizationNames(where.organization(key)).some((name) => partners.has(name))
  const isBefore = (where: VisitIndex, other: FileMeeting | undefined): boolean =>
    where !== visit || other === undefined || (other.key !== meeting.record.key && !startsLater(other, meeting.record))
  const before = <T>(where: VisitIndex, record: T, key: string | undefined): Earlier<T>[] => {
    const found = where.meeting(key)?.record
    return isBefore(where, found) ? [{ record, visit: where, meeting: found }] : []
  }
  return {
    agreements: visits.flatMap((where) =>
      where.agreements
        .filter(({ record }) => partnersOfAgreement(where, record).some((key) => isPartner(where, key)))
        .flatMap(({ record }) => before(where, record, record.meeting)),
    ),
    commitments: visits.flatMap((where) =>
      where.commitments
        .filter(({ record }) => partnersOfCommitment(where, record).some((key) => isPartner(where, key)))
        .flatMap(({ record }) => before(where, record, meetingKeyOf(where, record))),
    ),
    lastContact: (contact) => lastContact(contact, visits, { visit, isBefore }),
  }
}

type Here = { readonly visit: VisitIndex; readonly isBefore: (where: VisitIndex, other: FileMeeting) => boolean }

function lastContact(contact: FileContact, visits: readonly VisitIndex[], { visit, isBefore }: Here) {
  const names = new Set(contactNames(contact))
  const isSame = (where: VisitIndex, key: string): boolean => {
    if (where === visit) return key === contact.key
    const other = where.contact(key)
    return other !== undefined && contactNames(other).some((name) => names.has(name))
  }
  const met = visits.flatMap((where) =>
    where.meetings
      .map(({ record }) => record)
      .filter(({ state }) => state !== 'cancelled' && state !== 'planned')
      .filter((one) => isBefore(where, one) && one.participants.some((each) => isSame(where, each.contact)))
      .map((meeting) => ({ visit: where, meeting })),
  )
  // A visit without dates says only that it was before.
  return met.toSorted((a, b) => compare(a.meeting.start ?? '', b.meeting.start ?? '')).at(-1)
}

/** A meeting without a date is not known to be later. */
const startsLater = (other: FileMeeting, one: FileMeeting): boolean =>
  other.start !== undefined && one.start !== undefined && other.start > one.start

function organizationNames(organization: FileOrganization | undefined): string[] {
  return [organization?.name, organization?.nativeName, organization?.shortName].map(folded).filter((name) => name !== '')
}

/** Whole names: two people may share a family name. */
function contactNames({ native, kana, latin, cyrillic }: FileContact): string[] {
  return [native, kana, latin, cyrillic]
    .map((name) => folded(name === undefined ? '' : name.family && name.given ? `${name.family} ${name.given}` : (name.full ?? '')))
    .filter((name) => name !== '')
}

/** The same words in any case, width and order: family names stand first or last. */
const folded = (name: string | undefined): string =>
  (name ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s,.・]+/u)
    .filter((word) => word !== '')
    .toSorted()
    .join(' ')

/** Whoever hands over other visits need not sort them: one that began later is no history of this one, and itself is none. */
function isNotLater(other: VisitFile, file: VisitFile): boolean {
  if (other.id !== undefined && other.id === file.id) return false
  const [theirs, ours] = [other.visit.startDay, file.visit.startDay]
  return theirs === undefined || ours === undefined || theirs <= ours
}

/** The order in which they are handed over must not matter: those of one day stand by name. */
const byStart = (a: VisitIndex, b: VisitIndex): number => compare(placeInTime(a), placeInTime(b))
const placeInTime = ({ file: { visit, id } }: VisitIndex): string =>
  [visit.startDay ?? '', visit.title ?? '', visit.code ?? '', id ?? ''].join('\n')
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
