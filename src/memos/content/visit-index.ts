import type { VisitFile } from '@shared/domain/visit-file.ts'

export type FileMeeting = VisitFile['meetings'][number]
export type FileContact = VisitFile['contacts'][number]
export type FileOrganization = VisitFile['organizations'][number]
export type FileAgreement = VisitFile['agreements'][number]
export type FileCommitment = VisitFile['commitments'][number]
export type FileProgramme = VisitFile['programmes'][number]

/** A record with its place in the file, `meetings[3]`, so that a gap in it can be named. */
export type Placed<T> = { readonly record: T; readonly path: string }
export type NumberedMeeting = Placed<FileMeeting> & { readonly number: number }

/** A visit file with the look-ups that documents need. Keys were checked when the file was read. */
export type VisitIndex = {
  readonly file: VisitFile
  /** By start, those without a date last in the order of the file; numbered from 1. */
  readonly meetings: readonly NumberedMeeting[]
  readonly meeting: (key: string | undefined) => NumberedMeeting | undefined
  readonly contact: (key: string | undefined) => FileContact | undefined
  readonly organization: (key: string | undefined) => FileOrganization | undefined
  readonly programme: (key: string | undefined) => FileProgramme | undefined
  readonly agreement: (key: string | undefined) => FileAgreement | undefined
  readonly agreements: readonly Placed<FileAgreement>[]
  readonly commitments: readonly Placed<FileCommitment>[]
}

export function indexVisit(file: VisitFile): VisitIndex {
  const meetings = numberMeetings(file)
  const meetingsByKey = new Map(meetings.map((meeting) => [meeting.record.key, meeting]))
  return {
    file,
    meetings,
    meeting: (key) => (key === undefined ? undefined : meetingsByKey.get(key)),
    contact: byKey(file.contacts),
    organization: byKey(file.organizations),
    programme: byKey(file.programmes),
    agreement: byKey(file.agreements),
    agreements: placed(file.agreements, 'agreements'),
    commitments: placed(file.commitments, 'commitments'),
  }
}

/** Agreements made in a meeting. */
export const agreementsOf = (visit: VisitIndex, meetingKey: string): Placed<FileAgreement>[] =>
  visit.agreements.filter(({ record }) => record.meeting === meetingKey)

/** Commitments made in a meeting, or under an agreement that was made in it. */
export const commitmentsOf = (visit: VisitIndex, meetingKey: string): Placed<FileCommitment>[] =>
  visit.commitments.filter(({ record }) => meetingKeyOf(visit, record) === meetingKey)

/** The meeting of a commitment: its own, or that of its agreement. */
export const meetingKeyOf = (visit: VisitIndex, commitment: FileCommitment): string | undefined =>
  commitment.meeting ?? visit.agreement(commitment.agreement)?.meeting

function numberMeetings(file: VisitFile): NumberedMeeting[] {
  const start = ({ record }: Placed<FileMeeting>): string => record.start ?? '\uffff'
  return placed(file.meetings, 'meetings')
    .toSorted((a, b) => (start(a) < start(b) ? -1 : start(a) > start(b) ? 1 : 0))
    .map((meeting, index) => ({ ...meeting, number: index + 1 }))
}

const placed = <T>(records: readonly T[], name: string): Placed<T>[] =>
  records.map((record, index) => ({ record, path: `${name}[${index}]` }))

function byKey<T extends { key: string }>(records: readonly T[]): (key: string | undefined) => T | undefined {
  const map = new Map(records.map((record) => [record.key, record]))
  return (key) => (key === undefined ? undefined : map.get(key))
}
