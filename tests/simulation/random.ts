/** Chance from a seed: the same seed gives the same run, on every machine. */
export type Random = {
  /** Uniform in [0, 1). */
  readonly next: () => number
  /** A whole number from 0 to `below` - 1. */
  readonly int: (below: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(list: readonly [T, ...T[]]) => T
  readonly bytes: (count: number) => Uint8Array
  /** A UUID. */
  readonly id: () => string
  /** Chance of its own, so that drawing more here changes nothing there. */
  readonly fork: (name: string) => Random
}

export function randomFrom(seed: string): Random {
  const next = mulberry(hash(seed))
  const int = (below: number): number => Math.floor(next() * below)
  const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => int(256))
  return {
    next,
    int,
    bytes,
    chance: (probability) => next() < probability,
    pick: (list) => list[int(list.length)] ?? list[0],
    id: () => {
      const hex = Array.from(bytes(16), (byte) => byte.toString(16).padStart(2, '0')).join('')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
    },
    fork: (name) => randomFrom(`${seed}/${name}`),
  }
}

/** 32 bits of a text (FNV-1a). */
function hash(text: string): number {
  let bits = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193)
  return bits >>> 0
}

/** Mulberry32, by Tommy Ettinger, in the public domain. */
function mulberry(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296
  }
}
