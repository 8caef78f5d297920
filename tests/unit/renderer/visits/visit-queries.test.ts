import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linkId } from '@shared/domain/link.ts'
import type { Contact } from '@shared/domain/contact.ts'
import type { Visit } from '@shared/domain/visit.ts'
import type { Change } from '../../../../src/renderer/db/write.ts'
import { recordById, recordsOf } from '../../../../src/renderer/db/live.ts'
import { addDelegate, saveVisitDay } from '../../../../src/renderer/features/visits/visit-commands.ts'
import {
  delegation,
  dueNext,
  furthest,
  looseAgreements,
  visitFeeds,
  visitFigures,
  visitWeek,
} from '../../../../src/renderer/features/visits/visit-queries.ts'
import { visitRows, visitsInTrash } from '../../../../src/renderer/features/visits/visits-queries.ts'
import { createVisit, visitProblems, zoneOfCity } from '../../../../src/renderer/records/create-visit.ts'
import { openDesk, VISIT, type Desk } from './desk.ts'

const id = (n: number): string => `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`
const set = (kind: string, n: number, fields: Record<string, string | boolean | object>): Change => ({
  type: 'set',
  kind,
  id: id(n),
  fields: fields as never,
})

describe('a visit on its page', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk()
    await desk.write(VISIT, {
      type: 'set',
      kind: 'visit',
      id: VISIT,
      fields: { title: 'Tokyo', startDay: '2025-03-03', endDay: '2025-03-05' },
    })
  })
  afterEach(() => desk.close())
  const visit = async (): Promise<Visit> => {
    const found = recordById(await desk.scope(VISIT), 'visit', VISIT)
    if (!found) throw new Error('no visit')
    return found
  }

  it('counts held meetings of those that were not cancelled, what is open, and held meetings without a note', async () => {
    await desk.write(
      VISIT,
      set('meeting', 1, { title: 'METI', state: 'held' }),
      set('meeting', 2, { title: 'AJA', state: 'held' }),
      set('meeting', 3, { title: 'MIC', state: 'planned' }),
      set('meeting', 4, { title: 'JETRO', state: 'cancelled' }),
      set('note', 5, { meetingId: id(1), role: 'note' }),
      set('commitment', 6, { text: 'a', direction: 'we-owe', status: 'open' }),
      set('commitment', 7, { text: 'b', direction: 'we-owe', status: 'done' }),
      set('commitment', 8, { text: 'c', direction: 'they-owe' }),
      set('openQuestion', 9, { text: 'Who pays?', meetingId: id(1) }),
      set('openQuestion', 10, { text: 'Settled?', meetingId: id(1), isSettled: true }),
    )
    expect(visitFigures(await desk.scope(VISIT))).toMatchObject({
      held: 2,
      meetings: 3,
      commitments: 3,
      weOwe: 1,
      theyOwe: 1,
      openQuestions: 1,
      withoutNote: 1,
    })
  })

  it('shows every day of the visit, days outside it that have meetings, and undated meetings last', async () => {
    await desk.write(
      VISIT,
      set('meeting', 1, { title: 'Late', start: '2025-03-04T15:00' }),
      set('meeting', 2, { title: 'Early', start: '2025-03-04T09:00' }),
      set('meeting', 3, { title: 'After', start: '2025-03-09T09:00' }),
      set('meeting', 4, { title: 'Some time' }),
    )
    const week = visitWeek(await desk.scope(VISIT), await visit())
    expect(week.map(({ day, meetings }) => [day, meetings.map(({ meeting }) => meeting.title)])).toEqual([
      ['2025-03-03', []],
      ['2025-03-04', ['Early', 'Late']],
      ['2025-03-05', []],
      ['2025-03-09', ['After']],
      [null, ['Some time']],
    ])
  })

  it('draws a column a day for a fortnight and no more, however long a visit is said to be', async () => {
    await desk.write(VISIT, { type: 'set', kind: 'visit', id: VISIT, fields: { endDay: '2035-03-05' } })
    expect(visitWeek(await desk.scope(VISIT), await visit())).toHaveLength(16)
  })

  it('lists programmes by what feeds them, with the furthest stage, and agreements that feed none', async () => {
    const link = (agreement: number, programme: number): Change => ({
      type: 'create',
      kind: 'agreementProgramme',
      id: linkId('agreementProgramme', id(agreement), id(programme)),
      fields: { agreementId: id(agreement), programmeId: id(programme) },
    })
    await desk.write(
      VISIT,
      set('programme', 1, { name: 'Cyber University' }),
      set('programme', 2, { name: 'GameFest 2025' }),
      set('agreement', 3, { text: 'a', status: 'floated' }),
      set('agreement', 4, { text: 'b', status: 'signed' }),
      set('agreement', 5, { text: 'c', status: 'dropped' }),
      set('agreement', 6, { text: 'loose' }),
      link(3, 2),
      link(4, 2),
      link(5, 2),
      link(5, 1),
    )
    const live = await desk.scope(VISIT)
    const feeds = visitFeeds(live)
    expect(feeds.map(({ programme, agreements }) => [programme.name, agreements.length])).toEqual([
      ['GameFest 2025', 3],
      ['Cyber University', 1],
    ])
    expect(feeds.map(({ agreements }) => furthest(agreements))).toEqual(['signed', null])
    expect(looseAgreements(live).map((one) => one.text)).toEqual(['loose'])
  })

  it('puts what is due first by its last day, marks what is late, and leaves out what is done', async () => {
    await desk.write(
      VISIT,
      set('commitment', 1, { text: 'no date', direction: 'we-owe' }),
      set('commitment', 2, { text: 'April', direction: 'they-owe', window: { words: 'in April', edtf: '2025-04' } }),
      set('commitment', 3, { text: 'March', direction: 'we-owe', window: { words: 'in March', edtf: '2025-03' } }),
      set('commitment', 4, { text: 'done', status: 'done', window: { words: '', edtf: '2025-01' } }),
    )
    const due = dueNext(await desk.scope(VISIT), '2025-04-01')
    expect(due.map(({ commitment, isLate }) => [commitment.text, isLate])).toEqual([
      ['March', true],
      ['April', false],
      ['no date', false],
    ])
  })

  it('makes the first delegate head, in one step of undo, and lists the head first', async () => {
    await addDelegate(desk, await visit(), { name: 'Delegate B', isFirst: true })
    expect(desk.undo.getState().done).toHaveLength(1)
    await addDelegate(desk, await visit(), { name: 'Delegate A', isFirst: false })
    const names = delegation(await desk.scope(VISIT), await visit(), byName).map((one) => one.latin?.full)
    expect(names).toEqual(['Delegate B', 'Delegate A'])
  })

  it('refuses a last day before the first, whichever is changed, and keeps what is stored', async () => {
    expect(await saveVisitDay(desk, await visit(), { field: 'endDay', day: '2025-03-01' })).toMatchObject({
      error: { code: 'ends-before-start' },
    })
    expect(await saveVisitDay(desk, await visit(), { field: 'startDay', day: '2025-03-08' })).toMatchObject({
      error: { code: 'ends-before-start' },
    })
    expect(await saveVisitDay(desk, await visit(), { field: 'endDay', day: '2025-03-07' })).toMatchObject({ ok: true })
    expect(await visit()).toMatchObject({ startDay: '2025-03-03', endDay: '2025-03-07' })
  })

  it('begins a visit from a title alone, and says what is wrong before it writes', async () => {
    expect(visitProblems({ title: ' ' })).toEqual({ title: 'required' })
    expect(visitProblems({ title: 'Seoul', startDay: '2025-03-05', endDay: '2025-03-04' })).toEqual({ endDay: 'ends-before-start' })
    const made = await createVisit(desk, { title: 'Seoul', city: '', zone: null })
    if (!made.ok) throw new Error(made.error.code)
    expect(recordsOf(await desk.scope(made.value), 'visit')[0]).toMatchObject({
      id: made.value,
      scope: made.value,
      title: 'Seoul',
      city: null,
    })
  })

  it('knows the zone of a city in any language of the interface', () => {
    expect([zoneOfCity('Tokyo'), zoneOfCity('Токио '), zoneOfCity('東京'), zoneOfCity('tokio'), zoneOfCity('Kyoto')]).toEqual([
      'Asia/Tokyo',
      'Asia/Tokyo',
      'Asia/Tokyo',
      'Asia/Tokyo',
      undefined,
    ])
  })

  it('lists the latest visit first, those without dates before it, and counts those in the trash', async () => {
    const seoul = await createVisit(desk, { title: 'Seoul', startDay: '2025-06-01' })
    const later = await createVisit(desk, { title: 'Some day' })
    const gone = await createVisit(desk, { title: 'Gone' })
    if (!seoul.ok || !later.ok || !gone.ok) throw new Error('not made')
    await desk.write(gone.value, { type: 'delete', kind: 'visit', id: gone.value })
    await desk.scope(gone.value)
    const scopes = Object.entries(desk.live.store.getState().scopes).map(([scope, live]) => ({ scope, live }))
    expect(visitRows(scopes).map(({ visit }) => visit.title)).toEqual(['Some day', 'Seoul', 'Tokyo'])
    expect(visitsInTrash(scopes)).toBe(1)
  })
})

const byName = (a: Contact, b: Contact): number => ((a.latin?.full ?? '') < (b.latin?.full ?? '') ? -1 : 1)
