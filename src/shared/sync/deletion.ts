import { DELETED, type Cells } from './cell.ts'
import { isServerStamp, NEVER, type Stamp } from './stamp.ts'

/** The value of `$deleted`: the stamp of every other field as the deleter saw it (docs/sync-spec.md D1). */
export type Deletion = { readonly seen: Readonly<Record<string, Stamp>> }

export function deletionOf(cells: Cells): Deletion {
  const seen: Record<string, Stamp> = {}
  for (const [field, cell] of Object.entries(cells)) if (field !== DELETED) seen[field] = cell.stamp
  return { seen }
}

/** Dead when deleted and no field that a user wrote is newer than the deleter saw (docs/sync-spec.md D2). */
export function isDead(cells: Cells): boolean {
  const deletion = cells[DELETED]?.value
  if (!isDeletion(deletion)) return false
  return Object.entries(cells).every(
    ([field, cell]) => field === DELETED || isServerStamp(cell.stamp) || cell.stamp <= (deletion.seen[field] ?? NEVER),
  )
}

function isDeletion(value: unknown): value is Deletion {
  return typeof value === 'object' && value !== null && 'seen' in value && typeof value.seen === 'object' && value.seen !== null
}
