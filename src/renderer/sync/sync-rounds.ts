import type { Role } from '@shared/domain/member.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { ensureDigest } from '../db/count-scope.ts'
import type { Database } from '../db/database.ts'
import { reconcileScope } from '../db/reconcile.ts'
import { isAsTold, listScopes, readScopeState, type Told } from '../db/scope-state.ts'
import { dropSetting, ensureIdentity, isReportedLost, putSetting, readSetting } from '../db/settings.ts'
import { handInAgain, lookAfterHandedIn } from './hand-in.ts'
import { leaveScope } from './leave.ts'
import { pullScope } from './pull.ts'
import { pushScope } from './push.ts'
import { repairScope } from './repair.ts'
import type { Session } from './session.ts'
import type { SyncStatusStore } from './sync-status.ts'
import type { CallError } from './transport.ts'

/** Between two looks behind what is parked. */
const BEHIND_PARKED = 60 * 60_000

/** What is so for all visits. */
const ENDS_ROUND: readonly CallError[] = ['offline', 'not-our-server', 'sign-in-needed']

export type RoundParts = { readonly database: Database; readonly session: Session; readonly status: SyncStatusStore }
export type RoundOutcome = Result<null, CallError | 'storage'>

/** One round: every visit here and every visit that the server knows us in, out first, then in. */
export async function syncOnce(
  { database, session, status }: RoundParts,
  unmended: Unmended,
): Promise<Result<null, CallError | 'storage'>> {
  try {
    if (!(await readSetting(database, 'account'))) return fail('sign-in-needed')
    status.setState({ phase: 'running', isLost: await isReportedLost(database) })
    const known = await session.call('scopes')
    if (!known.ok) {
      if (known.error.code !== 'device-revoked') return known
      await putSetting(database, 'lost', { deviceId: (await ensureIdentity(database)).deviceId })
      status.setState({ isLost: true })
      return await handInAll(database, session, known)
    }
    // A server that was restored may know nothing of it.
    if (status.getState().isLost) await dropSetting(database, 'lost')
    status.setState({ isLost: false })
    const told = new Map(known.value.scopes.map((one) => [one.scope, one]))
    const scopes = [...new Set([...(await listScopes(database)), ...told.keys()])]
    let problem: Result<null, CallError> = succeed(null)
    for (const scope of scopes) {
      const outcome = await syncScope(database, session, { scope, role: told.get(scope)?.role ?? null, told: told.get(scope), unmended })
      if (outcome.ok) continue
      // What is wrong with one visit must not hold back the others; no network holds back all.
      problem = outcome
      if (ENDS_ROUND.includes(outcome.error.code)) break
    }
    if (problem.ok) await lookAfterHandedIn({ database, session }, (scope) => told.has(scope))
    return problem
  } catch (error) {
    return fail('storage', error instanceof Error ? error.message : String(error))
  }
}

/**
 * The visits that the server has told of. One that is not known here, or not wanted there any more, is for a whole round; so is what comes
 * while something is wrong, because that one visit is in order says nothing of the rest. Null where nothing was asked: then nothing is known.
 */
export async function syncMoved(options: RoundParts, moved: ReadonlyMap<string, number>, unmended: Unmended): Promise<RoundOutcome | null> {
  const { database, session, status } = options
  let hasAsked = false
  try {
    for (const [scope, seq] of moved) {
      const { cursor, role } = await readScopeState(database, scope)
      // What this laptop has just sent comes back as news.
      if (cursor?.seq === seq) continue
      if (cursor === null || role === null || status.getState().problem !== null) return await syncOnce(options, unmended)
      hasAsked = true
      const outcome = await syncScope(database, session, { scope, role, unmended })
      if (outcome.ok) continue
      // This person is out of it, or in another role: the list of visits says.
      return ['not-found', 'forbidden'].includes(outcome.error.code) ? await syncOnce(options, unmended) : outcome
    }
    return hasAsked ? succeed(null) : null
  } catch (error) {
    return fail('storage', error instanceof Error ? error.message : String(error))
  }
}

/**
 * This laptop was reported lost: what it has not sent goes to the owners, and every visit leaves it. One that cannot leave, such as one whose
 * work the server could not keep, stays here whole and holds up no other.
 */
async function handInAll(database: Database, session: Session, refused: Result<never, CallError>): Promise<Result<null, CallError>> {
  await lookAfterHandedIn({ database, session }, () => false)
  for (const scope of await listScopes(database)) {
    const leaving = await leaveScope({ database, session, isLost: true }, scope)
    if (!leaving.ok && ENDS_ROUND.includes(leaving.error.code)) return leaving
  }
  return refused
}

type Target = {
  readonly scope: string
  /** Null when the server does not know this person in it, or not the visit. */
  readonly role: Role | null
  /** Where the server says that the visit stands, in the round's first answer. */
  readonly told?: Told | undefined
  readonly unmended: Unmended
}
/** Visit -> the two digests that a repair has left different, when, and in which role: another may bring what this one could not. */
export type Unmended = Map<string, Looked>
type Looked = { readonly differs: string; readonly role: Role | null; readonly at: number }

/**
 * Whether a difference has been looked at. What is parked differs for ever and with every change: then the look for something
 * behind it, such as a server that was restored, is for once in an hour.
 */
function isKnown(last: Looked | undefined, found: Looked & { readonly hasParked: boolean }): boolean {
  if (last?.role !== found.role) return false
  return last.differs === found.differs || (found.hasParked && Math.abs(found.at - last.at) < BEHIND_PARKED)
}

async function syncScope(database: Database, session: Session, { scope, role, told, unmended }: Target): Promise<Result<null, CallError>> {
  const isOnServer = role !== null
  const mayWrite = role === 'owner' || role === 'editor'
  await ensureDigest(database, scope)
  const { cursor, answered } = await readScopeState(database, scope)
  // It was there and is not any more: this person was removed, or it is an older or another server.
  if (!isOnServer && (cursor ?? answered)) {
    const leaving = await leaveScope({ database, session }, scope)
    if (!leaving.ok) return leaving
    if (leaving.value === 'left') return succeed(null)
    await reconcileScope(database, scope)
  }
  let isRepaired = false
  let wasReset = false
  for (;;) {
    const pushed = await pushScope(database, session, { scope, mayWrite: mayWrite || !isOnServer, mayReview: role === 'reviewer' })
    if (!pushed.ok) return pushed
    if (!isOnServer && pushed.value.pushed === 0) return succeed(null)
    if (told && pushed.value.pushed === 0 && (await isAsTold(database, told))) return succeed(null)
    const pulled = await pullScope(database, session, scope)
    if (!pulled.ok) return pulled
    const { reconciled, differs, hasParked } = pulled.value
    const found = differs === null ? null : { differs, role, at: database.host.now() }
    if (found && !isKnown(unmended.get(scope), { ...found, hasParked })) {
      // A fault that a repair does not mend must not keep both sides busy.
      if (isRepaired) unmended.set(scope, found)
      else {
        isRepaired = true
        const repaired = await repairScope(database, session, scope)
        if (!repaired.ok) return repaired
        continue
      }
    }
    wasReset ||= reconciled
    if (!reconciled) return wasReset && !mayWrite ? handInAgain({ database, session }, scope) : succeed(null)
  }
}
