import { createStore, type StoreApi } from 'zustand/vanilla'
import { readBlobs, type LocalBlob } from '../db/blobs.ts'
import type { Database } from '../db/database.ts'
import { readSetting } from '../db/settings.ts'
import type { FetchError } from './blob-fetch.ts'
import type { UploadError } from './blob-upload.ts'

export type Transfer = { readonly direction: 'out' | 'in'; readonly done: number; readonly size: number }
export type BlobProblem = UploadError | FetchError

/** Where the bytes of attachments are. Keys are those of `blobKey`. */
export type BlobStatus = {
  /** On this laptop, whole or in part. */
  readonly local: ReadonlyMap<string, LocalBlob>
  /** What the ministry said that it has, since this page started. */
  readonly held: ReadonlySet<string>
  readonly transfers: ReadonlyMap<string, Transfer>
  /** Why bytes are not on their way; gone when they are. */
  readonly problems: ReadonlyMap<string, BlobProblem>
  /** Visits whose files are fetched ahead. */
  readonly keepOffline: ReadonlySet<string>
}
export type BlobStatusStore = StoreApi<BlobStatus>

export const blobKey = (scope: string, hash: string): string => `${scope} ${hash}`

/** Kept current from what all tabs store. */
export function watchBlobs(database: Database): { readonly store: BlobStatusStore; readonly stop: () => void } {
  const store = createStore<BlobStatus>(() => ({
    local: new Map(),
    held: new Set(),
    transfers: new Map(),
    problems: new Map(),
    keepOffline: new Set(),
  }))
  let reading: Promise<void> | null = null
  let isStale = false
  /** However many chunks come meanwhile, one reading follows. */
  const read = async (): Promise<void> => {
    do {
      isStale = false
      const [blobs, keepOffline] = await Promise.all([readBlobs(database), readSetting(database, 'keepOffline')])
      store.setState({
        local: new Map(blobs.flatMap((blob) => (blob.hash === null ? [] : [[blobKey(blob.scope, blob.hash), blob]]))),
        keepOffline: new Set(keepOffline),
      })
    } while (isStale)
  }
  const refresh = (): void => {
    isStale = true
    reading ??= read()
      // A database that is closing: what it could not read stays as it was.
      .catch(() => undefined)
      .finally(() => {
        reading = null
      })
  }
  refresh()
  return { store, stop: database.onBlobs(refresh) }
}
