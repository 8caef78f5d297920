import { z } from 'zod'
import { deterministicId, sha256Hex } from '@shared/lib/id.ts'
import { canonicalJson } from '@shared/lib/canonical-json.ts'
import type { Cells, RecordDelta } from '@shared/sync/cell.ts'
import type { Loss } from '@shared/sync/loss.ts'
import { id, text, type RecordOf } from './record.ts'

/** A value that was overwritten by someone who had not seen it. The winner is not stored: it is the record's current cell. */
export const conflictFields = {
  recordId: id,
  recordKind: text(60),
  field: text(60),
  losingStamp: text(200),
  losingValue: z.json(),
  /** Absent until a person settles it. */
  state: z.enum(['settled']),
} as const
export type Conflict = RecordOf<typeof conflictFields>

/** A pure function of the loss, so that whoever finds it writes the same record (docs/sync-spec.md L4). */
export function conflictOf(record: { kind: string; id: string }, loss: Loss): RecordDelta {
  const values = {
    recordId: record.id,
    recordKind: record.kind,
    field: loss.field,
    losingStamp: loss.stamp,
    losingValue: loss.value,
  }
  const cells: Cells = Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value, stamp: loss.stamp, bases: [] }]))
  return {
    kind: 'conflict',
    id: deterministicId('conflict', record.id, loss.field, loss.stamp, sha256Hex(canonicalJson(loss.value))),
    cells,
  }
}
