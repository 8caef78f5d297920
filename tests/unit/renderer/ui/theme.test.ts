import { describe, expect, test } from 'vitest'
import { darkTokens, lightTokens } from '../../../../src/renderer/ui/palette.ts'

type Tokens = typeof lightTokens

const channel = (value: number): number => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => channel(Number.parseInt(colour.slice(at, at + 2), 16) / 255))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

const TEXTS: readonly (keyof Tokens)[] = ['text', 'text-2', 'text-3', 'accent', 'agreed', 'owe', 'theirs', 'open', 'internal', 'danger']
const GROUNDS: readonly (keyof Tokens)[] = ['canvas', 'surface', 'sunken', 'raised']

describe.each([
  ['light', lightTokens],
  ['dark', darkTokens],
])('the %s colours', (_name, tokens) => {
  test('every text colour can be read on every ground', () => {
    const low = TEXTS.flatMap((text) =>
      GROUNDS.filter((ground) => contrast(tokens[text], tokens[ground]) < 4.5).map(
        (ground) => `${text} on ${ground}: ${contrast(tokens[text], tokens[ground]).toFixed(2)}`,
      ),
    )
    expect(low).toEqual([])
  })

  test('text on a chosen row can be read', () => {
    for (const text of ['text', 'text-2', 'text-3', 'accent'] as const) {
      expect(contrast(tokens[text], tokens.selected)).toBeGreaterThanOrEqual(4.5)
    }
  })

  test('every sign can be read on its tint and on its bar', () => {
    for (const tone of ['agreed', 'owe', 'theirs'] as const) {
      expect(contrast(tokens[tone], tokens[`${tone}-tint`])).toBeGreaterThanOrEqual(4.5)
      expect(contrast(tokens[tone], tokens[`${tone}-bar`])).toBeGreaterThanOrEqual(4.5)
    }
    for (const tone of ['open', 'internal', 'danger', 'accent'] as const) {
      expect(contrast(tokens[tone], tokens[`${tone}-tint`])).toBeGreaterThanOrEqual(4.5)
    }
  })

  test('borders of controls stand out from the sheet', () => {
    for (const ground of ['surface', 'canvas', 'raised'] as const) {
      expect(contrast(tokens.control, tokens[ground])).toBeGreaterThanOrEqual(2.99)
    }
  })

  test('white can be read on the filled button', () => {
    expect(contrast('#ffffff', tokens['accent-fill'])).toBeGreaterThanOrEqual(4.5)
  })
})
