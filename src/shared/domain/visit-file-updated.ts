import type { Cells } from '@shared/sync/cell.ts'
import { stampParts } from '@shared/sync/stamp.ts'

/** When any of these records was last changed, deletions too, by the clock of who did it: `2025-03-05T13:30:00Z`; seconds are enough. */
export function lastChangeOf(records: Iterable<{ readonly cells: Cells }>): string {
  let last = 0
  for (const { cells } of records) for (const cell of Object.values(cells)) last = Math.max(last, stampParts(cell.stamp).wall)
  return new Date(last).toISOString().replace(/\.\d+Z$/, 'Z')
}
