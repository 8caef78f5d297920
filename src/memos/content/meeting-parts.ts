import { plainText } from '@shared/domain/note-body.ts'
import { agreementsList, commitmentsTable, type Words } from './agreement-parts.ts'
import { hasWords, line, paragraph, paragraphs, type Fact, type Line, type Part } from './memo.ts'
import { required, type MissingPart } from './missing.ts'
import { meetingTitle } from './names.ts'
import { MOST_SUMMARY_WORDS, wordCount } from './notices.ts'
import { peopleOf, sideLines } from './people.ts'
import { meetingTimes } from './times.ts'
import { agreementsOf, commitmentsOf, type FileMeeting, type NumberedMeeting, type VisitIndex } from './visit-index.ts'

type Note = FileMeeting['notes'][number]

/**
 * What a memo says of one meeting: the meeting, the labels and where gaps are noted.
 * @property namesEveryone the document has a list of everyone, to which a shortened one may point
 */
export type MeetingSetting = Words & { readonly visit: VisitIndex; readonly meeting: NumberedMeeting; readonly namesEveryone?: boolean }

/** All facts of a meeting. What is required and not known prints a dash; the rest is left out when empty. */
export const meetingFacts = (setting: MeetingSetting): Fact[] => [
  ...occasionFacts(setting),
  ...sideFacts(setting),
  ...serviceFacts(setting),
]

/** What it was about, when, where and how. */
export function occasionFacts(setting: MeetingSetting): Fact[] {
  const { labels, meeting } = setting
  const { record } = meeting
  return [
    optional(labels.fact.subject, record.subject),
    { label: labels.fact.dateTime, lines: required(timeLines(setting), setting.gaps, gapOf(setting, 'date')) },
    optional(labels.fact.movedFrom, movedFrom(setting)),
    { label: labels.fact.place, lines: required(placeLines(record), setting.gaps, gapOf(setting, 'place')) },
    optional(labels.fact.format, record.format === undefined ? undefined : labels.format[record.format]),
    // A memo is of a meeting that was held; only the contrary needs saying.
    optional(labels.fact.state, record.state === undefined || record.state === 'held' ? undefined : labels.meetingState[record.state]),
  ].filter((fact) => fact !== undefined)
}

/** Who helped the two sides to talk, and in which languages. */
export function serviceFacts(setting: MeetingSetting): Fact[] {
  const { labels, meeting } = setting
  return [
    optional(labels.fact.interpreter, peopleWithRole(setting, 'interpreter')),
    optional(labels.fact.noteTaker, peopleWithRole(setting, 'notes')),
    optional(labels.fact.spokenLanguages, meeting.record.spokenLanguages),
    optional(labels.fact.notesLanguage, notesLanguage(setting)),
  ].filter((fact) => fact !== undefined)
}

/** The same in three rows, for the report: when and where, their side, our side. */
export function shortMeetingFacts(setting: MeetingSetting): Fact[] {
  const { labels, gaps, meeting } = setting
  const times = timeLines(setting)
  const places = placeLines(meeting.record)
  if (times.length === 0) gaps.note(gapOf(setting, 'date'))
  if (places.length === 0) gaps.note(gapOf(setting, 'place'))
  return [{ label: labels.fact.dateTimePlace, lines: required([...times, ...places], gaps, gapOf(setting, 'date')) }, ...sideFacts(setting)]
}

/** Numbered agreements, then the table of commitments; empty when there are none. */
export function settledParts(setting: MeetingSetting): Part[] {
  const { visit, meeting, labels } = setting
  const { key } = meeting.record
  return [...agreementsList(visit, agreementsOf(visit, key), labels), ...commitmentsTable(visit, commitmentsOf(visit, key), setting)]
}

/** Questions still open, and settled ones with their answer. */
export function openQuestionParts(meeting: FileMeeting): Part[] {
  const items = meeting.openQuestions
    .filter(({ text }) => hasWords(text))
    .map(({ text, answer }) => [paragraph(text ?? ''), ...(hasWords(answer) ? [paragraph(answer, 'note')] : [])])
  return items.length > 0 ? [{ type: 'list', ordered: false, items }] : []
}

/** The notes that a document prints: the agreed one when there is one, else all that say something. */
export function printedNotes(meeting: FileMeeting): Note[] {
  const written = meeting.notes.filter(({ body }) => hasWords(plainText(body)))
  const minutes = written.filter(({ role }) => role === 'minute')
  return minutes.length > 0 ? minutes : written
}

/** The summary of a meeting; one that takes longer than a minute to read is noticed. */
export function summaryParts({ meeting, gaps, visit, labels }: MeetingSetting): Part[] {
  const { record, path } = meeting
  const count = wordCount(record.summary ?? '')
  if (count > MOST_SUMMARY_WORDS) {
    const own = record.id === undefined ? {} : { id: record.id }
    gaps.notice({
      what: 'summary-too-long',
      count,
      kind: 'meeting',
      key: record.key,
      ...own,
      path: `${path}.summary`,
      of: meetingTitle(visit, meeting, labels),
    })
  }
  return paragraphs(record.summary)
}

/** Everyone of a side when there are too many for the facts. */
export const annexLines = (setting: MeetingSetting): Line[] => sideLines(setting.visit, setting.meeting.record, setting).annex

/** Who was there, side by side. */
export function sideFacts(setting: MeetingSetting): Fact[] {
  const { visit, meeting, labels, gaps } = setting
  const sides = sideLines(visit, meeting.record, setting)
  return [
    { label: labels.fact.theirSide, lines: required(sides.theirs, gaps, gapOf(setting, 'their-side')) },
    { label: labels.fact.ourSide, lines: required(sides.ours, gaps, gapOf(setting, 'our-side')) },
  ]
}

function timeLines(setting: MeetingSetting): Line[] {
  const times = meetingTimes({ ...setting.meeting.record, zone: zoneOf(setting) }, setting.labels)
  return times === undefined ? [] : [line(times)]
}

const zoneOf = ({ visit, meeting }: MeetingSetting): string | undefined => meeting.record.zone ?? visit.file.visit.zone

const movedFrom = ({ meeting, labels }: MeetingSetting): string | undefined => meetingTimes({ start: meeting.record.movedFrom }, labels)

const placeLines = (meeting: FileMeeting): Line[] => (hasWords(meeting.place) ? [line(meeting.place.trim())] : [])

function peopleWithRole({ visit, meeting, labels }: MeetingSetting, role: 'interpreter' | 'notes'): string | undefined {
  const words = peopleOf(visit, meeting.record, labels).filter((person) => person.role === role)
  const said = words.map((person) => (role === 'notes' ? person.name : person.words))
  return said.length === 0 ? undefined : said.join(labels.phrase.listSeparator)
}

/** The languages of the notes, when one of them is not the document's own. */
function notesLanguage({ visit, meeting, labels }: MeetingSetting): string | undefined {
  const languages = printedNotes(meeting.record).map(({ language }) => language ?? visit.file.visit.notesLanguage)
  const known = [...new Set(languages.filter((language) => language !== undefined))]
  if (known.every((language) => language === labels.language)) return undefined
  return known.map((language) => labels.languageName[language]).join(labels.phrase.listSeparator)
}

function optional(label: string, words: string | undefined): Fact | undefined {
  if (!hasWords(words)) return undefined
  return {
    label,
    lines: words
      .split(/[\r\n]+/)
      .filter(hasWords)
      .map((text) => line(text.trim())),
  }
}

const GAP_FIELD = { date: 'start', place: 'place', 'our-side': 'participants', 'their-side': 'organizations' } as const

const gapOf = ({ visit, meeting, labels }: MeetingSetting, what: keyof typeof GAP_FIELD): MissingPart => ({
  what,
  kind: 'meeting',
  key: meeting.record.key,
  ...(meeting.record.id === undefined ? {} : { id: meeting.record.id }),
  path: `${meeting.path}.${GAP_FIELD[what]}`,
  of: meetingTitle(visit, meeting, labels),
})
