import { answerOnce } from '../lib/ask-once.ts'
import { packWork, type ReadOrder, type WriteOrder } from '../sync/pack-work.ts'

/** What a page posts to this worker, once: a worker holds a passphrase or a key in its memory and is ended after its one answer. */
export type PackOrder = { readonly does: 'write'; readonly order: WriteOrder } | { readonly does: 'read'; readonly order: ReadOrder }

declare const self: DedicatedWorkerGlobalScope

answerOnce<PackOrder>(self, async (asked) => (asked.does === 'write' ? packWork.write(asked.order) : packWork.read(asked.order)))
