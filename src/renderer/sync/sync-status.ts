import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CallError } from './transport.ts'

/** How this laptop stands with the ministry's server, for the bottom bar and Exchange. Nothing here blocks work. */
export type SyncStatus = {
  readonly phase: 'waiting' | 'running' | 'reached' | 'not-reached'
  /** Why the last round did not end well; null when it did. */
  readonly problem: CallError | 'storage' | null
  /** The server has said, now or in an earlier run, that this laptop was reported lost, and nothing since says otherwise. */
  readonly isLost: boolean
  /** When the server last answered, by this laptop's clock. */
  readonly reachedAt: number | null
  /** How far this laptop's clock is ahead of the server's, in milliseconds; null before the first reply. */
  readonly clockAhead: number | null
  /** The server tells this page what moves. */
  readonly isLive: boolean
}
export type SyncStatusStore = StoreApi<SyncStatus>

export const createSyncStatus = (): SyncStatusStore =>
  createStore<SyncStatus>(() => ({ phase: 'waiting', problem: null, isLost: false, reachedAt: null, clockAhead: null, isLive: false }))

/** A date this far off is worth telling; smaller differences are the network's. */
const WORTH_TELLING = 5 * 60_000

/** The laptop's date is wrong. Sync works all the same: only the times that are shown are off. */
export const isClockWrong = ({ clockAhead }: SyncStatus): boolean => clockAhead !== null && Math.abs(clockAhead) > WORTH_TELLING
