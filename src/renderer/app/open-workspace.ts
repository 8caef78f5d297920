import { deviceAuthor } from '@shared/sync/stamp.ts'
import { createStore } from 'zustand/vanilla'
import type { Desktop } from '../lib/desktop.ts'
import { openDatabase, type Database, type Host } from '../db/database.ts'
import { createLive } from '../db/live.ts'
import { defaultPreferences, ensureIdentity, putSetting, readSetting } from '../db/settings.ts'
import { createClosing } from '../records/closing.ts'
import { createUndoStack } from '../records/undo.ts'
import type { Profile, Workspace } from '../records/workspace.tsx'
import { createSession, type TokenStore } from '../sync/session.ts'
import { startSyncLoop, type Timers } from '../sync/sync-loop.ts'
import { createSyncStatus } from '../sync/sync-status.ts'
import { resumePacks } from '../sync/take-pack.ts'
import { createCall, sendByFetch, type Send } from '../sync/transport.ts'

/** Opens the database and starts everything that stands on it; the current visit is read first. */
export async function openWorkspace(desktop: Desktop): Promise<Workspace> {
  const host = browserHost()
  const database = await openDatabase({ host })
  const identity = await ensureIdentity(database)
  // The session is drawn at each start and never stored: a restored or cloned profile gets another author.
  const author = deviceAuthor(identity.deviceId, host.newId().slice(0, 8))
  const live = createLive(database)
  const profile = createStore<Profile>(() => ({ name: null, account: null, preferences: defaultPreferences }))
  await readProfile(database, profile.setState)
  void live.open(profile.getState().preferences.currentVisit)

  const syncStatus = createSyncStatus()
  const call = createCall(sendThrough(desktop), (serverTime) => syncStatus.setState({ clockAhead: host.now() - serverTime }))
  const deviceName = await desktop.deviceName()
  const session = createSession({
    database,
    call,
    tokens: tokensIn(desktop),
    deviceName,
    onAccountChange: async () => {
      await readProfile(database, profile.setState)
      void sync.syncNow()
    },
    exclusively: (work) => withLock('session', work),
  })
  const sync = startSyncLoop({ database, session, status: syncStatus, timers: pageTimers, exclusively: (work) => withLock('sync', work) })
  window.addEventListener('online', () => void sync.syncNow())
  resumeAccepted(database)
  const closing = createClosing()
  desktop.onClosing(() => closing.flush())

  return {
    desktop,
    closing,
    database,
    live,
    identity,
    author,
    undo: createUndoStack(),
    profile,
    session,
    sync,
    syncStatus,
    setPreferences: async (change) => {
      const preferences = { ...profile.getState().preferences, ...change }
      profile.setState({ preferences })
      await putSetting(database, 'preferences', preferences)
    },
    setName: async (name) => {
      await putSetting(database, 'profile', { name })
      profile.setState({ name })
    },
  }
}

/** A pack whose taking in was cut off goes on. What fails now is tried again at the next start, and the list of packs says so. */
function resumeAccepted(database: Database): void {
  void withLock('packs', () => resumePacks(database)).catch(() => undefined)
}

const sendThrough = ({ server }: Desktop): Send => (server ? (request) => server.send(request) : sendByFetch)

function tokensIn({ server }: Desktop): TokenStore {
  if (!server) return { keepIn: 'cookie' }
  return { keepIn: 'body', read: () => server.readSecret(), write: async (token) => void (await server.writeSecret(token)) }
}

async function readProfile(database: Database, set: (profile: Profile) => void): Promise<void> {
  const [profile, account, preferences] = await Promise.all([
    readSetting(database, 'profile'),
    readSetting(database, 'account'),
    readSetting(database, 'preferences'),
  ])
  set({ name: profile?.name ?? null, account: account ?? null, preferences: preferences ?? defaultPreferences })
}

const browserHost = (): Host => ({ now: () => Date.now(), newId: () => crypto.randomUUID(), random: () => Math.random() })

const pageTimers: Timers = {
  after: (ms, work) => {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
}

/** One tab at a time. */
function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(`safarnoma-${name}`, work) as Promise<T>
}
