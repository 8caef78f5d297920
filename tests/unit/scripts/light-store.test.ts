import { Dexie } from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copy, lighten, lightStore, orderOf } from '../../../scripts/bench/sync/light-store.ts'

const SEED = { seed: 20_261_128 }
const real = globalThis.structuredClone
const factory = new IDBFactory()
const cmp = (one: unknown, other: unknown): number => factory.cmp(one, other)

const plain = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.constantFrom('', 'a', 'b', 0, -0, 1))
const bytes = fc.uint8Array().map((all) => Uint8Array.from(all))
const odd = fc.constantFrom<unknown>(
  null,
  true,
  new Date(5),
  new Map([[1, 'a']]),
  Object.assign([1], { length: 3 }),
  { deep: { er: [1] } },
  new Uint16Array(3),
  undefined,
)
const value = fc.oneof(
  plain,
  odd,
  fc.array(fc.oneof(plain, odd)),
  fc.dictionary(fc.constantFrom('id', 'body', '__proto__'), fc.oneof(plain, bytes, odd)),
)

describe('the store of the bench', () => {
  it('copies a value as structuredClone does, and shares nothing with it', () => {
    fc.assert(
      fc.property(value, (one) => {
        const copied = copy(one)
        expect(copied).toStrictEqual(real(one))
        if (typeof one !== 'object' || one === null) return
        expect(copied).not.toBe(one)
        const [body, other] = [one, copied].map((of) => (of as { body?: unknown }).body)
        if (body instanceof Uint8Array) expect(other).not.toBe(body)
      }),
      SEED,
    )
    expect(() => copy({ id: () => 1 })).toThrow('could not be cloned')
    const whole = Uint8Array.of(1, 2, 3, 4)
    const part = copy({ body: whole.subarray(1, 3) }).body
    whole.fill(9)
    expect(part).toEqual(Uint8Array.of(2, 3))
  })

  it('orders keys as IndexedDB does', () => {
    const key = fc.oneof(
      plain,
      fc.array(plain, { maxLength: 3 }),
      fc.array(fc.oneof(plain, fc.array(plain, { maxLength: 2 })), { maxLength: 3 }),
    )
    let known = 0
    fc.assert(
      fc.property(key, key, (one, other) => {
        const order = orderOf(one, other)
        if (order === undefined) return
        known += 1
        expect(order).toBe(cmp(one, other))
      }),
      { ...SEED, numRuns: 2_000 },
    )
    expect(known).toBeGreaterThan(200)
  })

  describe('holds and finds', () => {
    let dexie: Dexie
    beforeAll(async () => {
      dexie = new Dexie('light', lightStore())
      dexie.version(1).stores({ records: 'id, scope', places: '[scope+order+id]' })
      await dexie.open()
      lighten(dexie.backendDB().transaction('records').objectStore('records'))
    })
    afterAll(() => {
      dexie.close()
      globalThis.structuredClone = real
    })

    it('what was put, and nothing that was deleted, by key, by index and in order', async () => {
      const [records, places] = [dexie.table('records'), dexie.table('places')]
      const held = new Map<string, { id: string; scope: string; n: number }>()
      const step = fc.record({ id: fc.integer({ min: 0, max: 40 }), scope: fc.constantFrom('a', 'b'), isPut: fc.boolean(), n: fc.nat(9) })
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
          for (const { id: number, scope, isPut, n } of steps) {
            const id = `r${number}`
            const before = held.get(id)
            if (before) await places.delete([before.scope, before.n, id])
            if (isPut) {
              const row = { id, scope, n }
              await Promise.all([records.put(row), places.put({ scope, order: n, id })])
              held.set(id, row)
            } else {
              await records.delete(id)
              held.delete(id)
            }
            expect(await records.get(id)).toEqual(held.get(id))
          }
          const all = [...held.values()]
          expect(new Set(await records.toArray())).toEqual(new Set(all))
          expect(await records.where('scope').equals('a').primaryKeys()).toEqual(
            all.flatMap(({ id, scope }) => (scope === 'a' ? [id] : [])).sort(),
          )
          const keys = all.map(({ id, scope, n }) => [scope, n, id] as const).sort(cmp)
          expect(await places.toCollection().primaryKeys()).toEqual(keys)
          for (const key of keys) expect(await places.get(key)).toBeDefined()
          if (all[0]) await expect(records.add(all[0])).rejects.toThrow('ConstraintError')
        }),
        { ...SEED, numRuns: 15 },
      )
    })
  })
})
