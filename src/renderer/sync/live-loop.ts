import type { Database } from '../db/database.ts'
import { readSetting } from '../db/settings.ts'
import { followLine, type LineEnd } from './live-line.ts'
import type { Session } from './session.ts'
import type { SyncLoop, Timers } from './sync-loop.ts'
import type { SyncStatusStore } from './sync-status.ts'
import type { CallError, OpenLine } from './transport.ts'

/** Milliseconds: the server gives a sign of life every 20 s, so a line that is silent for this long is dead. */
const SILENCE = 50_000
const FIRST_RETRY = 2_000
const LAST_RETRY = 60_000
/** Over this time the laptops of a server that stopped come back, so that not all come at once. */
const SPREAD = 10_000

export type LiveLoop = {
  /** Somebody signed in or out, or the network is back: begins anew now. */
  again(): void
  /** The network is gone: no line can be alive. */
  hangUp(): void
  stop(): void
}
export type LiveLoopOptions = {
  readonly database: Database
  readonly session: Session
  readonly sync: Pick<SyncLoop, 'moved' | 'syncNow'>
  readonly status: SyncStatusStore
  readonly timers: Timers
  readonly openLine: OpenLine
  /** Runs the work while this page is the one that listens; the others see its commits. Ends by the signal. */
  readonly asLeader: (work: () => Promise<void>, signal: AbortSignal) => Promise<void>
  /** Something that is no weather ended the listening; it begins anew after a pause. */
  readonly onFault: (error: unknown) => void
}
type Outcome = LineEnd | CallError

/**
 * Keeps one line open on which the server says that a visit moved, and has it fetched (V1). It is a hint: without it, the loop of
 * `sync-loop.ts` looks now and then, and nobody is told.
 */
export function startLiveLoop(options: LiveLoopOptions): LiveLoop {
  const stopping = new AbortController()
  let line = new AbortController()
  let wake: () => void = () => undefined
  let failures = 0
  let isRestart = false

  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = options.timers.after(ms, resolve)
      wake = () => {
        cancel()
        resolve()
      }
    })
  const listen = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      isRestart = false
      line = new AbortController()
      const outcome = await listenOnce(options, line, () => (failures = 0))
      if (stopping.signal.aborted) return
      if (isWeather(outcome)) failures += 1
      // The rounds are far apart while a line is open: one now says how things stand, and plans the next ones closer.
      if (outcome === 'signed-out' || (isWeather(outcome) && failures === 1)) void options.sync.syncNow()
      if (!isRestart) await rest(pauseAfter(outcome, failures, options.database.host.random()))
    }
  }
  const again = (): void => {
    failures = 0
    isRestart = true
    line.abort()
    wake()
  }
  const lead = async (): Promise<void> => {
    for (let faults = 1; !stopping.signal.aborted; faults += 1) {
      try {
        return await options.asLeader(listen, stopping.signal)
      } catch (error) {
        // With the page, waiting to lead is broken off, or the database is closed already: that is no fault.
        if (stopping.signal.aborted) return
        options.status.setState({ isLive: false })
        options.onFault(error)
        await rest(pauseAfter('broken', faults, options.database.host.random()))
      }
    }
  }
  void lead()
  return {
    again,
    hangUp: () => line.abort(),
    stop: () => {
      stopping.abort()
      line.abort()
      wake()
    },
  }
}

/** One line from its beginning to its end. */
async function listenOnce(options: LiveLoopOptions, line: AbortController, onLife: () => void): Promise<Outcome> {
  const { database, session, sync, status, timers, openLine } = options
  if (!(await readSetting(database, 'account'))) return 'sign-in-needed'
  let cancel = timers.after(SILENCE, () => line.abort())
  const opened = await session.withToken((token) => openLine(token, line.signal))
  if (!opened.ok) {
    cancel()
    return opened.error.code
  }
  const onSign = (): void => {
    cancel()
    cancel = timers.after(SILENCE, () => line.abort())
    onLife()
    if (!status.getState().isLive) status.setState({ isLive: true })
  }
  const end = await followLine(
    opened.value,
    (event) => (event.type === 'moved' ? sync.moved(event.scope, event.seq) : void sync.syncNow()),
    onSign,
  )
  cancel()
  status.setState({ isLive: false })
  // A line that the server has ended is closed already; of a broken one nothing more is wanted.
  line.abort()
  return end
}

/** Milliseconds until the next line. @param random from 0 up to 1 */
export function pauseAfter(outcome: Outcome, failures: number, random: number): number {
  if (outcome === 'renew') return 0
  if (outcome === 'stopping') return SPREAD * random
  const most = isWeather(outcome) ? Math.min(FIRST_RETRY * 2 ** Math.max(failures - 1, 0), LAST_RETRY) : LAST_RETRY
  return most * (0.5 + random / 2)
}

/** No network, or a line that broke: it is tried again soon, and ever more seldom. */
const isWeather = (outcome: Outcome): boolean => outcome === 'offline' || outcome === 'broken'
