import { windowBounds } from '@shared/domain/due-window.ts'
import { describe, expect, it } from 'vitest'
import { isOnScale, positionOf, spanOf, timelineScale } from '../../../../src/renderer/features/register/timeline-scale.ts'

const span = (edtf: string | null) => {
  const window = { words: 'as spoken', edtf }
  return spanOf({ window, bounds: windowBounds(window) })
}

describe('the scale of the timeline', () => {
  it('draws a stated day hard and everything looser soft', () => {
    expect(span('2025-03-14')).toEqual({ from: '2025-03-14', to: '2025-03-14', isStartSoft: false, isEndSoft: false })
    expect(span('2025-03/2025-04')).toEqual({ from: '2025-03-01', to: '2025-04-30', isStartSoft: true, isEndSoft: true })
    expect(span('../2025-03-14')).toMatchObject({ to: '2025-03-14', isStartSoft: true, isEndSoft: false })
    expect(span('2025-05-07/..')).toMatchObject({ from: '2025-05-07', isStartSoft: false, isEndSoft: true })
    expect(span('2025-03-14~')).toMatchObject({ isEndSoft: true, isStartSoft: true })
    expect(span(null)).toBeNull()
  })

  it('has whole months, today when it is near, and no more than three years', () => {
    const spans = [span('2025-03/2025-04')].flatMap((one) => (one ? [one] : []))
    const near = timelineScale(spans, '2025-01-15')
    expect(near?.months.at(0)).toBe('2025-01')
    expect(near?.months).toHaveLength(8)
    expect(timelineScale(spans, '2026-11-24')?.months.at(0)).toBe('2025-03')
    const far = span('2025-03-01/2999-01-01')
    expect(timelineScale(far ? [far] : [], '2025-03-05')?.months).toHaveLength(36)
    expect(timelineScale([], '2025-03-05')).toBeNull()
  })

  it('puts a day where it belongs and one outside at the edge', () => {
    const one = span('2025-01/2025-12')
    const scale = timelineScale(one ? [one] : [], '2025-06-01')
    if (!scale) throw new Error('no scale')
    expect(positionOf(scale, '2025-01-01', 730)).toBe(0)
    expect(positionOf(scale, '2025-01-02', 730)).toBeCloseTo(2)
    expect(positionOf(scale, '2031-01-01', 730)).toBe(730)
    expect(isOnScale(scale, '2025-12-31')).toBe(true)
    expect(isOnScale(scale, '2026-01-01')).toBe(false)
  })
})
