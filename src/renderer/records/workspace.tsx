import { createContext, useContext, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import type { Database } from '../db/database.ts'
import type { Desktop } from '../lib/desktop.ts'
import type { Live } from '../db/live.ts'
import type { Account, Identity, KnownLaptop, Preferences } from '../db/settings.ts'
import type { BlobLoop } from '../sync/blob-loop.ts'
import type { BlobStatus, BlobStatusStore } from '../sync/blob-status.ts'
import type { Session } from '../sync/session.ts'
import type { SyncLoop } from '../sync/sync-loop.ts'
import type { SyncStatus, SyncStatusStore } from '../sync/sync-status.ts'
import type { Closing } from './closing.ts'
import type { UndoStack } from './undo.ts'

/** What the user chose and who they are, kept in the database and shown at once. */
export type Profile = {
  readonly name: string | null
  readonly account: Account | null
  /** Whose sign-in the browser still has of which it threw the database away; null for none. */
  readonly wasAccount: string | null
  readonly preferences: Preferences
}

/** Everything that screens are built on, made once at start (app/start.ts) and passed down, never imported. */
export type Workspace = {
  readonly desktop: Desktop
  readonly closing: Closing
  readonly database: Database
  readonly live: Live
  readonly identity: Identity
  /** The author of this session's stamps. */
  readonly author: string
  /** Laptops whose packs were taken in here. */
  readonly laptops: StoreApi<readonly KnownLaptop[]>
  readonly undo: UndoStack
  readonly profile: StoreApi<Profile>
  setPreferences(change: Partial<Preferences>): Promise<void>
  setName(name: string): Promise<void>
  readonly session: Session
  readonly sync: SyncLoop
  readonly syncStatus: SyncStatusStore
  /** Bytes of attachments. */
  readonly blobs: BlobLoop
  readonly blobStatus: BlobStatusStore
}

const WorkspaceContext = createContext<Workspace | null>(null)

export function WorkspaceProvider({ workspace, children }: { workspace: Workspace; children: ReactNode }) {
  return <WorkspaceContext value={workspace}>{children}</WorkspaceContext>
}

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext)
  if (!workspace) throw new Error('This screen stands outside the workspace')
  return workspace
}

export const useProfile = (): Profile => useStore(useWorkspace().profile)

export const usePreferences = (): Preferences => useStore(useWorkspace().profile, (profile) => profile.preferences)

export const useSyncStatus = (): SyncStatus => useStore(useWorkspace().syncStatus)

export const useBlobStatus = (): BlobStatus => useStore(useWorkspace().blobStatus)
