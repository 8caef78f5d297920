import { children, type Kind } from '@shared/domain/tables.ts'
import { DELETED } from '@shared/sync/cell.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { stampParts } from '@shared/sync/stamp.ts'
import type { LiveScope } from './live.ts'
import type { StoredRecord } from './stored-record.ts'
import type { Change } from './write.ts'

/** Deleting a record deletes what hangs on it, in the same transaction. */
export function deletionOfRecord(scope: LiveScope, kind: Kind, id: string): Change[] {
  const below = childrenOf(scope, kind, id).filter((child) => !isDead(child.cells))
  return [{ type: 'delete', kind, id }, ...below.flatMap((child) => deletionOfRecord(scope, child.kind as Kind, child.id))]
}

/** Brings back a record and what was deleted with it, but not what had been deleted before. */
export function restorationOfRecord(scope: LiveScope, kind: Kind, id: string): Change[] {
  const record = scope.kinds[kind]?.get(id)
  if (!record) return []
  const together = childrenOf(scope, kind, id).filter((child) => isDead(child.cells) && deletedAt(child) === deletedAt(record))
  return [{ type: 'restore', kind, id }, ...together.flatMap((child) => restorationOfRecord(scope, child.kind as Kind, child.id))]
}

function childrenOf(scope: LiveScope, kind: Kind, id: string): StoredRecord[] {
  return (children[kind] ?? []).flatMap(({ kind: child, field }) =>
    [...(scope.kinds[child]?.values() ?? [])].filter((record) => record.cells[field]?.value === id),
  )
}

/** One transaction writes all its stamps with one clock reading and one author. */
function deletedAt(record: StoredRecord): string {
  const { wall, author } = stampParts(record.cells[DELETED]?.stamp ?? '')
  return `${wall} ${author}`
}
