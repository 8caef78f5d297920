import fc from 'fast-check'
import type { Json } from '@shared/lib/canonical-json.ts'
import { NEVER, nextStamp } from '@shared/sync/stamp.ts'
import { itemOf } from './pushed-records.ts'

export const AUTHORS = ['f18863c4e3a041cab9ca6f9f3c2d1e0a.session', 'server-1']
const stamp = fc.tuple(fc.nat(3), fc.constantFrom(...AUTHORS)).map(([now, author]) => nextStamp(NEVER, now, author))
/** Words with everything that JSON writes otherwise than it is, or that takes more than one code unit. */
const words = fc.string({
  unit: fc.constantFrom('a', '"', '\\', '\n', '\u0001', '/', 'й', '語', '😀', '\u2028', '}', ']', ',', '{"record":'),
})
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: words },
  fc.constantFrom<Json>(null, true, false, -0, 0, -1, 12.5, 1e21, 1e-7, 123_456_789_012_345),
  { weight: 1, arbitrary: fc.jsonValue().map((one) => JSON.parse(JSON.stringify(one)) as Json) },
)
const field = fc.constantFrom('$deleted', 'a', 'ab', 'abc', 'constructor', 'title', 'toString', 'valueOf1', 'Z')
const cell = fc.tuple(value, stamp, fc.array(fc.oneof(stamp, fc.constant(NEVER)), { maxLength: 2 }))
/** Records as they travel, and as they should not. */
export const itemWithRecord = fc
  .record({
    kind: fc.constantFrom('meeting', 'visit', 'conflict', 'review', 'Meeting'),
    id: fc.constantFrom(
      '11111111-1111-4111-8111-111111111111',
      '11111111-1111-4111-8111-11111111111A',
      '11111111-1111-9111-8111-111111111111',
    ),
    cells: fc.dictionary(field, cell),
  })
  .map(({ kind, id, cells }) =>
    itemOf(kind, id, Object.fromEntries(Object.entries(cells).map(([name, [of, at, bases]]) => [name, [of, at, ...bases]]))),
  )

/** Beside parts of a message whole parts of other forms, and single characters, where they may do harm. */
const PUT = [
  '',
  ' ',
  '"',
  '\\',
  ',',
  '0',
  '1',
  '-1',
  '}',
  ']',
  '{',
  '[',
  'a',
  'null',
  '"a":[1,0],',
  '\\u0041',
  '\\/',
  '\t',
  '1.0',
  '"s":[],',
  '},{"record":',
]
export const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(2),
  put: fc.constantFrom(...PUT),
})
export type Damage = { readonly at: number; readonly length: number; readonly put: string }
export const damaged = (text: string, { at, length, put }: Damage): string => {
  const place = Math.floor(at * text.length)
  return text.slice(0, place) + put + text.slice(place + length)
}

/** A text with each small damage at each of its places: what chance might not hit. */
export function* everyDamage(text: string): Generator<string> {
  for (let place = 0; place <= text.length; place += 1) {
    for (const length of [0, 1]) for (const put of PUT) yield text.slice(0, place) + put + text.slice(place + length)
    yield text.slice(0, place)
  }
}
