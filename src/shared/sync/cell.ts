import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { compareStamps, NEVER, type Stamp } from './stamp.ts'

/** One field of a record. `bases` are the stamps that the value was written on top of. */
export type Cell = { readonly value: Json; readonly stamp: Stamp; readonly bases: readonly Stamp[] }
export type Cells = Readonly<Record<string, Cell>>
/** A record, whole or in part, as every message, pack and backup carries it. */
export type RecordDelta = { readonly kind: string; readonly id: string; readonly cells: Cells }

export const DELETED = '$deleted'

/** The greater stamp is the greater cell; equal stamps fall back to the greater canonical JSON (docs/sync-spec.md M2). */
export function compareCells(a: Cell, b: Cell): number {
  const order = compareStamps(a.stamp, b.stamp)
  if (order !== 0 || a.value === b.value) return order
  return compareText(canonicalJson(a.value), canonicalJson(b.value))
}

export function greatestStampOf(cells: Cells): Stamp {
  let greatest = NEVER
  for (const field in cells) {
    const { stamp } = cells[field] as Cell
    if (stamp > greatest) greatest = stamp
  }
  return greatest
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
