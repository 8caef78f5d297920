import type { Json } from '@shared/lib/canonical-json.ts'
import { compareCells, type Cell, type Cells } from './cell.ts'
import { compareStamps, greatestStamp, type Stamp } from './stamp.ts'

/** A value that was overwritten by someone who had not seen it. */
export type Loss = { readonly field: string; readonly stamp: Stamp; readonly value: Json }
/** Every stamp that a value of this field was ever received with, and the bases it came with. */
export type Ancestry = (field: string) => ReadonlyMap<Stamp, readonly Stamp[]>

/**
 * Losses when `incoming` meets cells that the server has not acknowledged (docs/sync-spec.md L1, L2).
 * `pending` holds the fields of `mine` that wait for the server; the others were settled there.
 */
export function lossesOnDevice(mine: Cells, incoming: Cells, pending: ReadonlySet<string>): Loss[] {
  return Object.entries(incoming).flatMap(([field, theirs]) => {
    const own = mine[field]
    if (!own || !pending.has(field)) return []
    const order = compareCells(own, theirs)
    if (order === 0) return []
    const isTie = own.stamp === theirs.stamp
    if (order < 0) return isTie || !theirs.bases.includes(own.stamp) ? [lossOf(field, own)] : []
    return isTie || compareStamps(greatestStamp(own.bases), theirs.stamp) < 0 ? [lossOf(field, theirs)] : []
  })
}

/**
 * Fields of `mine` to look at when a colleague's pack comes in (docs/sync-spec.md L2): those that wait here, and those that wait in the
 * pack. The loser may never come to the server: the colleague's, because mine is here and wins; mine, where the server was restored to
 * before it and gets the winner first.
 */
export function fieldsAtStake(mine: Cells, fields: { pending: Iterable<string>; waiting: Iterable<string> }): Set<string> {
  const atStake = new Set(fields.pending)
  for (const field of fields.waiting) if (mine[field]) atStake.add(field)
  return atStake
}

/**
 * When a pack comes in: whether the value that loses may have been unseen by the winner, where `lossesOnDevice` cannot say so (docs/sync-spec.md L2). Theirs,
 * which waits in the pack, is older than something that mine stands on; mine, which the ministry had, meets what a ministry that was restored has.
 */
export function isDoubtful(
  { mine, theirs }: { mine: Cell; theirs: Cell },
  { isMineSettled, isTheirsWaiting }: { isMineSettled: boolean; isTheirsWaiting: boolean },
): boolean {
  const order = compareCells(mine, theirs)
  if (order < 0) return isMineSettled && !isTheirsWaiting && !theirs.bases.includes(mine.stamp)
  return order > 0 && isTheirsWaiting && compareStamps(theirs.stamp, greatestStamp(mine.bases)) < 0 && !mine.bases.includes(theirs.stamp)
}

/**
 * Losses when a push meets the cells on the server (docs/sync-spec.md L3): silent only between ancestor and descendant,
 * found by walking the bases of everything received. Pass only cells that were never received before.
 */
export function lossesOnServer(current: Cells, incoming: Cells, ancestry: Ancestry): Loss[] {
  return Object.entries(incoming).flatMap(([field, theirs]) => {
    const held = current[field]
    if (!held) return []
    const order = compareCells(held, theirs)
    if (order === 0) return []
    const [winner, loser] = order > 0 ? [held, theirs] : [theirs, held]
    const isTie = held.stamp === theirs.stamp
    return isTie || !isAncestor(loser.stamp, winner, ancestry(field)) ? [lossOf(field, loser)] : []
  })
}

function isAncestor(stamp: Stamp, of: Cell, known: ReadonlyMap<Stamp, readonly Stamp[]>): boolean {
  const seen = new Set<Stamp>()
  const queue = [...of.bases]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next === stamp) return true
    if (seen.has(next)) continue
    seen.add(next)
    queue.push(...(known.get(next) ?? []))
  }
  return false
}

/** Each of these values as one that nobody who overwrote it had seen. */
export const lossesOf = (cells: Cells): Loss[] => Object.entries(cells).map(([field, cell]) => lossOf(field, cell))

const lossOf = (field: string, cell: Cell): Loss => ({ field, stamp: cell.stamp, value: cell.value })
