import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordsOf } from '../../../../src/renderer/db/live.ts'
import type { Change } from '../../../../src/renderer/db/write.ts'
import { organizationLink, participantChange } from '../../../../src/renderer/features/meetings/meeting-commands.ts'
import { isNow, meetingDays, noteTabs, outcomeOf, sidesOf } from '../../../../src/renderer/features/meetings/meeting-queries.ts'
import { movedEnd, timesOfParts } from '../../../../src/renderer/features/meetings/meeting-times.tsx'
import { openDesk, VISIT, type Desk } from '../visits/desk.ts'

const id = (n: number): string => `00000000-0000-4000-8000-0000000001${String(n).padStart(2, '0')}`
const set = (kind: string, n: number, fields: Record<string, unknown>): Change => ({
  type: 'set',
  kind,
  id: id(n),
  fields: fields as never,
})

describe('what is known of meetings', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk()
  })
  afterEach(() => desk.close())
  const all = async <K extends Parameters<typeof recordsOf>[1]>(kind: K) => recordsOf(await desk.scope(VISIT), kind)

  it('lists them by day and hour, those without a date last, each with what came out of it', async () => {
    await desk.write(
      VISIT,
      set('organization', 9, { name: 'METI' }),
      set('meeting', 1, { title: 'Second', start: '2025-03-05T15:00' }),
      set('meeting', 2, { title: 'First', start: '2025-03-05T09:00' }),
      set('meeting', 3, { title: 'Undated' }),
      set('meeting', 4, { title: 'Day before', start: '2025-03-04T18:00' }),
      organizationLink(id(1), id(9)),
      set('agreement', 10, { text: 'A', meetingId: id(1) }),
      set('commitment', 11, { text: 'B', meetingId: id(1), direction: 'we-owe' }),
      set('commitment', 12, { text: 'C', meetingId: id(1), direction: 'they-owe' }),
      set('openQuestion', 13, { text: 'D', meetingId: id(1) }),
      set('openQuestion', 14, { text: 'E', meetingId: id(1), isSettled: true }),
      set('note', 15, { meetingId: id(1), role: 'note' }),
    )
    const days = meetingDays({
      meetings: await all('meeting'),
      links: await all('meetingOrganization'),
      organizations: await all('organization'),
      agreements: await all('agreement'),
      commitments: await all('commitment'),
      questions: await all('openQuestion'),
      notes: await all('note'),
    })
    expect(days.map(({ day, lines }) => [day, lines.map((line) => line.meeting.title)])).toEqual([
      ['2025-03-04', ['Day before']],
      ['2025-03-05', ['First', 'Second']],
      [null, ['Undated']],
    ])
    expect(days[1]?.lines[1]).toMatchObject({
      organizations: [{ name: 'METI' }],
      counts: { agreed: 1, owe: 1, theirs: 1, open: 1, notes: 1 },
    })
  })

  it('keeps what came out of a meeting in the order in which it was entered, also after a restart', async () => {
    await desk.write(VISIT, set('meeting', 1, { title: 'Talks' }))
    // Ids are drawn at random: here the later ones sort first.
    for (const n of [29, 28, 27]) {
      desk.host.advance(1_000)
      await desk.write(VISIT, set('agreement', n, { text: `Said at ${29 - n}`, meetingId: id(1) }))
    }
    desk.host.advance(1_000)
    await desk.write(VISIT, set('agreement', 29, { text: 'Said at 0, corrected' }))
    const live = await desk.scope(VISIT)
    const records = { agreements: recordsOf(live, 'agreement').toReversed(), commitments: [], questions: [] }
    expect(outcomeOf(id(1), records, live).agreements.map((one) => one.text)).toEqual(['Said at 0, corrected', 'Said at 1', 'Said at 2'])
  })

  it('puts settled questions after the open ones, and each promise to who made it', async () => {
    await desk.write(
      VISIT,
      set('openQuestion', 1, { text: 'A', meetingId: id(9), isSettled: true }),
      set('openQuestion', 2, { text: 'B', meetingId: id(9) }),
      set('openQuestion', 3, { text: 'Elsewhere', meetingId: id(8) }),
      set('commitment', 4, { text: 'Ours', meetingId: id(9), direction: 'we-owe' }),
      set('commitment', 5, { text: 'Theirs', meetingId: id(9), direction: 'they-owe' }),
    )
    const live = await desk.scope(VISIT)
    const records = { agreements: [], commitments: recordsOf(live, 'commitment'), questions: recordsOf(live, 'openQuestion') }
    const outcome = outcomeOf(id(9), records, live)
    expect(outcome.questions.map((one) => one.text)).toEqual(['B', 'A'])
    expect([outcome.weOwe, outcome.theyOwe].map((list) => list.map((one) => one.text))).toEqual([['Ours'], ['Theirs']])
  })

  it('divides people by side and rank, people without a rank last', async () => {
    await desk.write(
      VISIT,
      set('contact', 1, { side: 'ours', latin: { full: 'A' } }),
      set('contact', 2, { side: 'theirs', latin: { full: 'B' } }),
      set('contact', 3, { side: 'theirs', latin: { full: 'C' } }),
      { ...participantChange(id(9), id(1), []) },
      { type: 'create', kind: 'participant', id: id(22), fields: { meetingId: id(9), contactId: id(2) } },
      { type: 'create', kind: 'participant', id: id(23), fields: { meetingId: id(9), contactId: id(3), rank: 7 } },
      // Somebody whose contact has not come yet is no line.
      { type: 'create', kind: 'participant', id: id(24), fields: { meetingId: id(9), contactId: id(99), rank: 1 } },
    )
    const sides = sidesOf(id(9), await all('participant'), await all('contact'))
    expect(sides.ours.map(({ contact }) => contact.id)).toEqual([id(1)])
    expect(sides.theirs.map(({ contact }) => contact.id)).toEqual([id(3), id(2)])
  })

  it("shows one's own note first, then by author, and no minutes", async () => {
    await desk.write(
      VISIT,
      set('note', 1, { meetingId: id(9), role: 'note', authorId: id(50), authorName: 'Delegate C' }),
      set('note', 2, { meetingId: id(9), role: 'note', authorId: id(51), authorName: 'Delegate B' }),
      set('note', 3, { meetingId: id(9), role: 'note', authorId: id(52), authorName: 'Delegate D' }),
      set('note', 4, { meetingId: id(9), role: 'minute' }),
    )
    expect(noteTabs(id(9), await all('note'), id(52)).map((tab) => tab.authorName)).toEqual(['Delegate D', 'Delegate B', 'Delegate C'])
  })

  it('knows when a meeting is on', async () => {
    await desk.write(
      VISIT,
      set('meeting', 1, { title: 'A', state: 'planned', start: '2025-03-05T13:30', end: '2025-03-05T15:00' }),
      set('meeting', 2, { title: 'B', state: 'planned', start: '2025-03-05T13:30' }),
      set('meeting', 3, { title: 'C', state: 'held', start: '2025-03-05T13:30' }),
    )
    const on = async (at: string) => (await all('meeting')).filter((one) => isNow(one, at)).map((one) => one.title)
    expect(await on('2025-03-05T13:29')).toEqual([])
    expect(await on('2025-03-05T13:30')).toEqual(['A', 'B'])
    expect(await on('2025-03-05T15:00')).toEqual(['B'])
    expect(await on('2025-03-06T00:00')).toEqual([])
  })

  it('keeps the length of a meeting that is moved, and the nights between its days', () => {
    const late = { start: '2025-03-05T23:00', end: '2025-03-06T01:00' }
    expect(timesOfParts({ day: '2025-03-07', from: '23:00', to: '01:00' }, late)).toEqual({
      start: '2025-03-07T23:00',
      end: '2025-03-08T01:00',
    })
    expect(timesOfParts({ day: '2025-03-07', from: null, to: null }, late)).toEqual({ start: '2025-03-07', end: null })
    const meeting = { start: '2025-03-05T13:30', end: '2025-03-05T15:00' }
    expect(movedEnd(meeting, { day: '2025-03-06', from: '10:00', to: '15:00' })).toBe('11:30')
    expect(movedEnd({ start: null, end: null }, { day: '2025-03-06', from: '10:00', to: null })).toBeNull()
  })
})
