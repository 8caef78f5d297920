import { MOST_POINTS } from '@shared/domain/meeting.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import type { BriefLabels } from '@memos/labels/brief/brief-labels.ts'
import { agreementStatus, statusLines, textOf } from './agreement-parts.ts'
import { historyOf, type Earlier, type History } from './brief-earlier.ts'
import { meetingFacts, type MeetingSetting } from './meeting-parts.ts'
import {
  NOTHING,
  hasWords,
  heading,
  line,
  paragraph,
  paragraphs,
  textLines,
  type Fact,
  type Line,
  type Part,
  type TablePart,
  type TableRow,
} from './memo.ts'
import { meetingTitle, personName } from './names.ts'
import { peopleOf, postOf } from './people.ts'
import { roughPages } from './rough-pages.ts'
import { dayOf, deadlineLines } from './times.ts'
import type { FileAgreement, FileCommitment, FileMeeting, VisitIndex } from './visit-index.ts'

export type BriefSetting = MeetingSetting & { readonly brief: BriefLabels; readonly earlier: readonly VisitFile[] }

/** A brief is read in the car: longer than this nobody reads it. */
const MOST_PAGES = 4

type Form = {
  /** The level of its chapters: below the name of the meeting where there are several. */
  readonly level: 1 | 2
  readonly hasLogistics: boolean
}
type Chapter = { readonly heading: string; readonly parts: readonly Part[] }

/** The card and the chapters of one meeting; a chapter that has nothing to say is left out, and the numbers close up. */
export function briefParts(setting: BriefSetting, form: Form): Part[] {
  const { brief, labels, gaps } = setting
  const { heading: name } = brief
  const { record } = setting.meeting
  const history = historyOf(setting.visit, setting.meeting, setting.earlier)
  noticePoints(setting)
  const chapters: Chapter[] = [
    { heading: name.objectives, parts: objectives(setting) },
    { heading: name.pointsToMake, parts: points(record.pointsToMake, true) },
    { heading: name.ifRaised, parts: points(record.ifRaised, false) },
    { heading: name.questionsToAsk, parts: points(record.questionsToAsk, true) },
    { heading: name.theirPoints, parts: points(record.theirPoints, false) },
    { heading: name.people, parts: people(setting, history) },
    { heading: name.background, parts: background(setting, form) },
    { heading: name.history, parts: historyParts(setting, history) },
    { heading: name.logistics, parts: form.hasLogistics ? logistics(setting) : [] },
  ]
  const parts = [
    card(setting),
    ...chapters
      .filter((chapter) => chapter.parts.length > 0)
      .flatMap((chapter, index) => [heading(form.level, labels.phrase.numbered(index + 1, chapter.heading)), ...chapter.parts]),
  ]
  const pages = roughPages(parts, labels.language)
  if (pages > MOST_PAGES) gaps.notice({ what: 'longer-than-four-pages', ...about(setting) })
  return parts
}

/** When, where, how to get there, who, and what to wear and to give: what fits on a card. */
function card(setting: BriefSetting): Part {
  const { labels, brief, meeting } = setting
  const known = meetingFacts(setting).filter(({ label }) => label !== labels.fact.state && label !== labels.fact.notesLanguage)
  const place = known.findIndex(({ label }) => label === labels.fact.place) + 1
  const rows = [
    ...known.slice(0, place),
    ...fact(brief.fact.gettingThere, meeting.record.gettingThere),
    ...known.slice(place),
    ...fact(brief.fact.dressAndGifts, meeting.record.dressAndGifts),
  ]
  return { type: 'facts', labels: 'narrow', rows }
}

function objectives({ meeting, brief }: BriefSetting): Part[] {
  const items = (meeting.record.objectives ?? []).map(({ text, success }) => [
    paragraph(text.trim()),
    ...textLines(success ?? undefined).map((words, index) => paragraph(index === 0 ? brief.success(words) : words, 'note')),
  ])
  return items.length === 0 ? [] : [{ type: 'list', ordered: true, items }]
}

/** One point a line. */
function points(text: string | undefined, ordered: boolean): Part[] {
  const items = textLines(text).map((words) => [paragraph(words)])
  return items.length === 0 ? [] : [{ type: 'list', ordered, items }]
}

function noticePoints(setting: BriefSetting): void {
  const count = textLines(setting.meeting.record.pointsToMake).length
  if (count > MOST_POINTS) setting.gaps.notice({ what: 'too-many-points', count, ...about(setting) })
}

/** Whom we meet: post, what we know of them, and when somebody of ours last met them. */
function people(setting: BriefSetting, history: History): Part[] {
  const { visit, meeting, labels, brief } = setting
  const theirs = peopleOf(visit, meeting.record, labels).filter(({ side }) => side === 'theirs')
  const rows = theirs.flatMap(({ key }): TableRow[] => {
    const contact = visit.contact(key)
    if (contact === undefined) return []
    const post = postOf(contact, meeting.record.organizations).title
    const met = history.lastContact(contact)
    return [
      {
        cells: [
          [line(personName(contact, labels.language))],
          textLines(post).map(line),
          textLines(contact.remark).map(line),
          [line(met === undefined ? brief.notMet : whereWords(met, setting))],
        ],
      },
    ]
  })
  return withoutEmptyColumns({
    type: 'table',
    columns: [
      { heading: labels.column.name, share: 26 },
      { heading: labels.column.post, share: 24 },
      { heading: brief.column.known, share: 28 },
      { heading: brief.column.lastContact, share: 22 },
    ],
    rows,
  })
}

/** A column in which no row says anything is left out, and a table without rows with it. */
function withoutEmptyColumns({ columns, rows, ...table }: TablePart): Part[] {
  const cellsOf = (row: TableRow) => ('cells' in row ? row.cells : [])
  const isSaid = (_: unknown, index: number): boolean => rows.some((row) => (cellsOf(row)[index] ?? []).length > 0)
  const kept = rows.map((row): TableRow => ('cells' in row ? { cells: row.cells.filter(isSaid) } : row))
  return rows.length === 0 ? [] : [{ ...table, columns: columns.filter(isSaid), rows: kept }]
}

/** Two headings, always apart: what may be said, and what may not. */
function background({ meeting, brief }: BriefSetting, { level }: Form): Part[] {
  const below = level === 1 ? 2 : 3
  const { backgroundToUse, backgroundNotToDisclose } = brief.heading
  const open = paragraphs(meeting.record.backgroundToUse)
  const closed = paragraphs(meeting.record.backgroundNotToDisclose)
  return [
    ...(open.length > 0 ? [heading(below, backgroundToUse), ...open] : []),
    ...(closed.length > 0 ? [heading(below, backgroundNotToDisclose), ...closed] : []),
  ]
}

/** Earlier agreements with their status, then what we owe and what they owe. */
function historyParts(setting: BriefSetting, { agreements, commitments }: History): Part[] {
  const { labels, brief } = setting
  const { earlierAgreements, weOwe, theyOwe } = brief.heading
  const owed = (direction: FileCommitment['direction']) => commitments.filter(({ record }) => record.direction === direction)
  const rows = [
    ...group(
      earlierAgreements,
      agreements.map((one) => agreementRow(one, setting)),
    ),
    ...group(
      weOwe,
      owed('we-owe').map((one) => commitmentRow(one, setting)),
    ),
    ...group(
      theyOwe,
      owed('they-owe').map((one) => commitmentRow(one, setting)),
    ),
  ]
  if (rows.length === 0) return []
  const columns = [
    { heading: labels.column.agreementOrAction, share: 40 },
    { heading: brief.column.from, share: 24 },
    { heading: labels.column.deadline, share: 18 },
    { heading: labels.column.status, share: 18 },
  ]
  return [{ type: 'table', columns, rows }]
}

const group = (name: string, rows: readonly TableRow[]): TableRow[] => (rows.length === 0 ? [] : [{ group: name }, ...rows])

const agreementRow = (one: Earlier<FileAgreement>, setting: BriefSetting): TableRow => {
  const status = agreementStatus(one.record, setting.labels)
  return row(one, status === undefined ? [] : [line(status)], setting)
}

const commitmentRow = (one: Earlier<FileCommitment>, setting: BriefSetting): TableRow =>
  row(one, statusLines(one.record, setting.labels), setting)

function row(one: Earlier<FileAgreement | FileCommitment>, status: readonly Line[], setting: BriefSetting): TableRow {
  const from = whereWords(one, setting)
  const deadline = deadlineLines(one.record.window, setting.labels).map(line)
  return { cells: [[line(textOf(one.record))], [line(from === '' ? NOTHING : from)], deadline, status] }
}

/** The day and the name of a meeting; of another visit that visit too. */
function whereWords({ visit, meeting }: { visit: VisitIndex; meeting: FileMeeting | undefined }, setting: BriefSetting): string {
  const { labels, brief } = setting
  const numbered = visit.meeting(meeting?.key)
  const title = numbered === undefined ? '' : meetingTitle(visit, numbered, labels)
  const visitTitle = visit === setting.visit ? '' : (visit.file.visit.title?.trim() ?? '')
  const day = meeting?.start ?? (visit === setting.visit ? undefined : visit.file.visit.startDay)
  return brief.meetingOf({
    day: day === undefined ? '' : labels.time.shortDay(dayOf(day)),
    title: [title, visitTitle].filter(hasWords).join(labels.phrase.listSeparator),
  })
}

function logistics({ visit, brief }: BriefSetting): Part[] {
  const rows = fact(brief.fact.emergencyContact, visit.file.visit.emergencyContact)
  return rows.length === 0 ? [] : [{ type: 'facts', labels: 'narrow', rows }]
}

function fact(label: string, text: string | undefined): Fact[] {
  const said = textLines(text)
  return said.length === 0 ? [] : [{ label, lines: said.map(line) }]
}

const about = ({ visit, meeting, labels }: BriefSetting) => ({
  kind: 'meeting' as const,
  key: meeting.record.key,
  ...(meeting.record.id === undefined ? {} : { id: meeting.record.id }),
  of: meetingTitle(visit, meeting, labels),
})
