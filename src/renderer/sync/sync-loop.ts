import type { Database } from '../db/database.ts'
import type { Session } from './session.ts'
import { syncMoved, syncOnce, type RoundOutcome, type Unmended } from './sync-rounds.ts'
import type { SyncStatusStore } from './sync-status.ts'

/** Milliseconds: after a change, between two looks at the server, and the bounds of waiting after a failure. */
const AFTER_CHANGE = 200
const LOOK_AGAIN = 15_000
/** While the server tells what moves, a look is for what no line tells, such as a server that was restored. */
const LOOK_AGAIN_LIVE = 120_000
const FIRST_RETRY = 2_000
const LAST_RETRY = 60_000
/** A server says how long it wants to be left alone; for longer than this it is not believed. */
const LONGEST_REST = 60_000

export type Timers = { after(ms: number, work: () => void): () => void }
export type SyncLoop = {
  /** Runs a round now; resolves when it is over. */
  syncNow(): Promise<void>
  /** The server has told that a visit is at `seq`: that one is fetched at once, if it is not here yet. */
  moved(scope: string, seq: number): void
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

/** Syncs by itself: at start, after each change, when the network comes back, when the server tells of something, and now and then. */
export function startSyncLoop(options: SyncLoopOptions): SyncLoop {
  const { database, status, timers } = options
  let cancel: () => void = () => undefined
  let failures = 0
  let isStopped = false
  let isChanged = false
  /** The server has more to do than it can: until the next try nothing goes, also what is written meanwhile (P7). */
  let isLeftAlone = false
  const unmended: Unmended = new Map()

  const plan = (ms: number): void => {
    cancel()
    if (!isStopped) cancel = timers.after(ms, () => void runner.whole())
  }
  /** Shows how a round ended and plans the next try after one that failed. True when it went well. */
  const settle = (outcome: RoundOutcome): boolean => {
    failures = outcome.ok ? 0 : failures + 1
    show(status, outcome, database.host.now())
    if (outcome.ok) return true
    const { code, rest = 0 } = outcome.error
    isLeftAlone = code === 'unavailable' && rest > 0
    plan(Math.max(retryAfter(failures, database.host.random()), restFor(rest, database.host.random())))
    return false
  }
  const runner = createRunner({
    whole: async () => {
      cancel()
      isChanged = false
      isLeftAlone = false
      if (!settle(await options.exclusively(() => syncOnce(options, unmended)))) return
      // What was written while the round ran may have missed it.
      plan(isChanged ? AFTER_CHANGE : status.getState().isLive ? LOOK_AGAIN_LIVE : LOOK_AGAIN)
    },
    ofTold: async (moved) => {
      const outcome = await options.exclusively(() => syncMoved(options, moved, unmended))
      if (outcome !== null) settle(outcome)
    },
  })
  const stopListening = database.onCommit((commit) => {
    if (commit.origin !== 'local') return
    isChanged = true
    if (!isLeftAlone) plan(AFTER_CHANGE)
  })
  plan(0)
  return {
    syncNow: runner.whole,
    moved: (scope, seq) => {
      if (!isLeftAlone) runner.tell(scope, seq)
    },
    stop: () => {
      isStopped = true
      cancel()
      runner.stop()
      stopListening()
    },
  }
}

type Rounds = { whole(): Promise<void>; ofTold(moved: ReadonlyMap<string, number>): Promise<void> }

/** Runs one round at a time: a whole one, or one of the visits that the server told of meanwhile. */
function createRunner(rounds: Rounds) {
  const told = new Map<string, number>()
  let running: { readonly isWhole: boolean; readonly over: Promise<void> } | null = null
  let isStopped = false

  const ofTold = (): Promise<void> => {
    const moved = new Map(told)
    told.clear()
    return rounds.ofTold(moved)
  }
  const run = (isWhole: boolean): Promise<void> => {
    const over = (isWhole ? rounds.whole() : ofTold()).finally(() => {
      running = null
      if (told.size > 0 && !isStopped) void run(false)
    })
    running = { isWhole, over }
    return over
  }
  const whole = (): Promise<void> => {
    if (running === null) return run(true)
    return running.isWhole ? running.over : running.over.then(whole)
  }
  return {
    whole,
    tell: (scope: string, seq: number): void => {
      told.set(scope, seq)
      if (running === null && !isStopped) void run(false)
    },
    stop: (): void => {
      isStopped = true
    },
  }
}

function show(status: SyncStatusStore, outcome: RoundOutcome, now: number): void {
  const isReached = outcome.ok || outcome.error.code !== 'offline'
  status.setState(({ reachedAt }) => ({
    phase: isReached ? 'reached' : 'not-reached',
    problem: outcome.ok ? null : outcome.error.code,
    reachedAt: isReached ? now : reachedAt,
  }))
}

const retryAfter = (failures: number, random: number): number =>
  Math.min(FIRST_RETRY * 2 ** (failures - 1), LAST_RETRY) * (0.5 + random / 2)

/** Not all that were told the same come at the same moment. */
const restFor = (told: number, random: number): number => Math.min(told, LONGEST_REST) * (1 + random / 2)
