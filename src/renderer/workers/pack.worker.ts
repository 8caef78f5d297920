import { packWork, type ReadOrder, type WriteOrder } from '../sync/pack-work.ts'

/** What a page posts to this worker, once: a worker holds a passphrase or a key in its memory and is ended after its one answer. */
export type PackOrder = { readonly does: 'write'; readonly order: WriteOrder } | { readonly does: 'read'; readonly order: ReadOrder }

declare const self: DedicatedWorkerGlobalScope

self.onmessage = (event: MessageEvent<PackOrder>) => {
  const { data } = event
  const work: Promise<unknown> = data.does === 'write' ? packWork.write(data.order) : packWork.read(data.order)
  work.then(
    (value) => self.postMessage({ value }),
    // A rejected promise would reach no one.
    (error: unknown) => self.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  )
}
