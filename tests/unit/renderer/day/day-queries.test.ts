import type { Meeting } from '@shared/domain/meeting.ts'
import type { Visit } from '@shared/domain/visit.ts'
import { describe, expect, it } from 'vitest'
import {
  blocksOfDay,
  chosenDay,
  daysOfVisit,
  hoursOf,
  nextMeeting,
  placeSpan,
  withoutNote,
  type ProgrammeMeeting,
} from '../../../../src/renderer/features/day/day-queries.ts'

const TOKYO = 'Asia/Tokyo'

function one(id: string, fields: Partial<Meeting>, notes = 0): ProgrammeMeeting {
  const meeting = { id, scope: 'v', title: id, state: 'planned', start: null, end: null, zone: null, ...fields } as Meeting
  return { meeting, organizations: [], agreed: 0, owe: 0, theirs: 0, open: 0, notes }
}
const at = (id: string, [from, to]: readonly [string, string | null], fields: Partial<Meeting> = {}): ProgrammeMeeting =>
  one(id, { start: `2025-03-05T${from}`, end: to === null ? null : `2025-03-05T${to}`, ...fields })
const visit = (startDay: string | null, endDay: string | null) => ({ startDay, endDay }) as Visit

describe('the days to choose from', () => {
  it('are those of the visit and any other that has a meeting', () => {
    expect(daysOfVisit(visit('2025-03-03', '2025-03-05'), [at('late', ['09:00', null], { start: '2025-03-09T09:00' })], TOKYO)).toEqual([
      '2025-03-03',
      '2025-03-04',
      '2025-03-05',
      '2025-03-09',
    ])
    expect(daysOfVisit(visit(null, null), [one('undated', {})], TOKYO)).toEqual([])
    expect(daysOfVisit(visit('2025-03-03', '2095-03-05'), [], TOKYO)).toHaveLength(14)
  })

  it('begin with the one asked for, else today, the next, the last', () => {
    const days = ['2025-03-03', '2025-03-05', '2025-03-07']
    expect(chosenDay(days, '2025-03-03', '2025-03-05')).toBe('2025-03-03')
    expect(chosenDay(days, 'nonsense', '2025-03-05')).toBe('2025-03-05')
    expect(chosenDay(days, null, '2025-03-06')).toBe('2025-03-07')
    expect(chosenDay(days, null, '2026-01-01')).toBe('2025-03-07')
    expect(chosenDay([], null, '2026-01-01')).toBeNull()
  })
})

describe('the hours of a day', () => {
  it('put overlapping meetings side by side and others at full width', () => {
    const blocks = blocksOfDay(
      [at('a', ['09:00', '11:00']), at('b', ['10:00', '10:30']), at('c', ['10:30', '12:00']), at('d', ['12:00', '13:00'])],
      '2025-03-05',
      TOKYO,
    )
    expect(blocks.map(({ one: { meeting }, lane, lanes }) => [meeting.id, lane, lanes])).toEqual([
      ['a', 0, 2],
      ['b', 1, 2],
      ['c', 1, 2],
      ['d', 0, 1],
    ])
  })

  it('draw a meeting without an end as an hour, and a short one long enough to read', () => {
    const [open, short] = blocksOfDay([at('open', ['09:00', null]), at('short', ['14:00', '14:05'])], '2025-03-05', TOKYO)
    expect(open).toMatchObject({ from: 540, to: 600, isOpenEnded: true })
    expect(short).toMatchObject({ from: 840, to: 870, isOpenEnded: false })
  })

  it('stand on the clocks of the place, also for a meeting kept in another zone', () => {
    const meeting = at('online', ['09:00', '10:00'], { zone: 'Asia/Tashkent' })
    expect(placeSpan(meeting.meeting, TOKYO)).toEqual({ start: '2025-03-05T13:00', end: '2025-03-05T14:00' })
    expect(blocksOfDay([meeting], '2025-03-05', TOKYO)[0]?.from).toBe(13 * 60)
  })

  it('reach from 9 to 18, and further for what is earlier or later', () => {
    expect(hoursOf([])).toEqual({ first: 9, last: 18 })
    expect(hoursOf(blocksOfDay([at('early', ['07:30', '08:00']), at('late', ['19:00', '20:30'])], '2025-03-05', TOKYO))).toEqual({
      first: 7,
      last: 21,
    })
  })
})

describe('what is next', () => {
  it('is the first planned meeting that is not over, else the first without a date', () => {
    const programme = [
      at('held', ['09:00', '10:00'], { state: 'held' }),
      at('now', ['13:00', '14:00']),
      at('later', ['15:00', null]),
      one('undated', {}),
    ]
    expect(nextMeeting(programme, '2025-03-05T13:30', TOKYO)?.meeting.id).toBe('now')
    expect(nextMeeting(programme, '2025-03-05T14:30', TOKYO)?.meeting.id).toBe('later')
    expect(nextMeeting(programme, '2025-03-05T18:00', TOKYO)?.meeting.id).toBe('undated')
    expect(nextMeeting([one('off', { state: 'cancelled' })], '2025-03-05T18:00', TOKYO)).toBeUndefined()
  })

  it('leaves to write what was held and has no note, the latest first', () => {
    const programme = [
      at('a', ['09:00', null], { state: 'held' }),
      at('b', ['11:00', null], { state: 'held' }),
      one('noted', { state: 'held' }, 1),
      at('c', ['12:00', null]),
    ]
    expect(withoutNote(programme).map(({ meeting }) => meeting.id)).toEqual(['b', 'a'])
  })
})
