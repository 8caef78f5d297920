import type { Role } from '@shared/domain/member.ts'
import { DELETED, type Cells, type RecordDelta } from '@shared/sync/cell.ts'

/** Everything that anyone may ask for in a visit. Row-level security checks reading and writing once more. */
export type Action = 'read' | 'write' | 'review' | 'manage members'

const MAY: Readonly<Record<Role, readonly Action[]>> = {
  owner: ['read', 'write', 'manage members'],
  editor: ['read', 'write'],
  reviewer: ['read', 'review'],
  reader: ['read'],
}

/** `role` is null for someone who is no member. */
export const may = (role: Role | null, action: Action): boolean => role !== null && MAY[role].includes(action)

/** Kinds that the server alone writes. */
const SERVER_KINDS = new Set(['member'])

/** Who writes something: their role, and the person that their account is. */
export type Writer = { readonly role: Role; readonly personId: string }

/**
 * Whether someone may store these cells: those of the record that would change something. `held` is what the server has of it.
 */
export function mayStore({ role, personId }: Writer, record: RecordDelta, held: Cells): boolean {
  if (SERVER_KINDS.has(record.kind)) return false
  // What the server has already changes nothing: whoever writes elsewhere may bring a review back with the rest.
  if (record.kind === 'review' && may(role, 'write')) return Object.keys(record.cells).length === 0
  if (record.kind === 'review') return may(role, 'review') && isSignedBy(personId, record.cells, held)
  if (record.kind === 'conflict' && may(role, 'review')) return isOfReview(record.cells, held)
  if (!may(role, 'write')) return false
  const deletesVisit = record.kind === 'visit' && Object.hasOwn(record.cells, DELETED)
  return !deletesVisit || role === 'owner'
}

/**
 * Whether what was refused may be stored another time from the same person: once their role is another; and a review of which only changes
 * came, to a server that has forgotten whose it is, once it comes whole.
 */
export function mayBeStoredLater(role: Role, { kind, cells }: RecordDelta, held: Cells = {}): boolean {
  if (kind !== 'review') return !may(role, 'write')
  return !may(role, 'review') || (cells['by'] ?? held['by']) === undefined
}

/** A review is given in nobody else's name: whatever of it changes stands under the reviewer's own. */
const isSignedBy = (personId: string, cells: Cells, held: Cells): boolean =>
  Object.keys(cells).length === 0 || (cells['by'] ?? held['by'])?.value === personId

/** Two reviewers of one record may overwrite each other unseen, and their laptops find it. */
const isOfReview = (cells: Cells, held: Cells): boolean => (held['recordKind'] ?? cells['recordKind'])?.value === 'review'

/** Owners change everyone; anyone may leave. A visit always keeps an owner. */
export function mayChangeMember(caller: { role: Role; isSelf: boolean }, change: { from: Role; to: Role | null; owners: number }): boolean {
  const leaves = caller.isSelf && change.to === null
  const losesLastOwner = change.from === 'owner' && change.to !== 'owner' && change.owners === 1
  return (may(caller.role, 'manage members') || leaves) && !losesLastOwner
}
