import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packRecord } from '@shared/sync/packed.ts'
import type { Original } from '@shared/sync/protocol/records.ts'
import { keepOriginals, originalsOfRecord, type Brought } from '../../../src/renderer/db/originals.ts'
import { emptyRecord, type StoredRecord } from '../../../src/renderer/db/stored-record.ts'
import { openLaptop, type TestLaptop } from '../../support/database.ts'
import { testId } from '../../support/server.ts'

const VISIT = testId('visit')

describe('X4 what a colleague’s laptop signed is kept', () => {
  let laptop: TestLaptop
  beforeEach(async () => {
    laptop = await openLaptop(1)
  })
  afterEach(() => laptop.database.close())

  const stamp = (n: number): string => `${String(n).padStart(26, '0')}a.b`
  /** The record as it is at its `rev`, with fields that wait, each with the number of its stamp. */
  const recordOf = (name: string, rev: number, waiting: Record<string, number>): StoredRecord => ({
    ...emptyRecord({ kind: 'agreement', id: testId(name), scope: VISIT }),
    rev,
    cells: Object.fromEntries(Object.entries(waiting).map(([field, n]) => [field, { value: field, stamp: stamp(n), bases: [''] }])),
    pending: Object.fromEntries(Object.keys(waiting).map((field) => [field, { isOwn: false, hasLeft: true, before: null }])),
  })
  const signed = (record: StoredRecord, signature = 'one'): Original => ({
    device: testId('laptop'),
    key: 'key',
    signature,
    path: [],
    record: packRecord(record),
  })
  const keep = (...brought: Brought[]) =>
    laptop.database.dexie.transaction('rw', laptop.database.dexie.originals, async () => keepOriginals(laptop.database, brought))
  const rows = () => laptop.database.dexie.originals.count()

  it('of many records at once, each its own, also of one that comes for the first time', async () => {
    const [first, second] = [recordOf('first', 0, { text: 1 }), recordOf('second', 3, { text: 2 })]
    await keep({ record: first, originals: [signed(first)] }, { record: second, originals: [signed(second), signed(second, 'another')] })
    expect(await originalsOfRecord(laptop.database, first)).toEqual([signed(first)])
    expect(await originalsOfRecord(laptop.database, second)).toEqual([signed(second), signed(second, 'another')])
  })

  it('once, however often it comes', async () => {
    const record = recordOf('record', 0, { text: 1 })
    await keep({ record, originals: [signed(record), signed(record), signed(record, 'another')] })
    await keep({ record: { ...record, rev: 1 }, originals: [signed(record), signed(record, 'a third')] })
    expect(await originalsOfRecord(laptop.database, record)).toEqual([signed(record), signed(record, 'another'), signed(record, 'a third')])
    expect(await rows()).toBe(3)
  })

  it('as long as something of it waits', async () => {
    const record = recordOf('record', 0, { text: 1, title: 1 })
    await keep({ record, originals: [signed(record)] })
    const written = recordOf('record', 1, { text: 2, title: 1 })
    await keep({ record: written, originals: [] })
    expect(await rows()).toBe(1)
    await keep({ record: recordOf('record', 2, { text: 2, title: 2 }), originals: [signed(written), signed(record, 'another')] })
    expect(await originalsOfRecord(laptop.database, recordOf('record', 2, { text: 2, title: 2 }))).toEqual([signed(written)])
    expect(await rows()).toBe(1)
    await keep({ record: { ...written, rev: 3, pending: {} }, originals: [signed(written)] })
    expect(await rows()).toBe(0)
  })
})
