import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textArray } from '../../../src/server/db/text-array.ts'

/** As PostgreSQL reads it (array_recv). */
function readBack(bytes: Buffer): string[] {
  const [dimensions, nulls, type, count, first] = [0, 4, 8, 12, 16].map((at) => bytes.readInt32BE(at))
  expect([dimensions, nulls, type, first]).toEqual([1, 0, 25, 1])
  const texts: string[] = []
  let at = 20
  for (let index = 0; index < (count ?? 0); index += 1) {
    const length = bytes.readInt32BE(at)
    texts.push(bytes.toString('utf8', at + 4, at + 4 + length))
    at += 4 + length
  }
  expect(at).toBe(bytes.length)
  return texts
}

describe('lists of texts for the database', () => {
  it.each([
    ['ASCII', ['', 'plain', '"{quoted,\\}"', '']],
    ['a character more than ASCII', ['a', 'é']],
    ['nearly nothing but longer ones', ['Тошкент', '日本', '😀']],
    ['one', ['']],
  ])('are read back as they were: %s', (_what, texts) => {
    expect(readBack(textArray(texts) ?? Buffer.alloc(0))).toEqual(texts)
  })

  it('are read back as they were, whatever is in them', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }))
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 40, size: 'max' }), (texts) => {
        expect(readBack(textArray(texts) ?? Buffer.alloc(0))).toEqual(texts)
      }),
      { seed: 20_261_128 },
    )
  })

  it('are left as they are where one is no text, or there is none', () => {
    expect([[], [1], ['a', null], ['a', 1n]].map(textArray)).toEqual([null, null, null, null])
  })
})
