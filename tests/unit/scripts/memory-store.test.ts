import { Dexie } from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../../scripts/bench/sync/memory-store.ts'
import { copy, orderOf } from '../../../scripts/bench/sync/memory-values.ts'
import { openPlayed, play, scripts } from './memory-script.ts'
import { answerOf, ended, openAt, upgradePlayed, UPGRADES, usedByTwo } from './memory-upgrades.ts'

const SEED = { seed: 20_261_128 }
const other = new IDBFactory()
const cmp = (one: unknown, two: unknown): number => other.cmp(one, two)
const memory = (): IDBFactory => memoryStore().indexedDB as unknown as IDBFactory

const plain = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.constantFrom('', 'a', 'b', 0, -0, 1))
const bytes = fc
  .oneof(fc.uint8Array(), fc.uint8Array({ minLength: 2_000, maxLength: 3_000, size: 'max' }))
  .map((all) => Uint8Array.from(all))
const odd = fc.constantFrom<unknown>(
  null,
  true,
  new Date(5),
  new Map([[1, 'a']]),
  Object.assign([1], { length: 3 }),
  { deep: { er: [1] } },
  new Uint16Array(3),
  { [Symbol('mark')]: 1 },
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
        expect(copied).toStrictEqual(structuredClone(one))
        if (typeof one !== 'object' || one === null) return
        expect(copied).not.toBe(one)
        const [body, itsCopy] = [one, copied].map((of) => (of as { body?: unknown }).body)
        if (body instanceof Uint8Array) expect((itsCopy as Uint8Array).buffer).not.toBe(body.buffer)
      }),
      SEED,
    )
    expect(() => copy({ id: () => 1 })).toThrow('could not be cloned')
    const whole = Uint8Array.of(1, 2, 3, 4)
    const part = copy({ body: whole.subarray(1, 3) }).body
    whole.fill(9)
    expect(part).toEqual(Uint8Array.of(2, 3))
  })

  it('copies bytes into places of their own, however many there are', () => {
    const all = Array.from({ length: 300 }, (_, n) => new Uint8Array(n * 10).fill(n))
    const copied = all.map((body) => copy({ body }).body)
    for (const body of copied) body.fill(body[0] === undefined ? 0 : body[0] + 1)
    expect(copied).toEqual(all.map((body) => body.map((n) => n + 1)))
  })

  it('orders keys as IndexedDB does', () => {
    const key = fc.oneof(
      plain,
      fc.array(plain, { maxLength: 3 }),
      fc.array(fc.oneof(plain, fc.array(plain, { maxLength: 2 })), { maxLength: 3 }),
    )
    let known = 0
    fc.assert(
      fc.property(key, key, (one, two) => {
        const order = orderOf(one, two)
        if (order === undefined) return
        known += 1
        expect(order).toBe(cmp(one, two))
      }),
      { ...SEED, numRuns: 2_000 },
    )
    expect(known).toBeGreaterThan(200)
  })

  it('answers all that it is asked in any transactions as fake-indexeddb does, and holds the same after them', async () => {
    const ends = { complete: 0, undone: 0 }
    await fc.assert(
      fc.asyncProperty(scripts, async (script) => {
        const [ours, theirs] = [await openPlayed(memory()), await openPlayed(new IDBFactory())]
        const wanted = await play(theirs, script)
        expect(await play(ours, script)).toEqual(wanted)
        for (const log of wanted.slice(0, script.length)) ends[log.at(-1) === 'complete' ? 'complete' : 'undone'] += 1
      }),
      { ...SEED, numRuns: 400 },
    )
    expect(Math.min(ends.complete, ends.undone)).toBeGreaterThan(100)
  })

  it.each(UPGRADES)('upgrades %s as fake-indexeddb does, and one that is undone leaves all as it was', async (how) => {
    const [ours, theirs] = [await upgradePlayed(memory(), how), await upgradePlayed(new IDBFactory(), how)]
    expect(ours.log).toEqual(theirs.log)
    // An index that was to go, and stays, is without what was written meanwhile; in fake-indexeddb it is not.
    const { left } = how.startsWith('undone') ? await upgradePlayed(new IDBFactory(), null) : theirs
    expect(ours.left).toEqual(left)
  })

  it('asks who has a database open to close it, and waits until they have', async () => {
    // Its last transaction ends before the upgrade begins; fake-indexeddb does not wait for that.
    expect(await usedByTwo(memory())).toEqual([
      'versionchange 1 2',
      'blocked 1 2',
      { id: 'r1', scope: 'odd', n: 1 },
      'upgradeneeded 1 2',
      'versionchange 2 null',
      [],
      'InvalidStateError',
    ])
  })

  it('forgets a number that it gave in a transaction that was undone', async () => {
    const db = await openAt(memory(), 1, (upgraded) => upgraded.createObjectStore('rows', { autoIncrement: true }))
    const undone = db.transaction('rows', 'readwrite')
    undone.objectStore('rows').put('far', 40)
    undone.objectStore('rows').put('farther')
    undone.abort()
    await ended(undone)
    const transaction = db.transaction('rows', 'readwrite')
    const rows = transaction.objectStore('rows')
    expect(await answerOf(rows.put('first'))).toBe(1)
    expect(await answerOf(rows.put('far', 40.5))).toBe(40.5)
    expect(await answerOf(rows.put('next'))).toBe(41)
  })

  it('shares no row and no key with who wrote or reads it', async () => {
    const db = await openAt(memory(), 1, (upgraded) => upgraded.createObjectStore('rows', { keyPath: ['a', 'n'] }))
    const rows = db.transaction('rows', 'readwrite').objectStore('rows')
    const row = { a: 'a', n: 1, few: new Uint8Array(3), many: new Uint8Array(5_000), deep: { list: [1] } }
    const given = structuredClone(row)
    const written = rows.put(given)
    given.few.fill(9)
    given.many.fill(9)
    given.deep.list.push(9)
    const key = (await answerOf(written)) as unknown[]
    key[0] = 'other'
    for (let time = 0; time < 2; time += 1) {
      const read = (await answerOf(rows.get(['a', 1]))) as typeof row
      expect(read).toEqual(row)
      read.few.fill(9)
      read.many.fill(9)
      read.deep.list.push(9)
      const keys = (await answerOf(rows.getAllKeys())) as unknown[][]
      expect(keys).toEqual([['a', 1]])
      keys[0]?.fill('other')
    }
  })

  it('undoes a transaction whose listener throws, unless it is being committed', async () => {
    const db = await openAt(memory(), 1, (upgraded) => upgraded.createObjectStore('rows'))
    for (const isCommitted of [true, false]) {
      const transaction = db.transaction('rows', 'readwrite')
      transaction.objectStore('rows').put('row', Number(isCommitted)).onsuccess = () => {
        throw new Error('thrown by who listens')
      }
      if (isCommitted) transaction.commit()
      await ended(transaction)
      expect(transaction.error?.name).toBe(isCommitted ? undefined : 'AbortError')
    }
    expect(await answerOf(db.transaction('rows').objectStore('rows').getAllKeys())).toEqual([1])
  })

  it('finds each row by its own key, however like it another is', async () => {
    const db = await openAt(memory(), 1, (upgraded) => upgraded.createObjectStore('rows'))
    const rows = db.transaction('rows', 'readwrite').objectStore('rows')
    const lists = [['a', 'b'], ['ab'], ['a1:b'], ['1:a', 'b'], [['a'], 'b'], [['a', 'b']], [], [[]], ['']]
    const bytesOf = (...all: number[]): ArrayBuffer => Uint8Array.from(all).buffer
    const keys: IDBValidKey[] = [...lists, [1], ['1'], ['n1;'], [1, 2], [12], [new Date(1)], ['d1;'], 1, '1', '[n1;]', new Date(1), 'd1;']
    keys.push(bytesOf(1), bytesOf(1, 0), bytesOf(16), 'b01;', [bytesOf(1)])
    for (const [n, key] of keys.entries()) rows.put(n, key)
    const found = await Promise.all(keys.map((key) => answerOf(rows.get(key))))
    expect(found).toEqual(keys.map((_, n) => n))
    expect(await answerOf(rows.getAllKeys())).toEqual(keys.toSorted(cmp))
  })

  it('lets a writing transaction wait for those before it, and nobody else', async () => {
    const db = await openAt(memory(), 1, (upgraded) => ['one', 'two'].forEach((name) => upgraded.createObjectStore(name)))
    const log: string[] = []
    const begun = (name: string, stores: string[], mode: IDBTransactionMode): IDBTransaction => {
      const transaction = db.transaction(stores, mode)
      transaction.objectStore(stores[0] ?? '').get(1).onsuccess = () => log.push(`${name} runs`)
      transaction.oncomplete = () => log.push(`${name} ends`)
      return transaction
    }
    const reading = begun('reading', ['one'], 'readonly')
    let isKept = true
    const keep = (): void => {
      if (isKept) reading.objectStore('one').get(1).onsuccess = keep
    }
    keep()
    const elsewhere = begun('elsewhere', ['two'], 'readwrite')
    const beside = begun('beside', ['one'], 'readonly')
    const writing = begun('writing', ['two', 'one'], 'readwrite')
    const after = begun('after', ['two'], 'readonly')
    await Promise.all([ended(elsewhere), ended(beside)])
    expect(log.toSorted()).toEqual(['beside ends', 'beside runs', 'elsewhere ends', 'elsewhere runs', 'reading runs'])
    isKept = false
    await Promise.all([ended(writing), ended(after)])
    expect(log.slice(5)).toEqual(['reading ends', 'writing runs', 'writing ends', 'after runs', 'after ends'])
  })

  it('tells listeners as the DOM does', async () => {
    const db = await openAt(memory(), 1, (upgraded) => upgraded.createObjectStore('rows'))
    const transaction = db.transaction('rows', 'readwrite')
    const log: string[] = []
    const leaving = new AbortController()
    const say = ({ type, target, currentTarget }: Event): void => {
      const where = [db, transaction, target].indexOf(currentTarget as IDBRequest)
      log.push(`${type} at ${['the database', 'the transaction', 'the request'][where]}`)
    }
    db.addEventListener('error', say)
    transaction.addEventListener('error', say, true)
    transaction.addEventListener('error', say)
    transaction.addEventListener('error', say)
    transaction.addEventListener('error', () => log.push('gone'), { signal: leaving.signal })
    leaving.abort()
    const rows = transaction.objectStore('rows')
    rows.put('one', 1)
    const request = rows.add('another', 1)
    request.onerror = say
    request.addEventListener('error', (event) => event.preventDefault())
    await ended(transaction)
    expect(log).toEqual(['error at the transaction', 'error at the request', 'error at the transaction', 'error at the database'])
  })

  it('holds for Dexie what was put, and nothing that was deleted, by key, by index and in order', async () => {
    const dexie = new Dexie('held', memoryStore())
    dexie.version(1).stores({ records: 'id, scope', places: '[scope+order+id]' })
    await dexie.open()
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
    dexie.close()
  })
})
