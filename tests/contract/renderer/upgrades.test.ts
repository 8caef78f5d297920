import { Dexie } from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, it } from 'vitest'
import { packRecord } from '@shared/sync/packed.ts'
import { keepBlob, readBlobs, readWhole } from '../../../src/renderer/db/blobs.ts'
import { countScope, ensureDigest } from '../../../src/renderer/db/count-scope.ts'
import { openDatabase } from '../../../src/renderer/db/database.ts'
import { readHistory } from '../../../src/renderer/db/history.ts'
import { readDigest } from '../../../src/renderer/db/digests.ts'
import { prepareOutgoing } from '../../../src/renderer/db/outgoing.ts'
import { settleOutgoing } from '../../../src/renderer/db/settle-outgoing.ts'
import { readOverruled } from '../../../src/renderer/db/overruled.ts'
import { readPackLog } from '../../../src/renderer/db/pack-log.ts'
import { plainSeal } from '../../../src/renderer/db/seal.ts'
import { emptyRecord, recordToRow, rowToRecord } from '../../../src/renderer/db/stored-record.ts'
import { idsUnsent } from '../../../src/renderer/db/unsent.ts'
import { versions, type Place } from '../../../src/renderer/db/versions.ts'
import { putTemplate, readTemplates, removeTemplate } from '../../../src/renderer/db/templates.ts'
import { write } from '../../../src/renderer/db/write.ts'
import { resumePacks } from '../../../src/renderer/sync/take-pack.ts'
import { testHost } from '../../support/database.ts'
import { testId } from '../../support/server.ts'
import { describeUnsentInOrder } from '../../support/upgrade-contract.ts'

const VISIT = testId('visit')
const MEETING = testId('meeting')

it('G2 digests: a laptop of the first version keeps everything, and counts a visit before its next sync', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange }
  const old = new Dexie('old', options)
  old.version(1).stores(versions[0]?.stores ?? {})
  await old.open()
  const record = {
    kind: 'meeting',
    id: MEETING,
    scope: VISIT,
    rev: 1,
    cells: { title: { value: 'METI', stamp: `${'0'.repeat(26)}a.b`, bases: [] } },
    pending: {},
    receivedAt: null,
    parked: null,
    textDigest: null,
    arrivedAt: null,
  }
  await old.table('records').put(recordToRow(record, plainSeal()))
  old.close()

  const database = await openDatabase({ name: 'old', host: testHost(), dexie: options })
  expect(await database.dexie.records.count()).toBe(1)
  expect(await readDigest(database, VISIT)).toBeNull()
  const change = { type: 'set' as const, kind: 'meeting', id: MEETING, fields: { place: 'Hall' } }
  expect(await write(database, { author: 'a.b' }, { scope: VISIT, changes: [change] })).toMatchObject({ ok: true })
  expect(await readDigest(database, VISIT)).toBeNull()
  await ensureDigest(database, VISIT)
  const counted = await readDigest(database, VISIT)
  await write(database, { author: 'a.b' }, { scope: VISIT, changes: [{ ...change, fields: { place: 'Room' } }] })
  const moved = await readDigest(database, VISIT)
  expect(moved).not.toBe(counted)
  expect(moved).toBe((await countScope(database, VISIT)).digest)
  database.close()
})

it('X5 packs: a laptop of the version before keeps everything, and has made and taken in no pack', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange }
  const old = new Dexie('old', options)
  for (const { version, stores } of versions.slice(0, 2)) old.version(version).stores(stores)
  await old.open()
  await old.table('drafts').put({ id: 'agreement:new', body: plainSeal().seal('typed', { table: 'drafts', id: '', scope: '' }) })
  old.close()

  const database = await openDatabase({ name: 'old', host: testHost(), dexie: options })
  expect(await database.dexie.drafts.count()).toBe(1)
  expect(await readPackLog(database)).toEqual([])
  expect(await resumePacks(database)).toEqual([])
  expect(await database.dexie.originals.count()).toBe(0)
  database.close()
})

it('letterheads: a laptop of the third version keeps everything, and has room for sealed letterheads', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange }
  const old = new Dexie('older', options)
  for (const { version, stores } of versions.filter((one) => one.version <= 3)) old.version(version).stores(stores)
  await old.open()
  await old.table('meta').put({ key: 'kept', body: Uint8Array.of(1) })
  old.close()

  const database = await openDatabase({ name: 'older', host: testHost(), dexie: options })
  expect(await database.dexie.meta.count()).toBe(1)
  expect(await readTemplates(database)).toEqual([])
  const paper = { name: 'Вазирлик.docx', use: 'letter', language: 'ru', bytes: Uint8Array.of(80, 75, 0, 255) } as const
  await putTemplate(database, paper)
  await putTemplate(database, { ...paper, use: 'memcon' })
  await putTemplate(database, { ...paper, name: 'Newer.docx' })
  const kept = await readTemplates(database)
  expect(kept.map(({ name, use }) => [use, name])).toEqual([
    ['letter', 'Newer.docx'],
    ['memcon', 'Вазирлик.docx'],
  ])
  expect(kept[0]?.bytes).toEqual(paper.bytes)
  const rows = await database.dexie.templates.toArray()
  expect(rows.map((row) => Object.keys(row).sort())).toEqual([
    ['body', 'id'],
    ['body', 'id'],
  ])
  await removeTemplate(database, kept[0]?.id ?? '')
  expect(await readTemplates(database)).toHaveLength(1)
  database.close()
})

it('B5 attachments: a laptop of the fourth version keeps everything, and has room for sealed bytes', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange }
  const old = new Dexie('fourth', options)
  for (const { version, stores } of versions.filter((one) => one.version <= 4)) old.version(version).stores(stores)
  await old.open()
  await old.table('templates').put({ id: testId('paper'), body: Uint8Array.of(1) })
  old.close()

  const database = await openDatabase({ name: 'fourth', host: testHost(), dexie: options })
  expect(await database.dexie.templates.count()).toBe(1)
  expect(await readBlobs(database)).toEqual([])
  const source = { size: 3, slice: () => Promise.resolve(Uint8Array.of(1, 2, 3)) }
  expect(await keepBlob(database, VISIT, source)).toMatchObject({ ok: true })
  const [blob] = await readBlobs(database)
  expect(blob && (await readWhole(database, blob))).toEqual({ ok: true, value: Uint8Array.of(1, 2, 3) })
  database.close()
})

it('G1 order of sending: a laptop of the fifth version keeps what waits, reads its history, and counts anew', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange }
  const old = new Dexie('fifth', options)
  for (const { version, stores } of versions.filter((one) => one.version <= 5)) old.version(version).stores(stores)
  await old.open()
  const seal = plainSeal()
  await old
    .table('outbox')
    .put({ id: MEETING, scope: VISIT, order: 2, body: seal.seal({}, { table: 'outbox', id: MEETING, scope: VISIT }) })
  await old.table('digests').put({ scope: VISIT, body: seal.seal('0123456789abcdef', { table: 'digests', id: VISIT, scope: VISIT }) })
  const entry = { fields: { title: { value: 'METI', stamp: 's1' } }, storedAt: 1, origin: 'local' }
  await old
    .table('history')
    .add({ recordId: MEETING, scope: VISIT, body: seal.seal(entry, { table: 'history', id: MEETING, scope: VISIT }) })
  old.close()

  const database = await openDatabase({ name: 'fifth', host: testHost(), dexie: options })
  expect(await idsUnsent(database, VISIT)).toEqual([MEETING])
  expect(await readDigest(database, VISIT)).toBeNull()
  expect(await readHistory(database, MEETING)).toEqual([entry])
  database.close()
})

it('X4 overruled by packs: a laptop of the sixth version keeps everything, and sends nothing once more', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange }
  const old = new Dexie('sixth', options)
  for (const { version, stores } of versions.filter((one) => one.version <= 6)) old.version(version).stores(stores)
  await old.open()
  await old.table('meta').put({ key: 'kept', body: Uint8Array.of(1) })
  old.close()

  const database = await openDatabase({ name: 'sixth', host: testHost(), dexie: options })
  expect(await database.dexie.meta.count()).toBe(1)
  expect(await readOverruled(database, VISIT)).toEqual([])
  expect(await prepareOutgoing(database, VISIT, { mayWrite: true })).toBeNull()
  database.close()
})

it('L1 leaving: a laptop of the seventh version keeps everything, and its push in flight goes again as it was', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange }
  const old = new Dexie('seventh', options)
  for (const { version, stores } of versions.filter((one) => one.version <= 7)) old.version(version).stores(stores)
  await old.open()
  const push = { request: { pushSeq: 3, items: [{ record: { k: 'meeting', i: MEETING, s: [], c: {} } }] }, noteRows: {} }
  await old.table('pushes').put({ scope: VISIT, body: new TextEncoder().encode(JSON.stringify(push)) })
  old.close()

  const database = await openDatabase({ name: 'seventh', host: testHost(), dexie: options })
  const outgoing = await prepareOutgoing(database, VISIT)
  expect(outgoing).toEqual(push)
  if (outgoing) await settleOutgoing(database, VISIT, { outgoing, reply: { results: [{ outcome: 'stored', seq: 1 }], receivedAt: 1 } })
  expect(await prepareOutgoing(database, VISIT)).toBeNull()
  database.close()
})

it('L1 struck from leaving: a laptop of the eighth version keeps what left, and takes nothing of its push for unread', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange }
  const old = new Dexie('eighth', options)
  for (const { version, stores } of versions.filter((one) => one.version <= 8)) old.version(version).stores(stores)
  await old.open()
  const seal = plainSeal()
  const stamp = `${'0'.repeat(26)}a.b`
  const cells = { title: { value: 'METI', stamp, bases: [''] } }
  const pending = { title: { isOwn: true, hasLeft: false, before: null } }
  const record = { ...emptyRecord({ kind: 'meeting', id: MEETING, scope: VISIT }), rev: 1, cells, pending }
  await old.table('records').put(recordToRow(record, seal))
  const body = seal.seal({}, { table: 'outbox', id: MEETING, scope: VISIT })
  await old.table('outbox').put({ id: MEETING, scope: VISIT, order: 2, body })
  const push = { request: { pushSeq: 3, items: [{ record: packRecord(record) }] }, noteRows: {} }
  await old.table('pushes').put({ scope: VISIT, body: new TextEncoder().encode(JSON.stringify(push)) })
  await old.table('leaving').put({ scope: VISIT, body: seal.seal([[MEETING, stamp]], { table: 'leaving', id: VISIT, scope: VISIT }) })
  old.close()

  const database = await openDatabase({ name: 'eighth', host: testHost(), dexie: options })
  const place: Place = [VISIT, 2, MEETING]
  const sent = { place, rev: 1, last: stamp, record, packed: JSON.stringify(packRecord(record)) }
  const known = { message: new Uint8Array(), records: [sent], isFull: false, count: 1 }
  const outgoing = await prepareOutgoing(database, VISIT)
  const change = { type: 'set' as const, kind: 'meeting', id: MEETING, fields: { title: 'MOFA' } }
  await write(database, { author: 'a.b' }, { scope: VISIT, changes: [change] })
  const written = await database.dexie.records.get(MEETING)
  expect(written && rowToRecord(written, seal).cells['title']?.bases).toEqual(['', stamp])
  const reply = { results: [{ outcome: 'stored' as const, seq: 1 }], receivedAt: 1 }
  if (outgoing) await settleOutgoing(database, VISIT, { outgoing: { ...outgoing, known }, reply })
  const settled = await database.dexie.records.get(MEETING)
  expect(settled && rowToRecord(settled, seal)).toMatchObject({
    cells: { title: { value: 'MOFA' } },
    pending: { title: { hasLeft: false } },
  })
  database.close()
})

it('P5 unsent by place: a laptop of the eleventh version keeps what waits, and sends and settles it', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange }
  const old = new Dexie('eleventh', options)
  for (const { version, stores } of versions.filter((one) => one.version <= 11)) old.version(version).stores(stores)
  await old.open()
  const cells = { title: { value: 'METI', stamp: `${'0'.repeat(26)}a.b`, bases: [''] } }
  const pending = { title: { isOwn: true, hasLeft: false, before: null } }
  const record = { ...emptyRecord({ kind: 'meeting', id: MEETING, scope: VISIT }), rev: 1, cells, pending }
  await old.table('records').put(recordToRow(record, plainSeal()))
  await old.table('unsent').put({ scope: VISIT, order: 2, id: MEETING })
  old.close()

  const database = await openDatabase({ name: 'eleventh', host: testHost(), dexie: options })
  expect(await idsUnsent(database, VISIT)).toEqual([MEETING])
  expect(database.dexie.unsent.schema.indexes).toEqual([])
  const outgoing = await prepareOutgoing(database, VISIT)
  expect(outgoing?.request.items.map((item) => item.record.i)).toEqual([MEETING])
  if (outgoing) await settleOutgoing(database, VISIT, { outgoing, reply: { results: [{ outcome: 'stored', seq: 1 }], receivedAt: 1 } })
  expect(await idsUnsent(database, VISIT)).toEqual([])
  database.close()
})

describeUnsentInOrder('in memory', { indexedDB: new IDBFactory(), IDBKeyRange })
