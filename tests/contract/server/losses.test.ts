import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { conflictOf } from '@shared/domain/conflict.ts'
import { base64ToBytes, bytesToBase64 } from '@shared/lib/base64.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { unpackRecord } from '@shared/sync/packed.ts'
import type { PushRequest } from '@shared/sync/protocol/push.ts'
import type { Cursor, PulledItem, PushItem } from '@shared/sync/protocol/records.ts'
import { DATABASE_KINDS, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, noteOf, stampAt } from '../../support/pushed-records.ts'
import { call, setUp, startTestServer, testId, type Answer, type TestPerson, type TestServer } from '../../support/server.ts'
import { beforeQueries } from '../../support/watched-database.ts'

afterAll(stopSharedCluster)

const COMPACT_AFTER = 10

describe.each(DATABASE_KINDS)('losses and notes on %s', (database) => {
  let server: TestServer
  let owner: TestPerson
  let scope: string
  let pushes = 0
  let questions = 0
  const countQuestions = beforeQueries(() => {
    questions += 1
    return undefined
  })
  const id = testId('agreement')
  const agreement = (value: string, ...stamps: [string, ...string[]]): PushItem => itemOf('agreement', id, { text: [value, ...stamps] })

  beforeAll(async () => {
    server = await startTestServer({ database, compactAfter: COMPACT_AFTER, wrap: countQuestions })
    owner = await setUp(server)
    return () => server.stop()
  })
  beforeEach(() => {
    scope = testId(`visit of push ${pushes}`)
  })

  const push = async (...items: readonly PushItem[]): Promise<void> => {
    pushes += 1
    const { body } = await call(server, 'push', { body: { pushSeq: pushes, items }, token: owner.token, scope })
    expect(body.results.map((result) => result.outcome)).toEqual(items.map(() => 'stored'))
  }
  const pull = async (): Promise<PulledItem[]> =>
    (await call(server, 'pull', { body: { cursor: null }, token: owner.token, scope })).body.items
  const conflicts = async (): Promise<PulledItem['record'][]> =>
    (await pull()).map((item) => item.record).filter((record) => record.k === 'conflict')
  const textNow = async (): Promise<unknown> => (await pull()).find((item) => item.record.i === id)?.record.c['text']?.[0]

  it('L3 an edit on top of the current value is silent', async () => {
    await push(agreement('a', stampAt(1)))
    await push(agreement('b', stampAt(2), stampAt(1)))
    await push(agreement('c', stampAt(3), stampAt(2)))
    expect(await conflicts()).toEqual([])
    expect(await textNow()).toBe('c')
  })

  it('L3 L4 a later edit that had not seen the current value records it, under the id that every laptop gives it', async () => {
    await push(agreement('a', stampAt(1)))
    await push(agreement('b', stampAt(2, 'x.1'), stampAt(1)))
    await push(agreement('c', stampAt(3, 'y.1'), stampAt(1)))
    const [conflict, ...more] = await conflicts()
    expect(more).toEqual([])
    const expected = conflictOf({ kind: 'agreement', id }, { field: 'text', stamp: stampAt(2, 'x.1'), value: 'b' })
    expect(conflict && unpackRecord(conflict)).toEqual(expected)
    expect(await textNow()).toBe('c')
  })

  it('L3 asks the database no more for a push of forty losses than for one of two', async () => {
    const several = (value: string, ...stamps: [string, ...string[]]): PushItem[] =>
      Array.from({ length: 40 }, (_, index) => itemOf('agreement', testId(`${index}`), { text: [value, ...stamps] }))
    await push(...several('a', stampAt(1)))
    await push(...several('b', stampAt(2, 'x.1'), stampAt(1)))
    const asked = async (items: readonly PushItem[]): Promise<number> => {
      questions = 0
      await push(...items)
      return questions
    }
    const losing = several('c', stampAt(3, 'y.1'), stampAt(1))
    const forTwo = await asked(losing.slice(0, 2))
    expect(await asked(losing.slice(2))).toBe(forTwo)
    expect(await conflicts()).toHaveLength(40)
  })

  it('C9 a push says where the visit stood before, unless the server made something of it', async () => {
    const replyOf = async (...items: readonly PushItem[]) => {
      pushes += 1
      return (await call(server, 'push', { body: { pushSeq: pushes, items }, token: owner.token, scope })).body
    }
    const [first, second] = [await replyOf(agreement('a', stampAt(1))), await replyOf(agreement('b', stampAt(2, 'x.1'), stampAt(1)))]
    expect(second.from).toBe(first.commit?.seq)
    const clash = await replyOf(agreement('c', stampAt(3, 'y.1'), stampAt(1)))
    expect(clash.commit?.seq).toBeGreaterThan(second.commit?.seq ?? 0)
    expect(clash.from).toBeUndefined()
    const late = await replyOf(agreement('d', stampAt(2, 'z.1'), stampAt(1)))
    expect(late.from).toBeUndefined()
  })

  it('L3 an earlier edit that comes late records itself', async () => {
    await push(agreement('a', stampAt(1)))
    await push(agreement('c', stampAt(3, 'y.1'), stampAt(1)))
    await push(agreement('b', stampAt(2, 'x.1'), stampAt(1)))
    expect((await conflicts()).map((record) => record.c['losingValue']?.[0])).toEqual(['b'])
    expect(await textNow()).toBe('c')
  })

  it('L3 an ancestor that comes late is silent, also through values that were received between', async () => {
    await push(agreement('b', stampAt(2), stampAt(1)))
    await push(agreement('c', stampAt(3), stampAt(2)))
    await push(agreement('a', stampAt(1)))
    expect(await conflicts()).toEqual([])
  })

  it('L3 what was received before is not reported again', async () => {
    // c was written on top of b, so b is not lost; e was written beside both.
    await push(agreement('b', stampAt(2), stampAt(1)))
    await push(agreement('c', stampAt(3), stampAt(2)))
    await push(agreement('e', stampAt(4, 'y.1'), stampAt(1)))
    await push(agreement('b', stampAt(2), stampAt(1)))
    expect((await conflicts()).map((record) => record.c['losingValue']?.[0])).toEqual(['c'])
  })

  it('L3 equal stamps with different values are always a loss', async () => {
    await push(agreement('a', stampAt(1)))
    await push(agreement('b', stampAt(1)))
    expect((await conflicts()).map((record) => record.c['losingValue']?.[0])).toEqual(['a'])
    expect(await textNow()).toBe('b')
  })

  it('C7 a record stands after each of its losses, found late, settled or lost once more', async () => {
    const places = async (): Promise<Map<string, number>> => new Map((await pull()).map((item) => [item.record.i, item.seq]))
    const follows = async (record: string, loss: string): Promise<void> => {
      const at = await places()
      expect(at.get(record)).toBeGreaterThan(at.get(loss) ?? Infinity)
    }
    const conflict = conflictOf({ kind: 'agreement', id }, { field: 'text', stamp: stampAt(2, 'x.1'), value: 'b' })
    await push(agreement('a', stampAt(1)))
    await push(agreement('c', stampAt(3, 'y.1'), stampAt(1)))
    await push(agreement('b', stampAt(2, 'x.1'), stampAt(1)))
    await follows(id, conflict.id)
    await push(itemOf('conflict', conflict.id, { state: ['settled', stampAt(9, 'x.1')] }))
    await follows(id, conflict.id)
    await push(itemOf('conflict', conflict.id, { state: ['settled', stampAt(8, 'y.1')] }))
    const again = conflictOf({ kind: 'conflict', id: conflict.id }, { field: 'state', stamp: stampAt(8, 'y.1'), value: 'settled' })
    await follows(conflict.id, again.id)
    await follows(id, conflict.id)
  })

  it('C8 a push says which commit it made, and not to a laptop that knows another server', async () => {
    const send = async (body: Omit<PushRequest, 'pushSeq'>): Promise<Answer<'push'>['body']> => {
      pushes += 1
      return (await call(server, 'push', { body: { pushSeq: pushes, ...body }, token: owner.token, scope })).body
    }
    const first = await send({ items: [agreement('a', stampAt(1))] })
    expect(first.commit).toEqual((await call(server, 'pull', { body: { cursor: null }, token: owner.token, scope })).body.cursor)
    const since = { seq: first.commit?.seq ?? 0, token: 'of another server' }
    const second = await send({ since, items: [agreement('b', stampAt(2), stampAt(1))] })
    expect(second.results.map((result) => result.outcome)).toEqual(['stored'])
    expect(second.commit).toBeUndefined()
    const pulled = await call(server, 'pull', { body: { cursor: first.commit ?? null, answered: since }, token: owner.token, scope })
    expect(pulled.body.reset).toBe(true)
  })

  it('L4 a conflict that a laptop found and one that the server found are one record, and settling it stays', async () => {
    const conflict = conflictOf({ kind: 'agreement', id }, { field: 'text', stamp: stampAt(2, 'x.1'), value: 'b' })
    const settled = itemOf('conflict', conflict.id, { state: ['settled', stampAt(9, 'x.1')] })
    await push(agreement('a', stampAt(1)), settled)
    await push(agreement('b', stampAt(2, 'x.1'), stampAt(1)))
    await push(agreement('c', stampAt(3, 'y.1'), stampAt(1)))
    const all = await conflicts()
    expect(all).toHaveLength(1)
    expect(all[0]?.c['state']?.[0]).toBe('settled')
    expect(all[0]?.c['losingValue']?.[0]).toBe('b')
  })

  it('D2 a deletion never hides an edit that the deleter had not seen', async () => {
    await push(agreement('a', stampAt(1)))
    await push(agreement('b', stampAt(2, 'x.1'), stampAt(1)))
    await push(itemOf('agreement', id, { $deleted: [{ seen: { text: stampAt(1) } }, stampAt(5, 'y.1')] }))
    const record = (await pull()).find((item) => item.record.i === id)?.record
    expect(record && isDead(unpackRecord(record).cells)).toBe(false)
    await push(itemOf('agreement', id, { $deleted: [{ seen: { text: stampAt(2, 'x.1') } }, stampAt(6, 'y.1'), stampAt(5, 'y.1')] }))
    const later = (await pull()).find((item) => item.record.i === id)?.record
    expect(later && isDead(unpackRecord(later).cells)).toBe(true)
  })

  const note = (at: number, updates: readonly string[]): PushItem =>
    noteOf(testId('note'), { bodyEdited: [{ by: owner.personId, at }, stampAt(at), ...(at > 1 ? [stampAt(at - 1)] : [])] }, updates)
  /** A laptop's editor: every call types a word and gives the update of it. */
  const typing = () => {
    const document = new Y.Doc()
    document.clientID = 7
    let update = ''
    document.on('updateV2', (bytes: Uint8Array) => {
      update = bytesToBase64(bytes)
    })
    return (word: string): string => {
      document.getText('t').insert(document.getText('t').length, word)
      return update
    }
  }
  const read = (items: readonly PulledItem[]): string => {
    const document = new Y.Doc()
    for (const item of items) for (const update of item.updates ?? []) Y.applyUpdateV2(document, base64ToBytes(update.bytes))
    return document.getText('t').toJSON()
  }

  it('gives the updates of a note with its record, each at a place of the counter', async () => {
    const type = typing()
    await push(note(1, [type('one '), type('two ')]))
    await push(note(2, [type('three')]))
    const items = (await pull()).filter((item) => item.record.k === 'note')
    expect(items).toHaveLength(1)
    expect(items[0]?.updates).toHaveLength(3)
    expect(read(items)).toBe('one two three')
  })

  it('C7 delivers an update whose record stands on a later page, and no field of it before its place', async () => {
    const type = typing()
    await push(note(1, [type('one ')]))
    await push(note(2, [type('two')]))
    const pages: PulledItem[][] = []
    let cursor: Cursor | null = null
    for (let page = 0; page < 20; page += 1) {
      const { body }: Answer<'pull'> = await call(server, 'pull', { body: { cursor, limit: 1 }, token: owner.token, scope })
      pages.push(body.items)
      cursor = body.cursor
      if (!body.more) break
    }
    const notes = pages.flat().filter((item) => item.record.k === 'note')
    expect(read(notes)).toBe('one two')
    expect(notes.map((item) => (item.record.c['bodyEdited']?.[0] as { at?: number } | undefined)?.at)).toEqual([undefined, undefined, 2])
  })

  it('compacts a long note into a new place, so that every cursor still gets everything', async () => {
    const type = typing()
    const readers: { cursor: Cursor | null; items: PulledItem[] }[] = []
    let text = ''
    for (let at = 1; at <= 3 * COMPACT_AFTER; at += 1) {
      text += `${at} `
      await push(note(at, [type(`${at} `)]))
      const { body } = await call(server, 'pull', { body: { cursor: null }, token: owner.token, scope })
      readers.push({ cursor: body.cursor, items: body.items })
    }
    const stored = await server.database.transaction((tx) =>
      tx.query<{ count: number }>('SELECT count(*)::int AS count FROM note_updates WHERE scope = $1', [scope]),
    )
    expect(stored[0]?.count).toBeLessThanOrEqual(COMPACT_AFTER)
    for (const reader of readers) {
      const { body } = await call(server, 'pull', { body: { cursor: reader.cursor }, token: owner.token, scope })
      expect(body.reset).toBe(false)
      expect(read([...reader.items, ...body.items])).toBe(text)
    }
  })

  it('keeps bytes that are no update as they came', async () => {
    const items = Array.from({ length: COMPACT_AFTER + 3 }, (_, index) => bytesToBase64(Uint8Array.of(255, index, 255)))
    await push(note(1, items))
    expect((await pull()).find((item) => item.record.k === 'note')?.updates?.map((update) => update.bytes)).toEqual(items)
  })
})
