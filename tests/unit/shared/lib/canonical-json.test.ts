import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, isStorable, isStorableText, type Json } from '@shared/lib/canonical-json.ts'

describe('Canonical JSON', () => {
  test('is the same text for equal values, in whatever order their properties were written', () => {
    const turned = (value: unknown): unknown =>
      typeof value !== 'object' || value === null
        ? value
        : Array.isArray(value)
          ? value.map(turned)
          : Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, inner]) => [key, turned(inner)]),
            )
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(turned(value) as Json)).toBe(canonicalJson(value as Json))
        expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { seed: 1, numRuns: 1_000 },
    )
  })

  test('keeps text byte for byte: nothing is normalised', () => {
    expect(canonicalJson('e\u0301')).not.toBe(canonicalJson('\u00e9'))
    expect(canonicalJson({ b: 'Gʻulomov', a: ['か\u3099', 1.5, null] })).toBe('{"a":["か\u3099",1.5,null],"b":"Gʻulomov"}')
  })

  test('leaves out what is undefined, and sorts by code units', () => {
    expect(canonicalJson({ b: 1, a: undefined as unknown as Json, B: 2 })).toBe('{"B":2,"b":1}')
  })
})

describe('What no store can hold is found', () => {
  test.each<[string, Json]>([
    ['U+0000', 'a\u0000b'],
    ['half a character', 'a\ud83d'],
    ['half a character in a name', { 'a\udc00': 1 }],
    ['deep inside', { a: [{ b: 'x\u0000' }] }],
    ['a number that JSON has not', { a: Number.POSITIVE_INFINITY }],
  ])('%s', (_, value) => {
    expect(isStorable(value)).toBe(false)
  })

  test('and everything else is fine', () => {
    expect(isStorable({ a: ['𠮷野家 😀', 1e308, -0, null, true] })).toBe(true)
    expect(isStorableText('\u{10ffff}\u001f')).toBe(true)
  })
})
