import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '@shared/lib/canonical-json.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import { combineDigests, digestOfPacked, digestOfRecord, digestOfText, EMPTY_DIGEST, type Digest } from '@shared/sync/digest.ts'
import { hash64 } from '@shared/sync/hash64.ts'
import { join } from '@shared/sync/join.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { nextStamp, NEVER } from '@shared/sync/stamp.ts'

const ids = Array.from({ length: 5 }, (_, index) => `1111111${index}-1111-4111-8111-111111111111`)
const stamp = fc.nat(6).map((now) => nextStamp(NEVER, now, 'x.s'))
const cell = fc.record({ value: fc.oneof(fc.nat(3), fc.constant(null), fc.string()), stamp, bases: fc.array(stamp, { maxLength: 2 }) })
const delta: fc.Arbitrary<RecordDelta> = fc.record({
  kind: fc.constant('meeting'),
  id: fc.constantFrom(...ids),
  cells: fc.dictionary(fc.constantFrom('title', 'place', '$deleted'), cell, { minKeys: 1 }),
})

/** Joins deltas as they come and keeps the digest change by change, as both sides do. */
function keepDigest(deltas: readonly RecordDelta[]): { digest: Digest; records: Map<string, RecordDelta> } {
  const records = new Map<string, RecordDelta>()
  let digest = EMPTY_DIGEST
  for (const one of deltas) {
    const before = records.get(one.id)
    const after = { ...one, cells: join(before?.cells ?? {}, one.cells) }
    digest = combineDigests(digest, digestOfRecord(after), before ? digestOfRecord(before) : EMPTY_DIGEST)
    records.set(one.id, after)
  }
  return { digest, records }
}

describe('The digest of a visit', () => {
  test('G1: is the same in whatever order, and however often, the changes came', () => {
    let longest = 0
    const history = fc.array(delta, { maxLength: 60, size: 'max' }).chain((deltas) =>
      fc.record({
        deltas: fc.constant(deltas),
        again: fc.shuffledSubarray([...deltas, ...deltas], { minLength: deltas.length * 2, maxLength: deltas.length * 2 }),
      }),
    )
    fc.assert(
      fc.property(history, ({ deltas, again }) => {
        longest = Math.max(longest, deltas.length)
        const { digest, records } = keepDigest(deltas)
        expect(keepDigest(again).digest).toBe(digest)
        expect(combineDigests(...[...records.values()].map(digestOfRecord))).toBe(digest)
      }),
      { seed: 20_250_310, numRuns: 500 },
    )
    expect(longest).toBeGreaterThan(50)
  })

  test('G1: is the hash of one text with every cell, whatever stands in the values', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', '\n', 'é', '\u{1f600}', '\u2028', ''))
    const value = fc.oneof(text, fc.nat(), fc.boolean(), fc.constant(null), fc.array(text), fc.dictionary(text, text))
    const cells = fc.dictionary(fc.constantFrom('title', 'place', 'b', 'a'), fc.record({ value, stamp, bases: fc.constant([]) }))
    fc.assert(
      fc.property(cells, (given) => {
        const fields = Object.keys(given).sort()
        const stamps = fields.map((field) => given[field]?.stamp ?? '')
        const lines = fields.map((field, index) => {
          const named = stamps[index] === stamps[index - 1] ? '' : stamps[index]
          return `\n${field} ${named} ${canonicalJson(given[field]?.value ?? null)}`
        })
        const record = { kind: 'meeting', id: ids[0] ?? '', cells: given }
        expect(digestOfRecord(record)).toBe(hash64(`meeting ${record.id}${lines.join('')}`))
      }),
      { seed: 20_250_311, numRuns: 2_000 },
    )
  })

  test('G1: differs by a value, a stamp, a field, a kind or an id, and not by bases', () => {
    const record: RecordDelta = { kind: 'meeting', id: ids[0] ?? '', cells: { title: { value: 'a', stamp: 's1', bases: [] } } }
    const of = (change: Partial<RecordDelta>): Digest => digestOfRecord({ ...record, ...change })
    const others = [
      of({ cells: { title: { value: 'b', stamp: 's1', bases: [] } } }),
      of({ cells: { title: { value: 'a', stamp: 's2', bases: [] } } }),
      of({ cells: { place: { value: 'a', stamp: 's1', bases: [] } } }),
      of({ cells: { ...record.cells, place: { value: null, stamp: 's1', bases: [] } } }),
      of({ kind: 'agreement' }),
      of({ id: ids[1] ?? '' }),
    ]
    expect(new Set([of({}), ...others]).size).toBe(others.length + 1)
    expect(of({ cells: { title: { value: 'a', stamp: 's1', bases: ['s0'] } } })).toBe(of({}))
  })

  test('G1: a record counts as it travels with what it counts as with its cells', () => {
    fc.assert(
      fc.property(delta, ({ kind, id, cells }) => {
        const packed = packRecord({ kind, id, cells })
        expect(digestOfPacked(packed)).toBe(digestOfRecord({ kind, id, cells }))
        const backwards = { ...packed, c: Object.fromEntries(Object.entries(packed.c).toReversed()) }
        expect(digestOfPacked(backwards)).toBe(digestOfRecord({ kind, id, cells }))
      }),
      { seed: 20_250_312 },
    )
    expect(digestOfPacked(packRecord({ kind: 'member', id: ids[0] ?? '', cells: {} }))).toBe(EMPTY_DIGEST)
  })

  test('G1: what the server alone writes counts as nothing, and a text counts beside its note', () => {
    const cells = { name: { value: 'a', stamp: 's1', bases: [] } }
    expect(digestOfRecord({ kind: 'member', id: ids[0] ?? '', cells })).toBe(EMPTY_DIGEST)
    const texts = [digestOfText('n', new Uint8Array([1])), digestOfText('n', new Uint8Array([2])), digestOfText('m', new Uint8Array([1]))]
    expect(new Set([...texts, EMPTY_DIGEST]).size).toBe(4)
  })

  test('is pinned: a change would make every laptop of another version repair for ever', () => {
    const cells = { title: { value: 'METI, 3階', stamp: 's1', bases: [] }, place: { value: { a: [1, null] }, stamp: 's2', bases: [] } }
    expect(digestOfRecord({ kind: 'meeting', id: ids[0] ?? '', cells })).toMatchInlineSnapshot(`"15634622d50ab6bb"`)
    expect(digestOfText(ids[0] ?? '', new Uint8Array([1, 2, 3]))).toMatchInlineSnapshot(`"86b4b9fabd64e41b"`)
  })
})
