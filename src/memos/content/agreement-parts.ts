import type { Labels } from '@memos/labels/labels.ts'
import { NBSP } from '@memos/labels/calendar.ts'
import { NOTHING, hasWords, line, paragraph, paragraphs, type Line, type Part, type TablePart } from './memo.ts'
import { required, type Gaps } from './missing.ts'
import { organizationName, withBrackets } from './names.ts'
import type { Audience } from './request.ts'
import { deadlineLines, deadlineWords } from './times.ts'
import type { FileAgreement, FileCommitment, Placed, VisitIndex } from './visit-index.ts'

/** What was settled, as a numbered list: the text, then one line with its state, days, money and programmes. */
export function agreementsList(visit: VisitIndex, agreements: readonly Placed<FileAgreement>[], labels: Labels): Part[] {
  const items = agreements.map(({ record }) => {
    const facts = agreementFacts(visit, record, labels)
    const note = facts.length > 0 ? [paragraph(facts.join(' · '), 'note')] : []
    return [paragraph(textOf(record)), ...paragraphs(record.details), ...note]
  })
  return items.length > 0 ? [{ type: 'list', ordered: true, items }] : []
}

/** The commitments of a meeting: No, Action, Owner (side), Deadline, Status. */
export function commitmentsTable(visit: VisitIndex, commitments: readonly Placed<FileCommitment>[], words: Words): Part[] {
  if (commitments.length === 0) return []
  const { column } = words.labels
  const table: TablePart = {
    type: 'table',
    columns: [
      { heading: column.number, share: 7 },
      { heading: column.action, share: 35 },
      { heading: column.owner, share: 22 },
      { heading: column.deadline, share: 20 },
      { heading: column.status, share: 16 },
    ],
    rows: commitments.map((commitment, index) => ({
      cells: [
        [line(String(index + 1))],
        [line(textOf(commitment.record)), ...detailLines(commitment.record)],
        ownerLines(visit, commitment, words),
        requiredDeadline(commitment, words),
        statusLines(commitment.record, words.labels),
      ],
    })),
  }
  return [table]
}

/** The labels of the document, who reads it, and where gaps are noted. */
export type Words = { readonly labels: Labels; readonly audience: Audience; readonly gaps: Gaps }

/** The text of an agreement or commitment; a file may leave it out. */
export const textOf = (record: FileAgreement | FileCommitment): string => (hasWords(record.text) ? record.text.trim() : NOTHING)

export const detailLines = (record: { readonly details?: string | undefined }): Line[] =>
  (record.details ?? '')
    .split(/[\r\n]+/)
    .filter(hasWords)
    .map(line)

/** Where an agreement stands, with the day on which that was reached, and when it is due. */
export function agreementFacts(visit: VisitIndex, agreement: FileAgreement, labels: Labels): string[] {
  return [
    agreementStatus(agreement, labels),
    deadlineWords(agreement.window, labels),
    agreement.owner,
    amountWords(agreement, labels),
    programmeWords(visit, agreement, labels),
  ].filter(hasWords)
}

export function agreementStatus(agreement: FileAgreement, labels: Labels): string | undefined {
  if (agreement.status === undefined) return undefined
  const words = labels.agreementStatus[agreement.status]
  const step = agreement.steps?.findLast(({ status }) => status === agreement.status)
  return step?.day == null ? words : withBrackets(words, labels.time.shortDay(step.day), labels)
}

/** Money as the language writes it, `1,200,000.50 USD`, on one line. */
export function amountWords(agreement: FileAgreement, labels: Labels): string | undefined {
  if (agreement.amount === undefined) return undefined
  const [whole = '', fraction] = agreement.amount.value.split('.')
  const { thousands, decimal } = labels.number
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, thousands)
  return labels.phrase.amount(`${grouped}${fraction === undefined ? '' : decimal + fraction}${NBSP}${agreement.amount.currency}`)
}

export function programmeWords(visit: VisitIndex, agreement: FileAgreement, labels: Labels): string | undefined {
  const names = agreement.programmes.map((key) => visit.programme(key)?.name).filter(hasWords)
  return names.length === 0 ? undefined : labels.phrase.feeds(names.join(labels.phrase.listSeparator))
}

/**
 * Who does it: in words; else the partner that owes it. Nobody on our side named is a gap; to the other side we answer as
 * one, so there our ministry stands for whoever it is.
 */
function ownerName(visit: VisitIndex, commitment: FileCommitment, { labels, audience }: Words): string | undefined {
  if (hasWords(commitment.owner)) return commitment.owner.trim()
  if (commitment.direction !== 'they-owe') {
    const ministry = visit.file.visit.ministry
    return audience === 'internal' ? undefined : hasWords(ministry) ? ministry.trim() : labels.side['we-owe']
  }
  const organization = visit.organization(commitment.organization)
  return organization === undefined ? undefined : organizationName(organization, labels)
}

export const requiredOwner = (visit: VisitIndex, commitment: Placed<FileCommitment>, words: Words): readonly Line[] => {
  const owner = ownerName(visit, commitment.record, words)
  return required(owner === undefined ? [] : [line(owner)], words.gaps, commitmentGap(commitment, 'owner'))
}

export const requiredDeadline = (commitment: Placed<FileCommitment>, { labels, gaps }: Words): readonly Line[] =>
  required(deadlineLines(commitment.record.window, labels).map(line), gaps, commitmentGap(commitment, 'deadline'))

export const statusLines = (commitment: FileCommitment, labels: Labels): Line[] =>
  commitment.status === undefined ? [] : [line(labels.commitmentStatus[commitment.status])]

function ownerLines(visit: VisitIndex, commitment: Placed<FileCommitment>, words: Words): readonly Line[] {
  const lines = requiredOwner(visit, commitment, words)
  const { direction } = commitment.record
  return direction === undefined ? lines : [...lines, line(words.labels.phrase.inBrackets(words.labels.side[direction]))]
}

const commitmentGap = ({ record, path }: Placed<FileCommitment>, what: 'owner' | 'deadline') => ({
  what,
  kind: 'commitment' as const,
  key: record.key,
  ...(record.id === undefined ? {} : { id: record.id }),
  path: `${path}.${what === 'owner' ? 'owner' : 'window'}`,
  of: textOf(record),
})
