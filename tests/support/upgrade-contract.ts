import { Dexie, type DexieOptions } from 'dexie'
import { expect, it } from 'vitest'
import { packRecord } from '@shared/sync/packed.ts'
import { openDatabase } from '../../src/renderer/db/database.ts'
import { prepareOutgoing } from '../../src/renderer/db/outgoing.ts'
import { settleOutgoing } from '../../src/renderer/db/settle-outgoing.ts'
import { plainSeal } from '../../src/renderer/db/seal.ts'
import { emptyRecord } from '../../src/renderer/db/stored-record.ts'
import { idsUnsent } from '../../src/renderer/db/unsent.ts'
import { versions } from '../../src/renderer/db/versions.ts'
import { testHost } from './database.ts'

const VISIT = '11111111-1111-4111-8111-111111111111'
const [FIRST, SECOND, THIRD] = ['2', '4', '3'].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`) as [string, string, string]

/** The upgrade that moves rows, in the store of any maker. */
export function describeUnsentInOrder(where: string, options: DexieOptions): void {
  const name = `ninth-${crypto.randomUUID()}`
  it(`P5 unsent in order, ${where}: a laptop of the ninth version keeps all that waits, in its order, and sends it as before`, async () => {
    const old = new Dexie(name, options)
    for (const { version, stores } of versions.filter((one) => one.version <= 9)) old.version(version).stores(stores)
    await old.open()
    const seal = plainSeal()
    const cells = { title: { value: 'METI', stamp: `${'0'.repeat(26)}a.b`, bases: [''] } }
    const ids = [SECOND, THIRD, FIRST]
    const orders = [2, 3, 1]
    for (const [index, id] of ids.entries()) {
      const record = { ...emptyRecord({ kind: 'meeting', id, scope: VISIT }), rev: 1, cells }
      // As that version wrote it: each field by itself.
      const text = JSON.stringify({ r: packRecord(record), p: { title: [1, 0, null] } })
      await old.table('records').put({ id, scope: VISIT, rev: 1, body: new TextEncoder().encode(text) })
      const body = seal.seal({}, { table: 'outbox', id, scope: VISIT })
      await old.table('outbox').put({ id, scope: VISIT, order: orders[index], body })
    }
    old.close()

    const database = await openDatabase({ name, host: testHost(), dexie: options })
    const inOrder = [FIRST, SECOND, THIRD]
    expect(await idsUnsent(database, VISIT)).toEqual(inOrder)
    expect(database.dexie.tables.map(({ name }) => name)).not.toContain('outbox')
    const outgoing = await prepareOutgoing(database, VISIT)
    expect(outgoing?.request.items.map(({ record }) => [record.i, record.c['title']?.[0]])).toEqual(inOrder.map((id) => [id, 'METI']))
    const results = inOrder.map(() => ({ outcome: 'stored' as const, seq: 1 }))
    if (outgoing) await settleOutgoing(database, VISIT, { outgoing, reply: { results, receivedAt: 1 } })
    expect(await idsUnsent(database, VISIT)).toEqual([])
    expect(await prepareOutgoing(database, VISIT)).toBeNull()
    database.close()
  })
}
