import { deviceAuthor } from '@shared/sync/stamp.ts'
import { createStore } from 'zustand/vanilla'
import type { Desktop } from '../lib/desktop.ts'
import { openDatabase, type Database, type Host } from '../db/database.ts'
import { createLive } from '../db/live.ts'
import { defaultPreferences, ensureIdentity, putSetting, readSetting } from '../db/settings.ts'
import { createClosing } from '../records/closing.ts'
import { createUndoStack } from '../records/undo.ts'
import type { Profile, Workspace } from '../records/workspace.tsx'
import { startBlobLoop } from '../sync/blob-loop.ts'
import { watchBlobs } from '../sync/blob-status.ts'
import { resumePacks } from '../sync/take-pack.ts'
import { connectToServer } from './connect-server.ts'
import { withLock } from './with-lock.ts'

/**
 * Opens the database and starts everything that stands on it; the current visit is read first.
 * @param onUnreadable hears when a visit cannot be read later on, of which nothing is shown
 */
export async function openWorkspace(desktop: Desktop, onUnreadable: (error: unknown) => void): Promise<Workspace> {
  const host = browserHost()
  const database = await openDatabase({ host })
  const identity = await ensureIdentity(database)
  // The session is drawn at each start and never stored: a restored or cloned profile gets another author.
  const author = deviceAuthor(identity.deviceId, host.newId().slice(0, 8))
  const live = createLive(database)
  const profile = createStore<Profile>(() => ({ name: null, account: null, preferences: defaultPreferences }))
  await readProfile(database, profile.setState)
  live.open(profile.getState().preferences.currentVisit).catch(onUnreadable)

  const onAccountChange = (): Promise<void> => readProfile(database, profile.setState)
  const { session, sync, syncStatus } = connectToServer({ desktop, database, deviceName: await desktop.deviceName(), onAccountChange })
  const { store: blobStatus } = watchBlobs(database)
  const blobs = startBlobLoop({ database, session, live, syncStatus, status: blobStatus, exclusively: (work) => withLock('blobs', work) })
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
    blobs,
    blobStatus,
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

async function readProfile(database: Database, set: (profile: Profile) => void): Promise<void> {
  const [profile, account, preferences] = await Promise.all([
    readSetting(database, 'profile'),
    readSetting(database, 'account'),
    readSetting(database, 'preferences'),
  ])
  set({ name: profile?.name ?? null, account: account ?? null, preferences: preferences ?? defaultPreferences })
}

const browserHost = (): Host => ({ now: () => Date.now(), newId: () => crypto.randomUUID(), random: () => Math.random() })
