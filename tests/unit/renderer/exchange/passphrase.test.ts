import { describe, expect, it } from 'vitest'
import { drawPassphrase, strengthOf } from '../../../../src/renderer/features/exchange/passphrase.ts'

describe('a passphrase for a pack', () => {
  it('is five groups of four letters that cannot be mistaken for each other', () => {
    const drawn = drawPassphrase((count) => Uint8Array.from({ length: count }, (_, index) => index * 7))
    expect(drawn).toMatch(/^[2-9a-hjkmnp-tw-z]{4}(-[2-9a-hjkmnp-tw-z]{4}){4}$/)
    expect(drawPassphrase()).not.toBe(drawPassphrase())
    expect(strengthOf(drawPassphrase())).toBe('strong')
  })

  it('draws again what would make some letters more likely than others', () => {
    let asked = 0
    const drawn = drawPassphrase((count) => {
      asked += 1
      return new Uint8Array(count).fill(asked === 1 ? 255 : 0)
    })
    expect(asked).toBe(2)
    expect(drawn).toBe('2222-2222-2222-2222-2222')
  })

  it('is told in words: too short, weak, fair, strong, in every script', () => {
    expect(strengthOf('short')).toBe('short')
    expect(strengthOf('         x')).toBe('short')
    expect(strengthOf('1111111111111')).toBe('weak')
    expect(strengthOf('abcdefghijklm')).toBe('weak')
    expect(strengthOf('1234567890123')).toBe('weak')
    expect(strengthOf('tokyo tokyo tokyo')).toBe('weak')
    expect(['fair', 'strong']).toContain(strengthOf('Tashkent 2025 kran'))
    expect(strengthOf('семь тихих журавлей над Ташкентом')).toBe('strong')
    expect(strengthOf('静かな鶴が七羽、青い空を北へ渡っていく')).toBe('strong')
  })
})
