import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPushGate, type Admitted, type Bounds } from '../../../src/server/http/push-gate.ts'

const KIB = 1_024
const MIB = 1_024 * KIB
const BOUNDS: Bounds = { received: 8 * MIB, ofVisit: 4 * MIB, ofLaptop: MIB, workedOn: MIB, wait: 1_000 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A gate, and the pushes that were worked on, in their order. */
function crowd(bounds: Partial<Bounds> = {}) {
  const gate = createPushGate({ ...BOUNDS, ...bounds })
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const admit = (visit: string, laptop: string, bytes = 0): Admitted | null => gate.admit({ visit, laptop, bytes })
  /** Each from a laptop of its own, named by its visit and a number. */
  const come = async (name: string, unpacked = 300 * KIB): Promise<Admitted> => {
    const admitted = admit(name.charAt(0), name)
    if (!admitted) throw new Error(`${name} was sent away`)
    void admitted.turn(unpacked).then((end) => {
      begun.push(end ? name : `${name} gave up`)
      if (end) ends.set(name, end)
    })
    await settle()
    return admitted
  }
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.()
    await settle()
  }
  return { admit, come, end, begun }
}
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

describe('pushes that come at once', () => {
  it('are worked on as far as their bodies go into the room, and then in the order in which they came', async () => {
    const { come, end, begun } = crowd()
    for (const name of ['a1', 'b1', 'c1', 'd1', 'e1']) await come(name)
    expect(begun).toEqual(['a1', 'b1', 'c1'])
    await end('b1')
    expect(begun).toEqual(['a1', 'b1', 'c1', 'd1'])
    await end('d1')
    expect(begun.at(-1)).toBe('e1')
  })

  it('of one visit are worked on one at a time, and those of other visits pass them', async () => {
    const { come, end, begun } = crowd()
    for (const name of ['a1', 'a2', 'a3', 'b1']) await come(name)
    expect(begun).toEqual(['a1', 'b1'])
    await end('a1')
    expect(begun).toEqual(['a1', 'b1', 'a2'])
  })

  it('take turns by visit: whoever comes to a busy server waits for one push of each other visit', async () => {
    const { come, end, begun } = crowd({ workedOn: 300 * KIB })
    for (const name of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) await come(name)
    for (const name of ['a1', 'b1', 'c1', 'a2', 'b2']) await end(name)
    expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
  })

  it('never let smaller ones before one that is too large for what room is left, which is worked on alone', async () => {
    const { come, end, begun } = crowd()
    await come('a1')
    await come('b1', 4 * MIB)
    await come('c1', 0)
    expect(begun).toEqual(['a1'])
    await end('a1')
    expect(begun).toEqual(['a1', 'b1'])
    await end('b1')
    expect(begun).toEqual(['a1', 'b1', 'c1'])
  })

  it('leave the line when their laptop has gone, and what they stood before goes on', async () => {
    const { come, end, begun } = crowd()
    await come('a1')
    const large = await come('b1', 4 * MIB)
    await come('c1', 0)
    large.leave()
    await settle()
    expect(begun).toEqual(['a1', 'b1 gave up', 'c1'])
    const second = await come('a2')
    second.leave()
    await end('a1')
    expect(begun).not.toContain('a2')
    expect(await second.turn(0)).toBeNull()
  })

  it('give up when they have waited too long, and not while they are worked on', async () => {
    const { come, end, begun } = crowd()
    await come('a1')
    await come('a2')
    await vi.advanceTimersByTimeAsync(1_001)
    expect(begun).toEqual(['a1', 'a2 gave up'])
    await end('a1')
    await come('a3')
    expect(begun.at(-1)).toBe('a3')
  })

  it('keep their place while they are worked on, also when their laptop has gone: the work goes on', async () => {
    const { come, end, begun } = crowd()
    const first = await come('a1')
    await come('a2')
    first.leave()
    await settle()
    expect(begun).toEqual(['a1'])
    await end('a1')
    expect(begun).toEqual(['a1', 'a2'])
  })
})

describe('what may be on its way at once', () => {
  it('is bounded for one laptop, one visit and all of them, in bytes as they come', () => {
    const { admit } = crowd()
    expect(admit('a', 'one', MIB / 2)).not.toBeNull()
    const second = admit('b', 'one', MIB / 2)
    expect(second).not.toBeNull()
    expect(admit('c', 'one', 1)).toBeNull()
    second?.leave()
    // Whoever leaves twice gives back once.
    second?.leave()
    expect(admit('c', 'one', MIB / 2)).not.toBeNull()
    expect(admit('c', 'one', 1)).toBeNull()
    for (const laptop of ['d1', 'd2', 'd3', 'd4']) expect(admit('d', laptop, MIB)).not.toBeNull()
    expect(admit('d', 'd5', 1)).toBeNull()
    for (const laptop of ['e1', 'e2', 'e3']) expect(admit('e', laptop, MIB)).not.toBeNull()
    expect(admit('f', 'f1', 1)).toBeNull()
  })

  it('is never less than one push, however large', () => {
    const { admit } = crowd()
    const first = admit('a', 'one', 100 * MIB)
    expect(first).not.toBeNull()
    expect(admit('b', 'two', 1)).toBeNull()
    first?.leave()
    expect(admit('b', 'two', 1)).not.toBeNull()
  })
})
