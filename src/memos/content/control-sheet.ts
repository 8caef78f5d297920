import type { VisitFile } from '@shared/domain/visit-file.ts'
import { isClosedStatus } from '@shared/domain/agreement.ts'
import { isWindowOver, windowBounds, type DueWindow } from '@shared/domain/due-window.ts'
import { cleanText } from '@memos/document/text.ts'
import type { Labels } from '@memos/labels/labels.ts'
import { labelsOf } from '@memos/labels/labels-of.ts'
import { agreementStatus, detailLines, requiredOwner, statusLines, textOf, type Words } from './agreement-parts.ts'
import { forAudience } from './audience.ts'
import { hasWords, line, type Memo, type Part } from './memo.ts'
import { newGaps } from './missing.ts'
import { meetingTitle, shortOrganizationName, withBrackets } from './names.ts'
import { modifiedOf } from './properties.ts'
import { statusDay } from './register-entries.ts'
import { SHEET_COLUMNS, type SheetColumn, type SheetRequest } from './sheet-request.ts'
import { dayOf, deadlineLines } from './times.ts'
import { indexVisit, meetingKeyOf, type VisitIndex } from './visit-index.ts'

/** Agreements and commitments as rows of text, for programs that count and filter: a cell may have several lines. */
export type ControlSheet = {
  readonly title: string
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly columns: readonly SheetColumn[]
}

/** All agreements and commitments of a visit: by deadline, then in the order of the meetings. */
export function controlSheet(file: VisitFile, request: SheetRequest): ControlSheet {
  const { file: readable } = forAudience(file, { kind: 'register', language: request.language, audience: request.audience })
  const words: Words = { labels: labelsOf(request.language), audience: request.audience, gaps: newGaps() }
  const columns = SHEET_COLUMNS.filter((column) => request.columns.includes(column))
  const title = [words.labels.heading.controlSheet, readable.visit.title?.trim()].filter(hasWords).join(': ')
  const rows = tasksOf(indexVisit(readable), words).map((task) => columns.map((column) => cleanText(task[column])))
  return { title: cleanText(title), headings: columns.map((column) => headingOf(column, words.labels)), rows, columns }
}

/** The same sheet as a document across the page, with numbered rows. */
export function controlSheetMemo(file: VisitFile, request: SheetRequest): Memo {
  const { title, headings, rows, columns } = controlSheet(file, request)
  const { heading, column } = labelsOf(request.language)
  const table: Part = {
    type: 'table',
    columns: [
      { heading: column.number, share: 6 },
      ...headings.map((words, index) => ({ heading: words, share: SHARES[columns[index] ?? 'task'] })),
    ],
    rows: rows.map((cells, index) => ({
      cells: [[line(String(index + 1))], ...cells.map((text) => text.split('\n').filter(hasWords).map(line))],
    })),
  }
  return {
    kind: 'register',
    language: request.language,
    properties: {
      title,
      subject: file.visit.title?.trim() ?? '',
      author: file.visit.ministry?.trim() ?? 'Safarnoma',
      keywords: file.visit.code ?? '',
      ...modifiedOf(file),
      custom: [
        { name: 'DocKind', value: 'control-sheet' },
        { name: 'Audience', value: request.audience },
      ],
    },
    footer: [heading.controlSheet, file.visit.code].filter(hasWords).join(' · '),
    sections: [
      { orientation: 'landscape', parts: [{ type: 'title', kind: heading.controlSheet, title: file.visit.title?.trim() ?? '' }, table] },
    ],
  }
}

const SHARES: Readonly<Record<SheetColumn, number>> = { task: 38, basis: 24, executor: 20, deadline: 16, status: 15 }

type Task = Readonly<Record<SheetColumn, string>> & { readonly window: DueWindow | undefined; readonly meeting: number }

function tasksOf(visit: VisitIndex, words: Words): Task[] {
  const tasks = [...agreementTasks(visit, words), ...commitmentTasks(visit, words)]
  const last = ({ window }: Task): string => windowBounds(window ?? null).latest ?? '\uffff'
  return tasks.toSorted((a, b) => (last(a) < last(b) ? -1 : last(a) > last(b) ? 1 : a.meeting - b.meeting))
}

function agreementTasks(visit: VisitIndex, { labels }: Words): Task[] {
  const today = statusDay(visit.file)
  return visit.agreements.map(({ record }) => {
    const partners = record.organizations.flatMap((key) => visit.organization(key) ?? []).map((one) => shortOrganizationName(one, labels))
    const isOpen = record.status !== 'done' && !isClosedStatus(record.status ?? null)
    return {
      task: joined([textOf(record), ...detailLines(record).map(({ text }) => text)]),
      basis: basisOf(visit, record.meeting, labels),
      executor: joined([record.owner?.trim(), ...partners]),
      deadline: joined(deadlineLines(record.window, labels)),
      status: joined([agreementStatus(record, labels), overdue({ window: record.window, isOpen, today }, labels)]),
      window: record.window,
      meeting: visit.meeting(record.meeting)?.number ?? Number.MAX_SAFE_INTEGER,
    }
  })
}

function commitmentTasks(visit: VisitIndex, words: Words): Task[] {
  const { labels } = words
  const today = statusDay(visit.file)
  return visit.commitments.map((commitment) => {
    const { record } = commitment
    const meeting = meetingKeyOf(visit, record)
    const isOpen = record.status !== 'done' && record.status !== 'dropped'
    const side = record.direction === undefined ? undefined : labels.phrase.inBrackets(labels.side[record.direction])
    const agreement = visit.agreement(record.agreement)
    return {
      task: joined([textOf(record), ...detailLines(record).map(({ text }) => text)]),
      basis: joined([basisOf(visit, meeting, labels), agreement === undefined ? undefined : textOf(agreement)]),
      executor: joined([...requiredOwner(visit, commitment, words).map(({ text }) => text), side]),
      deadline: joined(deadlineLines(record.window, labels)),
      status: joined([...statusLines(record, labels).map(({ text }) => text), overdue({ window: record.window, isOpen, today }, labels)]),
      window: record.window,
      meeting: visit.meeting(meeting)?.number ?? Number.MAX_SAFE_INTEGER,
    }
  })
}

/** The meeting in which it was settled, with its day. */
function basisOf(visit: VisitIndex, meetingKey: string | undefined, labels: Labels): string {
  const meeting = visit.meeting(meetingKey)
  if (meeting === undefined) return ''
  const title = meetingTitle(visit, meeting, labels)
  const { start } = meeting.record
  return start === undefined ? title : withBrackets(title, labels.time.shortDay(dayOf(start)), labels)
}

type Late = { readonly window: DueWindow | undefined; readonly isOpen: boolean; readonly today: string | undefined }

const overdue = ({ window, isOpen, today }: Late, labels: Labels): string | undefined =>
  today !== undefined && isOpen && isWindowOver(window ?? null, today) ? labels.phrase.inBrackets(labels.phrase.overdue) : undefined

function headingOf(column: SheetColumn, { column: names }: Labels): string {
  return { task: names.action, basis: names.basis, executor: names.owner, deadline: names.deadline, status: names.status }[column]
}

const joined = (lines: readonly (string | undefined)[]): string => lines.filter(hasWords).join('\n')
