import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compareStamps,
  deviceAuthor,
  greatestStamp,
  isServerStamp,
  isStamp,
  NEVER,
  nextStamp,
  stampParts,
  type Stamp,
} from '@shared/sync/stamp.ts'

const SEED = { seed: 20_250_308, numRuns: 2_000 }
const author = fc.constantFrom('aaaa.s1', 'aaaa.s2', 'bbbb.s1', 'server-1')
const now = fc.oneof(fc.nat(5), fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_005 }), fc.constantFrom(0, 2 ** 48 - 1))
/** Stamps as they grow in a record: each made from the one before, by any clock. */
const stamp: fc.Arbitrary<Stamp> = fc
  .array(fc.record({ now, author }), { minLength: 1, maxLength: 6 })
  .map((writes) => writes.reduce((last, write) => nextStamp(last, write.now, write.author), NEVER))

describe('A stamp', () => {
  test('S1: is compared as text, and that is by epoch, clock, count and author in this order', () => {
    const inParts = (a: Stamp, b: Stamp): number => {
      const [one, other] = [stampParts(a), stampParts(b)]
      return (
        one.epoch - other.epoch ||
        one.wall - other.wall ||
        one.count - other.count ||
        (one.author < other.author ? -1 : Number(one.author > other.author))
      )
    }
    fc.assert(
      fc.property(stamp, stamp, (a, b) => Math.sign(compareStamps(a, b)) === Math.sign(inParts(a, b))),
      SEED,
    )
  })

  test('S1: never written is less than anything written', () => {
    fc.assert(
      fc.property(stamp, (one) => compareStamps(NEVER, one) === -1),
      SEED,
    )
    expect(greatestStamp([])).toBe(NEVER)
  })

  test('S2: is later than the record it is made from, by any clock', () => {
    fc.assert(
      fc.property(stamp, now, author, (last, time, who) => compareStamps(nextStamp(last, time, who), last) === 1),
      SEED,
    )
  })

  test.each([
    ['a clock ahead keeps the epoch', 2000, { epoch: 0, wall: 2000, count: 0 }],
    ['the same millisecond counts up', 1000, { epoch: 0, wall: 1000, count: 1 }],
    ['a clock behind raises the epoch', 999, { epoch: 1, wall: 999, count: 0 }],
  ])('S2: %s', (_, time, parts) => {
    expect(stampParts(nextStamp(nextStamp(NEVER, 1000, 'a.s'), time, 'b.s'))).toMatchObject({ ...parts, author: 'b.s' })
  })

  test('S2: a clock that was a year ahead holds nobody up: epochs grow, and with right clocks time decides again', () => {
    const ahead = nextStamp(NEVER, 1_800_000_000_000, 'a.s')
    const right = nextStamp(ahead, 1_741_000_000_000, 'b.s')
    expect(stampParts(nextStamp(right, 1_741_000_000_001, 'c.s'))).toMatchObject({ epoch: 1, wall: 1_741_000_000_001 })
  })

  test('S3: names the device and the session, so that a restored backup is another author', () => {
    const id = '11111111-1111-4111-8111-111111111111'
    expect(deviceAuthor(id, 's1')).not.toBe(deviceAuthor(id, 's2'))
    expect(nextStamp(NEVER, 1, deviceAuthor(id, 's1'))).not.toBe(nextStamp(NEVER, 1, deviceAuthor(id, 's2')))
  })

  test('S3: of the server is known by its author', () => {
    expect(isServerStamp(nextStamp(NEVER, 1, 'server-a'))).toBe(true)
    expect(isServerStamp(nextStamp(NEVER, 1, deviceAuthor('11111111-1111-4111-8111-111111111111', 's')))).toBe(false)
  })

  test('S1: has one form, and what has another is refused', () => {
    expect(isStamp(nextStamp(NEVER, 1_741_000_000_000, 'a.s'))).toBe(true)
    for (const text of [
      '',
      'a',
      nextStamp(NEVER, 171, 'a').toUpperCase(),
      `${nextStamp(NEVER, 1, 'a')} `,
      nextStamp(NEVER, 1, 'a').slice(0, 26),
    ]) {
      expect(isStamp(text), text).toBe(false)
    }
  })

  test('S1: is not made from a clock that gives no whole milliseconds', () => {
    expect(() => nextStamp(NEVER, -5, 'a')).toThrow('Assertion failed')
    expect(() => nextStamp(NEVER, 1.5, 'a')).toThrow('Assertion failed')
    expect(() => nextStamp(NEVER, 2 ** 48, 'a')).toThrow('Assertion failed')
  })
})
