import { noteBeginning, noteParts } from './note-parts.ts'
import { openQuestionParts, printedNotes, settledParts, shortMeetingFacts, summaryParts, type MeetingSetting } from './meeting-parts.ts'
import { hasWords, heading, paragraph, paragraphs, type Part } from './memo.ts'
import { agreementsOf, commitmentsOf, type NumberedMeeting, type VisitIndex } from './visit-index.ts'

/** Without a summary this much of the notes, in characters, stands in for it. */
const SHORT_NOTES = 1_500

/** Meetings with a chapter of their own: not those that were cancelled and left nothing behind. */
export const reportedMeetings = (visit: VisitIndex): NumberedMeeting[] =>
  visit.meetings.filter(({ record }) => record.state !== 'cancelled' || leftSomething(visit, record))

/** A meeting in the report: the memo's parts, shortened. */
export function meetingSection(setting: MeetingSetting): Part[] {
  const { meeting, labels } = setting
  const { record } = meeting
  const told = { heading: labels.heading.summary, parts: summaryParts(setting) }
  const gist = told.parts.length > 0 ? told : { heading: labels.phrase.fromTheNotes, parts: notesInShort(setting) }
  const chapters = [
    gist,
    { heading: labels.heading.agreements, parts: settledParts(setting) },
    { heading: labels.heading.openQuestions, parts: openQuestionParts(record) },
    { heading: labels.heading.nextStep, parts: paragraphs(record.nextStep) },
  ]
  return [
    { type: 'facts', labels: 'narrow', rows: shortMeetingFacts(setting) },
    ...chapters.filter(({ parts }) => parts.length > 0).flatMap((chapter) => [heading(2, chapter.heading), ...chapter.parts]),
  ]
}

function notesInShort({ meeting, labels }: MeetingSetting): Part[] {
  const notes = printedNotes(meeting.record)
  const [first] = notes
  if (first === undefined) return []
  const { body, isWhole } = noteBeginning(first.body, SHORT_NOTES)
  const isAll = isWhole && notes.length === 1
  return [...noteParts(body, 3), ...(isAll ? [] : [paragraph(labels.phrase.fullTextInMemcon, 'note')])]
}

function leftSomething(visit: VisitIndex, meeting: NumberedMeeting['record']): boolean {
  return (
    hasWords(meeting.summary) ||
    printedNotes(meeting).length > 0 ||
    meeting.openQuestions.length > 0 ||
    agreementsOf(visit, meeting.key).length > 0 ||
    commitmentsOf(visit, meeting.key).length > 0
  )
}
