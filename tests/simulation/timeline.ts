type Event = { readonly time: number; readonly order: number; readonly run: () => void; isOff: boolean }

/**
 * Virtual time. Threads are ordinary promises; at any moment one of them runs, and all others sleep here until their time
 * comes. So messages cross each other, laptops die in the middle of a sync, and yet the same seed gives the same run.
 */
export class Timeline {
  private time: number
  private order = 0
  private running = 0
  private readonly events: Event[] = []
  private wakeRunner: (() => void) | null = null
  private failure: unknown = null

  constructor(start: number) {
    this.time = start
  }

  readonly now = (): number => this.time

  /** Starts a thread. What it throws fails the run. */
  spawn(work: () => Promise<void>): void {
    this.running += 1
    void work()
      .catch((error: unknown) => {
        this.failure ??= error
      })
      .finally(() => this.leave())
  }

  /** The thread that awaits this sleeps for so many milliseconds; `wakeups` may end it early. */
  sleep(ms: number, wakeups?: Set<() => void>): Promise<void> {
    return this.wait((wake) => {
      const event = this.at(this.time + ms, wake)
      const early = (): void => {
        if (event.isOff) return
        event.isOff = true
        this.at(this.time, wake)
      }
      wakeups?.add(early)
      return () => void wakeups?.delete(early)
    })
  }

  /** The thread that awaits this stops until somebody calls `wake`, which runs it as the next event. */
  block(register: (wake: () => void) => void): Promise<void> {
    return this.wait((wake) => {
      register(() => void this.at(this.time, wake))
      return () => undefined
    })
  }

  /** Does something at a time to come. */
  at(time: number, run: () => void): Event {
    const event = { time, order: (this.order += 1), run, isOff: false }
    const place = this.events.findIndex((other) => other.time > event.time)
    this.events.splice(place === -1 ? this.events.length : place, 0, event)
    return event
  }

  /** Lets time pass. Every thread that wakes runs until it sleeps again before the next one does. */
  async advanceTo(time: number): Promise<void> {
    await this.settle()
    for (let next = this.events[0]; next && next.time <= time; next = this.events[0]) {
      this.events.shift()
      this.time = Math.max(this.time, next.time)
      if (next.isOff) continue
      next.isOff = true
      next.run()
      await this.settle()
    }
    this.time = Math.max(this.time, time)
  }

  /** Until nothing is under way any more. */
  async drain(): Promise<void> {
    await this.settle()
    for (let last = this.events.at(-1); last; last = this.events.at(-1)) await this.advanceTo(last.time)
  }

  private async settle(): Promise<void> {
    while (this.running > 0) {
      await new Promise<void>((resolve) => {
        this.wakeRunner = resolve
      })
    }
    if (this.failure !== null) throw this.failure
  }

  private wait(register: (wake: () => void) => () => void): Promise<void> {
    return new Promise((resolve) => {
      const forget = register(() => {
        forget()
        this.running += 1
        resolve()
      })
      this.leave()
    })
  }

  private leave(): void {
    this.running -= 1
    if (this.running > 0) return
    this.wakeRunner?.()
    this.wakeRunner = null
  }
}
