import { describe, expect, test } from 'vitest'
import { atMost, beside, growth, median, noneOf, resultLine, underLimit } from '../../../scripts/bench/report.ts'

const figure = { name: 'x', unit: 'ms', ours: 30, peers: { a: 20, b: 60 } }

describe('the arithmetic of a benchmark', () => {
  test('a median is the middle value, or the mean of the two in the middle', () => {
    expect(median([5, 1, 9])).toBe(5)
    expect(median([4, 1, 9, 6])).toBe(5)
    expect(median([])).toBeNaN()
  })

  test('a ratio is ours to the peer that the bar names, and holds up to the limit itself', () => {
    expect(atMost(1.5, { ...figure, peer: 'a' })).toMatchObject({ ratio: 1.5, holds: true })
    expect(atMost(1.4, { ...figure, peer: 'a' }).holds).toBe(false)
    expect(atMost(1.5, { ...figure, peer: 'nobody' }).holds).toBe(false)
  })

  test('a limit itself is not under the limit', () => {
    expect(underLimit(30, figure).holds).toBe(false)
    expect(underLimit(31, figure).holds).toBe(true)
  })

  test('a figure without a bar is beside the smallest peer, and misses nothing', () => {
    expect(beside(figure)).toMatchObject({ ratio: 1.5, holds: true, bar: '' })
  })

  test('no errors of ours hold only where every peer has some', () => {
    expect(noneOf({ ...figure, ours: 0 }).holds).toBe(true)
    expect(noneOf({ ...figure, ours: 0, peers: { a: 1, b: 0 } }).holds).toBe(false)
    expect(noneOf({ ...figure, ours: 1 }).holds).toBe(false)
    expect(resultLine(noneOf({ ...figure, ours: 0, note: 'in letters a has none either' }))).toMatch(/; in letters a has none either$/)
  })

  test('growth is what each further one costs', () => {
    expect(growth({ size: 10, value: 100 }, { size: 30, value: 140 })).toBe(2)
  })

  test('a line says every peer as a ratio to ours, and the bar', () => {
    const line = resultLine(atMost(1.5, { ...figure, peer: 'a' }))
    expect(line).toBe('  holds  x: 30 ms; a 20 (0.67x), b 60 (2x); 1.5x, bar: at most 1.5x a')
    expect(resultLine(atMost(1, { ...figure, peer: 'a' }))).toContain('MISSED')
    expect(resultLine(beside({ ...figure, ours: 0 }))).toBe('         x: 0 ms; a 20, b 60')
  })
})
