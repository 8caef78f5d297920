import type { AgreementStatus, AgreementStep, Amount } from '@shared/domain/agreement.ts'
import type { DueWindow } from '@shared/domain/due-window.ts'
import { recordById, recordsOf, type LiveScope } from '../../db/live.ts'

/** Everything that the form of an agreement holds; empty text is nothing said. */
export type AgreementValues = {
  readonly text: string
  readonly details: string
  readonly steps: readonly AgreementStep[]
  readonly status: AgreementStatus | null
  /** As typed; `amountOf` reads it. */
  readonly amount: Amount
  readonly window: DueWindow | null
  readonly owner: string
  readonly mechanism: string
  readonly isShareable: boolean
  readonly meetingId: string | null
  readonly organizationIds: readonly string[]
  readonly programmeIds: readonly string[]
}

export const NO_AGREEMENT: AgreementValues = {
  text: '',
  details: '',
  steps: [],
  status: null,
  amount: { value: '', currency: '' },
  window: null,
  owner: '',
  mechanism: '',
  isShareable: false,
  meetingId: null,
  organizationIds: [],
  programmeIds: [],
}

/** A stored agreement as its form shows it; undefined when it is not on this laptop. */
export function agreementValues(live: LiveScope | undefined, id: string): AgreementValues | undefined {
  const agreement = recordById(live, 'agreement', id)
  if (!agreement) return undefined
  return {
    text: agreement.text ?? '',
    details: agreement.details ?? '',
    steps: agreement.steps ?? [],
    status: agreement.status,
    amount: agreement.amount ?? NO_AGREEMENT.amount,
    window: agreement.window,
    owner: agreement.owner ?? '',
    mechanism: agreement.mechanism ?? '',
    isShareable: agreement.isShareable ?? false,
    meetingId: agreement.meetingId,
    organizationIds: organizationsOf(live, id),
    programmeIds: programmesOf(live, id),
  }
}

/** What a new agreement of a meeting begins with: its organizations, and agreed orally on its day. */
export function newAgreementValues(live: LiveScope | undefined, meetingId: string | null): AgreementValues {
  const meeting = meetingId === null ? undefined : recordById(live, 'meeting', meetingId)
  const organizationIds = recordsOf(live, 'meetingOrganization').flatMap((link) =>
    meetingId !== null && link.meetingId === meetingId && link.organizationId !== null ? [link.organizationId] : [],
  )
  const status = 'agreed-orally'
  return {
    ...NO_AGREEMENT,
    meetingId,
    organizationIds,
    status,
    steps: [{ status, day: meeting?.start?.slice(0, 10) ?? null, saidBy: null }],
  }
}

const organizationsOf = (live: LiveScope | undefined, id: string): readonly string[] =>
  recordsOf(live, 'agreementOrganization').flatMap((link) =>
    link.agreementId === id && link.organizationId !== null ? [link.organizationId] : [],
  )

const programmesOf = (live: LiveScope | undefined, id: string): readonly string[] =>
  recordsOf(live, 'agreementProgramme').flatMap((link) => (link.agreementId === id && link.programmeId !== null ? [link.programmeId] : []))
