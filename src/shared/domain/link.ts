import { deterministicId } from '@shared/lib/id.ts'
import { id, type RecordOf } from './record.ts'

/** Relations that several people may add at once are records with ids made from both ends. */
export const meetingOrganizationFields = { meetingId: id, organizationId: id } as const
export const agreementOrganizationFields = { agreementId: id, organizationId: id } as const
export const agreementProgrammeFields = { agreementId: id, programmeId: id } as const

export type MeetingOrganization = RecordOf<typeof meetingOrganizationFields>
export type AgreementOrganization = RecordOf<typeof agreementOrganizationFields>
export type AgreementProgramme = RecordOf<typeof agreementProgrammeFields>

export type LinkKind = 'meetingOrganization' | 'agreementOrganization' | 'agreementProgramme'

export const linkId = (kind: LinkKind, from: string, to: string): string => deterministicId(kind, from, to)
