import type { Database } from '../db/database.ts'
import type { Desktop } from '../lib/desktop.ts'
import { startLiveLoop } from '../sync/live-loop.ts'
import { createSession, type Session, type TokenStore } from '../sync/session.ts'
import { startSyncLoop, type SyncLoop, type Timers } from '../sync/sync-loop.ts'
import { createSyncStatus, type SyncStatusStore } from '../sync/sync-status.ts'
import { createCall, createOpenLine, listenByFetch, sendByFetch, type Listen, type Send } from '../sync/transport.ts'
import { withLock } from './with-lock.ts'

export type Connection = { readonly session: Session; readonly sync: SyncLoop; readonly syncStatus: SyncStatusStore }
export type ConnectionParts = {
  readonly desktop: Desktop
  readonly database: Database
  readonly deviceName: string
  /** Somebody has signed in or out. */
  readonly onAccountChange: () => Promise<void>
}

/** Everything between this page and the ministry's server; it starts by itself and works on without one. */
export function connectToServer({ desktop, database, deviceName, onAccountChange }: ConnectionParts): Connection {
  const { host } = database
  const syncStatus = createSyncStatus()
  const call = createCall(sendThrough(desktop), (serverTime) => syncStatus.setState({ clockAhead: host.now() - serverTime }))
  const session = createSession({
    database,
    call,
    tokens: tokensIn(desktop),
    deviceName,
    onAccountChange: async () => {
      // What the round before the sign-in ended with says nothing of whoever is here now.
      syncStatus.setState({ problem: null, isLost: false })
      await onAccountChange()
      void sync.syncNow()
      line.again()
    },
    exclusively: (work) => withLock('session', work),
  })
  const sync = startSyncLoop({ database, session, status: syncStatus, timers: pageTimers, exclusively: (work) => withLock('sync', work) })
  const line = startLiveLoop({
    database,
    session,
    sync,
    status: syncStatus,
    timers: pageTimers,
    openLine: createOpenLine(listenThrough(desktop)),
    asLeader: (work, signal) => withLock('live', work, signal),
    onFault: reportError,
  })
  window.addEventListener('online', () => {
    void sync.syncNow()
    line.again()
  })
  window.addEventListener('offline', () => line.hangUp())
  return { session, sync, syncStatus }
}

const sendThrough = ({ server }: Desktop): Send => (server ? (request) => server.send(request) : sendByFetch)

const listenThrough = ({ server }: Desktop): Listen => (server ? (request, signal) => server.listen(request, signal) : listenByFetch)

function tokensIn({ server }: Desktop): TokenStore {
  if (!server) return { keepIn: 'cookie' }
  return { keepIn: 'body', read: () => server.readSecret(), write: async (token) => void (await server.writeSecret(token)) }
}

const pageTimers: Timers = {
  after: (ms, work) => {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
}
