import type { VisitFile } from '@shared/domain/visit-file.ts'
import { VISIT_FILE_FORMAT } from '@shared/domain/visit-file.ts'
import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { sha256Hex } from '@shared/lib/id.ts'
import type { MemoProperties, Part } from './memo.ts'
import type { MemoKind, MemoRequest } from './request.ts'
import type { FileMeeting } from './visit-index.ts'

/** What the custom properties are made of: all parts of the document, and the meetings that it is about. */
export type Covered = {
  readonly parts: readonly Part[]
  readonly meetings: readonly FileMeeting[]
  readonly marking: string | undefined
}

/**
 * The custom properties by which the app knows its own document again. Ids that the file does not have are left out;
 * `RecordSha256` covers the content as printed, which holds no ids: two files that say the same give the same value.
 */
export function customProperties(file: VisitFile, request: MemoRequest, covered: Covered): MemoProperties['custom'] {
  const meetingIds = covered.meetings.flatMap(({ id }) => id ?? [])
  const organization = 'organizationKey' in request ? file.organizations.find(({ key }) => key === request.organizationKey)?.id : undefined
  return [
    { name: 'DocKind', value: request.kind },
    ...(file.id === undefined ? [] : [{ name: 'VisitId', value: file.id }]),
    ...(meetingIds.length === 0 ? [] : [{ name: 'MeetingIds', value: meetingIds.join(' ') }]),
    ...(request.kind === 'brief' && request.meetingKey === undefined ? [{ name: 'Meetings', value: ALL_MEETINGS }] : []),
    ...(organization === undefined ? [] : [{ name: 'OrganizationId', value: organization }]),
    ...('preset' in request && request.preset !== undefined ? [{ name: 'Preset', value: request.preset }] : []),
    ...('grouping' in request && request.grouping !== undefined ? [{ name: 'Grouping', value: request.grouping }] : []),
    { name: 'Lang', value: request.language },
    { name: 'SchemaVersion', value: String(VISIT_FILE_FORMAT) },
    { name: 'RecordSha256', value: sha256Hex(canonicalJson(asJson(covered.parts))) },
    { name: 'TextSha256', value: TEXT_HASH_TO_COME },
    ...(covered.marking === undefined ? [] : [{ name: 'Classification', value: covered.marking }]),
    { name: 'Audience', value: request.audience },
  ]
}

/** Stands for the hash of the document's text until that has been written (document/document-text.ts). */
export const TEXT_HASH_TO_COME = '0'.repeat(64)

/** Says of briefs that they are those of every meeting of the visit, also where it has one. */
export const ALL_MEETINGS = 'all'

/** `memcon · TYO2025 · v2` */
export const footerLine = (file: VisitFile, kind: MemoKind): string =>
  [kind, file.visit.code, file.version === undefined ? undefined : `v${file.version}`].filter((part) => part !== undefined).join(' · ')

/** The file's own time to the second; a document without one carries no dates. */
export const modifiedOf = (file: VisitFile): { modified?: string } =>
  file.updatedAt === undefined ? {} : { modified: new Date(file.updatedAt).toISOString().replace(/\.\d+Z$/, 'Z') }

/** Parts are plain data; properties that are undefined are left out by the canonical form. */
const asJson = (parts: readonly Part[]): Json => parts as unknown as Json
