import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareCells, type Cells } from '@shared/sync/cell.ts'
import { join } from '@shared/sync/join.ts'
import { nextStamp, NEVER } from '@shared/sync/stamp.ts'

type Join = typeof join
const SEED = { seed: 20_250_309, numRuns: 1_000 }
/** Few stamps and few values, so that ties of both kinds are frequent. */
const cell = fc.record({
  value: fc.constantFrom('a', 'b', null, 1),
  stamp: fc.constantFrom(...[1, 2, 3].map((now) => nextStamp(NEVER, now, 'x.s'))),
  bases: fc.constant([]),
})
const cells: fc.Arbitrary<Cells> = fc.dictionary(fc.constantFrom('text', 'amount', 'status'), cell, { maxKeys: 3 })

/** The laws that make the order, the number and the grouping of messages irrelevant. Returns the law that a merge breaks. */
function brokenLaw(merge: Join): string | null {
  const laws: Record<string, (a: Cells, b: Cells, c: Cells) => void> = {
    'both ways are equal': (a, b) => {
      expect(merge(a, b)).toEqual(merge(b, a))
    },
    'any grouping is equal': (a, b, c) => {
      expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)))
    },
    'twice is once, and returns what was there': (a, b) => {
      const once = merge(a, b)
      expect(merge(once, structuredClone(b))).toBe(once)
    },
    'no field gets less': (a, b) => {
      const both = merge(a, b)
      for (const [field, one] of [...Object.entries(a), ...Object.entries(b)]) {
        const held = both[field]
        if (!held || compareCells(held, one) < 0) throw new Error(`${field} went back`)
      }
    },
  }
  return Object.entries(laws).find(([, law]) => fc.check(fc.property(cells, cells, cells, law), SEED).failed)?.[0] ?? null
}

describe('The merge', () => {
  test('M1, M2: keeps its laws, also among equal stamps with different values', () => {
    expect(brokenLaw(join)).toBeNull()
  })

  const withOrder =
    (wins: (a: string, b: string, order: number) => boolean): Join =>
    (current, incoming) => {
      const joined = { ...current }
      for (const [field, theirs] of Object.entries(incoming)) {
        const mine = current[field]
        if (!mine || wins(theirs.stamp, mine.stamp, compareCells(theirs, mine))) joined[field] = theirs
      }
      return Object.keys(joined).every((field) => joined[field] === current[field]) ? current : joined
    }

  test.each<[string, Join, string | null]>([
    ['M2: the rule itself, written once more', withOrder((_a, _b, order) => order > 0), null],
    ['M2: no tie-break among equal stamps', withOrder((theirs, mine) => theirs > mine), 'both ways are equal'],
    ['M1: equal counts as greater', withOrder((_a, _b, order) => order >= 0), 'twice is once, and returns what was there'],
    ['M1: what arrives wins', withOrder(() => true), 'both ways are equal'],
    ['M1: the lesser stamp wins', withOrder((_a, _b, order) => order < 0), 'no field gets less'],
    ['M1: a field that is not there is not taken', (current) => current, 'both ways are equal'],
  ])('%s', (_, merge, law) => {
    expect(brokenLaw(merge)).toBe(law)
  })

  test('M3: null is a value like any other: a field is nulled, never removed', () => {
    const [early, late] = [nextStamp(NEVER, 1, 'x.s'), nextStamp(NEVER, 2, 'x.s')]
    const said = { text: { value: 'words', stamp: early, bases: [] } }
    const nulled = { text: { value: null, stamp: late, bases: [early] } }
    expect(join(said, nulled)).toEqual(nulled)
    expect(join(nulled, said)).toBe(nulled)
  })
})
