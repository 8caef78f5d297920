import { meetingKeyOf, type FileAgreement, type FileCommitment, type VisitIndex } from './visit-index.ts'

/** The organizations of an agreement; one that names none is with those of its meeting. */
export const partnersOfAgreement = (visit: VisitIndex, { organizations, meeting }: FileAgreement): readonly string[] =>
  organizations.length > 0 ? organizations : (visit.meeting(meeting)?.record.organizations ?? [])

/** The organization of a commitment, else those of its agreement, else those of its meeting. */
export function partnersOfCommitment(visit: VisitIndex, commitment: FileCommitment): readonly string[] {
  if (commitment.organization !== undefined) return [commitment.organization]
  const agreement = visit.agreement(commitment.agreement)
  if (agreement !== undefined) return partnersOfAgreement(visit, agreement)
  return visit.meeting(meetingKeyOf(visit, commitment))?.record.organizations ?? []
}

const STANDING: readonly FileAgreement['status'][] = ['agreed-orally', 'confirmed-in-writing', 'signed', 'under-way', 'done']

/** Agreed, and still so: what was only floated is not agreed, and what was dropped or replaced no longer is. */
export const isStanding = ({ status }: FileAgreement): boolean => STANDING.includes(status)

type Place = { readonly kind: string; readonly key?: string }

/** Whether a record is of one organization: its meetings with their people, its agreements, its commitments. */
export function concernOf(visit: VisitIndex, organizationKey: string): (place: Place) => boolean {
  const meetings = visit.meetings.map(({ record }) => record).filter(({ organizations }) => organizations.includes(organizationKey))
  const concerned = new Set([
    'visit undefined',
    ...meetings.map(({ key }) => `meeting ${key}`),
    ...meetings.flatMap(({ participants, leadContact }) =>
      [leadContact, ...participants.map(({ contact }) => contact)].map((key) => `contact ${key}`),
    ),
    ...visit.agreements
      .filter(({ record }) => partnersOfAgreement(visit, record).includes(organizationKey))
      .map(({ record }) => `agreement ${record.key}`),
    ...visit.commitments
      .filter(({ record }) => partnersOfCommitment(visit, record).includes(organizationKey))
      .map(({ record }) => `commitment ${record.key}`),
  ])
  return ({ kind, key }) => concerned.has(`${kind} ${key}`)
}
