import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { id } from '@shared/domain/record.ts'
import { base64ToBytes, bytesToBase64 } from '@shared/lib/base64.ts'
import { deterministicId, isId, sha256Hex } from '@shared/lib/id.ts'

describe('An id made from parts', () => {
  test('is a UUID of version 8 that every check takes', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (parts) => {
        const made = deterministicId(...parts)
        expect(made).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect([isId(made), id.safeParse(made).success]).toEqual([true, true])
      }),
      { seed: 2, numRuns: 500 },
    )
  })

  test('is another one for other parts, also where their letters are the same', () => {
    expect(deterministicId('a', 'bc')).not.toBe(deterministicId('ab', 'c'))
    expect(deterministicId('a', 'b')).not.toBe(deterministicId('b', 'a'))
  })

  test('is pinned: a change would part the links of laptops with different versions', () => {
    expect(deterministicId('participant', 'm', 'c')).toBe('702fcfce-348f-8a3a-ae5e-ee19c68e0852')
  })
})

test('SHA-256 is that of the UTF-8 text', () => {
  expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(sha256Hex('総務省')).toBe('f21f7c9f07ef1c77f72bba1bfdf0f8c40fd583f49d84c7a4140f151082e3213d')
})

describe('Base64', () => {
  test('brings bytes back, as the platform writes it, also more than one call can take', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(bytesToBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
        expect(base64ToBytes(bytesToBase64(bytes))).toEqual(new Uint8Array(bytes))
      }),
      { seed: 3, numRuns: 500 },
    )
    const long = new Uint8Array(200_001).map((_, index) => index % 256)
    expect(base64ToBytes(bytesToBase64(long))).toEqual(long)
  })

  test('refuses text that is none', () => {
    expect(() => base64ToBytes('not base64!')).toThrow()
  })
})
