import type { MemoEdits } from '@shared/domain/memo-edits.ts'
import type { Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import type { AttachedFile } from './attached-file.ts'

export type { AttachedFile } from './attached-file.ts'
export type { MemoEdits, Signatory } from '@shared/domain/memo-edits.ts'

/** Every kind of document that this program makes. A further kind is one more member here and in {@link MemoRequest}. */
export const MEMO_KINDS = ['memcon', 'report', 'register', 'letter', 'brief'] as const
export type MemoKind = (typeof MEMO_KINDS)[number]

/** Who a document may be shown to: our own side, or the other side as well. */
export const AUDIENCES = ['internal', 'shared'] as const
export type Audience = (typeof AUDIENCES)[number]

/** What a document is asked to be: plain data, so that a worker, a command line and a server can pass it on. */
export type MemoRequest = MemconRequest | ReportRequest | RegisterRequest | LetterRequest | BriefRequest

/** The traditions in which a memcon is written: which parts, in which order, under which names, signed by whom. */
export const MEMCON_PRESETS = ['memorandum', 'bayonnoma', 'zapis-besedy', 'gijiroku'] as const
export type MemconPreset = (typeof MEMCON_PRESETS)[number]

/**
 * @property meetingKey the `key` of the meeting in the file; a key that is not there is a bug, and throws
 * @property preset without it the tradition of the language
 * @property attached what was attached to meetings and agreements of the visit; the memcon names what is of its meeting
 */
export type MemconRequest = RequestHead & {
  readonly kind: 'memcon'
  readonly meetingKey: string
  readonly preset?: MemconPreset
  readonly attached?: readonly AttachedFile[]
}

/** @property attached what was attached to meetings and agreements of the visit, for the annexes */
export type ReportRequest = RequestHead & { readonly kind: 'report'; readonly attached?: readonly AttachedFile[] }

export const REGISTER_PRESETS = ['register', 'road-map'] as const
export type RegisterPreset = (typeof REGISTER_PRESETS)[number]
export const GROUPINGS = ['organization', 'month'] as const
export type Grouping = (typeof GROUPINGS)[number]

/**
 * @property preset `road-map` is the yo‘l xaritasi, with a block to approve it
 * @property grouping by organization when not said
 * @property organizationKey the `key` of an organization in the file: only what concerns it
 */
export type RegisterRequest = RequestHead & {
  readonly kind: 'register'
  readonly preset?: RegisterPreset
  readonly grouping?: Grouping
  readonly organizationKey?: string
}

/**
 * A letter is for the other side by its nature, and no request for one of our own side can be written.
 * @property organizationKey the `key` of the organization that it goes to; a key that is not there is a bug, and throws
 */
export type LetterRequest = Omit<RequestHead, 'audience'> & {
  readonly kind: 'letter'
  readonly audience: 'shared'
  readonly organizationKey: string
}

/**
 * A brief is for our own side by its nature, and no request for one that the other side may see can be written.
 * @property meetingKey without it the briefs of all meetings of the visit, with contents in front
 * @property earlier other visits, for what was agreed with the same organizations and when the same people were met
 */
export type BriefRequest = Omit<RequestHead, 'audience'> & {
  readonly kind: 'brief'
  readonly audience: 'internal'
  readonly meetingKey?: string
  readonly earlier?: readonly VisitFile[]
}

/**
 * @property secondLanguage the language of a second column beside the first one; the same as the first counts as none
 * @property isDraft a draft says so across every page and at its foot
 * @property pageNumbers whether contents name the pages of their headings; true takes some seconds for a report
 */
type RequestHead = {
  readonly language: Language
  readonly secondLanguage?: Language
  readonly audience: Audience
  readonly isDraft?: boolean
  readonly pageNumbers?: boolean
  readonly edits?: MemoEdits
}
