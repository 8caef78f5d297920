import { expect, it } from 'vitest'
import { namingOf, rescueGroups, type Rescue } from '../../../../src/renderer/features/exchange/rescue-groups.ts'
import { itemOf, stampAt, type Written } from '../../../support/pushed-records.ts'
import { testId } from '../../../support/server.ts'

const rescue = (
  position: number,
  kind: string,
  { id = testId(`${position}`), device = 'a', reason = 'read-only', ...fields }: Record<string, string>,
): Rescue => ({
  position,
  reason: reason as Rescue['reason'],
  state: 'waiting',
  record: itemOf(kind, id, Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, [value, stampAt(1)]])) as Written)
    .record,
  updates: [],
  broughtBy: null,
  device: { id: testId(device), name: device },
  receivedAt: 1,
  decidedBy: null,
  decidedAt: null,
})
const shape = (items: readonly Rescue[]) =>
  rescueGroups(items).map(({ item, links }) => [item.position, links.map(({ position }) => position)])

it('R2 links stand with what they hang on, whichever came first, and are decided with it', () => {
  const items = [
    rescue(1, 'agreementOrganization', { agreementId: testId('agreement'), organizationId: testId('organization') }),
    rescue(2, 'agreement', { id: testId('agreement'), text: 'Courses' }),
    rescue(3, 'agreementProgramme', { agreementId: testId('agreement'), programmeId: testId('programme') }),
    rescue(4, 'commitment', { agreementId: testId('agreement'), text: 'We send a list' }),
    rescue(5, 'meeting', { id: testId('meeting'), title: 'METI' }),
    rescue(6, 'participant', { meetingId: testId('meeting') }),
    rescue(7, 'meetingOrganization', { meetingId: testId('meeting') }),
  ]
  expect(shape(items)).toEqual([
    [2, [1, 3]],
    [4, []],
    [5, [6, 7]],
  ])
})

it('R2 a link stands by itself where what it hangs on is not rescued, came from another laptop, or was handed in for another reason', () => {
  const links = [
    rescue(1, 'participant', { meetingId: testId('meeting') }),
    rescue(2, 'meetingOrganization', { meetingId: testId('other') }),
  ]
  const meeting = rescue(3, 'meeting', { id: testId('meeting'), title: 'METI', device: 'b' })
  const late = rescue(4, 'meeting', { id: testId('other'), title: 'METI', reason: 'removed' })
  expect(shape([...links, meeting, late])).toEqual([
    [1, []],
    [2, []],
    [3, []],
    [4, []],
  ])
})

it('what waits and is not here yet is called by what it says of itself', () => {
  const names = rescueGroups([
    rescue(1, 'agreement', { meetingId: testId('meeting'), text: 'Courses' }),
    rescue(2, 'meeting', { title: 'METI', place: 'Tokyo' }),
    rescue(3, 'participant', { meetingId: testId('meeting') }),
  ]).map(({ record }) => namingOf(record))
  expect(names).toEqual([{ field: 'text', text: 'Courses' }, { field: 'title', text: 'METI' }, null])
})
