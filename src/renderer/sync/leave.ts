import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { Database } from '../db/database.ts'
import { forgetHeld } from '../db/blobs.ts'
import { dropScope, newestReceived, unsentWork } from '../db/departure.ts'
import { reconcileRecords } from '../db/reconcile.ts'
import { rowToRecord } from '../db/stored-record.ts'
import type { Session } from './session.ts'
import type { CallError } from './transport.ts'

/**
 * - `left`: its unsent work was handed in and acknowledged, and the visit is no longer on this laptop
 * - `not-removed`: the server does not know of a removal: it is an older or another one, or this laptop is a member again
 */
export type Leaving = 'left' | 'not-removed'

/** @property isLost this laptop was reported lost; else its person is out of the visit */
type Parts = { readonly database: Database; readonly session: Session; readonly isLost?: boolean }

/** Typing in the middle of the hand-in begins it anew, so many times. */
const TRIES = 5

/**
 * A visit that this laptop may not see any more: what it has not sent goes to the owner (docs/sync-spec.md R1); then, and never before
 * all of it is acknowledged, the visit leaves the laptop. A server that was restored to when this person was out of it lacks what it had
 * acknowledged since, and perhaps nobody else has it: then all of the visit counts as unsent.
 */
export async function leaveScope({ database, session, isLost }: Parts, scope: string): Promise<Result<Leaving, CallError>> {
  const newest = await newestReceived(database, scope)
  if (newest.length > 0) {
    const asked = await session.handIn(scope, newest)
    if (!asked.ok) return notRemoved(asked)
    if (asked.value.results.some(({ outcome }) => outcome === 'rescued')) await makeAllWait(database, scope)
  }
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const work = await unsentWork(database, scope)
    if (work.batches.length === 0) return succeed('not-removed')
    for (const items of work.batches) {
      const reply = await session.handIn(scope, items)
      if (!reply.ok) return notRemoved(reply)
      // What the server could not keep stays here, and the visit with it.
      if (reply.value.results.some(({ outcome }) => outcome === 'parked')) return fail('forbidden')
    }
    const title = await titleOf(database, scope)
    const departure = { scope, title, at: database.host.now(), handedIn: work.count, ...(isLost === true ? { isLost } : {}) }
    if (await dropScope(database, departure, work)) return succeed('left')
  }
  return succeed('not-removed')
}

const notRemoved = (refused: { readonly ok: false; readonly error: { readonly code: CallError } }): Result<Leaving, CallError> =>
  ['not-found', 'forbidden'].includes(refused.error.code) ? succeed('not-removed') : fail(refused.error.code)

async function makeAllWait(database: Database, scope: string): Promise<void> {
  await reconcileRecords(database, scope, await database.dexie.records.where('scope').equals(scope).primaryKeys())
  await forgetHeld(database, scope)
}

async function titleOf({ dexie, seal }: Database, scope: string): Promise<string> {
  const row = await dexie.records.get(scope)
  const title = row ? rowToRecord(row, seal).cells['title']?.value : null
  return typeof title === 'string' ? title : ''
}
