import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PushReply } from '@shared/sync/protocol/push.ts'
import type { Cell } from '@shared/sync/cell.ts'
import { openLeaving } from '../../../src/renderer/db/leaving.ts'
import { dropAllOutgoing, dropOutgoing, prepareOutgoing, type Outgoing } from '../../../src/renderer/db/outgoing.ts'
import { settleOutgoing } from '../../../src/renderer/db/settle-outgoing.ts'
import { reconcileScope } from '../../../src/renderer/db/reconcile.ts'
import { rowToRecord, type StoredRecord } from '../../../src/renderer/db/stored-record.ts'
import { idsUnsent } from '../../../src/renderer/db/unsent.ts'
import { openLaptop, type TestLaptop } from '../../support/database.ts'

const VISIT = '11111111-1111-4111-8111-111111111111'
const AGREEMENT = '22222222-2222-4222-8222-222222222222'

describe('L1 a value that was in a push is named by what is written on top of it', () => {
  let laptop: TestLaptop
  beforeEach(async () => {
    laptop = await openLaptop(1)
    await set({ text: 'First', status: 'floated' })
  })
  afterEach(() => laptop.database.close())

  const set = async (fields: Record<string, string>): Promise<void> => {
    laptop.host.advance(1_000)
    await laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields })
  }
  const stored = async (): Promise<StoredRecord> => {
    const row = await laptop.database.dexie.records.get(AGREEMENT)
    if (!row) throw new Error('the agreement is here')
    return rowToRecord(row, laptop.database.seal)
  }
  const textCell = async (): Promise<Cell | undefined> => (await stored()).cells['text']
  const prepared = async (): Promise<Outgoing> => {
    const push = await prepareOutgoing(laptop.database, VISIT)
    if (!push) throw new Error('something waits')
    return push
  }
  const answer = (outgoing: Outgoing, results: PushReply['results']) =>
    settleOutgoing(laptop.database, VISIT, { outgoing, reply: { results, receivedAt: 77 } })

  it('and the record is written once, when the answer comes', async () => {
    const { rev } = await stored()
    const push = await prepared()
    expect((await stored()).rev).toBe(rev)
    await answer(push, [{ outcome: 'stored', seq: 1 }])
    expect(await stored()).toMatchObject({ rev: rev + 1, pending: {}, receivedAt: 77 })
    expect(await laptop.database.dexie.leaving.count()).toBe(0)
  })

  it('while it is in flight; what never left is not named', async () => {
    const sent = (await textCell())?.stamp
    await prepared()
    await set({ text: 'Second' })
    const second = await textCell()
    expect(second?.bases).toEqual(['', sent])
    await set({ text: 'Third' })
    expect((await textCell())?.bases).toEqual(second?.bases)
    expect((await stored()).pending).toMatchObject({ text: { hasLeft: false }, status: { hasLeft: true } })
  })

  it('and strikes the record from what lies as it was sent, so that the answer settles the others alone', async () => {
    const OTHER = '33333333-3333-4333-8333-333333333333'
    await laptop.write(VISIT, { type: 'set', kind: 'agreement', id: OTHER, fields: { text: 'Another' } })
    const push = await prepared()
    await set({ owner: 'METI' })
    const { database } = laptop
    expect([...openLeaving(database, await database.dexie.leaving.get(VISIT)).keys()]).toEqual([OTHER])
    const [first, second] = push.request.items.map(() => ({ outcome: 'stored', seq: 1 }) as const)
    if (!first || !second) throw new Error('two were sent')
    await answer(push, [first, second])
    expect(Object.keys((await stored()).pending)).toEqual(['owner'])
    const other = await database.dexie.records.get(OTHER)
    expect(other && rowToRecord(other, database.seal)).toMatchObject({ pending: {}, receivedAt: 77, cells: { text: { value: 'Another' } } })
    expect(await idsUnsent(database, VISIT)).toEqual([AGREEMENT])
    expect(await database.dexie.leaving.count()).toBe(0)
  })

  it('and a field that the ministry had before goes on lying in a record of which another was sent', async () => {
    await answer(await prepared(), [{ outcome: 'stored', seq: 1 }])
    await set({ owner: 'METI' })
    const push = await prepared()
    expect(Object.keys(push.request.items[0]?.record.c ?? {})).toEqual(['owner'])
    await answer(push, [{ outcome: 'stored', seq: 2 }])
    expect(await stored()).toMatchObject({
      pending: {},
      cells: { text: { value: 'First' }, status: { value: 'floated' }, owner: { value: 'METI' } },
    })
  })

  it('also by a page that did not make the push, after a restart', async () => {
    const sent = (await textCell())?.stamp
    await prepared()
    const again = await prepared()
    expect(again.known).toBeUndefined()
    await set({ text: 'Second' })
    await answer(again, [{ outcome: 'stored', seq: 1 }])
    expect((await textCell())?.bases).toEqual(['', sent])
    expect(Object.keys((await stored()).pending)).toEqual(['text'])
  })

  it.each<[string, (push: Outgoing) => Promise<unknown>]>([
    ['when it was parked', (push) => answer(push, [{ outcome: 'parked', reason: 'storage' }])],
    ['when the push was dropped', () => dropOutgoing(laptop.database, VISIT)],
    ['when the laptop becomes another one', () => dropAllOutgoing(laptop.database)],
    ['when the server turned out to be another', () => reconcileScope(laptop.database, VISIT)],
  ])('%s', async (_, end) => {
    const sent = (await textCell())?.stamp
    await end(await prepared())
    expect(await laptop.database.dexie.leaving.count()).toBe(0)
    await set({ text: 'Second' })
    expect((await textCell())?.bases).toEqual(['', sent])
  })
})
