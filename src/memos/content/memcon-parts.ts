import { attachmentParts, type AttachedIndex } from './annexes.ts'
import { printedNotes, type MeetingSetting } from './meeting-parts.ts'
import { hasWords, paragraph, paragraphs, type Part } from './memo.ts'
import { meetingTitle, personName } from './names.ts'
import { noteParts } from './note-parts.ts'
import { peopleOf } from './people.ts'
import type { MemoEdits, Signatory } from './request.ts'
import { contactAsSignatory } from './signature.ts'
import { meetingTimes } from './times.ts'
import type { FileContact, NumberedMeeting } from './visit-index.ts'

/**
 * @property title of the document, as edited or as the records have it
 * @property attached to the meeting or to what was agreed in it
 * @property settlesFirst whether agreements stand before the discussion, where the tradition leaves it to the language
 */
export type MemconSetting = MeetingSetting & {
  readonly edits: MemoEdits | undefined
  readonly title: string
  readonly settlesFirst: boolean
  readonly attached: AttachedIndex
}

/** What is attached to the meeting. */
export const attachedChapter = ({ labels, attached }: MemconSetting): Chapter => ({
  heading: labels.heading.attachments,
  parts: attachmentParts(attached),
})

/** A heading with what stands under it; without parts neither is printed. */
export type Chapter = { readonly heading: string; readonly parts: readonly Part[] }

/** The bodies of the notes, each under its author's name when there are several. */
export function discussionParts({ meeting, labels }: MeetingSetting): Part[] {
  const notes = printedNotes(meeting.record)
  return notes.flatMap((note) => {
    const isNamed = notes.length > 1 && hasWords(note.authorName)
    return [...(isNamed ? [paragraph(labels.phrase.notesBy(note.authorName ?? ''), 'label')] : []), ...noteParts(note.body, 2)]
  })
}

/** What happens next, and when the two sides sit together again on this visit. */
export function nextParts(setting: MeetingSetting): Part[] {
  const { visit, meeting, labels } = setting
  const next = nextMeetingOf(setting)
  const words =
    next === undefined
      ? undefined
      : labels.memcon.nextMeeting({
          title: meetingTitle(visit, next, labels),
          time: meetingTimes({ ...next.record, zone: next.record.zone ?? visit.file.visit.zone }, labels) ?? '',
        })
  return [...paragraphs(meeting.record.nextStep), ...(words === undefined ? [] : [paragraph(words)])]
}

/** Who wrote it down: participants with that role, else the authors of the notes. */
export function draftersOf({ visit, meeting, labels }: MeetingSetting): (Signatory & { fullName: string })[] {
  const takers = peopleOf(visit, meeting.record, labels)
    .filter(({ role }) => role === 'notes')
    .flatMap(({ key }) => visit.contact(key) ?? [])
  if (takers.length > 0) {
    return takers.map((taker) => ({ ...contactAsSignatory(visit, taker, labels), fullName: personName(taker, labels.language) }))
  }
  const authors = printedNotes(meeting.record).map(({ authorName }) => authorName?.trim() ?? '')
  return [...new Set(authors)].filter(hasWords).map((name) => ({ name, fullName: name }))
}

/** Who led on our side: the field, else the head of our people in the meeting. */
export function leaderOf({ visit, meeting, labels }: MeetingSetting): FileContact | undefined {
  const head = peopleOf(visit, meeting.record, labels).find(({ side, role }) => side === 'ours' && role === 'head')
  return visit.contact(meeting.record.leadContact) ?? visit.contact(head?.key)
}

/** In a document for the other side the record has none: see audience.ts. */
export const commentChapter = ({ labels, meeting }: MeetingSetting): Chapter[] => [
  { heading: labels.heading.comment, parts: paragraphs(meeting.record.comment, 'note') },
]

/** The first later meeting of the visit in which one of these organizations sits again. */
function nextMeetingOf({ visit, meeting }: MeetingSetting): NumberedMeeting | undefined {
  const { start, organizations } = meeting.record
  if (start === undefined) return undefined
  return visit.meetings.find(
    ({ record }) =>
      record.start !== undefined &&
      record.start > start &&
      record.state !== 'cancelled' &&
      record.organizations.some((key) => organizations.includes(key)),
  )
}
