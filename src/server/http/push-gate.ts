const KIB = 1_024
const MIB = 1_024 * KIB

/**
 * In bytes: bodies that are on their way here or wait, as they come, in all, of one visit and of one laptop; and bodies that are worked on at
 * once, unpacked. In milliseconds: the longest wait for a turn.
 */
const BOUNDS = { received: 32 * MIB, ofVisit: 8 * MIB, ofLaptop: MIB, workedOn: MIB / 2, wait: 10_000 }
export type Bounds = typeof BOUNDS
/** What the smallest body counts as. */
const LEAST_RECEIVED = 64 * KIB
const LEAST_WORKED_ON = 32 * KIB

/** Whose push it is, and how long its body is as it comes. */
export type Coming = { readonly visit: string; readonly laptop: string; readonly bytes: number }
export type PushGate = {
  /** Before anything of the body is read. Null where too much is here already. */
  admit(push: Coming): Admitted | null
}
export type Admitted = {
  /**
   * Waits until a body that has so many bytes once it is unpacked may be worked on; what it gives ends that. Null where its laptop has gone, or the
   * wait was too long.
   */
  turn(unpacked: number): Promise<EndTurn | null>
  /** Its laptop was answered, or has gone. */
  readonly leave: () => void
}
type EndTurn = () => void

/**
 * A push takes many times its length of memory while it is worked on, so few are at once, and the others wait as they came, packed. None of them waits for a
 * slow network: a turn begins when the body is here. See docs/decisions/0190-pushes-take-turns.md.
 */
export function createPushGate(bounds: Bounds = BOUNDS): PushGate {
  const received = new Map<string, number>()
  const turns = createTurns(bounds)
  return {
    admit: ({ visit, laptop, bytes }) => {
      const size = Math.max(bytes, LEAST_RECEIVED)
      const sums = { all: bounds.received, [`visit ${visit}`]: bounds.ofVisit, [`laptop ${laptop}`]: bounds.ofLaptop }
      // What is larger than all that may be here comes alone.
      const isFull = Object.entries(sums).some(([name, most]) => received.has(name) && (received.get(name) ?? 0) + size > most)
      if (isFull) return null
      const add = (more: number): void => {
        for (const name of Object.keys(sums)) {
          const sum = (received.get(name) ?? 0) + more
          if (sum > 0) received.set(name, sum)
          else received.delete(name)
        }
      }
      let isGone = false
      let giveUp: () => void = () => undefined
      add(size)
      return {
        turn: (unpacked) => {
          if (isGone) return Promise.resolve(null)
          const { begun, leave } = turns.wait(visit, Math.max(unpacked, LEAST_WORKED_ON))
          giveUp = leave
          return begun
        },
        leave: () => {
          if (!isGone) add(-size)
          isGone = true
          giveUp()
        },
      }
    },
  }
}

type Waiting = { readonly visit: string; readonly bytes: number; begin(): void }

/**
 * A visit is locked by each of its pushes, so one of it is worked on at a time; and whose turn it was goes behind the others with all that it has
 * waiting. So a busy visit takes one place from the others and no more.
 */
function createTurns({ workedOn: room, wait: longest }: Bounds): {
  wait(visit: string, bytes: number): { readonly begun: Promise<EndTurn | null>; readonly leave: () => void }
} {
  const busy = new Set<string>()
  let line: readonly Waiting[] = []
  let workedOn = 0

  const callNext = (): void => {
    for (;;) {
      const next = line.find(({ visit }) => !busy.has(visit))
      // Nothing smaller goes first, or a large one would wait for ever.
      if (!next || (workedOn > 0 && workedOn + next.bytes > room)) return
      line = line.filter((one) => one !== next)
      busy.add(next.visit)
      workedOn += next.bytes
      next.begin()
    }
  }
  const end = ({ visit, bytes }: Waiting): void => {
    const isOfVisit = (one: Waiting): boolean => one.visit === visit
    line = [...line.filter((one) => !isOfVisit(one)), ...line.filter(isOfVisit)]
    busy.delete(visit)
    workedOn -= bytes
    callNext()
  }
  return {
    wait: (visit, bytes) => {
      const { promise: begun, resolve } = withResolvers<EndTurn | null>()
      const own: Waiting = {
        visit,
        bytes,
        begin: () => {
          clearTimeout(timer)
          resolve(() => end(own))
        },
      }
      const leave = (): void => {
        clearTimeout(timer)
        line = line.filter((one) => one !== own)
        resolve(null)
        // It may have stood before smaller ones.
        callNext()
      }
      const timer = setTimeout(leave, longest)
      line = [...line, own]
      callNext()
      return { begun, leave }
    },
  }
}

function withResolvers<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => (resolve = settle))
  return { promise, resolve }
}
