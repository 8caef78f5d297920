import type { MemoOrder, MemoReply } from '../../workers/memo.worker.ts'

/** The part of a Worker that is used here. */
export type MemoWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror' | 'onmessageerror'>

export type MemoMaker = {
  /** Asks for something. What was asked before and is not answered yet is given up: its listener hears nothing more. */
  make(order: MemoOrder, onReply: (reply: MemoReply) => void): void
  /** Gives up what is asked; nothing more is heard of it. */
  cancel(): void
  /** Ends the worker; a later order starts another. */
  end(): void
}

/**
 * One document at a time, the last order wins. A worker that is still busy is ended and not waited for: its replies carry
 * no name, so an older one could be taken for the newer, and a report of a long visit would hold up the memo wanted now.
 */
export function createMemoMaker(startWorker: () => MemoWorker = startMemoWorker): MemoMaker {
  let worker: MemoWorker | null = null
  let isBusy = false
  const end = (): void => {
    if (worker) {
      worker.onmessage = null
      worker.onerror = null
      worker.onmessageerror = null
      worker.terminate()
    }
    worker = null
    isBusy = false
  }
  const cancel = (): void => {
    if (isBusy) end()
  }
  const make: MemoMaker['make'] = (order, onReply) => {
    cancel()
    const current = (worker ??= startWorker())
    isBusy = true
    const fail = (message: string): void => {
      // What a worker that broke still holds is unknown.
      end()
      onReply({ type: 'failed', message })
    }
    current.onmessage = ({ data }: MessageEvent<MemoReply>) => {
      if (data.type !== 'progress') isBusy = false
      onReply(data)
    }
    current.onerror = (event) => fail(event.message || 'The worker could not be started')
    current.onmessageerror = () => fail('The reply could not be read')
    current.postMessage(order)
  }
  return { make, cancel, end }
}

/** Written out like this for the builder, which makes a file of the worker's own: the page's policy allows no other scripts. */
const startMemoWorker = (): Worker => new Worker(new URL('../../workers/memo.worker.ts', import.meta.url), { type: 'module' })
