import { succeed, type Result } from '@shared/lib/result.ts'
import { applyRemote } from '../db/apply-remote.ts'
import type { Database } from '../db/database.ts'
import { reconcileScope } from '../db/reconcile.ts'
import { readScopeState } from '../db/scope-state.ts'
import { toRemoteItem } from './remote-item.ts'
import type { Session } from './session.ts'
import type { CallError } from './transport.ts'

export type Pulled = {
  /** The server turned out to be another or older one. */
  readonly reconciled: boolean
  /** Nothing is to be sent, everything is here, and yet both sides count otherwise: the two digests. Else null. */
  readonly differs: string | null
  /** Something is parked: it alone makes the two differ. */
  readonly hasParked: boolean
}

/** Fetches what is new in a visit, page by page. */
export async function pullScope(database: Database, session: Session, scope: string): Promise<Result<Pulled, CallError>> {
  let reconciled = false
  for (;;) {
    const { cursor, answered, base } = await readScopeState(database, scope)
    const body = { cursor, ...(answered ? { answered } : {}), ...(base === undefined ? {} : { base }) }
    const reply = await session.call('pull', { scope, body })
    if (!reply.ok) return reply
    const page = reply.value
    if (page.reset && (cursor ?? answered)) {
      await reconcileScope(database, scope)
      reconciled = true
    }
    const items = page.items.map(toRemoteItem)
    const { digest, hasParked } = await applyRemote(database, scope, { items, cursor: page.cursor, role: page.role, isLast: !page.more })
    if (page.more) continue
    const isEqual = digest === null || page.digest === null || digest === page.digest
    return succeed({ reconciled, differs: isEqual ? null : `${digest} ${page.digest}`, hasParked })
  }
}
