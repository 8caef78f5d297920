import { children, isCounted, KINDS, type Kind } from '@shared/domain/tables.ts'
import { DELETED } from '@shared/sync/cell.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { deletedOf, type LiveScope } from '../db/live.ts'
import type { RecordRef } from './record-name.ts'

/** What somebody wrote under a record that somebody else had deleted: the screens of the deleted one do not show it. Links are no text of anybody's. */
export type Recovered = RecordRef & {
  readonly scope: string
  readonly owner: RecordRef
  /** The stamp of the owner's deletion: who and when. */
  readonly stamp: string
}

/** What is alive under dead owners in one visit (docs/sync-spec.md D3). */
export function recoveredOf(scope: string, live: LiveScope | undefined): Recovered[] {
  return KINDS.flatMap((ownerKind) => {
    const below = (children[ownerKind] ?? []).filter(({ kind }) => isCounted(kind))
    if (below.length === 0) return []
    return deletedOf(live, ownerKind).flatMap((dead) =>
      below
        .flatMap(({ kind, field }) => livingUnder(live, { kind, field, ownerId: dead.id }))
        .map((child) => ({ ...child, scope, owner: { kind: ownerKind, id: dead.id }, stamp: dead.cells[DELETED]?.stamp ?? '' })),
    )
  })
}

function livingUnder(live: LiveScope | undefined, { kind, field, ownerId }: { kind: Kind; field: string; ownerId: string }): RecordRef[] {
  return [...(live?.kinds[kind]?.values() ?? [])]
    .filter(({ cells }) => cells[field]?.value === ownerId && !isDead(cells))
    .map(({ id }) => ({ kind, id }))
}
