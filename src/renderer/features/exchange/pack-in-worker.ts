import type { PackWork } from '../../sync/pack-work.ts'
import type { PackOrder } from '../../workers/pack.worker.ts'

/** The part of a Worker that is used here. */
type PackWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror' | 'onmessageerror'>

/** Packs are made and opened beside the page, which stays quick; each in a worker of its own, whose memory goes with it. */
export function packsInWorker(startWorker: () => PackWorker = startPackWorker): PackWork {
  const ask = <T>(order: PackOrder): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const worker = startWorker()
      const end = (settle: () => void): void => {
        worker.terminate()
        settle()
      }
      worker.onmessage = ({ data }: MessageEvent<{ value: T } | { error: string }>) =>
        end(() => ('error' in data ? reject(new Error(data.error)) : resolve(data.value)))
      worker.onerror = (event) => end(() => reject(new Error(event.message || 'The worker could not be started')))
      worker.onmessageerror = () => end(() => reject(new Error('The answer could not be read')))
      worker.postMessage(order)
    })
  return { write: (order) => ask({ does: 'write', order }), read: (order) => ask({ does: 'read', order }) }
}

/** Written out like this for the builder, which makes a file of the worker's own: the page's policy allows no other scripts. */
const startPackWorker = (): Worker => new Worker(new URL('../../workers/pack.worker.ts', import.meta.url), { type: 'module' })
