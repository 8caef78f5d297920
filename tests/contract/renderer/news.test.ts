import * as Y from 'yjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bytesToBase64 } from '@shared/lib/base64.ts'
import type { Cursor, PulledItem } from '@shared/sync/protocol/records.ts'
import { applyNews, applyRemote, type Applied, type RemoteItem } from '../../../src/renderer/db/apply-remote.ts'
import { countScope, ensureDigest } from '../../../src/renderer/db/count-scope.ts'
import { readHistory } from '../../../src/renderer/db/history.ts'
import { prepareOutgoing } from '../../../src/renderer/db/outgoing.ts'
import { readScopeState, trustCommit } from '../../../src/renderer/db/scope-state.ts'
import { rowToRecord } from '../../../src/renderer/db/stored-record.ts'
import type { RecordRow } from '../../../src/renderer/db/versions.ts'
import { toNews } from '../../../src/renderer/sync/remote-item.ts'
import { openLaptop, type TestLaptop } from '../../support/database.ts'

const VISIT = '11111111-1111-4111-8111-111111111111'
const AGREEMENT = '22222222-2222-4222-8222-222222222222'
const MEETING = '33333333-3333-4333-8333-333333333333'
const NOTE = '44444444-4444-4444-8444-444444444444'

describe('a visit that begins on a laptop', () => {
  let laptops: TestLaptop[]
  let items: PulledItem[]
  beforeEach(async () => {
    laptops = await Promise.all([1, 2, 3].map((seed) => openLaptop(seed)))
    for (const { database } of laptops) await ensureDigest(database, VISIT)
    items = await written(laptops[2] as TestLaptop)
  })
  afterEach(() => laptops.forEach(({ database }) => database.close()))

  /** A meeting written twice, an agreement and a note with a text, as a server gives them. */
  async function written(author: TestLaptop): Promise<PulledItem[]> {
    const meeting = { type: 'set', kind: 'meeting', id: MEETING } as const
    await author.write(VISIT, { ...meeting, fields: { title: 'Opening', place: 'Tokyo' } })
    author.host.advance(1_000)
    await author.write(VISIT, { ...meeting, fields: { title: 'The opening' } })
    await author.write(VISIT, {
      type: 'set',
      kind: 'agreement',
      id: AGREEMENT,
      fields: { text: 'Joint courses', steps: [{ status: 'x' }] },
    })
    const text = new Y.Doc()
    text.getText('body').insert(0, 'Opening words')
    const update = Y.encodeStateAsUpdateV2(text)
    await author.write(VISIT, { type: 'set', kind: 'note', id: NOTE, fields: { meetingId: MEETING, role: 'note' } })
    await author.write(VISIT, { type: 'type', id: NOTE, update, fields: { bodyEdited: { by: VISIT, at: 1 } } })
    const sent = (await prepareOutgoing(author.database, VISIT))?.request.items ?? []
    return sent.map(({ record }, at) => ({
      record,
      seq: at + 1,
      receivedAt: 7,
      ...(record.k === 'note' ? { updates: [{ seq: at + 1, bytes: bytesToBase64(update) }] } : {}),
    }))
  }
  const pageOf = ({ database }: TestLaptop, page: readonly PulledItem[]) => ({
    items: page.map((item) => toNews(database, VISIT, item)),
    cursor: { seq: 9, token: 't' },
    role: 'editor' as const,
    isLast: true,
  })
  const pull = (laptop: TestLaptop, page = items): Promise<Applied> => applyRemote(laptop.database, VISIT, pageOf(laptop, page))
  const pullNews = (laptop: TestLaptop, after: Cursor | null = null, page = items): Promise<Applied | null> =>
    applyNews(laptop.database, VISIT, { ...pageOf(laptop, page), after })
  const held = async ({ database }: TestLaptop) => ({
    records: (await database.dexie.records.toArray()).map((row) => rowToRecord(row, database.seal)),
    histories: await Promise.all([MEETING, AGREEMENT, NOTE].map((id) => readHistory(database, id))),
    texts: (await database.dexie.noteUpdates.toArray()).map(({ noteId, isPending }) => ({ noteId, isPending })),
  })

  it('C2 holds what a page of news brings as what any other page brings', async () => {
    const [one, other] = laptops as [TestLaptop, TestLaptop]
    const [asNews, asAny] = [await pullNews(one), await pull(other)]
    expect(asNews).toMatchObject({ hasParked: false, digest: (await countScope(one.database, VISIT)).digest })
    expect(asNews).toEqual(asAny)
    expect(await readScopeState(one.database, VISIT)).toEqual(await readScopeState(other.database, VISIT))
    expect(await held(one)).toEqual(await held(other))
    expect((await held(one)).records).toHaveLength(3)
  })

  it('C2 adds the rows of a page in the order of their keys', async () => {
    const [laptop] = laptops as [TestLaptop]
    const store = laptop.database.dexie.backendDB().transaction('records').objectStore('records')
    const add = vi.spyOn(Object.getPrototypeOf(store) as IDBObjectStore, 'add')
    const page = items.filter(({ updates }) => !updates)
    expect(page.map(({ record }) => record.i)).toEqual([MEETING, AGREEMENT])
    await pullNews(laptop, null, page)
    expect(add.mock.calls.map(([row]) => (row as RecordRow).id)).toEqual([AGREEMENT, MEETING])
    add.mockRestore()
  })

  it('C2 stores nothing where something of the page waits here, and joins it then', async () => {
    const [laptop] = laptops as [TestLaptop]
    await laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { details: 'Mine alone' } })
    const before = await held(laptop)
    expect(await pullNews(laptop)).toBeNull()
    expect(await held(laptop)).toEqual(before)
    expect((await readScopeState(laptop.database, VISIT)).cursor).toBeNull()
    expect(await pull(laptop)).toMatchObject({ digest: null })
    const agreement = (await held(laptop)).records.find(({ id }) => id === AGREEMENT)
    expect(agreement?.cells).toMatchObject({ text: { value: 'Joint courses' }, details: { value: 'Mine alone' } })
    expect(Object.keys(agreement?.pending ?? {})).toEqual(['details'])
  })

  it('C2 stores nothing where something of the page is here, also while a text of it is looked for', async () => {
    const [laptop] = laptops as [TestLaptop]
    await laptop.write(VISIT, { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'Mine' } })
    await laptop.database.dexie.unsent.clear()
    expect(await pullNews(laptop)).toBeNull()
    expect((await held(laptop)).records).toHaveLength(1)
    expect((await held(laptop)).texts).toEqual([])
    expect((await readScopeState(laptop.database, VISIT)).cursor).toBeNull()
  })

  it('C2 says that something waits that is not of the page', async () => {
    const [laptop] = laptops as [TestLaptop]
    await laptop.write(VISIT, { type: 'set', kind: 'meeting', id: VISIT, fields: { title: 'Mine' } })
    expect(await pullNews(laptop)).toMatchObject({ digest: null })
    expect((await held(laptop)).records).toHaveLength(4)
  })

  it('C2 stores nothing where the visit does not stand behind the page before, or a pack has named a commit', async () => {
    const [laptop, other] = laptops as [TestLaptop, TestLaptop]
    expect(await pullNews(laptop, { seq: 3, token: 'before' })).toBeNull()
    await trustCommit(other.database, VISIT, { seq: 90, token: 'of a pack' })
    expect(await pullNews(other)).toBeNull()
    expect((await held(laptop)).records).toEqual([])
    expect((await held(other)).records).toEqual([])
    expect((await readScopeState(other.database, VISIT)).cursor).toBeNull()
  })

  it('G2 stores nothing where the visit was not counted before', async () => {
    const [laptop] = laptops as [TestLaptop]
    await laptop.database.dexie.digests.clear()
    expect(await pullNews(laptop)).toBeNull()
    expect((await held(laptop)).records).toEqual([])
  })

  it('C2 stores a page that is handed over while the one before it is being stored, and none behind one that was not', async () => {
    const [laptop] = laptops as [TestLaptop]
    const [meeting, ...others] = pageOf(laptop, items).items as [RemoteItem, ...RemoteItem[]]
    const [first, last] = [
      { ...pageOf(laptop, []), items: [meeting], cursor: { seq: 1, token: 't' }, isLast: false, after: null },
      { ...pageOf(laptop, []), items: others, after: { seq: 1, token: 't' } },
    ]
    const both = (): Promise<(Applied | null)[]> => Promise.all([first, last].map((page) => applyNews(laptop.database, VISIT, page)))
    await laptop.write(VISIT, { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'Mine' } })
    expect(await both()).toEqual([null, null])
    expect((await held(laptop)).records).toHaveLength(1)
    await laptop.database.dexie.records.clear()
    await laptop.database.dexie.unsent.clear()
    const [, applied] = await both()
    expect(applied).toMatchObject({ hasParked: false })
    expect((await held(laptop)).records).toHaveLength(3)
    expect((await readScopeState(laptop.database, VISIT)).cursor).toEqual({ seq: 9, token: 't' })
  })

  it('W1 refuses an index without a stamp, and stores nothing of the page', async () => {
    const [laptop] = laptops as [TestLaptop]
    const [first, ...others] = items as [PulledItem, ...PulledItem[]]
    const wrong = { ...first, record: { ...first.record, s: [] } }
    await expect(pullNews(laptop, null, [...others, wrong])).rejects.toThrow('names stamp')
    expect((await held(laptop)).records).toEqual([])
    expect((await readScopeState(laptop.database, VISIT)).cursor).toBeNull()
  })
})
