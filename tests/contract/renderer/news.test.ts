import * as Y from 'yjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bytesToBase64 } from '@shared/lib/base64.ts'
import type { PulledItem } from '@shared/sync/protocol/records.ts'
import { applyRemote, type Applied } from '../../../src/renderer/db/apply-remote.ts'
import { countScope } from '../../../src/renderer/db/count-scope.ts'
import { readHistory } from '../../../src/renderer/db/history.ts'
import { prepareOutgoing } from '../../../src/renderer/db/outgoing.ts'
import { readScopeState } from '../../../src/renderer/db/scope-state.ts'
import { rowToRecord } from '../../../src/renderer/db/stored-record.ts'
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
  const pull = ({ database }: TestLaptop, isNews: boolean, page = items): Promise<Applied> =>
    applyRemote(database, VISIT, {
      items: page.map((item) => toNews(database, VISIT, item)),
      cursor: { seq: 9, token: 't' },
      role: 'editor',
      isLast: true,
      isNews,
    })
  const held = async ({ database }: TestLaptop) => ({
    records: (await database.dexie.records.toArray()).map((row) => rowToRecord(row, database.seal)),
    histories: await Promise.all([MEETING, AGREEMENT, NOTE].map((id) => readHistory(database, id))),
    texts: (await database.dexie.noteUpdates.toArray()).map(({ noteId, isPending }) => ({ noteId, isPending })),
  })

  it('C2 holds what a page of news brings as what any other page brings', async () => {
    const [one, other] = laptops as [TestLaptop, TestLaptop]
    const [asNews, asAny] = [await pull(one, true), await pull(other, false)]
    expect(asNews).toMatchObject({ wasNews: true, hasParked: false })
    expect(asAny).toMatchObject({ wasNews: false, hasParked: false })
    expect(asNews.digest).toBe(asAny.digest)
    expect(asNews.digest).toBe((await countScope(one.database, VISIT)).digest)
    expect(await held(one)).toEqual(await held(other))
    expect((await held(one)).records).toHaveLength(3)
  })

  it('C2 says that something waits when it does, and joins what waits', async () => {
    const [laptop] = laptops as [TestLaptop]
    await laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { details: 'Mine alone' } })
    expect(await pull(laptop, true)).toMatchObject({ wasNews: true, digest: null })
    const agreement = (await held(laptop)).records.find(({ id }) => id === AGREEMENT)
    expect(agreement?.cells).toMatchObject({ text: { value: 'Joint courses' }, details: { value: 'Mine alone' } })
    expect(Object.keys(agreement?.pending ?? {})).toEqual(['details'])
  })

  it('W1 refuses an index without a stamp, and stores nothing of the page', async () => {
    const [laptop] = laptops as [TestLaptop]
    const [first, ...others] = items as [PulledItem, ...PulledItem[]]
    const wrong = { ...first, record: { ...first.record, s: [] } }
    await expect(pull(laptop, true, [...others, wrong])).rejects.toThrow('names stamp')
    expect((await held(laptop)).records).toEqual([])
    expect((await readScopeState(laptop.database, VISIT)).cursor).toBeNull()
  })
})
