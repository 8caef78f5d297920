import { meetingFields } from '@shared/domain/meeting.ts'
import { readFields } from '@shared/domain/record.ts'
import { describe, expect, test } from 'vitest'
import { isSupportedBrowser } from '../../../../src/renderer/app/browser-check.ts'
import { crumbsOf, trailOf } from '../../../../src/renderer/app/crumbs.ts'
import { visitSummary } from '../../../../src/renderer/app/visit-summary.ts'
import { networkOf, todayOf } from '../../../../src/renderer/app/workspace-port.ts'
import { keyNames } from '../../../../src/renderer/lib/keys.ts'
import { formatsFor } from '../../../../src/renderer/lib/use-formats.ts'
import { createMessages } from '../../../../src/renderer/messages/messages.ts'
import { initialsOf } from '../../../../src/renderer/ui/avatar.tsx'

const standing = {
  paths: ['/visit/$visitId', '/visit/$visitId/meetings', '/visit/$visitId/meeting/$meetingId', '/directory'],
  visitId: 'v1',
  visitTitle: 'Tokyo, March 2025',
  pageTitle: null,
  labelOf: (label: string) => label,
}

describe('breadcrumbs', () => {
  test('a meeting stands under the meetings of its visit', () => {
    expect(crumbsOf({ ...standing, path: '/visit/$visitId/meeting/$meetingId', pageTitle: 'Daiwa House' })).toEqual([
      { label: 'Tokyo, March 2025', href: '#/visit/v1' },
      { label: 'place.meetings', href: '#/visit/v1/meetings' },
      { label: 'Daiwa House' },
    ])
  })

  test('a place without a page is no step of the way', () => {
    expect(crumbsOf({ ...standing, paths: ['/visit/$visitId/meetings'], path: '/visit/$visitId/meetings' })).toEqual([
      { label: 'place.meetings' },
    ])
  })

  test('a record inside a place ends the row', () => {
    expect(crumbsOf({ ...standing, path: '/directory', pageTitle: 'Sho Sato' })).toEqual([
      { label: 'place.directory', href: '#/directory' },
      { label: 'Sho Sato' },
    ])
  })

  test('the name of the visit is not said twice', () => {
    expect(crumbsOf({ ...standing, path: '/visit/$visitId', pageTitle: 'Tokyo, March 2025' })).toEqual([{ label: 'Tokyo, March 2025' }])
    expect(trailOf('/visit/$visitId/meeting/$meetingId')).toEqual([
      '/visit/$visitId/meeting/$meetingId',
      '/visit/$visitId/meetings',
      '/visit/$visitId',
      '/visits',
    ])
  })
})

describe('the line under the name of a visit', () => {
  const visit = { id: 'v1', title: 'Tokyo', start: '2025-03-03', end: '2025-03-07' }
  const on = (today: string) => visitSummary(visit, { today, formats: formatsFor('en'), t: createMessages('en').t })

  test('before, during and after', () => {
    expect(on('2025-03-01')).toBe('begins in 2 days')
    expect(on('2025-03-05')).toBe('3–7 Mar · day 3 of 5')
    expect(on('2025-03-07')).toBe('3–7 Mar · day 5 of 5')
    expect(on('2025-03-08')).toBe('3–7 March 2025')
  })

  test('a visit without dates says so', () => {
    expect(
      visitSummary({ ...visit, start: null, end: null }, { today: '2025-03-05', formats: formatsFor('en'), t: createMessages('en').t }),
    ).toBe('dates not set')
  })
})

describe('what the frame shows of the records', () => {
  type State = 'planned' | 'held' | 'cancelled'
  const meeting = (id: string, state: State, [start, end]: readonly [string | null, string?]) => ({
    ...EMPTY_MEETING,
    id,
    title: id,
    start,
    end: end ?? null,
    state,
  })

  test('the first planned meeting that is not over is the next; other days and meetings without a date are left out', () => {
    const meetings = [
      meeting('held', 'held', ['2025-03-05T09:30']),
      meeting('missed', 'planned', ['2025-03-05T10:00', '2025-03-05T11:00']),
      meeting('cancelled', 'cancelled', ['2025-03-05T13:10']),
      meeting('now', 'planned', ['2025-03-05T12:30', '2025-03-05T13:30']),
      meeting('later', 'planned', ['2025-03-05T15:30']),
      meeting('tomorrow', 'planned', ['2025-03-06T09:00']),
      meeting('undated', 'planned', [null]),
    ]
    expect(todayOf(meetings, '2025-03-05T13:04').map(({ id, state }) => [id, state])).toEqual([
      ['held', 'held'],
      ['missed', 'planned'],
      ['cancelled', 'cancelled'],
      ['now', 'next'],
      ['later', 'planned'],
    ])
  })

  test('no network is never a failure', () => {
    expect(networkOf({ problem: null }, false)).toBe('offline')
    expect(networkOf({ problem: 'offline' }, true)).toBe('offline')
    expect(networkOf({ problem: 'sign-in-needed' }, true)).toBe('quiet')
    expect(networkOf({ problem: 'device-revoked' }, true)).toBe('quiet')
    expect(networkOf({ problem: null }, true)).toBe('quiet')
    expect(networkOf({ problem: 'bad-reply' }, true)).toBe('failed')
  })
})

describe('small things', () => {
  test('initials stand for a name in any script', () => {
    expect(['Sho Sato', 'METI', '東京訪問', 'Ўткир Каримов', '«daiwa» house', ''].map(initialsOf)).toEqual([
      'SS',
      'ME',
      '東',
      'ЎК',
      'DH',
      '',
    ])
  })

  test('keys have the names on the caps', () => {
    expect(keyNames('mod+shift+E', false)).toEqual(['Ctrl', 'Shift', 'E'])
    expect(keyNames('mod+Slash', false)).toEqual(['Ctrl', '/'])
    expect(keyNames('alt+Digit2', false)).toEqual(['Alt', '2'])
    expect(keyNames('alt+ArrowUp', false)).toEqual(['Alt', '↑'])
    expect(keyNames('mod+K', true)).toEqual(['⌘', 'K'])
  })

  test('only browsers based on Chromium are opened', () => {
    const chromium = { userAgent: '', userAgentData: { brands: [{ brand: 'Not A;Brand' }, { brand: 'Chromium' }] } }
    expect(isSupportedBrowser(chromium)).toBe(true)
    expect(isSupportedBrowser({ userAgent: 'Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36' })).toBe(true)
    expect(isSupportedBrowser({ userAgent: 'Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0' })).toBe(false)
    expect(isSupportedBrowser({ userAgent: 'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15' })).toBe(false)
  })
})

const EMPTY_MEETING = readFields(meetingFields, { id: '', scope: 'v1' }, {})
