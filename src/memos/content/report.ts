import type { VisitFile } from '@shared/domain/visit-file.ts'
import { labelsOf } from '@memos/labels/labels-of.ts'
import { addresseeParts, closingParts, editedTitle, framedMemo, registrationParts, visitKeywords } from './frame.ts'
import {
  hasWords,
  heading,
  line,
  paragraph,
  paragraphs,
  type ContentsEntry,
  type Fact,
  type Memo,
  type Part,
  type Section,
} from './memo.ts'
import { required, type Gaps, type MissingPart } from './missing.ts'
import { personName } from './names.ts'
import { MOST_REPORT_SUMMARY_WORDS, wordCount } from './notices.ts'
import { registerParts } from './register-table.ts'
import { attachedIndex, documentParts, photoParts, picturesOf, type AttachedIndex } from './annexes.ts'
import type { MemoEdits, ReportRequest } from './request.ts'
import { contactAsSignatory, signaturePart, signatoryOf } from './signature.ts'
import {
  delegationParts,
  delegatesOf,
  figureParts,
  meetingAnchor,
  meetingHeading,
  peopleMetParts,
  postWords,
  programmeParts,
  themeParts,
} from './report-parts.ts'
import { meetingSection, reportedMeetings } from './report-meeting.ts'
import { dayRange } from './times.ts'
import { indexVisit, type FileContact, type VisitIndex } from './visit-index.ts'
import type { Words } from './agreement-parts.ts'

/** With more meetings than this a report has a table of contents. */
const SHORT_REPORT = 3

/** A first-level chapter of the report; without parts neither it nor its line in the contents is printed. */
type Chapter = { readonly text: string; readonly anchor: string; readonly parts: readonly Part[] }

/** The report of the whole visit. */
export function reportContent(file: VisitFile, request: ReportRequest, gaps: Gaps): Memo {
  const words: Words = { labels: labelsOf(request.language), audience: request.audience, gaps }
  const visit = indexVisit(file)
  const title = editedTitle(request.edits, file.visit.title?.trim() ?? '')
  const { kind } = words.labels
  const about = {
    file,
    title: title === '' ? kind.report : `${kind.report}: ${title}`,
    author: authorOf(visit, words),
    keywords: visitKeywords(visit),
    meetings: visit.meetings.map(({ record }) => record),
  }
  const attached = attachedIndex(visit, request.attached ?? [])
  const memo = framedMemo(request, about, sectionsOf({ visit, words, edits: request.edits, title, attached }))
  const pictures = picturesOf(attached)
  return pictures.size === 0 ? memo : { ...memo, pictures }
}

/** What the parts of a report are made of. */
type Setting = {
  readonly visit: VisitIndex
  readonly words: Words
  readonly edits: MemoEdits | undefined
  readonly title: string
  readonly attached: AttachedIndex
}

/** The register lies across a page of its own; what stands before and behind it is upright. */
function sectionsOf(setting: Setting): Section[] {
  const { visit, words } = setting
  const { labels } = words
  // First, so that what is missing is listed in the order of the paper.
  const title = titleParts(setting)
  const before = [
    ...openingChapters(visit, words),
    ...meetingChapters(visit, words),
    chapter(labels.heading.themes, 'themes', themeParts(visit, labels)),
  ].filter(isPrinted)
  const register = [chapter(labels.heading.register, 'register', registerParts(visit, words))].filter(isPrinted)
  const after = closingChapters(setting).filter(isPrinted)
  const opening = [...title, ...contents(visit, [...before, ...register, ...after], words)]
  const closing = [...after.flatMap(printed), ...signature(setting), ...closingParts(setting.edits, labels)]
  if (register.length === 0) return [{ orientation: 'portrait', parts: [...opening, ...before.flatMap(printed), ...closing] }]
  const upright: Section = { orientation: 'portrait', parts: [...opening, ...before.flatMap(printed)] }
  const across = register.flatMap(printed)
  // A signature with nothing else to stand under closes the register and gets no page of its own.
  if (after.length === 0) return [upright, { orientation: 'landscape', parts: [...across, ...closing] }]
  return [upright, { orientation: 'landscape', parts: across }, { orientation: 'portrait', parts: closing }]
}

function titleParts({ visit, words, edits, title }: Setting): Part[] {
  const { labels, gaps } = words
  const { visit: record } = visit.file
  const place = [record.city, record.country].filter(hasWords).join(labels.phrase.listSeparator)
  const dates = dayRange(record.startDay, record.endDay, labels)
  const facts: Fact[] = [
    { label: labels.fact.visitDates, lines: required(linesOf(dates), gaps, visitGap(visit, 'date')) },
    { label: labels.fact.place, lines: required(linesOf(place), gaps, visitGap(visit, 'place')) },
    { label: labels.fact.ministry, lines: linesOf(record.ministry) },
    { label: labels.fact.purpose, lines: linesOf(record.purpose) },
    { label: labels.fact.invitedBy, lines: linesOf(record.invitedBy) },
    { label: labels.fact.legalBasis, lines: linesOf(record.legalBasis) },
  ]
  const delegation = delegationParts(visit, labels)
  return [
    ...registrationParts(edits, labels),
    ...addresseeParts(edits),
    { type: 'title', kind: labels.kind.report, title },
    { type: 'facts', labels: 'narrow', rows: facts.filter(({ lines }) => lines.length > 0) },
    // Not a heading: it stands before the contents, which list every heading of the first level.
    ...(delegation.length > 0 ? [paragraph(labels.heading.delegation, 'label'), ...delegation] : []),
  ]
}

function openingChapters(visit: VisitIndex, { labels, gaps }: Words): Chapter[] {
  const { summary } = visit.file.visit
  const count = wordCount(summary ?? '')
  if (count > MOST_REPORT_SUMMARY_WORDS) gaps.notice({ what: 'summary-too-long', count, ...placeOf(visit, 'summary') })
  return [
    chapter(labels.heading.executiveSummary, 'summary', [...paragraphs(summary), ...figureParts(visit, labels)]),
    chapter(labels.heading.programme, 'programme', programmeParts(visit, labels)),
  ]
}

const meetingChapters = (visit: VisitIndex, words: Words): Chapter[] =>
  reportedMeetings(visit).map((meeting) => {
    const parts = meetingSection({ ...words, visit, meeting, namesEveryone: words.audience === 'internal' })
    return chapter(meetingHeading(visit, meeting, words.labels), meetingAnchor(meeting), parts)
  })

/** Proposals come before the annexes; the list of people met is for our own side. */
function closingChapters({ visit, words, attached }: Setting): Chapter[] {
  const { labels, audience } = words
  return [
    chapter(labels.heading.proposals, 'proposals', paragraphs(visit.file.visit.proposals)),
    chapter(labels.heading.peopleMet, 'people', audience === 'internal' ? peopleMetParts(visit, labels) : []),
    chapter(labels.annex.documents, 'documents', documentParts(visit, attached, labels)),
    chapter(labels.annex.photos, 'photos', photoParts(visit, attached, labels)),
  ]
}

function contents(visit: VisitIndex, chapters: readonly Chapter[], { labels }: Words): Part[] {
  if (visit.meetings.length <= SHORT_REPORT) return []
  const entries = chapters.map(({ text, anchor }): ContentsEntry => ({ text, anchor }))
  return [{ type: 'contents', heading: labels.heading.contents, entries }]
}

function signature({ visit, words, edits }: Setting): Part[] {
  const { labels } = words
  const head = headOf(visit)
  const known =
    head === undefined ? undefined : { name: contactAsSignatory(visit, head, labels).name, post: postWords(visit, head, labels) }
  const signatory = signatoryOf(edits?.signatory, known)
  if (signatory === undefined) return []
  const above = hasWords(signatory.post) ? [signatory.post.trim()] : []
  return [{ ...signaturePart({ name: signatory.name }, labels.phrase.headOfDelegation), above }]
}

/** The head of the delegation: the visit's own field, else nobody. */
const headOf = (visit: VisitIndex): FileContact | undefined => visit.contact(visit.file.visit.headContact)

function authorOf(visit: VisitIndex, { labels }: Words): string {
  const person = headOf(visit) ?? delegatesOf(visit)[0]
  const name = person === undefined ? undefined : personName(person, labels.language)
  return [name, visit.file.visit.ministry?.trim()].find(hasWords) ?? 'Safarnoma'
}

const chapter = (text: string, anchor: string, parts: readonly Part[]): Chapter => ({ text, anchor, parts })
const isPrinted = ({ parts }: Chapter): boolean => parts.length > 0
const printed = ({ text, anchor, parts }: Chapter): Part[] => [heading(1, text, anchor), ...parts]

const linesOf = (words: string | undefined) =>
  (words ?? '')
    .split(/[\r\n]+/)
    .filter(hasWords)
    .map((text) => line(text.trim()))

const visitGap = (visit: VisitIndex, what: 'date' | 'place'): MissingPart => ({
  what,
  ...placeOf(visit, what === 'date' ? 'startDay' : 'city'),
})

const placeOf = (visit: VisitIndex, field: keyof VisitFile['visit']) => ({
  kind: 'visit' as const,
  ...(visit.file.id === undefined ? {} : { id: visit.file.id }),
  path: `visit.${field}`,
  of: visit.file.visit.title?.trim() ?? '',
})
