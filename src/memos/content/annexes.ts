import { plainJpeg } from '@memos/picture/plain-jpeg.ts'
import type { AttachedKind, Labels } from '@memos/labels/labels.ts'
import type { AttachedFile } from './attached-file.ts'
import { boldLine, hasWords, line, paragraph, type Line, type Part, type Photo, type Pictures, type TableRow } from './memo.ts'
import { meetingTitle, organizationName, organizationsOf } from './names.ts'
import { reportedMeetings } from './report-meeting.ts'
import { meetingAnchor } from './report-parts.ts'
import { dayOf } from './times.ts'
import type { NumberedMeeting, VisitIndex } from './visit-index.ts'

/** About 30 MB of them: more, and no mail takes the report, nor the app when it comes back. The others are named. */
const MOST_PICTURES = 150

type Attached = { readonly file: AttachedFile; readonly meeting: NumberedMeeting | undefined }
/** What was attached, in the order of the meetings, then by name: the same on every laptop. */
export type AttachedIndex = readonly Attached[]

export function attachedIndex(visit: VisitIndex, files: readonly AttachedFile[]): AttachedIndex {
  const placeOf = ({ file, meeting }: Attached): readonly [number, string, string] => [meeting?.number ?? Infinity, nameOf(file), file.id]
  return files
    .map((file): Attached => ({ file, meeting: meetingOfAttached(visit, file) }))
    .toSorted((a, b) => compared(placeOf(a), placeOf(b)))
}

/** Pictures with what is needed to draw them and nothing else; what is no picture is none. */
export function picturesOf(attached: AttachedIndex): Pictures {
  return new Map(
    photosAmong(attached)
      .slice(0, MOST_PICTURES)
      .flatMap(({ file: { picture } }) => {
        const plain = picture === undefined ? undefined : plainJpeg(picture.bytes)
        return picture === undefined || plain === undefined ? [] : [[picture.hash, plain] as const]
      }),
  )
}

/** A row for each file that is no picture. A column that none of them fills is left out. */
export function documentParts(visit: VisitIndex, attached: AttachedIndex, labels: Labels): Part[] {
  const files = attached.filter(({ file }) => !isPicture(file))
  if (files.length === 0) return []
  const { annex, column } = labels
  const columns: { readonly heading: string; readonly share: number; readonly cells: readonly (readonly Line[])[] }[] = [
    { heading: column.number, share: 7, cells: files.map((_, index) => [line(String(index + 1))]) },
    { heading: annex.document, share: 27, cells: files.map(({ file }) => titleLines(file)) },
    { heading: annex.kind, share: 16, cells: files.map(({ file }) => [line(labels.attachedKind[kindOf(file.mediaType)])]) },
    { heading: column.meeting, share: 15, cells: files.map(({ meeting }) => meetingLinks(visit, meeting, labels)) },
    { heading: annex.from, share: 20, cells: files.map(({ meeting }) => giverLines(visit, meeting, labels)) },
    { heading: annex.day, share: 15, cells: files.map(({ meeting }) => dayLines(meeting, labels)) },
  ].filter(({ cells }) => cells.some((lines) => lines.length > 0))
  const rows = files.map((_, index): TableRow => ({ cells: columns.map(({ cells }) => cells[index] ?? []) }))
  return [{ type: 'table', columns: columns.map(({ heading, share }) => ({ heading, share })), rows }]
}

/** The names of the files, numbered, as a memcon ends; with pictures, which it only names. */
export function attachmentParts(attached: AttachedIndex): Part[] {
  if (attached.length === 0) return []
  const items = attached.map(({ file }) => [paragraph(hasWords(file.caption) ? `${file.caption.trim()} (${nameOf(file)})` : nameOf(file))])
  return [{ type: 'list', ordered: true, items }]
}

/** The pictures, each with its caption and the meeting that it is of. */
export function photoParts(visit: VisitIndex, attached: AttachedIndex, labels: Labels): Part[] {
  const photos = photosAmong(attached).map(({ file, meeting }, index): Photo => {
    const caption = hasWords(file.caption) ? file.caption.trim() : nameOf(file)
    const of = meeting === undefined ? '' : meetingTitle(visit, meeting, labels)
    const where = [of, ...dayLines(meeting, labels).map(({ text }) => text)].filter(hasWords).join(labels.phrase.listSeparator)
    return {
      picture: file.picture?.hash ?? '',
      absent: `${nameOf(file)} ${labels.annex.notHere}`,
      lines: [line(labels.phrase.numbered(index + 1, caption)), ...(where === '' ? [] : [line(where)])],
    }
  })
  return photos.length === 0 ? [] : [{ type: 'photos', photos }]
}

const photosAmong = (attached: AttachedIndex): AttachedIndex => attached.filter(({ file }) => isPicture(file))
const isPicture = ({ mediaType }: AttachedFile): boolean => mediaType?.startsWith('image/') === true

/** Its own meeting, or that of its agreement. */
export function meetingOfAttached(visit: VisitIndex, { meetingId, agreementId }: AttachedFile): NumberedMeeting | undefined {
  const agreement = agreementId === undefined ? undefined : visit.agreements.find(({ record }) => record.id === agreementId)
  const own = meetingId === undefined ? undefined : visit.meetings.find(({ record }) => record.id === meetingId)
  return own ?? visit.meeting(agreement?.record.meeting)
}

/** Without what turns the direction of letters: it would show a name as another. */
const nameOf = ({ name }: AttachedFile): string => name.replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim()

const titleLines = (file: AttachedFile): Line[] =>
  hasWords(file.caption) ? [boldLine(file.caption.trim()), line(nameOf(file))] : [line(nameOf(file))]

/** `Meeting 3`, which leads to its chapter where it has one. */
function meetingLinks(visit: VisitIndex, meeting: NumberedMeeting | undefined, labels: Labels): Line[] {
  if (meeting === undefined) return []
  const text = labels.phrase.meetingNumber(meeting.number)
  const hasChapter = reportedMeetings(visit).some(({ number }) => number === meeting.number)
  return [hasChapter ? { text, anchor: meetingAnchor(meeting) } : line(text)]
}

const giverLines = (visit: VisitIndex, meeting: NumberedMeeting | undefined, labels: Labels): Line[] =>
  meeting === undefined ? [] : organizationsOf(visit, meeting.record).map((organization) => line(organizationName(organization, labels)))

const dayLines = (meeting: NumberedMeeting | undefined, labels: Labels): Line[] =>
  meeting?.record.start === undefined ? [] : [line(labels.time.shortDay(dayOf(meeting.record.start)))]

/** By what the first bytes said when it was attached; nobody needs the media type itself. */
function kindOf(mediaType = ''): AttachedKind {
  const known = KINDS.find(({ type }) => type.test(mediaType))
  return known?.kind ?? 'other'
}

const KINDS: readonly { readonly type: RegExp; readonly kind: AttachedKind }[] = [
  { type: /^application\/pdf$/, kind: 'pdf' },
  { type: /^text\/|wordprocessingml|msword/, kind: 'text' },
  { type: /spreadsheetml|ms-excel/, kind: 'sheet' },
  { type: /presentationml|ms-powerpoint/, kind: 'slides' },
  { type: /^audio\//, kind: 'sound' },
  { type: /^video\//, kind: 'film' },
]

function compared(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at < 0 ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1
}
