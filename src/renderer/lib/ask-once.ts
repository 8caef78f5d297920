/** The part of a Worker that is used here. */
export type OnceWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror' | 'onmessageerror'>

type Answer<T> = { readonly value: T } | { readonly error: string }

/**
 * Asks a worker that answers once, and ends it: its memory goes with it.
 * @param signal ends the worker before it has answered; the promise is never settled then
 * @throws what went wrong in the worker, or that it could not be started
 */
export function askOnce<T>(worker: OnceWorker, order: unknown, signal?: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const end = (settle: () => void): void => {
      worker.terminate()
      settle()
    }
    worker.onmessage = ({ data }: MessageEvent<Answer<T>>) =>
      end(() => ('error' in data ? reject(new Error(data.error)) : resolve(data.value)))
    worker.onerror = (event) => end(() => reject(new Error(event.message || 'The worker could not be started')))
    worker.onmessageerror = () => end(() => reject(new Error('The answer could not be read')))
    signal?.addEventListener('abort', () => worker.terminate())
    worker.postMessage(order)
  })
}

/** The other end: what `work` gives, or why there is nothing. */
export function answerOnce<Order>(self: DedicatedWorkerGlobalScope, work: (order: Order) => Promise<unknown>): void {
  const post = (answer: Answer<unknown>): void => self.postMessage(answer)
  self.onmessage = ({ data }: MessageEvent<Order>) =>
    void work(data).then(
      (value) => post({ value }),
      // A rejected promise would reach no one.
      (error: unknown) => post({ error: error instanceof Error ? error.message : String(error) }),
    )
}
