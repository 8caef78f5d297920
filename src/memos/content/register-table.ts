import type { Labels } from '@memos/labels/labels.ts'
import type { Words } from './agreement-parts.ts'
import { line, paragraph, type Line, type Part, type TableRow } from './memo.ts'
import { organizationName } from './names.ts'
import { lastDay, registerEntries, statusDay, totalsOf, type Entry } from './register-entries.ts'
import type { Grouping, RegisterPreset } from './request.ts'
import type { VisitIndex } from './visit-index.ts'

export type RegisterLook = { readonly preset: RegisterPreset; readonly grouping: Grouping; readonly organizationKey?: string | undefined }

/** What the report has, and who asks for nothing else. */
export const PLAIN_REGISTER: RegisterLook = { preset: 'register', grouping: 'organization' }

/**
 * Agreements and commitments in groups, by deadline within each, with their totals; nothing when there are none. What is
 * overdue is counted on the day on which the file was last changed; without that day nothing is. A road map is of what is
 * still to be done or was done: what was dropped is not on it.
 */
export function registerParts(visit: VisitIndex, words: Words, look: RegisterLook = PLAIN_REGISTER): Part[] {
  const { labels } = words
  const today = statusDay(visit.file)
  const entries = registerEntries(visit, words).filter(
    ({ organization, state }) =>
      (look.organizationKey === undefined || organization === look.organizationKey) && (look.preset !== 'road-map' || state !== 'closed'),
  )
  if (entries.length === 0) return []
  const asOf = today === undefined ? [] : [paragraph(labels.phrase.statusAsOf(labels.time.day(today)), 'note')]
  const groups = look.grouping === 'month' ? byMonth(entries, labels) : byOrganization(visit, entries, labels)
  const columns = look.preset === 'road-map' ? roadMapColumns(labels) : registerColumns(labels)
  return [...asOf, table(groups, columns, labels), paragraph(labels.phrase.registerTotals(totalsOf(entries, today)), 'note')]
}

type Group = { readonly title: string; readonly entries: readonly Entry[] }
/** A column with its width in twips; all add up to the 14,570 of a page across. `(просрочено)` just fits its column. */
type Column = { readonly heading: string; readonly share: number; readonly lines: (cells: Entry['cells']) => readonly Line[] }

const registerColumns = ({ column }: Labels): Column[] => [
  { heading: column.agreementOrAction, share: 4_300, lines: ({ action }) => action },
  { heading: column.mechanism, share: 2_400, lines: ({ mechanism }) => mechanism },
  { heading: column.ourOwner, share: 2_000, lines: ({ ours }) => ours },
  { heading: column.partnerOwner, share: 1_900, lines: ({ partner }) => partner },
  { heading: column.deadline, share: 1_500, lines: ({ deadline }) => deadline },
  { heading: column.status, share: 1_770, lines: ({ status }) => status },
]

/** Measure, mechanism, deadline, who is responsible: the order in which a yo‘l xaritasi is read. */
const roadMapColumns = ({ column, roadMap }: Labels): Column[] => [
  { heading: roadMap.measure, share: 4_600, lines: ({ action }) => action },
  { heading: roadMap.mechanism, share: 2_800, lines: ({ mechanism }) => mechanism },
  { heading: column.deadline, share: 1_800, lines: ({ deadline }) => deadline },
  { heading: roadMap.responsible, share: 2_900, lines: ({ ours, partner }) => [...ours, ...partner] },
  { heading: column.status, share: 1_770, lines: ({ status }) => status },
]

function table(groups: readonly Group[], columns: readonly Column[], labels: Labels): Part {
  const rows: TableRow[] = []
  let number = 0
  for (const { title, entries } of groups) {
    rows.push({ group: title })
    for (const { cells } of entries) rows.push({ cells: [[line(String(++number))], ...columns.map(({ lines }) => lines(cells))] })
  }
  return {
    type: 'table',
    columns: [{ heading: labels.column.number, share: 700 }, ...columns.map(({ heading, share }) => ({ heading, share }))],
    rows,
  }
}

/** Organizations in the order of their first meeting; what belongs to none comes last. */
function byOrganization(visit: VisitIndex, entries: readonly Entry[], labels: Labels): Group[] {
  const inOrder = [
    ...visit.meetings.flatMap(({ record }) => record.organizations),
    ...visit.file.organizations.map(({ key }) => key),
    undefined,
  ]
  return [...new Set(inOrder)]
    .map((key): Group => {
      const organization = visit.organization(key)
      return {
        title: organization === undefined ? labels.phrase.withoutOrganization : organizationName(organization, labels),
        entries: entries.filter((entry) => entry.organization === key),
      }
    })
    .filter((group) => group.entries.length > 0)
}

/** By the month of the last day; what is due on no day that is known comes last, as the order of the entries has it. */
function byMonth(entries: readonly Entry[], labels: Labels): Group[] {
  const months = [...new Set(entries.map((entry) => lastDay(entry)?.slice(0, 7)))]
  return months.map((month) => ({
    title: month === undefined ? labels.phrase.withoutDeadline : labels.time.month(`${month}-01`),
    entries: entries.filter((entry) => lastDay(entry)?.slice(0, 7) === month),
  }))
}
