import { askOnce, type OnceWorker } from '../../lib/ask-once.ts'
import type { PackWork } from '../../sync/pack-work.ts'
import type { PackOrder } from '../../workers/pack.worker.ts'

/** Packs are made and opened beside the page, which stays quick; each in a worker of its own, whose memory goes with it. */
export function packsInWorker(startWorker: () => OnceWorker = startPackWorker): PackWork {
  const ask = <T>(order: PackOrder): Promise<T> => askOnce<T>(startWorker(), order)
  return { write: (order) => ask({ does: 'write', order }), read: (order) => ask({ does: 'read', order }) }
}

/** Written out like this for the builder, which makes a file of the worker's own: the page's policy allows no other scripts. */
const startPackWorker = (): Worker => new Worker(new URL('../../workers/pack.worker.ts', import.meta.url), { type: 'module' })
