import { compareCells, type Cell, type Cells } from './cell.ts'

/**
 * THE merge: per field the greater cell (docs/sync-spec.md M1, M2). It is commutative, associative and idempotent,
 * so loss, duplication and order of messages cannot matter. Returns `current` itself when nothing changes.
 */
export function join(current: Cells, incoming: Cells): Cells {
  let joined: Record<string, Cell> | undefined
  if (isEmpty(current)) return isEmpty(incoming) ? current : incoming
  for (const [field, theirs] of Object.entries(incoming)) {
    const mine = current[field]
    if (mine && compareCells(mine, theirs) >= 0) continue
    joined ??= { ...current }
    joined[field] = theirs
  }
  return joined ?? current
}

function isEmpty(cells: Cells): boolean {
  for (const _ in cells) return false
  return true
}
