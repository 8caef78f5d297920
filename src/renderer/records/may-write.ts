import type { Role } from '@shared/domain/member.ts'
import type { Database } from '../db/database.ts'
import { readScopeState } from '../db/scope-state.ts'
import type { Change } from '../db/write.ts'
import { useScope } from './use-records.ts'

/** A visit that the server has not told a role of is this laptop's own. */
export const mayEdit = (role: Role | null): boolean => role === null || role === 'owner' || role === 'editor'

/** What a reviewer writes: reviews, and which of two of them stands (A6). */
const isReview = (change: Change): boolean => change.type !== 'type' && (change.kind === 'review' || change.kind === 'conflict')

/** Whether this person's role allows the changes, as this laptop last heard. The server asks again. */
export async function mayWrite(database: Database, scope: string, changes: readonly Change[]): Promise<boolean> {
  const { role } = await readScopeState(database, scope)
  return mayEdit(role) || (role === 'reviewer' && changes.every(isReview))
}

/** Whether the facts of a visit may be changed here: readers and reviewers see them, and nothing to type into. */
export const useMayEdit = (scope: string): boolean => mayEdit(useScope(scope)?.state.role ?? null)
