import { isDead } from '@shared/sync/deletion.ts'
import { isSound, keepBlob, readBlobs, type BlobSource } from '../../src/renderer/db/blobs.ts'
import { createLive } from '../../src/renderer/db/live.ts'
import { startBlobLoop } from '../../src/renderer/sync/blob-loop.ts'
import { watchBlobs } from '../../src/renderer/sync/blob-status.ts'
import type { SyncStatusStore } from '../../src/renderer/sync/sync-status.ts'
import { testId } from '../support/server.ts'
import type { Holding } from './knowledge.ts'
import type { Laptop, Tab } from './laptop.ts'
import { save, set } from './people.ts'
import type { Timeline } from './timeline.ts'
import { idOf, VISIT, type World } from './world.ts'

/** Attaches a file whose bytes nobody else has; the bytes are stored before the record that names them. */
export async function attach(world: World, tab: Tab, size: number): Promise<void> {
  const name = `file ${world.random.id()}.bin`
  const kept = await keepBlob(tab.database, VISIT, bytesOf(name, size))
  if (!kept.ok) return
  const { hash } = kept.value
  const fields = { name, mediaType: 'application/octet-stream', hash, size, meetingId: idOf('meeting 0') }
  await save(world, tab, [set('attachment', testId(name), fields)])
}

function bytesOf(name: string, size: number): BlobSource {
  const head = new TextEncoder().encode(name)
  const bytes = Uint8Array.from({ length: size }, (_, index) => (head[index % head.length] ?? 0) + (index >> 8))
  return { size, slice: (from, to) => Promise.resolve(bytes.slice(from, to)) }
}

/** One pass of the queue of bytes, as it runs after a round of sync. Gives what stood in the way of a file. */
export async function carry(tab: Tab, keeps: boolean): Promise<string[]> {
  const { database, session } = tab
  const syncStatus = sleepingStatus(tab.status, tab.laptop.options.timeline)
  const live = createLive(database)
  await live.open()
  const watched = watchBlobs(database)
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => tab.laptop.exclusively('blobs', work)
  const loop = startBlobLoop({ database, session, live, syncStatus, status: watched.store, exclusively })
  try {
    if (keeps) await loop.keepOffline(VISIT, true)
    else await loop.now()
    return [...watched.store.getState().problems.values()]
  } finally {
    loop.stop()
    watched.stop()
    live.close()
  }
}

/**
 * The status of the tab's rounds, for the queue of bytes. Before each part the queue waits until no round is under way, which may itself sleep
 * for a minute: it must sleep on the timeline too, or no time would ever pass.
 */
function sleepingStatus(status: SyncStatusStore, timeline: Timeline): SyncStatusStore {
  let isQueuesOwn = true
  return {
    ...status,
    subscribe: (listener) => {
      // The first is the queue's own ear, for which nobody waits.
      if (isQueuesOwn) {
        isQueuesOwn = false
        return status.subscribe(listener)
      }
      const before = status.getState()
      const hear = (wake: () => void): void => {
        const stop = status.subscribe(({ phase }) => {
          if (phase === 'running') return
          stop()
          wake()
        })
      }
      void timeline.block(hear).then(() => listener(status.getState(), before))
      return () => undefined
    },
  }
}

/** Files that are on this laptop whole, and what their bytes are. */
export async function wholeFiles(laptop: Laptop): Promise<Set<string>> {
  return laptop.reading(async (page) => {
    const files = new Set<string>()
    for (const blob of await readBlobs(page)) {
      if (blob.hash !== null && blob.scope === VISIT && blob.isWhole && (await isSound(page, blob))) files.add(blob.hash)
    }
    return files
  })
}

/** [B5, B6] What some laptop had when the faults ended everybody has, byte for byte, of every attachment that is not deleted. */
export function checkFiles(server: Holding, before: readonly ReadonlySet<string>[], after: readonly ReadonlySet<string>[]): void {
  for (const record of server.records.values()) {
    const hash = record.cells['hash']?.value
    if (record.kind !== 'attachment' || isDead(record.cells) || typeof hash !== 'string') continue
    if (!before.some((files) => files.has(hash))) continue
    after.forEach((files, index) => {
      if (!files.has(hash)) throw new Error(`B5: laptop ${index} lacks the bytes ${hash.slice(0, 8)} that another one brought`)
    })
  }
}
