import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { succeed } from '@shared/lib/result.ts'
import { digestOfRecord } from '@shared/sync/digest.ts'
import { NEVER, nextStamp, type Stamp } from '@shared/sync/stamp.ts'
import { readItem } from '../../../src/server/sync/read-item.ts'
import { parseWithItems, ScannedItem } from '../../../src/server/sync/scan-items.ts'
import { AUTHORS, damage, damaged, everyDamage, itemWithRecord } from '../../support/damaged-messages.ts'
import { itemOf } from '../../support/pushed-records.ts'

const message = fc
  .record({ pushSeq: fc.nat(9), items: fc.array(itemWithRecord, { minLength: 1, maxLength: 3 }) })
  .map((body) => JSON.stringify(body))

const asJson = (text: string): { readonly items: unknown } | null => {
  try {
    return JSON.parse(text) as { items: unknown }
  } catch {
    return null
  }
}
/** As it comes over the wire: half of a pair is none there. */
const asBytes = (text: string): Buffer => Buffer.from(text)
const scanned = (text: string, windowBytes?: number): { readonly items: unknown } | null => {
  try {
    return parseWithItems(asBytes(text), JSON.parse, windowBytes) as { items: unknown }
  } catch {
    return null
  }
}
const asParsed = (one: unknown): unknown => (one instanceof ScannedItem ? { record: JSON.parse(one.packed) as unknown } : one)
const itemsIn = (body: { readonly items: unknown } | null): unknown[] => (Array.isArray(body?.items) ? (body.items as unknown[]) : [])

/** Everything that is said of a scanned item is what is said of it once it is parsed, in whatever parts the message is read. */
function expectTheSame(text: string): void {
  for (const windowBytes of [undefined, 1]) expectTheSameOf(text, windowBytes)
}

function expectTheSameOf(text: string, windowBytes: number | undefined): void {
  const [expected, found] = [asJson(asBytes(text).toString()), scanned(text, windowBytes)]
  const items = itemsIn(found)
  expect(found && Array.isArray(found.items) ? { ...found, items: items.map(asParsed) } : found).toEqual(expected)
  for (const one of items) {
    if (!(one instanceof ScannedItem)) continue
    const slow = readItem(asParsed(one))
    if (!slow.ok) throw new Error(`what is refused was scanned: ${one.packed}`)
    const { delta, packed, text: record, updates } = slow.value
    expect({ packed: one.packed, digest: one.digest }).toEqual({ packed, digest: digestOfRecord(delta) })
    expect(new Set(one.stamps)).toEqual(new Set(Object.values(delta.cells).map((of) => of.stamp)))
    expect({ kind: one.delta.kind, id: one.delta.id, cells: one.delta.cells }).toEqual(delta)
    expect(readItem(one)).toEqual(succeed({ delta: one.delta, updates, text: record, packed, scanned: one }))
  }
}

describe('Reading the items of a push where they stand', () => {
  test('W2 says of every message what parsing it says', () => {
    fc.assert(fc.property(message, expectTheSame), { seed: 20_261_128, numRuns: 400 })
  })

  test('W2 says of every damaged message what parsing it says', () => {
    fc.assert(
      fc.property(message, fc.array(damage, { minLength: 1, maxLength: 3 }), (text, damages) =>
        expectTheSame(damages.reduce(damaged, text)),
      ),
      { seed: 20_261_128, numRuns: 3_000 },
    )
  })

  const itemWith = (fields: Parameters<typeof itemOf>[2], kind = 'meeting') => itemOf(kind, '11111111-1111-4111-8111-111111111111', fields)
  const at = nextStamp(NEVER, 1, AUTHORS[0] as string)
  const isScanned = (...items: readonly unknown[]): boolean[] =>
    itemsIn(scanned(JSON.stringify({ pushSeq: 1, items }))).map((one) => one instanceof ScannedItem)

  test('W2 says of a message that is damaged in any one place what parsing it says', () => {
    const [second, third] = [2, 3].map((now) => nextStamp(NEVER, now, AUTHORS[1] as string)) as [Stamp, Stamp]
    const item = itemWith({ a: ['"\n語', at, NEVER], ab: [-12.5, second, at, third], b: [null, at] })
    for (const text of everyDamage(JSON.stringify({ pushSeq: 12, items: [item, itemWith({ title: ['Tea', at] })] }))) expectTheSame(text)
  })

  test('takes what laptops write as it stands, and what may mean more apart', () => {
    const usual = itemWith({ title: ['"Tea"\n\\ 語 😀', at, NEVER], when: [null, at, NEVER], open: [true, at], count: [-12.5, at] })
    const others = [
      itemWith({ title: ['\u0001', at] }),
      itemWith({ parts: [[1], at] }),
      itemWith({ $deleted: [null, at] }, 'visit'),
      itemWith({ by: ['p', at] }, 'review'),
      itemWith({ recordId: ['r', at] }, 'conflict'),
      { ...usual, updates: [] },
    ]
    expect(isScanned(usual, itemWith({ $deleted: [null, at] }), ...others, usual)).toEqual([true, true, ...others.map(() => false), true])
  })

  const [a, b] = [1, 2].map((wall) => `"${nextStamp(NEVER, wall, 'x.s')}"`) as [string, string]
  const messageOf = ([stamps, cells]: readonly [stamps: string, cells: string]): string =>
    `{"pushSeq":1,"items":[{"record":{"k":"meeting","i":"11111111-1111-4111-8111-111111111111","s":[${stamps}],"c":{${cells}}}}]}`

  test.each<[name: string, parts: [stamps: string, cells: string], isRead: boolean]>([
    ['a stamp by itself', [a, '"f":["x",0]'], true],
    ['stamps in turns', [`${a},${b}`, '"f":[1,0,-1],"g":[2,1,0],"h":[3,0,1]'], true],
    ['a base that no cell has', [`${a},${b}`, '"f":[1,0,1]'], true],
    ['a stamp twice', [`${a},${a}`, '"f":[1,0],"g":[1,1]'], false],
    ['stamps in another order', [`${a},${b}`, '"f":[1,1],"g":[1,0]'], false],
    ['stamps in another order, all of them named', [`${a},${b}`, '"f":[1,1],"g":[1,0],"h":[1,1]'], false],
    ['bases in another order', [`${a},${b},${a.replace('x.s', 'y.s')}`, '"f":[1,0,2,1]'], false],
    ['a stamp that nothing names', [`${a},${b}`, '"f":[1,0]'], false],
    ['a stamp that is not there', [a, '"f":[1,0],"g":[1,1]'], false],
    ['a base that is not there', [a, '"f":[1,0,1]'], false],
    ['a cell that was never written', [a, '"f":[1,0],"g":[1,-1]'], false],
    ['no stamp', ['"x"', '"f":[1,0]'], false],
    ['fields in another order', [a, '"g":[1,0],"f":[1,0]'], false],
    ['a field before one that begins like it', [a, '"ff":[1,0],"f":[1,0]'], false],
    ['a field twice', [a, '"f":[1,0],"f":[2,0]'], false],
    ['a field that every object has', [a, '"constructor":[1,0]'], false],
    ['a number written otherwise', [a, '"f":[1.0,0]'], false],
    ['a number that is none', [a, '"f":[01,0]'], false],
    ['another word', [a, '"f":[nul,0]'], false],
    ['a character written otherwise', [a, '"f":["\\u0041",0]'], false],
    ['a character that JSON does not let stand', [a, '"f":["\t",0]'], false],
    ['an index of two digits', [a, '"f":[1,00]'], false],
    ['a space', [a, '"f":[1, 0]'], false],
    ['something in a cell', [a, '"f":[{"g":1},0]'], false],
    ['no cell', [a, ''], false],
  ])('W1 %s', (_name, parts, isRead) => {
    const text = messageOf(parts)
    expectTheSame(text)
    expect(itemsIn(scanned(text)).map((one) => one instanceof ScannedItem)).toEqual(asJson(text) ? [isRead] : [])
  })

  test.each([
    ['__proto__', '{"record":{"__proto__":{}}}'],
    ['a constructor', '{"record":{"constructor":{"prototype":{}}}}'],
  ])('parses by itself what could harm whoever reads %s', (_name, harmful) => {
    const parse = (text: string): unknown => (text === harmful ? expect.unreachable('refused') : JSON.parse(text))
    expect(() => parseWithItems(asBytes(`{"pushSeq":1,"items":[${harmful}]}`), parse)).toThrow('refused')
  })

  const texts = ['"Tea"\n\\ 語 😀', 'Чай', '},{"record":', 'plain']
  const many = Array.from({ length: 12 }, (_, index) => itemWith({ title: [texts[index % texts.length] ?? '', at, NEVER] }))

  test.each([1, 100, 150, 300, 301, 302, 303, 304, 305, 10_000])(
    'reads a message in parts of %s bytes and more as in one',
    (windowBytes) => {
      const found = itemsIn(scanned(JSON.stringify({ pushSeq: 1, items: many }), windowBytes))
      expect(found.every((one) => one instanceof ScannedItem)).toBe(true)
      expect(found.map(asParsed)).toEqual(many)
    },
  )

  test.each([
    ['inside of an item that is parsed', [{ ...many[0], more: [{ a: {} }, { record: 1 }] }, ...many]],
    ['inside of a value', [itemWith({ title: [[{ a: {} }, { record: {} }], at] }), ...many]],
  ])('W2 says what parsing says where what stands between two items stands %s', (_where, items) => {
    expectTheSame(JSON.stringify({ pushSeq: 1, items }))
  })

  test.each(['', ']', ']}', ']}}', ']} ', '],"b":1}', ',]}', `]},${JSON.stringify(many[0])}]}`])(
    'W2 says what parsing says of a message that ends with "%s"',
    (ending) => {
      const whole = JSON.stringify({ pushSeq: 1, items: many })
      expectTheSame(whole.slice(0, -2) + ending)
    },
  )

  test('makes the cells of a record when they are asked for', () => {
    const one = itemsIn(scanned(JSON.stringify({ pushSeq: 1, items: [itemWith({ title: ['Tea', at, NEVER] })] })))[0] as ScannedItem
    expect(one.delta.cells).toEqual({ title: { value: 'Tea', stamp: at, bases: [NEVER] } })
    expect(one.delta.cells).toBe(one.delta.cells)
  })
})
