import { deviceAuthor } from '@shared/sync/stamp.ts'
import { createStore } from 'zustand/vanilla'
import { laptopZone } from '../lib/zone-time.ts'
import type { Desktop } from '../lib/desktop.ts'
import type { Language } from '../lib/language.ts'
import { openDatabase, type Database, type Host } from '../db/database.ts'
import { createLive } from '../db/live.ts'
import {
  defaultPreferences,
  dropSetting,
  ensureIdentity,
  putSetting,
  readSetting,
  type KnownLaptop,
  type Preferences,
} from '../db/settings.ts'
import { createClosing } from '../records/closing.ts'
import { createUndoStack } from '../records/undo.ts'
import type { Profile, Workspace } from '../records/workspace.tsx'
import { startBlobLoop } from '../sync/blob-loop.ts'
import { watchBlobs } from '../sync/blob-status.ts'
import { knownLaptops } from '../sync/pack-keys.ts'
import { resumePacks } from '../sync/take-pack.ts'
import { connectToServer } from './connect-server.ts'
import { withLock } from './with-lock.ts'

type OpenOptions = {
  readonly desktop: Desktop
  /** The language of the app until somebody has chosen one. */
  readonly language: Language
  /** Hears when a visit, or what was written in one, cannot be read later on: nothing of it is shown. */
  readonly onUnreadable: (error: unknown) => void
  /** Opens this page once more. */
  readonly beginAnew: () => void
}

/** Opens the database and starts everything that stands on it; the current visit is read first. */
export async function openWorkspace({ desktop, language, onUnreadable, beginAnew }: OpenOptions): Promise<Workspace> {
  const host = browserHost()
  const database = await openDatabase({ host })
  const isNew = (await readSetting(database, 'identity')) === undefined
  const identity = await ensureIdentity(database)
  // The session is drawn at each start and never stored: a restored or cloned profile gets another author.
  const author = deviceAuthor(identity.deviceId, host.newId().slice(0, 8))
  const live = createLive(database, onUnreadable)
  const beginning = { ...defaultPreferences, language }
  const profile = createStore<Profile>(() => ({ name: null, account: null, wasAccount: null, preferences: beginning }))
  const readProfile = async (): Promise<void> => profile.setState(await storedProfile(database, beginning))
  await readProfile()
  live.open(profile.getState().preferences.currentVisit).catch(onUnreadable)

  const onAccountChange = async (): Promise<void> => {
    await readProfile()
    database.announceAccount()
  }
  const { session, sync, syncStatus } = connectToServer({ desktop, database, deviceName: await desktop.deviceName(), onAccountChange })
  const { store: blobStatus } = watchBlobs(database)
  const blobs = startBlobLoop({ database, session, live, syncStatus, status: blobStatus, exclusively: (work) => withLock('blobs', work) })
  resumeAccepted(database)
  const closing = createClosing()
  desktop.onClosing(() => closing.flush())
  if (isNew) lookBack({ database, session, profile }).catch(reportError)
  watchAccount({ database, identity, profile, closing, beginAnew })

  return {
    desktop,
    closing,
    database,
    live,
    identity,
    author,
    laptops: watchLaptops(database),
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

/** A database that begins, in a browser with somebody's sign-in: the one before was thrown away. */
async function lookBack({ database, session, profile }: Pick<Workspace, 'database' | 'session' | 'profile'>): Promise<void> {
  const before = await session.accountBefore()
  if (before === null || profile.getState().account !== null) return
  await putSetting(database, 'thrownAway', before)
  profile.setState({ wasAccount: before.account })
}

type Watched = Pick<Workspace, 'database' | 'identity' | 'profile' | 'closing'> & { readonly beginAnew: () => void }

/**
 * Who signed in or out in one tab has in all. A page whose laptop has become another device for the ministry begins anew, after what is being
 * typed was stored: what it wrote further on would bear the name of the old one, and for a laptop that was reported lost would go to rescue.
 */
function watchAccount({ database, identity, profile, closing, beginAnew }: Watched): void {
  const look = async (): Promise<void> => {
    const account = (await readSetting(database, 'account')) ?? null
    if (account !== null) await dropSetting(database, 'thrownAway')
    profile.setState(account === null ? { account } : { account, wasAccount: null })
    const { deviceId } = await ensureIdentity(database)
    if (deviceId === identity.deviceId || account === null) return
    await closing.flush()
    // Not in the middle of a renewal: its token would be used twice.
    await withLock('session', () => Promise.resolve(beginAnew()))
  }
  database.onAccount(() => void look().catch(reportError))
}

/** With a pack its maker becomes known, also in another tab. */
function watchLaptops(database: Database): Workspace['laptops'] {
  const store = createStore<readonly KnownLaptop[]>(() => [])
  const read = (): void =>
    void knownLaptops(database)
      .then((known) => store.setState(known, true))
      .catch(reportError)
  database.onCommit(({ origin }) => {
    if (origin === 'remote') read()
  })
  read()
  return store
}

/** A pack whose taking in was cut off goes on. What fails now is tried again at the next start, and the list of packs says so. */
function resumeAccepted(database: Database): void {
  void withLock('packs', () => resumePacks(database)).catch(() => undefined)
}

async function storedProfile(database: Database, beginning: Preferences): Promise<Profile> {
  const [profile, account, preferences, thrownAway] = await Promise.all([
    readSetting(database, 'profile'),
    readSetting(database, 'account'),
    readSetting(database, 'preferences'),
    readSetting(database, 'thrownAway'),
  ])
  return {
    name: profile?.name ?? null,
    account: account ?? null,
    wasAccount: thrownAway?.account ?? null,
    preferences: preferences ?? beginning,
  }
}

const browserHost = (): Host => ({ now: () => Date.now(), zone: laptopZone, newId: () => crypto.randomUUID(), random: () => Math.random() })
