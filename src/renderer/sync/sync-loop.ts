import type { Role } from '@shared/domain/member.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { ensureDigest } from '../db/count-scope.ts'
import type { Database } from '../db/database.ts'
import { reconcileScope } from '../db/reconcile.ts'
import { listScopes, readScopeState } from '../db/scope-state.ts'
import { readSetting } from '../db/settings.ts'
import { leaveScope } from './leave.ts'
import { pullScope } from './pull.ts'
import { pushScope } from './push.ts'
import { repairScope } from './repair.ts'
import type { Session } from './session.ts'
import type { SyncStatusStore } from './sync-status.ts'
import type { CallError } from './transport.ts'

/** Milliseconds: after a change, between two looks at the server, and the bounds of waiting after a failure. */
const AFTER_CHANGE = 400
const LOOK_AGAIN = 15_000
const FIRST_RETRY = 2_000
const LAST_RETRY = 60_000
/** Between two looks behind what is parked. */
const BEHIND_PARKED = 60 * 60_000

export type Timers = { after(ms: number, work: () => void): () => void }
export type SyncLoop = {
  /** Runs a round now; resolves when it is over. */
  syncNow(): Promise<void>
  stop(): void
}
export type SyncLoopOptions = {
  readonly database: Database
  readonly session: Session
  readonly status: SyncStatusStore
  readonly timers: Timers
  /** One tab syncs at a time; the others see its commits. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>
}

/** Syncs by itself: at start, after each change, when the network comes back, and now and then. */
export function startSyncLoop(options: SyncLoopOptions): SyncLoop {
  const { database, status, timers } = options
  let cancel: () => void = () => undefined
  let failures = 0
  let running: Promise<void> | null = null
  let isStopped = false
  const unmended: Unmended = new Map()

  const plan = (ms: number): void => {
    cancel()
    if (!isStopped) cancel = timers.after(ms, () => void syncNow())
  }
  const syncNow = (): Promise<void> => {
    running ??= round().finally(() => {
      running = null
    })
    return running
  }
  const round = async (): Promise<void> => {
    cancel()
    const outcome = await options.exclusively(() => syncOnce(options, unmended))
    const isReached = outcome.ok || outcome.error.code !== 'offline'
    failures = outcome.ok ? 0 : failures + 1
    status.setState(({ reachedAt }) => ({
      phase: isReached ? 'reached' : 'not-reached',
      problem: outcome.ok ? null : outcome.error.code,
      reachedAt: isReached ? database.host.now() : reachedAt,
    }))
    const jitter = 0.5 + database.host.random() / 2
    plan(failures === 0 ? LOOK_AGAIN : Math.min(FIRST_RETRY * 2 ** (failures - 1), LAST_RETRY) * jitter)
  }
  const stopListening = database.onCommit((commit) => {
    if (commit.origin === 'local') plan(AFTER_CHANGE)
  })
  plan(0)
  return {
    syncNow,
    stop: () => {
      isStopped = true
      cancel()
      stopListening()
    },
  }
}

/** One round: every visit here and every visit that the server knows us in, out first, then in. */
async function syncOnce({ database, session, status }: SyncLoopOptions, unmended: Unmended): Promise<Result<null, CallError | 'storage'>> {
  if (!(await readSetting(database, 'account'))) return fail('sign-in-needed')
  status.setState({ phase: 'running' })
  try {
    const known = await session.call('scopes')
    if (!known.ok) return known.error.code === 'device-revoked' ? handInAll(database, session, known) : known
    const roles = new Map(known.value.scopes.map((one) => [one.scope, one.role]))
    const scopes = [...new Set([...(await listScopes(database)), ...roles.keys()])]
    let problem: Result<null, CallError> = succeed(null)
    for (const scope of scopes) {
      const outcome = await syncScope(database, session, { scope, role: roles.get(scope) ?? null, unmended })
      if (outcome.ok) continue
      // What is wrong with one visit must not hold back the others; no network holds back all.
      problem = outcome
      if (['offline', 'not-our-server', 'sign-in-needed'].includes(outcome.error.code)) break
    }
    return problem
  } catch (error) {
    return fail('storage', error instanceof Error ? error.message : String(error))
  }
}

/** This laptop was reported lost: what it has not sent goes to the owners, and every visit leaves it. */
async function handInAll(database: Database, session: Session, refused: Result<never, CallError>): Promise<Result<null, CallError>> {
  for (const scope of await listScopes(database)) {
    const leaving = await leaveScope(database, session, scope)
    if (!leaving.ok) return leaving
  }
  return refused
}

type Target = {
  readonly scope: string
  /** Null when the server does not know this person in it, or not the visit. */
  readonly role: Role | null
  readonly unmended: Unmended
}
/** Visit -> the two digests that a repair has left different, and when. */
type Unmended = Map<string, { readonly differs: string; readonly at: number }>

/**
 * Whether a difference has been looked at. What is parked differs for ever and with every change: then the look for something
 * behind it, such as a server that was restored, is for once in an hour.
 */
function isKnown(last: { differs: string; at: number } | undefined, found: { differs: string; hasParked: boolean; now: number }): boolean {
  if (!last) return false
  return last.differs === found.differs || (found.hasParked && Math.abs(found.now - last.at) < BEHIND_PARKED)
}

async function syncScope(database: Database, session: Session, { scope, role, unmended }: Target): Promise<Result<null, CallError>> {
  const isOnServer = role !== null
  const mayWrite = role === 'owner' || role === 'editor'
  await ensureDigest(database, scope)
  const { cursor } = await readScopeState(database, scope)
  // It was there and is not any more: this person was removed, or it is an older or another server.
  if (!isOnServer && cursor !== null) {
    const leaving = await leaveScope(database, session, scope)
    if (!leaving.ok) return leaving
    if (leaving.value === 'left') return succeed(null)
    await reconcileScope(database, scope)
  }
  let isRepaired = false
  for (;;) {
    const pushed = await pushScope(database, session, { scope, mayWrite: mayWrite || !isOnServer })
    if (!pushed.ok) return pushed
    if (!isOnServer && pushed.value.pushed === 0) return succeed(null)
    const pulled = await pullScope(database, session, scope)
    if (!pulled.ok) return pulled
    const { reconciled, differs, hasParked } = pulled.value
    if (differs !== null && !isKnown(unmended.get(scope), { differs, hasParked, now: database.host.now() })) {
      // A fault that a repair does not mend must not keep both sides busy.
      if (isRepaired) unmended.set(scope, { differs, at: database.host.now() })
      else {
        isRepaired = true
        const repaired = await repairScope(database, session, scope)
        if (!repaired.ok) return repaired
        continue
      }
    }
    if (!reconciled) return succeed(null)
  }
}
