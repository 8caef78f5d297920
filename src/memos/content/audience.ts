import type { VisitFile } from '@shared/domain/visit-file.ts'
import { meetingOfAttached } from './annexes.ts'
import type { AttachedFile } from './attached-file.ts'
import {
  AGREEMENT_FIELDS,
  ATTACHED_FILE_FIELDS,
  COMMITMENT_FIELDS,
  CONTACT_FIELDS,
  MEETING_FIELDS,
  NOT_AGREED,
  NOT_RELEASED,
  NOT_SHAREABLE,
  OUR_OWNER,
  PRIVATE_PERSON,
  RAW_NOTES,
  VISIT_FIELDS,
  type FieldRules,
  type Held,
  type HeldBackWhat,
  type HeldBackWhy,
} from './field-audience.ts'
import { concernOf, isStanding } from './concerns.ts'
import type { MemoRequest } from './request.ts'
import {
  agreementsOf,
  commitmentsOf,
  indexVisit,
  type FileAgreement,
  type FileCommitment,
  type FileContact,
  type FileMeeting,
} from './visit-index.ts'

/** Something that a document for our own side would say and this one does not. A screen can link to the record. */
export type HeldBackPart = {
  readonly what: HeldBackWhat
  readonly why: HeldBackWhy
  /** The record that it stands in, with its key in the file; the visit itself has no key. */
  readonly kind: 'visit' | 'contact' | 'meeting' | 'note' | 'agreement' | 'commitment' | 'attachment'
  readonly key?: string
  readonly id?: string
  /** Where in the file: `meetings[3].comment`. */
  readonly path: string
}

/** @property attached of a report, or of the meeting of a memcon */
type Readable = { readonly file: VisitFile; readonly attached: readonly AttachedFile[]; readonly heldBack: HeldBackPart[] }

/**
 * The visit as the audience of a document may read it, and what of it is held back. Documents are made of what this gives
 * and of nothing else, so what is not here reaches no page and no property.
 */
export function forAudience(file: VisitFile, request: MemoRequest): Readable {
  const given = attachedTo(file, request)
  if (request.audience === 'internal') return { file, attached: given, heldBack: [] }
  const heldBack: HeldBackPart[] = []
  const isCovered = coverOf(file, request)
  const hold: Hold = ({ what, why, printedIn }, place) => {
    const { within, ...record } = place
    if (printedIn.includes(request.kind) && isCovered(record, within)) heldBack.push({ ...record, what, why })
  }
  const shared = sharedFile(file, hold)
  const readable = request.kind === 'letter' ? onlyShareable(shared, hold) : shared
  const attached = releasedFiles(given, hold)
  return { file: readable, attached, heldBack: [...heldBack, ...heldMarking(request)] }
}

/** What is attached to what a document speaks of. */
function attachedTo(file: VisitFile, request: MemoRequest): readonly AttachedFile[] {
  if (request.kind !== 'report' && request.kind !== 'memcon') return []
  const { attached = [] } = request
  if (request.kind === 'report' || attached.length === 0) return attached
  const visit = indexVisit(file)
  return attached.filter((one) => meetingOfAttached(visit, one)?.record.key === request.meetingKey)
}

type Place = Pick<HeldBackPart, 'kind' | 'key' | 'id' | 'path'>
/** @property within the meeting of a note */
type Hold = (held: Held, place: Place & { readonly within?: string }) => void

function sharedFile(file: VisitFile, hold: Hold): VisitFile {
  const hidden = new Set(file.contacts.filter(({ isPrivate }) => isPrivate === true).map(({ key }) => key))
  const isHidden = (key: string | undefined): boolean => key !== undefined && hidden.has(key)
  return {
    ...file,
    visit: withoutPerson(
      kept(file.visit, VISIT_FIELDS, { hold, place: { ...identity('visit', file), path: 'visit' } }),
      'headContact',
      isHidden,
    ),
    contacts: file.contacts.flatMap((contact, index) => sharedContact(contact, { hold, path: `contacts[${index}]` })),
    meetings: file.meetings.map((meeting, index) => sharedMeeting(meeting, { hold, path: `meetings[${index}]`, isHidden })),
    agreements: file.agreements.map((agreement, index) => {
      const place = { ...identity('agreement', agreement), path: `agreements[${index}]` }
      return kept(agreement, AGREEMENT_FIELDS, { hold, place })
    }),
    commitments: file.commitments.map((commitment, index) => sharedCommitment(commitment, { hold, path: `commitments[${index}]` })),
  }
}

/** What a letter may name: what somebody marked as fit for it, and what stands. Of the rest nothing reaches the letter. */
function onlyShareable(file: VisitFile, hold: Hold): VisitFile {
  const agreements = file.agreements.filter((agreement, index) => {
    const place = { ...identity('agreement', agreement), path: `agreements[${index}]` }
    if (agreement.isShareable !== true) hold(NOT_SHAREABLE, place)
    else if (!isStanding(agreement)) hold(NOT_AGREED, place)
    return agreement.isShareable === true && isStanding(agreement)
  })
  const commitments = file.commitments.filter((commitment, index) => {
    const isNamed = commitment.isShareable === true && commitment.status !== 'dropped'
    if (commitment.isShareable !== true) hold(NOT_SHAREABLE, { ...identity('commitment', commitment), path: `commitments[${index}]` })
    return isNamed
  })
  return { ...file, agreements, commitments }
}

function releasedFiles(files: readonly AttachedFile[], hold: Hold): AttachedFile[] {
  return files.flatMap((one, index) => {
    const place = { ...identity('attachment', one), path: `attached[${index}]` }
    if (one.isInternal === false) return [kept(one, ATTACHED_FILE_FIELDS, { hold, place })]
    hold(NOT_RELEASED, place)
    return []
  })
}

type At = { readonly hold: Hold; readonly path: string }

function sharedContact(contact: FileContact, { hold, path }: At): FileContact[] {
  const place = { ...identity('contact', contact), path }
  if (contact.isPrivate === true) {
    hold(PRIVATE_PERSON, place)
    return []
  }
  return [kept(contact, CONTACT_FIELDS, { hold, place })]
}

function sharedMeeting(
  meeting: FileMeeting,
  { hold, path, isHidden }: At & { isHidden: (key: string | undefined) => boolean },
): FileMeeting {
  const place = { ...identity('meeting', meeting), path }
  const shown = withoutPerson(kept(meeting, MEETING_FIELDS, { hold, place }), 'leadContact', isHidden)
  const notes = meeting.notes.flatMap((note, index) => {
    // Whose words they were when they were written down is nobody else's business either.
    const { authorName: _, ...minute } = note
    if (note.role === 'minute') return [minute]
    hold(RAW_NOTES, { ...identity('note', note), path: `${path}.notes[${index}]`, within: meeting.key })
    return []
  })
  return { ...shown, notes, participants: meeting.participants.filter(({ contact }) => !isHidden(contact)) }
}

/** What the partner owes, the partner may read; who of us does what we owe is our own affair. */
function sharedCommitment(commitment: FileCommitment, { hold, path }: At): FileCommitment {
  const place = { ...identity('commitment', commitment), path }
  const owner = commitment.direction === 'they-owe' ? 'anyone' : OUR_OWNER
  return kept(commitment, { ...COMMITMENT_FIELDS, owner }, { hold, place })
}

/** The record without the fields that its rules hold back; a field that says nothing is not reported. */
function kept<R extends object>(record: R, rules: FieldRules<R>, { hold, place }: { hold: Hold; place: Place }): R {
  const shown = Object.entries(record).filter(([field, value]) => {
    const rule = rules[field as keyof R]
    if (rule === 'anyone') return true
    if (saysSomething(value)) hold(rule, { ...place, path: `${place.path}.${field}` })
    return false
  })
  return Object.fromEntries(shown) as R
}

function withoutPerson<R extends { readonly [F in Field]?: string | undefined }, Field extends string>(
  record: R,
  field: Field,
  isHidden: (key: string | undefined) => boolean,
): R {
  if (!isHidden(record[field])) return record
  const { [field]: _, ...rest } = record
  return rest as unknown as R
}

/** Which of the records a document speaks of. */
function coverOf(file: VisitFile, request: MemoRequest): (place: Place, within: string | undefined) => boolean {
  const visit = indexVisit(file)
  const isOfAgreement = (records: { agreements: readonly FileAgreement[]; commitments: readonly FileCommitment[] }) => {
    const keys = new Set([
      ...records.agreements.map(({ key }) => `agreement ${key}`),
      ...records.commitments.map(({ key }) => `commitment ${key}`),
    ])
    return ({ kind, key }: Place): boolean => keys.has(`${kind} ${key}`)
  }
  if (request.kind === 'letter') return concernOf(visit, request.organizationKey)
  if (request.kind !== 'memcon') return () => true
  const meeting = visit.meeting(request.meetingKey)?.record
  const people = new Set([meeting?.leadContact, ...(meeting?.participants ?? []).map(({ contact }) => contact)])
  const isSettledHere = isOfAgreement({
    agreements: agreementsOf(visit, request.meetingKey).map(({ record }) => record),
    commitments: commitmentsOf(visit, request.meetingKey).map(({ record }) => record),
  })
  return (place, within) =>
    place.kind === 'contact'
      ? people.has(place.key)
      : place.kind === 'meeting'
        ? place.key === request.meetingKey
        : // Of no other meeting is anything given.
          place.kind === 'attachment'
          ? true
          : place.kind === 'note'
            ? within === request.meetingKey
            : isSettledHere(place)
}

/** A marking says how our own side must treat a paper; on one for the other side it would only betray that we have another. */
const heldMarking = ({ edits }: MemoRequest): HeldBackPart[] =>
  saysSomething(edits?.marking) ? [{ what: 'marking', why: 'internal', kind: 'visit', path: 'edits.marking' }] : []

const identity = <K extends HeldBackPart['kind']>(kind: K, record: { readonly key?: string; readonly id?: string | undefined }) => ({
  kind,
  ...(record.key === undefined ? {} : { key: record.key }),
  ...(record.id === undefined ? {} : { id: record.id }),
})

const saysSomething = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() !== '' : value !== undefined && value !== null && value !== false
