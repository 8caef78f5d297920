import { KINDS, type Kind } from '@shared/domain/tables.ts'
import { DELETED } from '@shared/sync/cell.ts'
import { restorationOfRecord } from '../../db/cascade.ts'
import { deletedOf, storedById, type LiveScope } from '../../db/live.ts'
import type { StoredRecord } from '../../db/stored-record.ts'
import { isDead } from '@shared/sync/deletion.ts'

/** Something deleted that can be restored by itself. */
export type TrashItem = {
  readonly scope: string
  readonly kind: Kind
  readonly id: string
  /** The stamp of the deletion: who and when. */
  readonly stamp: string
  /** What comes back with it. */
  readonly together: number
}
export type TrashGroup = { readonly kind: Kind; readonly items: readonly TrashItem[] }
type Scopes = readonly { readonly scope: string; readonly live: LiveScope }[]

/** Kinds that a person deletes; members, conflicts and reviews are no one's to restore. */
const KINDS_IN_TRASH = KINDS.filter((kind) => !['member', 'conflict', 'review'].includes(kind))

/** Fields by which a record hangs on another: what was deleted with its owner comes back with it. */
const OWNERS = ['meetingId', 'agreementId', 'organizationId', 'contactId', 'programmeId'] as const

/** Everything deleted over all visits, by kind, the latest first. What went with its owner stands there as a count. */
export function trashGroups(scopes: Scopes): TrashGroup[] {
  return KINDS_IN_TRASH.map((kind) => ({
    kind,
    items: scopes.flatMap(({ scope, live }) => itemsOf(scope, live, kind)).sort((a, b) => (wallOf(a.stamp) < wallOf(b.stamp) ? 1 : -1)),
  })).filter(({ items }) => items.length > 0)
}

function itemsOf(scope: string, live: LiveScope, kind: Kind): TrashItem[] {
  return deletedOf(live, kind)
    .filter((record) => !comesBackWithOwner(live, record))
    .map((record) => ({
      scope,
      kind,
      id: record.id,
      stamp: record.cells[DELETED]?.stamp ?? '',
      together: restorationOfRecord(live, kind, record.id).length - 1,
    }))
}

/** True when restoring its deleted owner brings it back: it was deleted in the same step. */
function comesBackWithOwner(live: LiveScope, record: StoredRecord): boolean {
  return OWNERS.some((field) => {
    const ownerId = record.cells[field]?.value
    const ownerKind = OWNER_KINDS[field]
    if (typeof ownerId !== 'string') return false
    const owner = storedById(live, ownerKind, ownerId)
    if (!owner || !isDead(owner.cells)) return false
    return restorationOfRecord(live, ownerKind, ownerId).some((change) => change.id === record.id)
  })
}

const OWNER_KINDS: Readonly<Record<(typeof OWNERS)[number], Kind>> = {
  meetingId: 'meeting',
  agreementId: 'agreement',
  organizationId: 'organization',
  contactId: 'contact',
  programmeId: 'programme',
}

/** The part of a stamp that is its time: epochs first would put a laptop with a wrong clock on top. */
const wallOf = (stamp: string): string => stamp.slice(8, 20)
