import type { Timers } from '../../src/renderer/sync/sync-loop.ts'

/** Timers that go off when the test says so. */
export type ManualTimers = Timers & {
  /** Milliseconds of those that wait, in the order in which they were set. */
  waiting(): readonly number[]
  /** Lets the latest one of so many milliseconds go off. */
  fire(ms: number): void
}

export function manualTimers(): ManualTimers {
  const set = new Set<{ readonly ms: number; readonly work: () => void }>()
  return {
    after: (ms, work) => {
      const timer = { ms, work }
      set.add(timer)
      return () => void set.delete(timer)
    },
    waiting: () => [...set].map(({ ms }) => ms),
    fire: (ms) => {
      const timer = [...set].findLast((one) => one.ms === ms)
      if (!timer) throw new Error(`nothing waits for ${ms} ms, only for ${[...set].map((one) => one.ms).join(', ')}`)
      set.delete(timer)
      timer.work()
    },
  }
}
