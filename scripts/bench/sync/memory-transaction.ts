import { dispatch, dispatchOrThrow, Listened, StoreEvent } from './memory-events.ts'
import type { Undo } from './memory-rows.ts'
import { failure } from './memory-values.ts'

export class StoreRequest extends Listened {
  readonly source: unknown
  transaction: StoreTransaction | null
  onsuccess: unknown = null
  onerror: unknown = null
  isDone = false
  /** What is to be done for it. */
  run: () => unknown
  #result: unknown = undefined
  #error: unknown = null

  constructor(source: unknown, transaction: StoreTransaction | null, run: () => unknown) {
    super()
    this.source = source
    this.transaction = transaction
    this.run = run
  }

  get readyState(): 'pending' | 'done' {
    return this.isDone ? 'done' : 'pending'
  }

  get result(): unknown {
    if (!this.isDone) throw failure('InvalidStateError')
    return this.#result
  }

  get error(): unknown {
    if (!this.isDone) throw failure('InvalidStateError')
    return this.#error
  }

  settle(result: unknown, error: unknown = null): void {
    this.isDone = true
    this.#result = result
    this.#error = error
  }
}

export type Mode = 'readonly' | 'readwrite' | 'versionchange'
type TransactionOptions = {
  readonly db: Listened
  readonly mode: Mode
  readonly durability?: string
  readonly scope: Set<string>
  /** A handle of a store, made once for a transaction. */
  readonly open: (name: string, transaction: StoreTransaction) => unknown
  readonly onEnd: (transaction: StoreTransaction) => void
}

/**
 * Requests are answered in their order, in turns of the event loop of their own: after each that somebody listens to, what waits for it may ask
 * for more. Those to which nobody listens are done in one go.
 */
export class StoreTransaction extends Listened {
  readonly db: Listened
  readonly mode: Mode
  readonly durability: string
  readonly scope: Set<string>
  readonly undo: Undo = []
  error: unknown = null
  onabort: unknown = null
  oncomplete: unknown = null
  onerror: unknown = null
  isStarted = false
  state: 'active' | 'committing' | 'finished' = 'active'
  readonly #options: TransactionOptions
  readonly #stores = new Map<string, unknown>()
  #waiting: StoreRequest[] = []
  /** Of those that wait, the first that is not done. */
  #next = 0

  constructor(options: TransactionOptions) {
    super()
    this.#options = options
    this.db = options.db
    this.mode = options.mode
    this.durability = options.durability ?? 'default'
    this.scope = options.scope
  }

  get objectStoreNames(): NameList {
    return nameList(this.scope)
  }

  objectStore(name: string): unknown {
    if (this.state === 'finished') throw failure('InvalidStateError')
    if (!this.scope.has(name)) throw failure('NotFoundError')
    const store = this.#stores.get(name) ?? this.#options.open(name, this)
    this.#stores.set(name, store)
    return store
  }

  forgetStore(name: string): void {
    this.#stores.delete(name)
    this.scope.delete(name)
  }

  check(): void {
    if (this.state !== 'active') throw failure('TransactionInactiveError')
  }

  ask(source: unknown, run: () => unknown): StoreRequest {
    this.check()
    const request = new StoreRequest(source, this, run)
    this.#waiting.push(request)
    return request
  }

  /** A cursor goes on: its request is to be answered once more. */
  askAgain(request: StoreRequest, run: () => unknown): void {
    this.check()
    request.isDone = false
    request.run = run
    this.#waiting.push(request)
  }

  start(): void {
    this.isStarted = true
    setImmediate(this.#turn)
  }

  commit(): void {
    if (this.state !== 'active') throw failure('InvalidStateError')
    this.state = 'committing'
  }

  abort(): void {
    if (this.state !== 'active') throw failure('InvalidStateError')
    this.abortFor(null)
  }

  /** @param error why, or null where it was asked for */
  abortFor(error: unknown): void {
    this.state = 'finished'
    this.error = error
    for (const undo of this.undo.reverse()) undo()
    for (const request of this.#waiting.slice(this.#next)) {
      setImmediate(() => {
        request.settle(undefined, failure('AbortError'))
        dispatch(new StoreEvent('error', request, { bubbles: true, cancelable: true }), [this.db, this])
      })
    }
    this.#waiting = []
    setImmediate(() => this.#end('abort'))
  }

  readonly #turn = (): void => {
    if (this.state === 'finished') return
    for (let request = this.#take(); request; request = this.#take()) {
      const isHeard = this.#answer(request)
      // Answering it may have ended this.
      if ((this.state as string) === 'finished') return
      if (isHeard) return void setImmediate(this.#turn)
    }
    this.state = 'finished'
    this.#end('complete')
  }

  #take(): StoreRequest | undefined {
    const request = this.#waiting[this.#next]
    this.#next += 1
    if (this.#next < this.#waiting.length) return request
    this.#waiting = []
    this.#next = 0
    return request
  }

  /** @returns whether anybody was told */
  #answer(request: StoreRequest): boolean {
    try {
      request.settle(request.run())
    } catch (error) {
      request.settle(undefined, error)
      this.#tell(new StoreEvent('error', request, { bubbles: true, cancelable: true }), error)
      return true
    }
    if (request.onsuccess === null && !request.listens('success') && !this.listens('success')) return false
    this.#tell(new StoreEvent('success', request))
    return true
  }

  #tell(event: StoreEvent, error?: unknown): void {
    dispatch(event, [this.db, this])
    if (this.state === 'finished') return
    // What is being committed no longer waits for who listens.
    if (event.thrown.length > 0 && this.state === 'active') this.abortFor(failure('AbortError'))
    else if (error !== undefined && !event.defaultPrevented) this.abortFor(error)
  }

  #end(type: 'complete' | 'abort'): void {
    this.undo.length = 0
    this.#options.onEnd(this)
    dispatchOrThrow(new StoreEvent(type, this, { bubbles: type === 'abort' }), [this.db])
  }
}

export type NameList = readonly string[] & { contains(name: string): boolean; item(at: number): string | null }

export const nameList = (names: Iterable<string>): NameList => {
  const list = [...names].sort()
  return Object.assign(list, { contains: (name: string) => list.includes(name), item: (at: number) => list[at] ?? null })
}
