import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from '@shared/lib/canonical-json.ts'
import type { Cell } from '@shared/sync/cell.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import { dropOutgoing, prepareOutgoing, type Outgoing } from '../../../src/renderer/db/outgoing.ts'
import { settleOutgoing } from '../../../src/renderer/db/settle-outgoing.ts'
import { plainSeal } from '../../../src/renderer/db/seal.ts'
import {
  emptyRecord,
  isUnsent,
  pendingDelta,
  receivedRow,
  recordToRow,
  rowToRecord,
  wholeUnsent,
  type Pending,
  type StoredRecord,
} from '../../../src/renderer/db/stored-record.ts'
import { idsUnsent } from '../../../src/renderer/db/unsent.ts'
import { openLaptop, type TestLaptop } from '../../support/database.ts'
import { testId } from '../../support/server.ts'

const VISIT = testId('visit')
const STORED = { outcome: 'stored', seq: 1 } as const
const PARKED = { outcome: 'parked', reason: 'storage' } as const

describe('P5 what waits is a queue, and what an answer settles leaves it at once', () => {
  let laptop: TestLaptop
  beforeEach(async () => {
    laptop = await openLaptop(1)
  })
  afterEach(() => laptop.database.close())

  const records = Array.from({ length: 8 }, (_, n) => testId(`record ${n}`))
  const set = (id: string, text: string) => laptop.write(VISIT, { type: 'set', kind: 'agreement', id, fields: { text } })
  const fill = async (): Promise<void> => {
    for (const id of records) {
      await set(id, 'First')
      laptop.host.advance(1_000)
    }
  }
  const prepared = async (): Promise<Outgoing> => {
    const push = await prepareOutgoing(laptop.database, VISIT)
    if (!push) throw new Error('something waits')
    return push
  }
  const waiting = (): Promise<string[]> => idsUnsent(laptop.database, VISIT)
  const opened = async (id: string): Promise<StoredRecord> => {
    const row = await laptop.database.dexie.records.get(id)
    if (!row) throw new Error('the record is here')
    return rowToRecord(row, laptop.database.seal)
  }
  const answer = (outgoing: Outgoing, results: (typeof STORED | typeof PARKED)[]) =>
    settleOutgoing(laptop.database, VISIT, { outgoing, reply: { results, receivedAt: 77 } })

  it('in the order in which it began to wait', async () => {
    await fill()
    expect(await waiting()).toEqual(records)
    expect((await prepared()).request.items.map(({ record }) => record.i)).toEqual(records)
  })

  it('as much in a push as its bytes allow, in whatever script, and the rest in the next', async () => {
    // 136,000 letters of three bytes.
    for (const id of records.slice(0, 3)) await set(id, 'あ'.repeat(136_000))
    const push = await prepared()
    expect(push.request.items).toHaveLength(2)
    expect(push.known?.message.length).toBeLessThan(LIMITS.pushBytes)
    await answer(push, [STORED, STORED])
    expect((await prepared()).request.items).toHaveLength(1)
  })

  it('but for what was refused, which keeps its place', async () => {
    await fill()
    const push = await prepared()
    const refused = records.filter((_, n) => n === 0 || n === 4)
    await answer(
      push,
      records.map((id) => (refused.includes(id) ? PARKED : STORED)),
    )
    expect(await waiting()).toEqual(refused)
    for (const id of records) {
      const record = await opened(id)
      expect(record).toMatchObject(
        refused.includes(id)
          ? { parked: { reason: 'storage' }, pending: { text: { hasLeft: true } } }
          : { parked: null, pending: {}, receivedAt: 77, cells: { text: { value: 'First' } } },
      )
      expect(isUnsent(record)).toBe(refused.includes(id))
    }
  })

  it('and for what began to wait meanwhile in the midst of it, by a clock that was set back', async () => {
    await fill()
    const push = await prepared()
    laptop.host.advance(-5_500)
    const between = testId('written meanwhile')
    await set(between, 'Meanwhile')
    const changed = records[6] ?? ''
    await set(changed, 'Second')
    expect((await waiting()).indexOf(between)).toBeLessThan(6)
    await answer(
      push,
      records.map(() => STORED),
    )
    expect(await waiting()).toEqual([between, changed])
    expect((await opened(changed)).cells['text']?.value).toBe('Second')
    expect((await prepared()).request.items.map(({ record }) => record.i)).toEqual([between, changed])
  })

  it('also where nothing else happened meanwhile', async () => {
    await fill()
    const push = await prepared()
    laptop.host.advance(-5_500)
    const between = testId('written meanwhile')
    await set(between, 'Meanwhile')
    await answer(
      push,
      records.map(() => STORED),
    )
    expect(await waiting()).toEqual([between])
  })

  it('also where the push is answered to a page that did not make it', async () => {
    await fill()
    await prepared()
    await answer(
      await prepared(),
      records.map((_, n) => (n === 3 ? PARKED : STORED)),
    )
    expect(await waiting()).toEqual([records[3]])
  })

  it('in one transaction, also where more than a hundred are to be opened', async () => {
    const many = Array.from({ length: 150 }, (_, n) => testId(`many ${n}`))
    const setAll = (text: string) =>
      laptop.write(VISIT, ...many.map((id) => ({ type: 'set' as const, kind: 'agreement', id, fields: { text } })))
    await setAll('First')
    await answer(
      await prepared(),
      many.map(() => STORED),
    )
    await setAll('Second')
    const push = await prepared()
    expect(push.request.items).toHaveLength(many.length)
    await answer(
      push,
      many.map(() => STORED),
    )
    expect(await waiting()).toEqual([])
  })

  describe('and the next push is made with the answer to a full one', () => {
    const FULL = 500
    const many = Array.from({ length: 2 * FULL + 1 }, (_, n) => testId(`many ${n}`))
    const commit = { seq: 1, token: 'one' }
    const sends = { mayWrite: true, mayReview: false }
    const idsOf = (push: Outgoing | null) => push?.request.items.map(({ record }) => record.i)
    const stored = (push: Outgoing, reply: object = {}) =>
      settleOutgoing(laptop.database, VISIT, {
        outgoing: push,
        reply: { results: push.request.items.map(() => STORED), receivedAt: 77, ...reply },
        sends,
      })
    const fillMany = async (): Promise<string[]> => {
      for (let at = 0; at < many.length; at += FULL) {
        laptop.host.advance(1_000)
        const changes = many.slice(at, at + FULL).map((id) => ({ type: 'set' as const, kind: 'agreement', id, fields: { text: 'First' } }))
        await laptop.write(VISIT, ...changes)
      }
      return waiting()
    }

    it('of what waits behind it, under the next number, until nothing does', async () => {
      const ids = await fillMany()
      const first = await prepared()
      const second = await stored(first)
      expect([idsOf(first), idsOf(second)]).toEqual([ids.slice(0, FULL), ids.slice(FULL, 2 * FULL)])
      expect(second?.request.pushSeq).toBe(first.request.pushSeq + 1)
      expect(await waiting()).toEqual(ids.slice(FULL))
      // It lies there as one that was made by itself: whoever starts anew sends it.
      expect(JSON.stringify((await prepared()).request)).toBe(new TextDecoder().decode(second?.known?.message))
      const third = second && (await stored(second))
      expect(idsOf(third)).toEqual(ids.slice(2 * FULL))
      expect(third && (await stored(third))).toBeNull()
      expect(await waiting()).toEqual([])
      expect(await prepareOutgoing(laptop.database, VISIT, sends)).toBeNull()
    })

    it('unless others wrote before it, which is fetched first', async () => {
      const ids = await fillMany()
      expect(await stored(await prepared(), { commit })).toBeNull()
      expect(await laptop.database.dexie.pushes.count()).toBe(0)
      expect(idsOf(await prepared())).toEqual(ids.slice(FULL, 2 * FULL))
    })

    it('unless something of it is to go before: what was written meanwhile, or began to wait by a clock that was set back', async () => {
      const ids = await fillMany()
      const push = await prepared()
      await set(ids[3] ?? '', 'Second')
      expect(await stored(push)).toBeNull()
      expect(idsOf(await prepared())?.slice(0, 2)).toEqual([ids[3], ids[FULL]])
      const behind = await prepared()
      laptop.host.advance(-3_000)
      await set(testId('before'), 'Before')
      laptop.host.advance(1_500)
      await set(testId('between'), 'Between')
      expect(await stored(behind)).toBeNull()
      expect(idsOf(await prepared())?.slice(0, 2)).toEqual([testId('before'), testId('between')])
    })

    it('unless words went with it, of which more may wait', async () => {
      const ids = await fillMany()
      const push = await prepared()
      expect(await stored({ ...push, noteRows: { [ids[0] ?? '']: [] } })).toBeNull()
    })

    it('unless something was refused, or nothing may be sent any more', async () => {
      await fillMany()
      const push = await prepared()
      expect(await stored(push, { results: push.request.items.map((_, n) => (n === 9 ? PARKED : STORED)) })).toBeNull()
      const next = await prepared()
      expect(
        await answer(
          next,
          next.request.items.map(() => STORED),
        ),
      ).toBeNull()
    })
  })

  it('and nothing leaves it with a push that was dropped', async () => {
    await fill()
    await prepared()
    await dropOutgoing(laptop.database, VISIT)
    expect(await waiting()).toEqual(records)
    expect((await prepared()).request.items).toHaveLength(8)
    expect((await opened(records[0] ?? '')).pending).toEqual({ text: { isOwn: true, hasLeft: true, before: null } })
  })
})

describe('W1 a record that waits as a whole is sent as it lies', () => {
  const seal = plainSeal()
  const id = testId('record')
  const stamp = (n: number): string => `${String(n).padStart(26, '0')}a.b`
  const value: fc.Arbitrary<Json> = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('","p":[1,0,null]}', '{"r":', '"', '\\', 'Ўзбекча'),
    fc.integer(),
    fc.constant(null),
    fc.constant({ p: [1, 0, null], r: { k: 'x' } }),
  )
  const NEW: Pending = { isOwn: true, hasLeft: false, before: null }
  const pending: fc.Arbitrary<Pending | null> = fc.oneof(
    { weight: 12, arbitrary: fc.constant(NEW) },
    fc.constantFrom<Pending | null>(
      null,
      { ...NEW, isOwn: false },
      { ...NEW, hasLeft: true },
      { ...NEW, before: 'B' },
      { ...NEW, withColleague: 5 },
      { ...NEW, isForText: true },
    ),
  )
  const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, arbitrary)
  const field = fc.record({ value, stamp: fc.nat({ max: 1 }).map(stamp), pending })
  const record = fc
    .record({
      fields: fc.dictionary(fc.constantFrom('text', 'p', 'r', 'title', 'place'), field, { minKeys: 1 }),
      isOneStamp: fc.boolean(),
      ofAll: seldom(pending),
      receivedAt: seldom(fc.nat()),
      arrivedAt: seldom(fc.nat()),
      parked: seldom(fc.constant({ reason: 'storage', detail: null } as const)),
    })
    .map(({ fields, isOneStamp, ofAll, ...rest }): StoredRecord => {
      const cells: Record<string, Cell> = {}
      const waiting: Record<string, Pending> = {}
      for (const [name, one] of Object.entries(fields)) {
        cells[name] = { value: one.value, stamp: isOneStamp ? stamp(1) : one.stamp, bases: [''] }
        const waits = ofAll ?? one.pending
        if (waits) waiting[name] = waits
      }
      return { ...emptyRecord({ kind: 'agreement', id, scope: VISIT }), rev: 3, cells, pending: waiting, ...rest }
    })

  it('or is opened, and is the same when it is read again', () => {
    let whole = 0
    fc.assert(
      fc.property(record, (one) => {
        const row = recordToRow(one, seal)
        expect(rowToRecord(row, seal)).toEqual(one)
        const found = wholeUnsent(row, seal)
        if (!found) return
        whole += 1
        const stamps = new Set(Object.values(one.cells).map((cell) => cell.stamp))
        expect([found.kind, found.rev, new Set([found.last])]).toEqual(['agreement', 3, stamps])
        expect(new TextDecoder().decode(found.packed)).toBe(JSON.stringify(packRecord(pendingDelta(one))))
        const after = receivedRow(row, { packed: found.packed, receivedAt: 9 }, seal)
        expect(rowToRecord(after, seal)).toEqual({ ...one, rev: 4, pending: {}, receivedAt: 9 })
        // Nothing is said of it that sending it would not say.
        expect([one.receivedAt, one.arrivedAt, one.parked]).toEqual([null, null, null])
        for (const name of Object.keys(one.cells)) expect(one.pending[name]).toEqual(NEW)
      }),
      { seed: 20_261_128, numRuns: 1_000 },
    )
    expect(whole).toBeGreaterThan(100)
  })
})
