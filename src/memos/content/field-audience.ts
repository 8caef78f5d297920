import type { VisitFile } from '@shared/domain/visit-file.ts'
import type { AttachedFile } from './attached-file.ts'
import type { MemoKind } from './request.ts'
import type { FileAgreement, FileCommitment, FileContact, FileMeeting } from './visit-index.ts'

export type HeldBackWhat =
  | 'comment'
  | 'notes'
  | 'person'
  | 'contact-details'
  | 'our-owner'
  | 'proposals'
  | 'legal-basis'
  | 'marking'
  | 'not-shareable'
  | 'attachment'
/** `internal`: written for our own side; `private`: a person's own; `not-agreed`: words that the other side has not seen. */
export type HeldBackWhy = 'internal' | 'private' | 'not-agreed'

/** @property printedIn the kinds of documents that print it for our own side; to others nothing of it is missing */
export type Held = { readonly what: HeldBackWhat; readonly why: HeldBackWhy; readonly printedIn: readonly MemoKind[] }
export type FieldRule = 'anyone' | Held
export type FieldRules<R> = { readonly [Field in keyof Required<R>]: FieldRule }

/** Kept in the visit, and printed in no document at all. */
const unprinted = (why: HeldBackWhy): Held => ({ what: 'contact-details', why, printedIn: [] })
const internal = (what: HeldBackWhat, ...printedIn: readonly MemoKind[]): Held => ({ what, why: 'internal', printedIn })
const personal = (...printedIn: readonly MemoKind[]): Held => ({ what: 'contact-details', why: 'private', printedIn })

/*
 * Who may read which field: THE list. It names every field of every record, so that a new one does not compile
 * before somebody has decided whether the other side may see it.
 */

export const VISIT_FIELDS: FieldRules<VisitFile['visit']> = {
  title: 'anyone',
  code: 'anyone',
  ministry: 'anyone',
  city: 'anyone',
  country: 'anyone',
  zone: 'anyone',
  startDay: 'anyone',
  endDay: 'anyone',
  purpose: 'anyone',
  invitedBy: 'anyone',
  legalBasis: internal('legal-basis', 'report'),
  headContact: 'anyone',
  summary: 'anyone',
  proposals: internal('proposals', 'report'),
  emergencyContact: unprinted('internal'),
  notesLanguage: 'anyone',
}

export const CONTACT_FIELDS: FieldRules<FileContact> = {
  key: 'anyone',
  id: 'anyone',
  side: 'anyone',
  native: 'anyone',
  kana: 'anyone',
  latin: 'anyone',
  cyrillic: 'anyone',
  honorific: 'anyone',
  addressAs: 'anyone',
  posts: 'anyone',
  email: personal('report'),
  phone: personal('report'),
  isPrivate: 'anyone',
  remark: unprinted('internal'),
}

export const MEETING_FIELDS: FieldRules<FileMeeting> = {
  key: 'anyone',
  id: 'anyone',
  title: 'anyone',
  subject: 'anyone',
  state: 'anyone',
  movedFrom: 'anyone',
  walkIn: 'anyone',
  start: 'anyone',
  end: 'anyone',
  zone: 'anyone',
  place: 'anyone',
  format: 'anyone',
  spokenLanguages: 'anyone',
  summary: 'anyone',
  nextStep: 'anyone',
  comment: internal('comment', 'memcon'),
  leadContact: 'anyone',
  // A brief is never made for the other side, so nothing of a preparation is missing in a document for it.
  objectives: unprinted('internal'),
  pointsToMake: unprinted('internal'),
  ifRaised: unprinted('internal'),
  questionsToAsk: unprinted('internal'),
  theirPoints: unprinted('internal'),
  backgroundToUse: unprinted('internal'),
  backgroundNotToDisclose: unprinted('internal'),
  gettingThere: unprinted('internal'),
  dressAndGifts: unprinted('internal'),
  organizations: 'anyone',
  participants: 'anyone',
  notes: 'anyone',
  openQuestions: 'anyone',
}

export const AGREEMENT_FIELDS: FieldRules<FileAgreement> = {
  key: 'anyone',
  id: 'anyone',
  text: 'anyone',
  details: 'anyone',
  status: 'anyone',
  steps: 'anyone',
  amount: 'anyone',
  window: 'anyone',
  mechanism: 'anyone',
  isShareable: 'anyone',
  owner: internal('our-owner', 'memcon', 'report', 'register'),
  meeting: 'anyone',
  organizations: 'anyone',
  programmes: 'anyone',
}

/** The owner of a commitment is held back where it is ours; see `forAudience`. */
export const OUR_OWNER: Held = internal('our-owner', 'memcon', 'report', 'register')

export const COMMITMENT_FIELDS: FieldRules<FileCommitment> = {
  key: 'anyone',
  id: 'anyone',
  text: 'anyone',
  details: 'anyone',
  direction: 'anyone',
  status: 'anyone',
  window: 'anyone',
  owner: 'anyone',
  mechanism: 'anyone',
  isShareable: 'anyone',
  organization: 'anyone',
  meeting: 'anyone',
  agreement: 'anyone',
}

/** Of a file that may be shown at all; see {@link NOT_RELEASED}. */
export const ATTACHED_FILE_FIELDS: FieldRules<AttachedFile> = {
  id: 'anyone',
  name: 'anyone',
  caption: 'anyone',
  isInternal: 'anyone',
  mediaType: 'anyone',
  meetingId: 'anyone',
  agreementId: 'anyone',
  picture: 'anyone',
}

/** A photo may show a business card or our own papers: the other side sees what somebody said it may, and nothing else. */
export const NOT_RELEASED: Held = internal('attachment', 'memcon', 'report')

/** What a delegate wrote down; only the minute is a text of both sides. */
export const RAW_NOTES: Held = { what: 'notes', why: 'not-agreed', printedIn: ['memcon', 'report'] }
/** A person whom nobody outside may find in a document, by the contact's own field. */
export const PRIVATE_PERSON: Held = { what: 'person', why: 'private', printedIn: ['memcon', 'report', 'letter'] }
/** A letter names only what somebody marked as fit to be named. */
export const NOT_SHAREABLE: Held = { what: 'not-shareable', why: 'internal', printedIn: ['letter'] }
/** What was floated is not agreed, and what was dropped no longer is: a letter would claim otherwise. */
export const NOT_AGREED: Held = { what: 'not-shareable', why: 'not-agreed', printedIn: ['letter'] }
