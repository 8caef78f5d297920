type Call = (event: StoreEvent) => void
type Listening = { readonly capture?: boolean; readonly signal?: AbortSignal }
type Listener = { readonly type: string; readonly call: Call; readonly isCapturing: boolean; readonly signal: AbortSignal | undefined }
type EventOptions = {
  readonly bubbles?: boolean
  readonly cancelable?: boolean
  readonly oldVersion?: number
  readonly newVersion?: number | null
}

export class StoreEvent {
  readonly type: string
  readonly target: Listened
  currentTarget: Listened | null = null
  readonly bubbles: boolean
  readonly cancelable: boolean
  readonly oldVersion: number | undefined
  readonly newVersion: number | null | undefined
  defaultPrevented = false
  isStopped = false
  isStoppedAtOnce = false
  /** What listeners threw. */
  readonly thrown: unknown[] = []

  constructor(type: string, target: Listened, { bubbles = false, cancelable = false, oldVersion, newVersion }: EventOptions = {}) {
    this.type = type
    this.target = target
    this.bubbles = bubbles
    this.cancelable = cancelable
    this.oldVersion = oldVersion
    this.newVersion = newVersion
  }

  preventDefault(): void {
    if (this.cancelable) this.defaultPrevented = true
  }

  stopPropagation(): void {
    this.isStopped = true
  }

  stopImmediatePropagation(): void {
    this.isStopped = true
    this.isStoppedAtOnce = true
  }
}

const NONE: readonly Listener[] = []

/** What events are told to: by its `on...` and by listeners, as the DOM's. */
export class Listened {
  #listeners = NONE

  addEventListener(type: string, call: Call, options: boolean | Listening = {}): void {
    const { capture = false, signal } = typeof options === 'boolean' ? { capture: options } : options
    this.removeEventListener(type, call, capture)
    this.#listeners = [...this.#listeners, { type, call, isCapturing: capture, signal }]
  }

  removeEventListener(type: string, call: Call, options: boolean | Listening = {}): void {
    const isCapturing = typeof options === 'boolean' ? options : (options.capture ?? false)
    this.#listeners = this.#listeners.filter((one) => one.type !== type || one.call !== call || one.isCapturing !== isCapturing)
  }

  /** Whether a listener was added for it; its `on...` is another matter. */
  listens(type: string): boolean {
    return this.#listeners.length > 0 && this.#listeners.some((listener) => listener.type === type)
  }

  /** @param phase which listeners are told: those of the way down, those of the way up, or at the target all */
  hear(event: StoreEvent, phase: 'down' | 'target' | 'up'): void {
    if (event.isStopped) return
    event.currentTarget = this
    for (const { type, call, isCapturing, signal } of this.#listeners) {
      const isTold = type === event.type && signal?.aborted !== true && (phase === 'target' || isCapturing === (phase === 'down'))
      if (isTold) this.#tell(call, event)
    }
    const handler = phase === 'down' ? null : this.#handler(event.type)
    if (handler) this.#tell(handler, event)
  }

  #handler(type: string): Call | null {
    return (this as unknown as Record<string, Call | undefined>)[`on${type}`] ?? null
  }

  #tell(call: Call, event: StoreEvent): void {
    if (event.isStoppedAtOnce) return
    try {
      call.call(this, event)
    } catch (error) {
      event.thrown.push(error)
    }
  }
}

/** @param above what stands around the target, outermost first */
export function dispatch(event: StoreEvent, above: readonly Listened[] = []): void {
  for (const one of above) one.hear(event, 'down')
  event.target.hear(event, 'target')
  if (event.bubbles) for (const one of above.toReversed()) one.hear(event, 'up')
  event.currentTarget = null
}

/** Where nobody handles what a listener throws, it is thrown on. */
export function dispatchOrThrow(event: StoreEvent, above: readonly Listened[] = []): void {
  dispatch(event, above)
  if (event.thrown.length > 0) throw event.thrown[0]
}
