import { afterEach, beforeEach, expect, it } from 'vitest'
import { linkAgreement, unlinkAgreement } from '../../../../src/renderer/features/programmes/programme-commands.ts'
import { feedingAgreements } from '../../../../src/renderer/features/programmes/programme-queries.ts'
import { openDesk, VISIT, type Desk } from '../visits/desk.ts'

const PROGRAMME = '00000000-0000-4000-8000-000000000001'
const AGREEMENT = '00000000-0000-4000-8000-000000000002'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
  await desk.write(
    VISIT,
    { type: 'set', kind: 'programme', id: PROGRAMME, fields: { name: 'ICT Week 2025' } },
    { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'Take part' } },
  )
})
afterEach(() => desk.close())

const feeding = async () => feedingAgreements(await desk.scope(VISIT), PROGRAMME).map((one) => one.text)

it('links an agreement to a programme, takes it off, and links it again under the same id', async () => {
  await desk.write(VISIT, ...linkAgreement(PROGRAMME, AGREEMENT))
  expect(await feeding()).toEqual(['Take part'])
  await desk.write(VISIT, ...unlinkAgreement(PROGRAMME, AGREEMENT))
  expect(await feeding()).toEqual([])
  await desk.write(VISIT, ...linkAgreement(PROGRAMME, AGREEMENT))
  expect(await feeding()).toEqual(['Take part'])
  expect(await desk.database.dexie.records.count()).toBe(3)
})

it('shows no agreement that is in the trash', async () => {
  await desk.write(VISIT, ...linkAgreement(PROGRAMME, AGREEMENT), { type: 'delete', kind: 'agreement', id: AGREEMENT })
  expect(await feeding()).toEqual([])
})
