import type { Json } from '@shared/lib/canonical-json.ts'
import { deviceOfStamp, isServerStamp } from '@shared/sync/stamp.ts'
import type { HistoryEntry, Laptop } from '../db/history-entry.ts'
import type { StoredRecord } from '../db/stored-record.ts'
import type { Loss } from './losses.ts'

export type FieldStep = {
  readonly field: string
  readonly value: Json
  /** Overwritten by somebody who had not seen it. */
  readonly isLost: boolean
}
/** What one laptop wrote into a record at one moment. */
export type HistoryStep = {
  readonly stamp: string
  readonly fields: readonly FieldStep[]
  /** The laptop that wrote it, where the server has told its name. */
  readonly laptop: Laptop | null
  /** Who brought it to the server, where that was another laptop. */
  readonly broughtBy: Laptop | null
  /** The laptop that wrote it has signed all of it, or brought it itself. */
  readonly isProven: boolean
}

/**
 * The past of a record by moment of writing, the latest first. An entry that came from the server may carry values of several
 * moments, and one moment may come in several entries: both are sorted out by the stamps. Values that were overwritten unseen
 * stand among them, also those that this laptop never held.
 */
export function historySteps(entries: readonly HistoryEntry[], losses: readonly Loss[] = []): HistoryStep[] {
  const byStamp = new Map<string, Map<string, Json>>()
  const add = (stamp: string, field: string, value: Json): void => {
    const step = byStamp.get(stamp) ?? new Map<string, Json>()
    byStamp.set(stamp, step.set(field, value))
  }
  for (const { fields } of entries) for (const [field, { value, stamp }] of Object.entries(fields)) add(stamp, field, value)
  for (const { field, lost } of losses) add(lost.stamp, field, lost.value)
  const lost = new Set(losses.map((loss) => `${loss.lost.stamp} ${loss.field}`))
  return [...byStamp]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([stamp, fields]) => ({
      stamp,
      fields: [...fields].map(([field, value]) => ({ field, value, isLost: lost.has(`${stamp} ${field}`) })),
      ...wayOf(stamp, entries),
    }))
}

/** Brought to the ministry by somebody else than whose laptop wrote it, without that laptop's signature: only who brought it vouches for it. */
export const isHearsay = ({ laptop, broughtBy, isProven }: HistoryStep): boolean => isOfOthers({ laptop, broughtBy }) && !isProven

/** Another laptop of the same person needs no proof: the person brought it. */
export const isOfOthers = ({ laptop, broughtBy }: Pick<HistoryStep, 'laptop' | 'broughtBy'>): boolean =>
  broughtBy !== null && (laptop === null || laptop.owner !== broughtBy.owner)

/**
 * What of a record as it stands is known from somebody else's word alone. `isTold`: the server has told of every value that stands.
 * @property vouchers the names of those who brought it; empty where everything is proven or came from its author
 */
export function vouchersOf(
  cells: StoredRecord['cells'],
  entries: readonly HistoryEntry[],
): { readonly vouchers: readonly string[]; readonly isTold: boolean } {
  const steps = historySteps(entries)
  const stands = ({ stamp, fields }: HistoryStep): boolean => fields.some(({ field }) => cells[field]?.stamp === stamp)
  const vouchers = steps.filter((step) => stands(step) && isHearsay(step)).map(({ broughtBy }) => broughtBy?.owner ?? '')
  const told = new Set(
    entries.flatMap(({ position, fields }) => (position === undefined ? [] : Object.values(fields).map(({ stamp }) => stamp))),
  )
  const isTold = Object.values(cells).every(({ stamp }) => isServerStamp(stamp) || told.has(stamp))
  return { vouchers: [...new Set(vouchers)], isTold }
}

/** From which laptop, and by whose. */
function wayOf(stamp: string, entries: readonly HistoryEntry[]): Pick<HistoryStep, 'laptop' | 'broughtBy' | 'isProven'> {
  const device = deviceOfStamp(stamp) ?? ''
  const told = entries.filter(({ position, fields }) => position !== undefined && Object.values(fields).some((one) => one.stamp === stamp))
  // It may have come several ways: from its author is best, then with a signature.
  const best = told.find(({ broughtBy }) => broughtBy?.id === device) ?? told.find((entry) => isSigned(stamp, entry)) ?? told[0]
  const laptop = best?.laptops?.[device] ?? null
  const broughtBy = best?.broughtBy?.id === device ? null : (best?.broughtBy ?? null)
  return { laptop, broughtBy, isProven: best !== undefined && (broughtBy === null || isSigned(stamp, best)) }
}

const isSigned = (stamp: string, { fields, proven = [] }: HistoryEntry): boolean =>
  Object.entries(fields).every(([field, one]) => one.stamp !== stamp || proven.includes(field))
