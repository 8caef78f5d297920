import { expect, it } from 'vitest'
import { rescueGroups, type Rescue } from '../../../../src/renderer/features/exchange/rescue-groups.ts'
import { itemOf, stampAt, type Written } from '../../../support/pushed-records.ts'
import { testId } from '../../../support/server.ts'

const rescue = (
  position: number,
  kind: string,
  { id = testId(`${position}`), device = 'a', ...fields }: Record<string, string>,
): Rescue => ({
  position,
  reason: 'read-only',
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
  ]
  expect(shape(items)).toEqual([
    [2, [1, 3]],
    [4, []],
  ])
})

it('R2 a link stands by itself where what it hangs on is not rescued, or came from another laptop', () => {
  const links = [
    rescue(1, 'participant', { meetingId: testId('meeting') }),
    rescue(2, 'meetingOrganization', { meetingId: testId('other') }),
  ]
  const meeting = rescue(3, 'meeting', { id: testId('meeting'), title: 'METI', device: 'b' })
  expect(shape([...links, meeting])).toEqual([
    [1, []],
    [2, []],
    [3, []],
  ])
})
