import { Dexie, type DexieOptions } from 'dexie'
import { plainSeal, type Seal } from './seal.ts'
import { applyVersions, type Tables } from './versions.ts'

/** What the page is built on; everything that could differ between two runs is passed in. */
export type Host = {
  /** Milliseconds since 1970 by this laptop's clock, which may be wrong. */
  readonly now: () => number
  /** The zone in which this laptop shows its time: for the names of files, never for what is stored. */
  readonly zone: () => string
  readonly newId: () => string
  /** Uniform in [0, 1). */
  readonly random: () => number
}

export type Database = {
  readonly dexie: Dexie & Tables
  readonly seal: Seal
  readonly host: Host
  /** Tells the other tabs, and this one, which records of a scope have just been committed. */
  readonly announce: (commit: Commit) => void
  readonly onCommit: (listener: (commit: Commit) => void) => () => void
  /** Tells the other tabs, and this one, that bytes of attachments have come, gone or been marked. */
  readonly announceBlobs: () => void
  readonly onBlobs: (listener: () => void) => () => void
  /** Tells the other tabs, and this one, that somebody has signed in or out. */
  readonly announceAccount: () => void
  readonly onAccount: (listener: () => void) => () => void
  readonly close: () => void
}

/** What one transaction changed. `noteIds` are notes whose text changed, with where the change came from. */
export type Commit = {
  readonly scope: string
  readonly recordIds: readonly string[]
  readonly noteIds: readonly string[]
  readonly origin: 'local' | 'remote'
  /** True when another tab made it. */
  readonly isForeign: boolean
  /** Of the records: these were taken away first, so what is there of them now began anew at its first rev. */
  readonly forgottenIds?: readonly string[]
  /** The visit left this laptop. */
  readonly isGone?: boolean
}

export type OpenOptions = { readonly name?: string; readonly host: Host; readonly dexie?: DexieOptions; readonly seal?: Seal }

export const DATABASE_NAME = 'safarnoma'

/** Opens the database, with every transaction flushed to the disk before it counts as done. */
export async function openDatabase({ name = DATABASE_NAME, host, dexie: options, seal = plainSeal() }: OpenOptions): Promise<Database> {
  const dexie = new Dexie(name, { chromeTransactionDurability: 'strict', ...options }) as Dexie & Tables
  applyVersions(dexie)
  await dexie.open()
  const commits = channelOf<Commit>(`${name}-commits`, (commit) => ({ ...commit, isForeign: true }))
  const blobs = channelOf<null>(`${name}-blobs`, () => null)
  const accounts = channelOf<null>(`${name}-accounts`, () => null)
  return {
    dexie,
    seal,
    host,
    announce: commits.announce,
    onCommit: commits.listen,
    announceBlobs: () => blobs.announce(null),
    onBlobs: blobs.listen,
    announceAccount: () => accounts.announce(null),
    onAccount: accounts.listen,
    close: () => {
      commits.close()
      blobs.close()
      accounts.close()
      dexie.close()
    },
  }
}

/** @param fromOutside what a message of another tab is here */
function channelOf<T>(name: string, fromOutside: (message: T) => T) {
  const listeners = new Set<(message: T) => void>()
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name)
  const tell = (message: T): void => listeners.forEach((listener) => listener(message))
  channel?.addEventListener('message', (event: MessageEvent<T>) => tell(fromOutside(event.data)))
  return {
    announce: (message: T) => {
      tell(message)
      channel?.postMessage(message)
    },
    listen: (listener: (message: T) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => channel?.close(),
  }
}
