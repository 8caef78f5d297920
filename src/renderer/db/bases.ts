import { NEVER, type Stamp } from '@shared/sync/stamp.ts'
import type { StoredRecord } from './stored-record.ts'

/**
 * The stamps that a new value of the field is written on top of (docs/sync-spec.md L1). A value that a colleague brought, and that
 * the ministry has not, passes on what it stood on: the server may never see it itself.
 */
export function basesFor(record: Pick<StoredRecord, 'cells' | 'pending'>, field: string): readonly Stamp[] {
  const held = record.cells[field]
  if (!held) return [NEVER]
  const pending = record.pending[field]
  if (!pending) return [held.stamp]
  return pending.hasLeft ? [...held.bases, held.stamp] : held.bases
}
