import { agreementFields } from './agreement.ts'
import { attachmentFields } from './attachment.ts'
import { commitmentFields } from './commitment.ts'
import { conflictFields } from './conflict.ts'
import { contactFields } from './contact.ts'
import { agreementOrganizationFields, agreementProgrammeFields, meetingOrganizationFields } from './link.ts'
import { meetingFields } from './meeting.ts'
import { memberFields } from './member.ts'
import { noteFields } from './note.ts'
import { openQuestionFields } from './open-question.ts'
import { organizationFields } from './organization.ts'
import { participantFields } from './participant.ts'
import { programmeFields } from './programme.ts'
import type { RecordOf } from './record.ts'
import { reviewFields } from './review.ts'
import { visitFields } from './visit.ts'

/** THE list of kinds. A new noun is a domain file, one line here and a feature folder. */
export const tables = {
  visit: visitFields,
  meeting: meetingFields,
  participant: participantFields,
  meetingOrganization: meetingOrganizationFields,
  note: noteFields,
  openQuestion: openQuestionFields,
  attachment: attachmentFields,
  organization: organizationFields,
  contact: contactFields,
  agreement: agreementFields,
  agreementOrganization: agreementOrganizationFields,
  agreementProgramme: agreementProgrammeFields,
  commitment: commitmentFields,
  programme: programmeFields,
  member: memberFields,
  conflict: conflictFields,
  review: reviewFields,
} as const

export type Kind = keyof typeof tables
export type RecordOfKind<K extends Kind> = RecordOf<(typeof tables)[K]>
export type FieldOf<K extends Kind> = Extract<keyof (typeof tables)[K], string>

export const KINDS = Object.keys(tables) as Kind[]
/** Written by the server alone; what a laptop holds of them is never sent. */
export const isServerWritten = (kind: string): boolean => kind === 'member'
export const isKind = (name: string): name is Kind => Object.hasOwn(tables, name)

const WITH_OTHERS = ['conflict', 'member', 'review', 'meetingOrganization', 'agreementOrganization', 'agreementProgramme', 'participant']
/** Links, losses and reviews travel with what they belong to; nobody waits for them by name. */
export const isCounted = (kind: string): boolean => isKind(kind) && !WITH_OTHERS.includes(kind)
/** Kind of a link -> the field that names what it hangs on. */
export const linkOwnerField: Readonly<Record<string, string>> = {
  agreementOrganization: 'agreementId',
  agreementProgramme: 'agreementId',
  meetingOrganization: 'meetingId',
  participant: 'meetingId',
}
/** What somebody who wrote it counts as unsent. */
export const isWaitedFor = (kind: string): boolean => isCounted(kind) || kind === 'review'

/**
 * What goes when its owner goes: kind of the owner -> kinds that name it in a field. Agreements, commitments and
 * contacts stay when a meeting is deleted.
 */
export const children: Readonly<Partial<Record<Kind, readonly { kind: Kind; field: string }[]>>> = {
  meeting: [
    { kind: 'note', field: 'meetingId' },
    { kind: 'participant', field: 'meetingId' },
    { kind: 'meetingOrganization', field: 'meetingId' },
    { kind: 'openQuestion', field: 'meetingId' },
    { kind: 'attachment', field: 'meetingId' },
  ],
  agreement: [
    { kind: 'agreementOrganization', field: 'agreementId' },
    { kind: 'agreementProgramme', field: 'agreementId' },
    { kind: 'attachment', field: 'agreementId' },
  ],
  organization: [
    { kind: 'meetingOrganization', field: 'organizationId' },
    { kind: 'agreementOrganization', field: 'organizationId' },
  ],
  contact: [{ kind: 'participant', field: 'contactId' }],
  programme: [{ kind: 'agreementProgramme', field: 'programmeId' }],
}
