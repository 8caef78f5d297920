import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { unpackRecord } from '@shared/sync/packed.ts'
import { applyNews, applyRemote } from '../../src/renderer/db/apply-remote.ts'
import { countScope, ensureDigest } from '../../src/renderer/db/count-scope.ts'
import { deletionOfRecord, restorationOfRecord } from '../../src/renderer/db/cascade.ts'
import { readHistory } from '../../src/renderer/db/history.ts'
import { createLive, recordById, recordsOf, storedById, type Live } from '../../src/renderer/db/live.ts'
import { readNoteUpdates } from '../../src/renderer/db/note-updates.ts'
import { prepareOutgoing } from '../../src/renderer/db/outgoing.ts'
import { settleOutgoing } from '../../src/renderer/db/settle-outgoing.ts'
import { readScopeState } from '../../src/renderer/db/scope-state.ts'
import { write } from '../../src/renderer/db/write.ts'
import { toNews } from '../../src/renderer/sync/remote-item.ts'
import type { TestLaptop } from './database.ts'
import { putOtherwise } from './put-otherwise.ts'
import { settled } from './settled.ts'

const VISIT = '11111111-1111-4111-8111-111111111111'
const AGREEMENT = '22222222-2222-4222-8222-222222222222'
const MEETING = '33333333-3333-4333-8333-333333333333'
const NOTE = '44444444-4444-4444-8444-444444444444'

/** What the store promises on every IndexedDB. @param openLaptop gives a laptop with nothing on it */
export function describeStore(where: string, openLaptop: (seed: number) => Promise<TestLaptop>): void {
  describe(`the store on a laptop, ${where}`, () => {
    let laptop: TestLaptop
    let live: Live
    beforeEach(async () => {
      laptop = await openLaptop(1)
      live = createLive(laptop.database)
      await live.open()
    })
    afterEach(() => laptop.database.close())
    const scope = () => live.store.getState().scopes[VISIT]
    const shown = () => settled({ database: laptop.database, live })

    it('shows a written record, unsent, with its history', async () => {
      await laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'Joint courses', status: 'floated' } })
      await shown()
      expect(recordById(scope(), 'agreement', AGREEMENT)).toMatchObject({ text: 'Joint courses', status: 'floated', amount: null })
      expect(scope()?.unsent.has(AGREEMENT)).toBe(true)
      const [entry] = await readHistory(laptop.database, AGREEMENT)
      expect(entry?.fields['text']?.value).toBe('Joint courses')
    })

    it('finds everything again after a restart', async () => {
      await laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'Joint courses' } })
      const second = createLive(laptop.database)
      await second.open(VISIT)
      expect(recordsOf(second.store.getState().scopes[VISIT], 'agreement').map((one) => one.text)).toEqual(['Joint courses'])
    })

    it('stores nothing of a write one of whose rows IndexedDB refuses, and can be written again', async () => {
      const { dexie } = laptop.database
      const edit = (text: string) =>
        write(
          laptop.database,
          { author: laptop.author },
          { scope: VISIT, changes: [{ type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text } }] },
        )
      await edit('A')
      const before = await Promise.all([dexie.records.toArray(), dexie.history.toArray(), dexie.unsent.toArray()])
      // A place in the history that is taken already: refused later than the call, when the record's row is on its way.
      const putBack = putOtherwise(laptop.database, (store, row, put) =>
        store.name === 'history' ? store.add({ ...row, n: before[1][0]?.n }) : put(),
      )
      const refused = await edit('B')
      putBack()
      expect(refused).toMatchObject({ ok: false, error: { code: 'storage' } })
      expect(await Promise.all([dexie.records.toArray(), dexie.history.toArray(), dexie.unsent.toArray()])).toEqual(before)
      expect(await edit('C')).toMatchObject({ ok: true })
      await shown()
      expect(recordById(scope(), 'agreement', AGREEMENT)?.text).toBe('C')
    })

    it('stores nothing of a write whose last change is refused', async () => {
      await laptop.write(
        VISIT,
        { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'A' } },
        { type: 'delete', kind: 'agreement', id: AGREEMENT },
      )
      const refused = await write(
        laptop.database,
        { author: laptop.author },
        {
          scope: VISIT,
          changes: [
            { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'METI' } },
            { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'B' } },
          ],
        },
      )
      expect(refused).toMatchObject({ ok: false, error: { code: 'record-deleted' } })
      expect(await laptop.database.dexie.records.get(MEETING)).toBeUndefined()
    })

    it('takes a write back by its undo', async () => {
      await laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'A', owner: 'METI' } })
      const undo = await laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'B' } })
      await laptop.write(VISIT, ...undo)
      await shown()
      expect(recordById(scope(), 'agreement', AGREEMENT)).toMatchObject({ text: 'A', owner: 'METI' })
    })

    it('deletes a meeting with its notes and links, keeps its agreements, and restores just those', async () => {
      const earlier = '55555555-5555-4555-8555-555555555555'
      await laptop.write(
        VISIT,
        { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'METI' } },
        { type: 'set', kind: 'note', id: NOTE, fields: { meetingId: MEETING, role: 'note' } },
        { type: 'set', kind: 'openQuestion', id: earlier, fields: { meetingId: MEETING, text: 'Who pays?' } },
        { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { meetingId: MEETING, text: 'A' } },
      )
      await laptop.write(VISIT, { type: 'delete', kind: 'openQuestion', id: earlier })
      laptop.host.advance(1_000)
      await shown()
      const open = scope()
      if (!open) throw new Error('the visit is open')
      await laptop.write(VISIT, ...deletionOfRecord(open, 'meeting', MEETING))
      await shown()
      expect(recordsOf(scope(), 'meeting')).toEqual([])
      expect(recordsOf(scope(), 'note')).toEqual([])
      expect(recordsOf(scope(), 'agreement')).toHaveLength(1)
      const dead = scope()
      if (!dead) throw new Error('the visit is open')
      await laptop.write(VISIT, ...restorationOfRecord(dead, 'meeting', MEETING))
      await shown()
      expect(recordsOf(scope(), 'meeting')).toHaveLength(1)
      expect(recordsOf(scope(), 'note')).toHaveLength(1)
      expect(recordsOf(scope(), 'openQuestion')).toEqual([])
    })

    it('P1 sends the same body again until it is answered, and an edit meanwhile still waits', async () => {
      await laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'A', owner: 'METI' } })
      const first = await prepareOutgoing(laptop.database, VISIT)
      await laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'B' } })
      const again = await prepareOutgoing(laptop.database, VISIT)
      if (!first) throw new Error('something waits')
      // Byte for byte: the page that made it sends its text, and any later one what it reads back.
      expect(JSON.stringify(again?.request)).toBe(new TextDecoder().decode(first.known?.message))
      expect(again?.noteRows).toEqual(first.noteRows)
      await settleOutgoing(laptop.database, VISIT, { outgoing: first, reply: { results: [{ outcome: 'stored', seq: 1 }], receivedAt: 99 } })
      await shown()
      const stored = storedById(scope(), 'agreement', AGREEMENT)
      expect(Object.keys(stored?.pending ?? {})).toEqual(['text'])
      expect(stored?.receivedAt).toBe(99)
      const next = await prepareOutgoing(laptop.database, VISIT)
      expect(next?.request.pushSeq).toBe(2)
      // L1: the new value stands on the one that had left the laptop.
      const cell =
        next &&
        unpackRecord(next.request.items[0]?.record ?? first.request.items[0]?.record ?? { k: '', i: '', s: [], c: {} }).cells['text']
      expect(cell?.bases).toHaveLength(2)
    })

    it('keeps a parked item on the laptop and sends the others', async () => {
      await laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'A' } })
      const outgoing = await prepareOutgoing(laptop.database, VISIT)
      if (!outgoing) throw new Error('something waits')
      await settleOutgoing(laptop.database, VISIT, {
        outgoing,
        reply: { results: [{ outcome: 'parked', reason: 'forbidden' }], receivedAt: 99 },
      })
      await shown()
      expect(storedById(scope(), 'agreement', AGREEMENT)?.parked?.reason).toBe('forbidden')
      expect(scope()?.unsent.has(AGREEMENT)).toBe(true)
      expect(await prepareOutgoing(laptop.database, VISIT)).toBeNull()
    })

    it('L4 records both sides of two versions, with the value before', async () => {
      const other = await openLaptop(2)
      await laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'Before' } })
      const base = await prepareOutgoing(laptop.database, VISIT)
      if (!base) throw new Error('something waits')
      await settleOutgoing(laptop.database, VISIT, { outgoing: base, reply: { results: [{ outcome: 'stored', seq: 1 }], receivedAt: 1 } })
      const item = base.request.items[0]
      if (!item) throw new Error('one item')
      const page = { cursor: { seq: 1, token: 't' }, role: 'editor' as const, isLast: true }
      await applyRemote(other.database, VISIT, { ...page, items: [{ record: unpackRecord(item.record), updates: [], receivedAt: 1 }] })
      laptop.host.advance(1_000)
      other.host.advance(2_000)
      await laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'Mine' } })
      await other.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'Theirs' } })
      const theirs = await prepareOutgoing(other.database, VISIT)
      const record = theirs?.request.items[0]?.record
      if (!record) throw new Error('something waits')
      await applyRemote(laptop.database, VISIT, { ...page, items: [{ record: unpackRecord(record), updates: [], receivedAt: 2 }] })
      await shown()
      expect(recordById(scope(), 'agreement', AGREEMENT)?.text).toBe('Theirs')
      const [conflict] = recordsOf(scope(), 'conflict')
      expect(conflict).toMatchObject({ recordId: AGREEMENT, field: 'text', losingValue: 'Mine', state: null })
      expect(storedById(scope(), 'conflict', conflict?.id ?? '')?.pending['losingValue']?.before).toBe('Before')
      expect((await readScopeState(laptop.database, VISIT)).cursor).toEqual({ seq: 1, token: 't' })
      other.database.close()
    })

    it('C2 joins a page that was taken for news, and is not all new, as any other', async () => {
      const other = await openLaptop(2)
      const agreement = { type: 'set', kind: 'agreement', id: AGREEMENT } as const
      await laptop.write(VISIT, { ...agreement, fields: { text: 'Mine', details: 'Mine alone' } })
      const mine = await prepareOutgoing(laptop.database, VISIT)
      if (!mine) throw new Error('something waits')
      await settleOutgoing(laptop.database, VISIT, { outgoing: mine, reply: { results: [{ outcome: 'stored', seq: 1 }], receivedAt: 1 } })
      other.host.advance(1_000)
      await other.write(VISIT, { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'Opening' } })
      await other.write(VISIT, { ...agreement, fields: { text: 'Theirs' } })
      const words = new Y.Doc()
      words.getText('body').insert(0, 'Opening words')
      const update = Y.encodeStateAsUpdateV2(words)
      await other.write(VISIT, { type: 'set', kind: 'note', id: NOTE, fields: { meetingId: MEETING, role: 'note' } })
      await other.write(VISIT, { type: 'type', id: NOTE, update, fields: { bodyEdited: { by: VISIT, at: 1 } } })
      const theirs = (await prepareOutgoing(other.database, VISIT))?.request.items ?? []
      const page = { cursor: { seq: 3, token: 't' }, role: 'editor' as const, isLast: true }
      const items = theirs.map(({ record, updates }, at) => {
        const seq = at + 2
        const along = updates ? { updates: updates.map((bytes) => ({ seq, bytes })) } : {}
        return toNews(laptop.database, VISIT, { record, seq, receivedAt: 2, ...along })
      })
      await ensureDigest(laptop.database, VISIT)
      expect(await applyNews(laptop.database, VISIT, { ...page, items, after: null })).toBeNull()
      expect(await laptop.database.dexie.records.count()).toBe(1)
      expect(await laptop.database.dexie.noteUpdates.count()).toBe(0)
      expect((await readScopeState(laptop.database, VISIT)).cursor).toBeNull()
      const { digest } = await applyRemote(laptop.database, VISIT, { ...page, items })
      await shown()
      expect(recordById(scope(), 'agreement', AGREEMENT)).toMatchObject({ text: 'Theirs', details: 'Mine alone' })
      expect(recordById(scope(), 'meeting', MEETING)?.title).toBe('Opening')
      expect(await readHistory(laptop.database, AGREEMENT)).toHaveLength(2)
      expect((await readScopeState(laptop.database, VISIT)).cursor).toEqual(page.cursor)
      expect(digest).toBe((await countScope(laptop.database, VISIT)).digest)
      other.database.close()
    })

    it('N1 stores what was typed and the field that makes it count together, and merges what comes back', async () => {
      const document = new Y.Doc()
      document.getText('body').insert(0, 'Opening words')
      await laptop.write(VISIT, { type: 'set', kind: 'note', id: NOTE, fields: { meetingId: MEETING, role: 'note' } })
      await laptop.write(VISIT, {
        type: 'type',
        id: NOTE,
        update: Y.encodeStateAsUpdateV2(document),
        fields: { bodyEdited: { by: VISIT, at: 1 } },
      })
      const outgoing = await prepareOutgoing(laptop.database, VISIT)
      expect(outgoing?.request.items[0]?.updates).toHaveLength(1)
      if (!outgoing) throw new Error('something waits')
      await settleOutgoing(laptop.database, VISIT, { outgoing, reply: { results: [{ outcome: 'stored', seq: 1 }], receivedAt: 5 } })
      const text = new Y.Doc()
      for (const update of await readNoteUpdates(laptop.database, NOTE)) Y.applyUpdateV2(text, update)
      expect(text.getText('body').toJSON()).toBe('Opening words')
      expect(await prepareOutgoing(laptop.database, VISIT)).toBeNull()
    })
  })
}
