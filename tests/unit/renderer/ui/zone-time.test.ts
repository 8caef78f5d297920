import { describe, expect, test } from 'vitest'
import { zoneCity } from '../../../../src/renderer/lib/zone-names.ts'
import { spanInZones } from '../../../../src/renderer/lib/zone-span.ts'
import { addDays, dayIn, isKnownZone, zoneClock } from '../../../../src/renderer/lib/zone-time.ts'

const tokyo = zoneClock('Asia/Tokyo')
const tashkent = zoneClock('Asia/Tashkent')

describe('local times and instants', () => {
  test('a local time and its instant are each the way back of the other', () => {
    const instant = Date.parse('2025-03-05T04:30:00Z')
    expect(tokyo.localAt(instant)).toBe('2025-03-05T13:30')
    expect(tokyo.instantOf('2025-03-05T13:30')).toBe(instant)
  })

  test('midnight is 00:00 of the next day', () => {
    expect(tokyo.localAt(Date.parse('2025-03-04T15:00:00Z'))).toBe('2025-03-05T00:00')
    expect(dayIn(tokyo, Date.parse('2025-03-04T15:00:00Z'))).toBe('2025-03-05')
    expect(dayIn(tashkent, Date.parse('2025-03-04T15:00:00Z'))).toBe('2025-03-04')
  })

  test('the hour that a change of clocks skips is the hour after, the one that comes twice is the first', () => {
    const berlin = zoneClock('Europe/Berlin')
    expect(berlin.localAt(berlin.instantOf('2025-03-30T02:30'))).toBe('2025-03-30T03:30')
    expect(berlin.instantOf('2025-10-26T02:30')).toBe(Date.parse('2025-10-26T00:30:00Z'))
  })

  test('every hour of two years goes there and back in a zone that changes its clocks', () => {
    const newYork = zoneClock('America/New_York')
    for (let instant = Date.UTC(2025, 0, 1); instant < Date.UTC(2027, 0, 1); instant += 3 * 3_600_000) {
      const local = newYork.localAt(instant)
      const back = newYork.instantOf(local)
      expect(newYork.localAt(back)).toBe(local)
    }
  })

  test('zones from outside are asked about first', () => {
    expect(isKnownZone('Asia/Tashkent')).toBe(true)
    expect(isKnownZone('Asia/Nowhere')).toBe(false)
    expect(isKnownZone('')).toBe(false)
  })

  test('days are counted across months', () => {
    expect(addDays('2025-02-28', 1)).toBe('2025-03-01')
    expect(addDays('2025-03-05', -5)).toBe('2025-02-28')
  })
})

describe('a meeting in two zones', () => {
  test('the place comes first, Tashkent second, both named', () => {
    expect(spanInZones('en', { start: '2025-03-05T13:30', end: '2025-03-05T14:30', place: tokyo, other: tashkent })).toEqual([
      { city: 'Tokyo', times: '13:30–14:30', dayShift: 0 },
      { city: 'Tashkent', times: '09:30–10:30', dayShift: 0 },
    ])
  })

  test('another day there is said', () => {
    const [, there] = spanInZones('ru', { start: '2025-03-05T01:00', end: null, place: tokyo, other: tashkent })
    expect(there).toEqual({ city: 'Ташкент', times: '21:00', dayShift: -1 })
  })

  test('one zone is shown once', () => {
    expect(spanInZones('ja', { start: '2025-03-05T10:00', end: null, place: tashkent, other: tashkent })).toHaveLength(1)
  })

  test('a zone without a name of ours shows the city of its id', () => {
    expect(zoneCity('uz-Latn', 'America/Argentina/Buenos_Aires')).toBe('Buenos Aires')
    expect(zoneCity('ja', 'Asia/Tokyo')).toBe('東京')
  })
})
