import { isClosedStatus } from '@shared/domain/agreement.ts'
import { isWindowOver, windowBounds, type DueWindow } from '@shared/domain/due-window.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import type { Labels, RegisterTotals } from '@memos/labels/labels.ts'
import {
  agreementStatus,
  amountWords,
  detailLines,
  programmeWords,
  requiredDeadline,
  requiredOwner,
  statusLines,
  textOf,
  type Words,
} from './agreement-parts.ts'
import { boldLine, hasWords, line, type Line } from './memo.ts'
import { shortOrganizationName } from './names.ts'
import { deadlineLines } from './times.ts'
import { meetingKeyOf, type FileAgreement, type FileCommitment, type Placed, type VisitIndex } from './visit-index.ts'

/** Hours that the ministry's zone (Asia/Tashkent, no summer time) is ahead of UTC: a due day ends there. */
const MINISTRY_OFFSET = 5

/** One line of the register before it has a number. */
export type Entry = {
  readonly organization: string | undefined
  readonly window: DueWindow | undefined
  readonly state: 'open' | 'closed' | 'done'
  readonly meeting: number
  readonly cells: Readonly<Record<EntryColumn, readonly Line[]>>
}
export type EntryColumn = 'action' | 'mechanism' | 'ours' | 'partner' | 'deadline' | 'status'

/** All agreements and commitments of the visit, sorted by deadline, then meeting, then as recorded. */
export function registerEntries(visit: VisitIndex, words: Words): Entry[] {
  const reading = { words, today: statusDay(visit.file) }
  const entries = [
    ...visit.agreements.map((agreement) => agreementEntry(visit, agreement, reading)),
    ...visit.commitments.map((commitment) => commitmentEntry(visit, commitment, reading)),
  ]
  // Read once for each: a window is parsed for its last day, and a sort compares each a dozen times.
  const days = new Map(entries.map((entry) => [entry, lastDay(entry) ?? NO_DAY]))
  const dayOf = (entry: Entry): string => days.get(entry) ?? NO_DAY
  return entries.toSorted((a, b) => compareText(dayOf(a), dayOf(b)) || a.meeting - b.meeting)
}

/** Behind every day. */
const NO_DAY = '\uffff'

/** The last day of the window; what has none stands behind all that has one. */
export const lastDay = ({ window }: Entry): string | undefined => windowBounds(window ?? null).latest ?? undefined

export const totalsOf = (entries: readonly Entry[], today: string | undefined): RegisterTotals => ({
  open: entries.filter(({ state }) => state === 'open').length,
  done: entries.filter(({ state }) => state === 'done').length,
  overdue: today === undefined ? undefined : entries.filter(({ window, state }) => isLate(window, state, today)).length,
  withoutDeadline: entries.filter(({ window }) => window === undefined || (!hasWords(window.words) && window.edtf === null)).length,
})

/** The day of the file's last change in the ministry's zone: a document never reads a clock. */
export function statusDay(file: VisitFile): string | undefined {
  if (file.updatedAt === undefined) return undefined
  const moved = new Date(Date.parse(file.updatedAt) + MINISTRY_OFFSET * 3_600_000)
  return moved.toISOString().slice(0, 10)
}

type Reading = { readonly words: Words; readonly today: string | undefined }

function agreementEntry(visit: VisitIndex, agreement: Placed<FileAgreement>, { words, today }: Reading): Entry {
  const { record } = agreement
  const { labels } = words
  const state = record.status === 'done' ? 'done' : isClosedStatus(record.status ?? null) ? 'closed' : 'open'
  const [first, ...others] = record.organizations
  const partners = others
    .flatMap((key) => visit.organization(key) ?? [])
    .map((organization) => line(shortOrganizationName(organization, labels)))
  const status = agreementStatus(record, labels)
  return {
    organization: first ?? visit.meeting(record.meeting)?.record.organizations[0],
    window: record.window,
    state,
    meeting: meetingNumber(visit, record.meeting),
    cells: {
      action: [line(textOf(record))],
      mechanism: [
        ...detailLines(record),
        ...[amountWords(record, labels), programmeWords(visit, record, labels)].filter(hasWords).map(line),
      ],
      ours: hasWords(record.owner) ? [line(record.owner.trim())] : [],
      partner: partners,
      deadline: deadlineLines(record.window, labels).map(line),
      status: withOverdue(status === undefined ? [] : [line(status)], isLate(record.window, state, today), labels),
    },
  }
}

function commitmentEntry(visit: VisitIndex, commitment: Placed<FileCommitment>, { words, today }: Reading): Entry {
  const { record } = commitment
  const state = record.status === 'done' ? 'done' : record.status === 'dropped' ? 'closed' : 'open'
  const owner = requiredOwner(visit, commitment, words)
  const isTheirs = record.direction === 'they-owe'
  const meeting = visit.meeting(meetingKeyOf(visit, record))
  const agreement = visit.agreement(record.agreement)
  return {
    organization: record.organization ?? agreement?.organizations[0] ?? meeting?.record.organizations[0],
    window: record.window,
    state,
    meeting: meetingNumber(visit, meeting?.record.key),
    cells: {
      action: [line(textOf(record))],
      mechanism: detailLines(record),
      ours: isTheirs ? [] : owner,
      partner: isTheirs ? owner : [],
      deadline: requiredDeadline(commitment, words),
      status: withOverdue(statusLines(record, words.labels), isLate(record.window, state, today), words.labels),
    },
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const meetingNumber = (visit: VisitIndex, key: string | undefined): number => visit.meeting(key)?.number ?? Number.MAX_SAFE_INTEGER

const isLate = (window: DueWindow | undefined, state: Entry['state'], today: string | undefined): boolean =>
  today !== undefined && state === 'open' && isWindowOver(window ?? null, today)

/** Said in words and in bold: a colour alone is lost on a copier. */
const withOverdue = (status: readonly Line[], isOverdue: boolean, labels: Labels): readonly Line[] =>
  isOverdue ? [...status, boldLine(labels.phrase.inBrackets(labels.phrase.overdue))] : status
