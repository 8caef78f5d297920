import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSpareMemory, LONGEST_UNIT, writeText } from '../../../src/server/host/spare-memory.ts'

const LARGE = 100 * 1_024

const isSame = (one: Buffer | undefined, other: Buffer | undefined): boolean => one?.buffer === other?.buffer

describe('Spare memory', () => {
  it('is what was given back, for whoever needs no more', () => {
    const { give, take } = createSpareMemory()
    const first = take(LARGE)
    give(first.subarray(10, 20))
    expect(isSame(take(LARGE - 1), first)).toBe(true)
    // And for whoever needs a little more.
    give(first)
    expect(isSame(take(LARGE + 5_000), first)).toBe(true)
  })

  it('is nobody else’s while somebody has it, and never shorter than asked', () => {
    const { give, take } = createSpareMemory()
    const first = take(LARGE)
    give(first)
    const taken = [take(LARGE), take(LARGE), take(2 * LARGE)]
    expect(new Set(taken.map(({ buffer }) => buffer)).size).toBe(3)
    taken.forEach((one, index) => expect(one.length).toBeGreaterThanOrEqual(index === 2 ? 2 * LARGE : LARGE))
    // A shorter one that came last does not stand in the way.
    give(taken[2] as Buffer)
    give(taken[0] as Buffer)
    expect(isSame(take(2 * LARGE), taken[2])).toBe(true)
  })

  it('keeps some of what it is given, and nothing that is short or very long', () => {
    const { give, take } = createSpareMemory()
    const buffers = Array.from({ length: 12 }, () => take(LARGE))
    const others = [100, 5_000, 9 * 1_024 * 1_024].map(take)
    for (const one of [...buffers, ...others, ...others]) give(one)
    const given = new Set(buffers.map(({ buffer }) => buffer))
    const again = Array.from({ length: 12 }, () => take(LARGE)).filter(({ buffer }) => given.has(buffer))
    expect(again).toHaveLength(4)
  })
})

describe('A text in UTF-8', () => {
  it('is written as Node writes it, whatever is in it', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('a', 'ж', '\ud800', '語', '\u007f', '\u0080') }),
    )
    fc.assert(
      fc.property(text, fc.nat(5), (one, at) => {
        const bytes = Buffer.alloc(at + one.length * LONGEST_UNIT + 1, 0xff)
        const length = writeText(bytes, one, at)
        expect(bytes.subarray(at, at + length)).toEqual(Buffer.from(one))
        expect(bytes[at + length]).toBe(0xff)
      }),
      { seed: 20_261_128, numRuns: 500 },
    )
  })
})
