import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dueWindow, edtfBounds, isStatedDay, isWindowOver, windowBounds } from '@shared/domain/due-window.ts'

const window = (edtf: string | null) => ({ words: 'as spoken', edtf })

describe('A due window', () => {
  test.each([
    ['2025-03/2025-04', '2025-03-01', '2025-04-30'],
    ['2025-03-05', '2025-03-05', '2025-03-05'],
    ['2025-04', '2025-04-01', '2025-04-30'],
    ['2025', '2025-01-01', '2025-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2025-04~', '2025-04-01', '2025-04-30'],
    ['../2025-05-31', null, '2025-05-31'],
    ['2025-05/..', '2025-05-01', null],
    ['2025-05-01/', '2025-05-01', null],
    ['2025-03-20/2025-04', '2025-03-20', '2025-04-30'],
  ])('%s covers %s to %s', (edtf, earliest, latest) => {
    expect(edtfBounds(edtf)).toEqual({ earliest, latest })
    expect(dueWindow.safeParse(window(edtf)).success).toBe(true)
  })

  test.each([
    '',
    '..',
    '../..',
    '/',
    'April',
    '2025-13',
    '2025-00',
    '2025-04-31',
    '2025-02-29',
    '2025-04/2025-03',
    '2025/2025/2025',
    '25-04',
    '2025-4',
    '2025-04-05T10:00',
  ])('"%s" is none', (edtf) => {
    expect(edtfBounds(edtf)).toBeUndefined()
    expect(dueWindow.safeParse(window(edtf)).success).toBe(false)
  })

  test('is any day of the calendar, and no other', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }), (date) => {
        const day = date.toISOString().slice(0, 10)
        expect(edtfBounds(day)).toEqual({ earliest: day, latest: day })
        const month = edtfBounds(day.slice(0, 7))
        const after = new Date(Date.parse(`${month?.latest}T00:00:00Z`) + 86_400_000)
        expect(after.getUTCDate()).toBe(1)
      }),
      { seed: 4, numRuns: 500 },
    )
  })

  test('is over when its last day has ended, not on it; without a last day never', () => {
    expect([isWindowOver(window('2025-04'), '2025-04-30'), isWindowOver(window('2025-04'), '2025-05-01')]).toEqual([false, true])
    expect([window('2025-04/..'), window(null), null].map((one) => isWindowOver(one, '2099-01-01'))).toEqual([false, false, false])
    expect(windowBounds(null)).toEqual({ earliest: null, latest: null })
  })

  test('has a hard edge only where a day was said', () => {
    expect(['2025-04-05', '../2025-04-05'].map((edtf) => isStatedDay(window(edtf)))).toEqual([true, true])
    expect(['2025-04', '../2025-04', '2025-03/2025-04', '2025-04-05/..'].map((edtf) => isStatedDay(window(edtf)))).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})
