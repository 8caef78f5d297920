import { hash, verify } from '@node-rs/argon2'

export type Passwords = {
  /** Null when too many wait already. */
  hash(password: string): Promise<string | null>
  /** `stored` null stands for an unknown account, which takes the same time. Null when too many wait already. */
  verify(stored: string | null, password: string): Promise<boolean | null>
}

export type Cost = { readonly memoryCost: number; readonly timeCost: number; readonly parallelism: number }

/** argon2id (the library's default) with 64 MiB: about half a second of one core, which is why only two run at a time. */
const COST: Cost = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 }
const AT_ONCE = 2
const WAITING = 30
/** The hash of a password that nobody knows, made with that cost. */
const NOBODY = '$argon2id$v=19$m=65536,t=3,p=1$D3K9iuo1PrNoQX22T7XVHQ$7TK03Rh+4Wxs64GrbfP8u5lOr2J4Zc8u51vR7ZmzdFk'

/** Password hashing behind a queue, so that sign-ins cannot eat the machine. */
export function createPasswords(cost: Cost = COST): Passwords {
  const inTurn = queue(AT_ONCE, WAITING)
  let nobody: Promise<string> | undefined = cost === COST ? Promise.resolve(NOBODY) : undefined
  return {
    hash: (password) => inTurn(() => hash(password, cost)),
    verify: (stored, password) =>
      inTurn(async () => {
        const matches = await verify(stored ?? (await (nobody ??= hash('nobody', cost))), password)
        return matches && stored !== null
      }),
  }
}

/** Runs at most `atOnce` works at a time and lets at most `waiting` wait; the next is refused with null. */
export function queue(atOnce: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T | null> {
  let running = 0
  const line: (() => void)[] = []
  return async (work) => {
    if (running >= atOnce) {
      if (line.length >= waiting) return null
      // The place is handed over, so `running` does not change between the two.
      await new Promise<void>((resolve) => line.push(resolve))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else running -= 1
    }
  }
}
