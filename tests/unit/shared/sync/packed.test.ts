import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '@shared/lib/canonical-json.ts'
import { canonicalJson } from '@shared/lib/canonical-json.ts'
import { isAsPacked, packRecord, unpackRecord } from '@shared/sync/packed.ts'
import { packedRecord, pulledItems } from '@shared/sync/protocol/records.ts'
import { nextStamp, NEVER } from '@shared/sync/stamp.ts'

const ID = '11111111-1111-4111-8111-111111111111'
const stamp = fc.nat(20).map((now) => nextStamp(NEVER, now, 'x.s'))
const field = fc.constantFrom('text', 'amount', 'status', '$deleted')
const value = fc
  .jsonValue()
  .map((one) => JSON.parse(JSON.stringify(one)) as Json)
  .filter((one) => !JSON.stringify(one).includes('\\u'))
const cells = fc.dictionary(field, fc.record({ value, stamp, bases: fc.array(fc.oneof(stamp, fc.constant(NEVER)), { maxLength: 3 }) }))

describe('A record on the wire', () => {
  test('W1: comes back as it went, through text and through the schema', () => {
    fc.assert(
      fc.property(cells, (content) => {
        const record = { kind: 'agreement', id: ID, cells: content }
        const parsed = packedRecord.parse(JSON.parse(JSON.stringify(packRecord(record))))
        expect(unpackRecord(parsed as ReturnType<typeof packRecord>)).toEqual(record)
      }),
      { seed: 20_250_310, numRuns: 1_000 },
    )
  })

  test('W1: names each stamp once, and is the same whatever order its fields were written in', () => {
    const [one, two] = [nextStamp(NEVER, 1, 'x.s'), nextStamp(NEVER, 2, 'x.s')]
    const text = { value: 'words', stamp: one, bases: [two] }
    const amount = { value: null, stamp: two, bases: [NEVER, one] }
    const packed = packRecord({ kind: 'agreement', id: ID, cells: { text, amount } })
    expect(packed.s).toEqual([two, one])
    expect(packed.c['amount']).toEqual([null, 0, -1, 1])
    expect(canonicalJson(packRecord({ kind: 'agreement', id: ID, cells: { amount, text } }) as unknown as Json)).toBe(
      canonicalJson(packed as unknown as Json),
    )
  })

  test('W1: whatever its text may stand for is what packing gives', () => {
    const stamps = fc.shuffledSubarray(
      [1, 2, 3].map((now) => nextStamp(NEVER, now, 'x.s')),
      { minLength: 1 },
    )
    const anyForm = fc.record({
      k: fc.constant('agreement'),
      i: fc.constant(ID),
      s: fc.tuple(stamps, fc.boolean()).map(([s, isTwice]) => (isTwice ? [...s, ...s.slice(0, 1)] : s)),
      c: fc.dictionary(
        field,
        fc.tuple(fc.constantFrom<Json>('words', 7, null, { b: 1, a: 2 }), fc.nat(1), fc.constantFrom(-1, 0, 1)).map((cell) => [...cell]),
        { maxKeys: 3 },
      ),
    })
    let [as, not] = [0, 0]
    fc.assert(
      fc.property(anyForm, (form) => {
        const packed = packedRecord.parse(JSON.parse(JSON.stringify(form)))
        fc.pre(Object.values(packed.c).every(([, ...indexes]) => indexes.every((index) => index < packed.s.length)))
        if (!isAsPacked(packed)) return void (not += 1)
        as += 1
        expect(JSON.stringify(packed)).toBe(JSON.stringify(packRecord(unpackRecord(packed))))
      }),
      { seed: 20_250_310, numRuns: 2_000 },
    )
    expect(Math.min(as, not)).toBeGreaterThan(50)
    expect(isAsPacked(packRecord({ kind: 'agreement', id: ID, cells: {} }))).toBe(true)
    expect(isAsPacked({ s: [], c: {}, k: 'agreement', i: ID })).toBe(false)
  })

  test('W1: with an index that names no stamp is refused', () => {
    expect(() => unpackRecord({ k: 'agreement', i: ID, s: [], c: { text: ['words', 0] } })).toThrow('names stamp 0')
  })

  test.each<[string, object]>([
    ['a kind with a capital', { k: 'Agreement' }],
    ['an id that is none', { i: '7' }],
    ['a field that starts with a dollar', { c: { $secret: [1, 0] } }],
    ['a stamp that is none', { s: ['yesterday'] }],
    ['a value with half a character', { c: { text: ['\ud800', 0] } }],
    ['a cell without a stamp', { c: { text: ['words'] } }],
    ['a property of its own', { x: 1 }],
  ])('W2: %s is refused at the door', (_, wrong) => {
    const right = { k: 'agreement', i: ID, s: [nextStamp(NEVER, 1, 'x.s')], c: { text: ['words', 0] } }
    expect(packedRecord.safeParse(right).success).toBe(true)
    expect(packedRecord.safeParse({ ...right, ...wrong }).success).toBe(false)
  })

  test('W2: cannot bring a prototype', () => {
    const text = `{"k":"agreement","i":"${ID}","s":["${nextStamp(NEVER, 1, 'x.s')}"],"c":{"__proto__":[{"polluted":true},0],"text":["words",0]}}`
    expect(packedRecord.safeParse(JSON.parse(text)).success).toBe(false)
  })

  test('W3: of an unknown kind with unknown fields is taken as it is', () => {
    const unknown = { k: 'giftOfTomorrow', i: ID, s: [nextStamp(NEVER, 1, 'x.s')], c: { wrapping: [{ colour: 'red' }, 0] } }
    expect(packedRecord.parse(unknown)).toEqual(unknown)
  })

  test.each<[string, object]>([
    ['without a place', { seq: undefined }],
    ['with half a place', { seq: 1.5 }],
    ['received at no time', { receivedAt: '7' }],
    ['with a record that is none', { record: { k: 'agreement' } }],
    ['with a text that is no base64', { updates: [{ seq: 1, bytes: '%' }] }],
    ['with a text of no place', { updates: [{ bytes: 'AAAA' }] }],
    ['with a property of its own', { x: 1 }],
  ])('W2: an item of a pull %s is refused', (_, wrong) => {
    const right = { record: { k: 'agreement', i: ID, s: [], c: {} }, seq: 1, receivedAt: 7 }
    const page = [right, { ...right, updates: [{ seq: 1, bytes: 'AAAA' }] }]
    expect(pulledItems.parse(page)).toBe(page)
    expect(pulledItems.safeParse([...page, { ...right, ...wrong }]).success).toBe(false)
    for (const other of [null, 'item', []]) expect(pulledItems.safeParse([...page, other]).success).toBe(false)
    for (const none of [null, 'page', { 0: right }]) expect(pulledItems.safeParse(none).success).toBe(false)
  })
})
