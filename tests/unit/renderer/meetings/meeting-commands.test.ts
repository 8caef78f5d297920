import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linkId } from '@shared/domain/link.ts'
import type { Meeting } from '@shared/domain/meeting.ts'
import { participantId } from '@shared/domain/participant.ts'
import { recordById, recordsOf } from '../../../../src/renderer/db/live.ts'
import type { Change } from '../../../../src/renderer/db/write.ts'
import {
  addQuickly,
  beginNote,
  createMeeting,
  moveMeeting,
  newMeetingProblems,
  organizationChanges,
  participantChange,
  rankChanges,
  removalOfParticipant,
  roleChange,
  setTimes,
  stateChange,
  type NewMeeting,
  type QuickEntry,
} from '../../../../src/renderer/features/meetings/meeting-commands.ts'
import { sidesOf } from '../../../../src/renderer/features/meetings/meeting-queries.ts'
import { commit, undo } from '../../../../src/renderer/records/commit.ts'
import { openDesk, VISIT, type Desk } from '../visits/desk.ts'

const METI = '22222222-2222-4222-8222-222222222201'
const JETRO = '22222222-2222-4222-8222-222222222202'
const PEOPLE = ['a', 'b', 'c'].map((letter) => `33333333-3333-4333-8333-33333333333${letter}`)
const PLANNED: NewMeeting = {
  title: ' Talks ',
  organizationId: null,
  start: '2025-03-05T13:30',
  end: '2025-03-05T15:00',
  zone: 'Asia/Tokyo',
  walkIn: false,
}

describe('what is done with a meeting', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk()
    await desk.write(
      VISIT,
      { type: 'set', kind: 'visit', id: VISIT, fields: { title: 'Tokyo' } },
      { type: 'set', kind: 'organization', id: METI, fields: { name: 'METI' } },
      { type: 'set', kind: 'organization', id: JETRO, fields: { name: 'JETRO' } },
      ...PEOPLE.map((id): Change => ({ type: 'set', kind: 'contact', id, fields: { side: 'ours', latin: { full: id } } })),
    )
  })
  afterEach(() => desk.close())
  const add = async (more: Partial<NewMeeting> = {}): Promise<Meeting> => {
    const made = await createMeeting(desk, VISIT, { ...PLANNED, ...more })
    if (!made.ok) throw new Error(made.error.code)
    return stored(made.value)
  }
  const stored = async (id: string): Promise<Meeting> => {
    const meeting = recordById(await desk.scope(VISIT), 'meeting', id)
    if (!meeting) throw new Error('no such meeting')
    return meeting
  }
  const all = async <K extends Parameters<typeof recordsOf>[1]>(kind: K) => recordsOf(await desk.scope(VISIT), kind)

  it('is added with its organization in one step, which one undo takes back', async () => {
    const meeting = await add({ organizationId: METI })
    expect(meeting).toMatchObject({ title: 'Talks', state: 'planned', start: '2025-03-05T13:30', zone: 'Asia/Tokyo', walkIn: null })
    expect(await all('meetingOrganization')).toMatchObject([{ meetingId: meeting.id, organizationId: METI }])
    await undo(desk)
    expect([await all('meeting'), await all('meetingOrganization')]).toEqual([[], []])
  })

  it('may have no date, but a title, whole times and an end after its start', async () => {
    expect(await add({ start: null, end: null, walkIn: true })).toMatchObject({ start: null, walkIn: true })
    expect(newMeetingProblems({ ...PLANNED, title: '  ' })).toEqual({ title: 'required' })
    expect(newMeetingProblems({ ...PLANNED, start: '2025-03-05' })).toHaveProperty('start')
    expect(newMeetingProblems({ ...PLANNED, end: '2025-03-05T13:30' })).toEqual({ end: 'ends-before-start' })
    expect(newMeetingProblems(PLANNED)).toEqual({})
  })

  it('keeps when it was to be when it is moved, and says nothing of it when its times are corrected', async () => {
    const meeting = await add()
    const later = { start: '2025-03-06T10:00', end: '2025-03-06T11:30' }
    expect(await moveMeeting(desk, meeting, later)).toMatchObject({ ok: true })
    expect(await stored(meeting.id)).toMatchObject({ ...later, movedFrom: '2025-03-05T13:30' })
    const second = await add()
    await setTimes(desk, second, later)
    expect(await stored(second.id)).toMatchObject({ ...later, movedFrom: null })
  })

  it('does not call it moved when it had no date, or begins when it was to', async () => {
    const undated = await add({ start: null, end: null })
    await moveMeeting(desk, undated, { start: '2025-03-06T10:00', end: null })
    expect(await stored(undated.id)).toMatchObject({ start: '2025-03-06T10:00', movedFrom: null })
    const meeting = await add()
    await moveMeeting(desk, meeting, { start: PLANNED.start, end: '2025-03-05T16:00' })
    expect(await stored(meeting.id)).toMatchObject({ end: '2025-03-05T16:00', movedFrom: null })
  })

  it('is not moved to a time that cannot be, and nothing is written', async () => {
    const meeting = await add()
    expect(await moveMeeting(desk, meeting, { start: null, end: null })).toMatchObject({ ok: false, error: { code: 'required' } })
    const backwards = { start: '2025-03-06T10:00', end: '2025-03-06T09:00' }
    expect(await moveMeeting(desk, meeting, backwards)).toMatchObject({ ok: false, error: { code: 'ends-before-start' } })
    expect(await setTimes(desk, meeting, { start: '2025-03-06', end: null })).toMatchObject({ ok: false, error: { code: 'not-a-time' } })
    expect(await stored(meeting.id)).toEqual(meeting)
  })

  it('is finished and cancelled, each taken back by undo', async () => {
    const meeting = await add()
    await commit(desk, VISIT, [stateChange(meeting, 'held')])
    expect((await stored(meeting.id)).state).toBe('held')
    await undo(desk)
    expect((await stored(meeting.id)).state).toBe('planned')
    await commit(desk, VISIT, [stateChange(meeting, 'cancelled')])
    expect((await stored(meeting.id)).state).toBe('cancelled')
  })

  it('has just the organizations that are chosen, and one that was taken off comes back', async () => {
    const meeting = await add({ organizationId: METI })
    const change = async (before: readonly string[], after: readonly string[]) => {
      await commit(desk, VISIT, organizationChanges(meeting.id, before, after))
      return (await all('meetingOrganization')).map((link) => link.organizationId)
    }
    expect(await change([METI], [JETRO])).toEqual([JETRO])
    expect(new Set(await change([JETRO], [JETRO, METI]))).toEqual(new Set([JETRO, METI]))
    expect(organizationChanges(meeting.id, [METI], [METI])).toEqual([])
  })

  it('takes people in as the last of their side, moves them up and down, and lets them go', async () => {
    const meeting = await add()
    const side = async () => sidesOf(meeting.id, await all('participant'), await all('contact')).ours
    for (const person of PEOPLE) await commit(desk, VISIT, [participantChange(meeting.id, person, await side())])
    const order = async () => (await side()).map(({ contact, participant }) => [contact.id.slice(-1), participant.rank])
    expect(await order()).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ])
    const last = participantId(meeting.id, PEOPLE[2] ?? '')
    await commit(desk, VISIT, rankChanges(await side(), last, -1))
    expect(await order()).toEqual([
      ['a', 1],
      ['c', 2],
      ['b', 3],
    ])
    expect(rankChanges(await side(), participantId(meeting.id, PEOPLE[0] ?? ''), -1)).toEqual([])
    await commit(desk, VISIT, [roleChange(last, 'chair')])
    await commit(desk, VISIT, [removalOfParticipant(last)])
    expect((await order()).map(([letter]) => letter)).toEqual(['a', 'b'])
    await undo(desk)
    expect(await all('participant')).toContainEqual(expect.objectContaining({ id: last, role: 'chair' }))
    expect((await order()).map(([letter]) => letter)).toEqual(['a', 'c', 'b'])
  })

  it('writes ranks where none were when somebody is moved', async () => {
    const meeting = await add()
    const link = (contactId: string): Change => ({
      type: 'create',
      kind: 'participant',
      id: participantId(meeting.id, contactId),
      fields: { meetingId: meeting.id, contactId },
    })
    await desk.write(VISIT, ...PEOPLE.map(link))
    const side = async () => sidesOf(meeting.id, await all('participant'), await all('contact')).ours
    await commit(desk, VISIT, rankChanges(await side(), participantId(meeting.id, PEOPLE[0] ?? ''), 1))
    expect((await side()).map(({ contact, participant }) => [contact.id.slice(-1), participant.rank])).toEqual([
      ['b', 1],
      ['a', 2],
      ['c', 3],
    ])
  })

  it('turns one line into an agreement with its organizations, agreed orally on its day', async () => {
    const meeting = await add()
    const line = { meeting, organizationIds: [METI, JETRO], entry: { kind: 'agreement' } as const, text: '  Joint courses ' }
    const added = await addQuickly(desk, line)
    if (!added.ok) throw new Error(added.error.code)
    expect(await all('agreement')).toMatchObject([
      {
        id: added.value,
        meetingId: meeting.id,
        text: 'Joint courses',
        status: 'agreed-orally',
        steps: [{ status: 'agreed-orally', day: '2025-03-05', saidBy: null }],
      },
    ])
    expect(new Set((await all('agreementOrganization')).map((one) => one.id))).toEqual(
      new Set([METI, JETRO].map((organization) => linkId('agreementOrganization', added.value, organization))),
    )
    await undo(desk)
    expect([await all('agreement'), await all('agreementOrganization')]).toEqual([[], []])
  })

  it('turns one line into a promise of the only counterpart, and names none where there are two', async () => {
    const meeting = await add()
    const entry: QuickEntry = { kind: 'commitment', direction: 'they-owe' }
    await addQuickly(desk, { meeting, organizationIds: [METI], entry, text: 'Send the terms' })
    await addQuickly(desk, { meeting, organizationIds: [METI, JETRO], entry: { ...entry, direction: 'we-owe' }, text: 'Send the list' })
    const promises = await all('commitment')
    expect(promises.find((one) => one.direction === 'they-owe')).toMatchObject({ status: 'open', organizationId: METI })
    expect(promises.find((one) => one.direction === 'we-owe')).toMatchObject({ status: 'open', organizationId: null })
  })

  it('writes no empty line and no line that is too long', async () => {
    const meeting = await add()
    const entry: QuickEntry = { kind: 'openQuestion' }
    expect(await addQuickly(desk, { meeting, organizationIds: [], entry, text: '  ' })).toMatchObject({ error: { code: 'required' } })
    const long = 'x'.repeat(100_001)
    expect(await addQuickly(desk, { meeting, organizationIds: [], entry, text: long })).toMatchObject({ error: { code: 'too-long' } })
    expect(await all('openQuestion')).toEqual([])
    await addQuickly(desk, { meeting, organizationIds: [], entry, text: 'Who pays?' })
    expect(await all('openQuestion')).toMatchObject([{ meetingId: meeting.id, text: 'Who pays?' }])
  })

  it('has a note begun with its author before a word is typed', async () => {
    const meeting = await add()
    const author = { personId: desk.identity.personId, name: 'Delegate A' }
    const begun = await beginNote(desk, { scope: VISIT, meetingId: meeting.id, author })
    if (!begun.ok) throw new Error(begun.error.code)
    expect(await all('note')).toMatchObject([
      {
        id: begun.value,
        meetingId: meeting.id,
        role: 'note',
        authorId: desk.identity.personId,
        authorName: 'Delegate A',
        bodyEdited: null,
      },
    ])
  })

  it('writes nothing into a meeting in the trash', async () => {
    const meeting = await add()
    await desk.write(VISIT, { type: 'delete', kind: 'meeting', id: meeting.id })
    const moved = await moveMeeting(desk, meeting, { start: '2025-03-06T10:00', end: null })
    expect(moved).toMatchObject({ ok: false, error: { code: 'record-deleted' } })
  })
})
