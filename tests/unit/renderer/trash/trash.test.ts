import { afterEach, beforeEach, expect, it } from 'vitest'
import { DELETED } from '@shared/sync/cell.ts'
import { deviceAuthor, nextStamp } from '@shared/sync/stamp.ts'
import { deletionOfRecord, restorationOfRecord } from '../../../../src/renderer/db/cascade.ts'
import { readHistory } from '../../../../src/renderer/db/history.ts'
import { recordsOf } from '../../../../src/renderer/db/live.ts'
import { trashGroups } from '../../../../src/renderer/features/trash/trash-queries.ts'
import { authorOf, writtenAt } from '../../../../src/renderer/records/record-author.ts'
import { recordName } from '../../../../src/renderer/records/record-name.ts'
import { recordPath } from '../../../../src/renderer/records/record-place.ts'
import { recoveredOf } from '../../../../src/renderer/records/recovered.ts'
import { historySteps } from '../../../../src/renderer/records/record-steps.ts'
import { openDesk, VISIT, type Desk } from '../visits/desk.ts'

const MEETING = '00000000-0000-4000-8000-000000000001'
const NOTE = '00000000-0000-4000-8000-000000000002'
const QUESTION = '00000000-0000-4000-8000-000000000003'
const DEVICE = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
  await desk.write(
    VISIT,
    { type: 'set', kind: 'visit', id: VISIT, fields: { title: 'Tokyo' } },
    { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'METI' } },
    { type: 'set', kind: 'note', id: NOTE, fields: { meetingId: MEETING, role: 'note', authorName: 'Delegate A' } },
    { type: 'set', kind: 'openQuestion', id: QUESTION, fields: { meetingId: MEETING, text: 'Who pays?' } },
  )
})
afterEach(() => desk.close())

const groups = async () => {
  await desk.scope(VISIT)
  return trashGroups(Object.entries(desk.live.store.getState().scopes).map(([scope, live]) => ({ scope, live })))
}

it('shows a deleted meeting with what went with it as one line, and what had been deleted before as its own', async () => {
  await desk.write(VISIT, { type: 'delete', kind: 'openQuestion', id: QUESTION })
  desk.host.advance(1_000)
  await desk.write(VISIT, ...deletionOfRecord(await desk.scope(VISIT), 'meeting', MEETING))
  expect((await groups()).map(({ kind, items }) => [kind, items.map(({ id, together }) => [id, together])])).toEqual([
    ['meeting', [[MEETING, 1]]],
    ['openQuestion', [[QUESTION, 0]]],
  ])
  await desk.write(VISIT, ...restorationOfRecord(await desk.scope(VISIT), 'meeting', MEETING))
  expect((await groups()).map(({ kind }) => kind)).toEqual(['openQuestion'])
  expect(recordsOf(await desk.scope(VISIT), 'note')).toHaveLength(1)
})

it('D3 shows what is alive under a deleted meeting until that is back or it is deleted too; links are not shown', async () => {
  await desk.write(VISIT, ...deletionOfRecord(await desk.scope(VISIT), 'meeting', MEETING))
  expect(recoveredOf(VISIT, await desk.scope(VISIT))).toEqual([])
  const [late, link] = ['00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000005']
  await desk.write(
    VISIT,
    { type: 'set', kind: 'openQuestion', id: late, fields: { meetingId: MEETING, text: 'Who flies?' } },
    { type: 'set', kind: 'meetingOrganization', id: link, fields: { meetingId: MEETING, organizationId: link } },
  )
  const live = await desk.scope(VISIT)
  expect(recoveredOf(VISIT, live)).toEqual([
    {
      scope: VISIT,
      kind: 'openQuestion',
      id: late,
      owner: { kind: 'meeting', id: MEETING },
      stamp: live.kinds.meeting?.get(MEETING)?.cells[DELETED]?.stamp,
    },
  ])
  await desk.write(VISIT, ...deletionOfRecord(live, 'openQuestion', late))
  expect(recoveredOf(VISIT, await desk.scope(VISIT))).toEqual([])
  await desk.write(VISIT, ...restorationOfRecord(await desk.scope(VISIT), 'openQuestion', late))
  await desk.write(VISIT, ...restorationOfRecord(await desk.scope(VISIT), 'meeting', MEETING))
  expect(recoveredOf(VISIT, await desk.scope(VISIT))).toEqual([])
})

it('puts the latest deletion first', async () => {
  await desk.write(VISIT, { type: 'delete', kind: 'note', id: NOTE })
  const other = '00000000-0000-4000-8000-000000000009'
  await desk.write(VISIT, { type: 'set', kind: 'note', id: other, fields: { meetingId: MEETING } })
  desk.host.advance(5_000)
  await desk.write(VISIT, { type: 'delete', kind: 'note', id: other })
  expect((await groups())[0]?.items.map(({ id }) => id)).toEqual([other, NOTE])
})

it('shows a visit in the trash', async () => {
  await desk.write(VISIT, { type: 'delete', kind: 'visit', id: VISIT })
  expect((await groups()).map(({ kind }) => kind)).toEqual(['visit'])
})

it('names any record by what it hangs on, and leads to the page that shows it', async () => {
  const live = await desk.scope(VISIT)
  expect(recordName(live, { kind: 'note', id: NOTE }, 'en')).toBe('Delegate A · METI')
  expect(recordName(live, { kind: 'meeting', id: 'unknown' }, 'en')).toBe('')
  expect(recordPath(VISIT, { kind: 'openQuestion', id: QUESTION }, live)).toBe(`/visit/${VISIT}/meeting/${MEETING}`)
  expect(recordPath(VISIT, { kind: 'contact', id: NOTE }, live)).toBe(`/directory?contact=${NOTE}`)
})

it('tells the past of a record by moment, the latest first', async () => {
  desk.host.advance(60_000)
  await desk.write(VISIT, { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'METI, again', place: 'Tokyo' } })
  const steps = historySteps(await readHistory(desk.database, MEETING))
  expect(steps.map(({ stamp, fields }) => [writtenAt(stamp) - Date.UTC(2025, 2, 5, 4, 0), fields])).toEqual([
    [
      60_000,
      [
        { field: 'title', value: 'METI, again', isLost: false },
        { field: 'place', value: 'Tokyo', isLost: false },
      ],
    ],
    [0, [{ field: 'title', value: 'METI', isLost: false }]],
  ])
})

it('names the author of a value by the laptops of the visit’s members, and says so where nobody is known', async () => {
  const stamp = nextStamp('', 1_000, deviceAuthor(DEVICE, 'session1'))
  const live = await desk.scope(VISIT)
  expect(authorOf(stamp, live, here(DEVICE))).toEqual({ type: 'this-laptop' })
  expect(authorOf(stamp, live, { ...here(MEETING), laptops: [] })).toEqual({ type: 'other-laptop' })
  // It made a pack that was taken in here; a member of the visit is known better.
  expect(authorOf(stamp, live, here(MEETING))).toEqual({ type: 'person', name: 'Delegate C' })
  expect(authorOf(nextStamp('', 1_000, 'server-1'), live, here(DEVICE))).toEqual({ type: 'server' })
  await desk.write(VISIT, { type: 'set', kind: 'member', id: NOTE.replace('2', '8'), fields: { name: 'Delegate B', devices: [DEVICE] } })
  expect(authorOf(stamp, await desk.scope(VISIT), here(MEETING))).toEqual({ type: 'person', name: 'Delegate B' })
})

const here = (deviceId: string) => ({
  here: { deviceId, predecessor: null },
  laptops: [{ device: DEVICE, name: 'Delegate C', deviceName: '' }],
})
