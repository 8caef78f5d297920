import { deletionOfRecord } from '../../../../src/renderer/db/cascade.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dueByMonth, sumOf, visitNumbers } from '../../../../src/renderer/features/overview/overview-queries.ts'
import { importAsNew } from '../../../../src/renderer/records/visit-exchange-file.ts'
import { fileOf, openDesk, type Desk } from '../visits/desk.ts'

const FILE = fileOf({
  safarnoma: 1,
  visit: { title: 'Tokyo', startDay: '2025-03-03' },
  meetings: [
    { key: 'a', title: 'A', state: 'held' },
    { key: 'b', title: 'B', state: 'cancelled' },
    { key: 'c', title: 'C', state: 'planned' },
  ],
  agreements: [
    { key: 'x', text: 'Signed', status: 'signed' },
    { key: 'y', text: 'Dropped', status: 'dropped' },
  ],
  commitments: [
    { key: 'p', text: 'P', direction: 'we-owe', window: { words: 'in March', edtf: '2025-03' } },
    { key: 'q', text: 'Q', direction: 'they-owe', window: { words: 'by May', edtf: '../2025-05-01' } },
    { key: 'r', text: 'R', direction: 'they-owe', window: { words: 'in time', edtf: null } },
    { key: 's', text: 'S', direction: 'we-owe', status: 'done', window: { words: 'in April', edtf: '2025-04' } },
  ],
})

let desk: Desk
let scope: string
const scopes = async () => [{ live: await desk.scope(scope) }]

beforeEach(async () => {
  desk = await openDesk()
  const written = await importAsNew(desk, FILE)
  if (!written.ok) throw new Error(written.error.code)
  scope = written.value
})
afterEach(() => desk.close())

describe('the overview', () => {
  it('counts what is open and owed, and leaves cancelled meetings out', async () => {
    const [numbers] = visitNumbers(await scopes(), '2025-04-02')
    expect(numbers).toMatchObject({ meetings: 2, held: 1, agreements: 2, openAgreements: 1, weOwe: 1, theyOwe: 2, overdue: 1 })
    expect(sumOf(numbers ? [numbers, numbers] : [])).toMatchObject({ meetings: 4, theyOwe: 4 })
  })

  it('plots open commitments by the month of their last day, with the months between and those without a date last', async () => {
    expect(dueByMonth(await scopes())).toEqual([
      { month: '2025-03', weOwe: 1, theyOwe: 0 },
      { month: '2025-04', weOwe: 0, theyOwe: 0 },
      { month: '2025-05', weOwe: 0, theyOwe: 1 },
      { month: null, weOwe: 0, theyOwe: 1 },
    ])
  })

  it('forgets a visit that is in the trash with all that hangs on it', async () => {
    await desk.write(scope, ...deletionOfRecord(await desk.scope(scope), 'visit', scope))
    expect(visitNumbers(await scopes(), '2025-04-02')).toEqual([])
    expect(dueByMonth(await scopes())).toEqual([])
  })
})
