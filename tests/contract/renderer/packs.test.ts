import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { makePack, packSaved } from '../../../src/renderer/sync/make-pack.ts'
import { ensurePackKeys } from '../../../src/renderer/sync/pack-keys.ts'
import { packWork } from '../../../src/renderer/sync/pack-work.ts'
import { acceptPack, openPack, resumePacks } from '../../../src/renderer/sync/take-pack.ts'
import { keepBlob } from '../../../src/renderer/db/blobs.ts'
import { readHistory } from '../../../src/renderer/db/history.ts'
import { readNoteUpdates } from '../../../src/renderer/db/note-updates.ts'
import { prepareOutgoing } from '../../../src/renderer/db/outgoing.ts'
import { settleOutgoing } from '../../../src/renderer/db/settle-outgoing.ts'
import { readPackEntry, readPackLog } from '../../../src/renderer/db/pack-log.ts'
import { trustCommit } from '../../../src/renderer/db/scope-state.ts'
import { withColleagueSince } from '../../../src/renderer/db/stored-record.ts'
import { countScope, ensureDigest } from '../../../src/renderer/db/count-scope.ts'
import { readDigest } from '../../../src/renderer/db/digests.ts'
import { unpackRecord } from '@shared/sync/packed.ts'
import { laptopOn, openLaptop, testHost, type TestLaptop } from '../../support/database.ts'
import { putOtherwise } from '../../support/put-otherwise.ts'
import { everythingIn, handOver, LOCK, look, packOf, storedIn, takeIn, twoPackLaptops, withKeys } from '../../support/pack-laptop.ts'

const VISIT = '11111111-1111-4111-8111-111111111111'
const AGREEMENT = '22222222-2222-4222-8222-222222222222'
const OTHER = '33333333-3333-4333-8333-333333333333'
const COMMIT = { seq: 7, token: 'of the ministry' }
const NOTE = '44444444-4444-4444-8444-444444444444'

describe('packs between laptops with no network', () => {
  let a: TestLaptop
  let b: TestLaptop
  beforeEach(async () => {
    ;[a, b] = await twoPackLaptops({ visit: VISIT, agreement: AGREEMENT })
  })
  afterEach(() => [a, b].forEach(({ database }) => database.close()))

  const agreementIn = async (laptop: TestLaptop) => {
    const record = (await storedIn(laptop, VISIT)).find(({ id }) => id === AGREEMENT)
    if (!record) throw new Error('the agreement is here')
    return record
  }
  const setText = (laptop: TestLaptop, text: string) =>
    laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text } })
  /** As a sync would: all that waits is taken by the server. */
  const acknowledge = async (laptop: TestLaptop, receivedAt: number) => {
    for (let push = await prepareOutgoing(laptop.database, VISIT); push; push = await prepareOutgoing(laptop.database, VISIT)) {
      const results = push.request.items.map(() => ({ outcome: 'stored' as const, seq: 1 }))
      await settleOutgoing(laptop.database, VISIT, { outgoing: push, reply: { results, receivedAt } })
    }
  }

  it('X4 brings a visit to a laptop that has none of it, and what the ministry has not waits there too, relayed', async () => {
    await acknowledge(a, 77)
    await setText(a, 'Joint courses in Tashkent')
    const preview = await takeIn(b, await handOver(a, VISIT))
    expect(preview.records.map(({ outcome }) => outcome)).toEqual(['new', 'new'])
    const record = await agreementIn(b)
    expect(record.cells).toEqual((await agreementIn(a)).cells)
    expect(record.pending).toEqual({ text: { isOwn: false, hasLeft: true, before: null, withColleague: b.host.now() } })
    expect(record.receivedAt).toBe(77)
    const push = await prepareOutgoing(b.database, VISIT)
    expect(push?.request.items.map((item) => Object.keys(item.record.c))).toEqual([['text']])
    expect((await readHistory(b.database, AGREEMENT))[0]?.origin).toBe('remote')
  })

  it('L1 marks what a pack carries as having left before there are bytes, and an edit afterwards names it', async () => {
    const made = await packOf(a, VISIT)
    expect((await agreementIn(a)).pending['text']?.hasLeft).toBe(true)
    expect(withColleagueSince(await agreementIn(a))).toBeNull()
    const stamp = (await agreementIn(a)).cells['text']?.stamp
    await setText(a, 'Another')
    expect((await agreementIn(a)).cells['text']?.bases).toContain(stamp)
    expect(made.bytes.length).toBeGreaterThan(100)
  })

  it('X6 says "with a colleague" only for what a saved pack carried, and no longer after the next edit', async () => {
    await packOf(a, VISIT)
    expect(withColleagueSince(await agreementIn(a))).toBeNull()
    a.host.advance(1_000)
    await handOver(a, VISIT)
    expect(withColleagueSince(await agreementIn(a))).toBe(a.host.now())
    await setText(a, 'Another')
    expect(withColleagueSince(await agreementIn(a))).toBeNull()
    expect(await readPackLog(a.database)).toMatchObject([{ direction: 'out', counted: 2, records: 2, from: null }])
  })

  it('is named by the visit and the hour that this laptop shows', async () => {
    a.host.set(Date.UTC(2025, 2, 4, 16, 5))
    expect((await packOf(a, VISIT)).suggestedName).toBe('Tokyo-2025-03-05-0105.safarnoma')
  })

  it('X6 the list of packs counts what the preview names: links travel with what they belong to', async () => {
    const fields = { agreementId: AGREEMENT, organizationId: OTHER }
    await a.write(VISIT, { type: 'set', kind: 'agreementOrganization', id: '55555555-5555-4555-8555-555555555555', fields })
    expect((await takeIn(b, await handOver(a, VISIT))).records).toHaveLength(3)
    for (const { database } of [a, b]) expect(await readPackLog(database)).toMatchObject([{ records: 2 }])
  })

  it('X6 gives no receipt to an edit made while the file was being saved', async () => {
    const made = await packOf(a, VISIT)
    await setText(a, 'Typed meanwhile')
    await packSaved(a.database, made, 'a.safarnoma')
    expect((await agreementIn(a)).pending['text']?.withColleague).toBeUndefined()
    expect((await agreementIn(a)).pending['status']?.withColleague).toBe(a.host.now())
  })

  it('L2, L4 records both sides of two versions, once, whoever takes the pack in', async () => {
    await takeIn(b, await handOver(a, VISIT))
    a.host.advance(1_000)
    b.host.advance(2_000)
    await setText(a, 'Mine')
    await setText(b, 'Theirs')
    const preview = await takeIn(a, await handOver(b, VISIT))
    expect(preview.records.find(({ record }) => record.id === AGREEMENT)?.outcome).toBe('versions')
    await takeIn(b, await handOver(a, VISIT))
    const [atA, atB] = await Promise.all([storedIn(a, VISIT), storedIn(b, VISIT)])
    const lost = (records: typeof atA) =>
      records.filter(({ kind }) => kind === 'conflict').map(({ id, cells }) => [id, cells['losingValue']?.value])
    expect(lost(atA)).toHaveLength(1)
    expect(lost(atA)[0]?.[1]).toBe('Mine')
    expect(lost(atB)).toEqual(lost(atA))
    expect(atA.map(({ id, cells }) => [id, cells])).toEqual(atB.map(({ id, cells }) => [id, cells]))
  })

  it('L2 reports a colleague’s waiting value that loses to one the ministry has', async () => {
    await takeIn(b, await handOver(a, VISIT))
    b.host.advance(1_000)
    await setText(b, 'Brought by a stick')
    a.host.advance(5_000)
    await setText(a, 'Received by the ministry')
    await acknowledge(a, 9)
    const preview = await takeIn(a, await handOver(b, VISIT))
    expect(preview.records.find(({ record }) => record.id === AGREEMENT)?.outcome).toBe('versions')
    const lost = (await storedIn(a, VISIT)).filter(({ kind }) => kind === 'conflict')
    expect(lost.map(({ cells }) => cells['losingValue']?.value)).toEqual(['Brought by a stick'])
  })

  it('X5 scenario 39: accepting twice, and an older pack after a newer one, changes nothing', async () => {
    const older = await handOver(a, VISIT)
    a.host.advance(60_000)
    await setText(a, 'Newer')
    const newer = await handOver(a, VISIT)
    await takeIn(b, newer)
    const before = await storedIn(b, VISIT)
    b.host.advance(60_000)
    const again = await takeIn(b, newer)
    expect(again.acceptedAt).not.toBeNull()
    expect(again.records.every(({ outcome }) => outcome === 'same')).toBe(true)
    const old = await takeIn(b, older)
    expect(old.laterFrom).not.toBeNull()
    expect(await storedIn(b, VISIT)).toEqual(before)
    expect(await readHistory(b.database, AGREEMENT)).toHaveLength(1)
  })

  it('X5 scenario 41: a power cut in the middle leaves the rest to the next start', async () => {
    const questions = Array.from({ length: 600 }, (_, n) => ({
      type: 'set' as const,
      kind: 'openQuestion',
      id: `99999999-0000-4000-8000-${String(n).padStart(12, '0')}`,
      fields: { text: `Question ${n}` },
    }))
    await a.write(VISIT, ...questions)
    const disk = { name: 'cut', dexie: { indexedDB: new IDBFactory(), IDBKeyRange } }
    const cut = await withKeys(await laptopOn(disk, testHost(4), 4))
    const preview = await look(cut, await handOver(a, VISIT))
    if (!preview.ok) throw new Error(preview.error.code)
    expect(preview.value.pack.pages).toHaveLength(2)
    let joined = 0
    const stop = cut.database.onCommit(() => {
      joined += 1
      if (joined === 1) throw new Error('power cut')
    })
    await expect(acceptPack(cut.database, preview.value, 'a.safarnoma')).rejects.toThrow('power cut')
    stop()
    const half = (await storedIn(cut, VISIT)).length
    expect(half).toBe(500)
    expect(await readPackEntry(cut.database, preview.value.pack.manifest.pack)).toMatchObject({ pages: 2, joined: 1 })
    cut.database.close()
    const started = await laptopOn(disk, testHost(5), 5)
    expect(await resumePacks(started.database)).toEqual([preview.value.pack.manifest.pack])
    expect((await storedIn(started, VISIT)).map(({ id, cells }) => [id, cells])).toEqual(
      (await storedIn(a, VISIT)).map(({ id, cells }) => [id, cells]),
    )
    expect(await readPackEntry(started.database, preview.value.pack.manifest.pack)).toMatchObject({ pages: 2, joined: 2 })
    expect(await started.database.dexie.packPages.count()).toBe(0)
    started.database.close()
  })

  /** No page of a pack fits into the database; gives what makes room again. */
  const fillDisk = (laptop: TestLaptop): (() => void) => {
    const refuse = (): void => {
      throw Object.assign(new Error('full'), { name: 'QuotaExceededError' })
    }
    const hook = laptop.database.dexie.packPages.hook('creating')
    hook.subscribe(refuse)
    return () => hook.unsubscribe(refuse)
  }

  it('X4 scenario 42: unknown kinds and unknown fields come in, survive an edit, wait for the ministry and go on; an upgrade finds them as they were', async () => {
    await a.write(VISIT, { type: 'set', kind: 'treaty', id: OTHER, fields: { clause: 'x' } })
    await a.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { tone: { warm: [1, null] } } })
    await takeIn(b, await handOver(a, VISIT))
    b.host.advance(1_000)
    await setText(b, 'By the older program')
    // Nothing is to be replayed after an upgrade: the cells stand here with the stamps and bases that they had where they are known.
    const unknownIn = async (laptop: TestLaptop) => {
      const treaty = (await storedIn(laptop, VISIT)).find(({ kind }) => kind === 'treaty')
      return [treaty?.id, treaty?.cells, (await agreementIn(laptop)).cells['tone']]
    }
    expect((await agreementIn(b)).cells['tone']?.value).toEqual({ warm: [1, null] })
    expect(await unknownIn(b)).toEqual(await unknownIn(a))
    const sent = (await prepareOutgoing(b.database, VISIT))?.request.items.map(({ record }) => [record.k, Object.keys(record.c).toSorted()])
    expect(sent).toEqual(
      expect.arrayContaining([
        ['treaty', ['clause']],
        ['agreement', ['status', 'text', 'tone']],
      ]),
    )
    const c = await withKeys(await openLaptop(3))
    await takeIn(c, await handOver(b, VISIT))
    expect(await unknownIn(c)).toEqual(await unknownIn(a))
    expect((await agreementIn(c)).cells['text']?.value).toBe('By the older program')
    c.database.close()
  })

  it('X2 hands the author’s own signature on over a third laptop', async () => {
    await takeIn(b, await handOver(a, VISIT))
    const c = await withKeys(await openLaptop(3))
    const preview = await takeIn(c, await handOver(b, VISIT))
    const item = preview.pack.pages.flatMap(({ items }) => items).find(({ record }) => record.i === AGREEMENT)
    const keys = await ensurePackKeys(a.database)
    expect(item?.originals?.map(({ device }) => device)).toEqual([keys.deviceId])
    expect(item?.originals?.map(({ record }) => Object.keys(unpackRecord(record).cells).sort())).toEqual([['status', 'text']])
    c.database.close()
  })

  it('N1, N3 brings note texts, merges them with what is here, and what waits keeps its note waiting', async () => {
    const typed = (text: string, base?: Uint8Array) => {
      const document = new Y.Doc()
      if (base) Y.applyUpdateV2(document, base)
      document.getText('body').insert(0, text)
      return Y.encodeStateAsUpdateV2(document)
    }
    const typeIn = (laptop: TestLaptop, update: Uint8Array) =>
      laptop.write(VISIT, { type: 'type', id: NOTE, update, fields: { bodyEdited: { by: VISIT, at: laptop.host.now() } } })
    const textIn = async (laptop: TestLaptop) => {
      const document = new Y.Doc()
      for (const update of await readNoteUpdates(laptop.database, NOTE)) Y.applyUpdateV2(document, update)
      return document.getText('body').toJSON()
    }
    const opening = typed('Opening. ')
    await a.write(VISIT, { type: 'set', kind: 'note', id: NOTE, fields: { role: 'note' } })
    await typeIn(a, opening)
    await acknowledge(a, 5)
    a.host.advance(1_000)
    await typeIn(a, typed('Second. ', opening))
    await takeIn(b, await handOver(a, VISIT))
    expect(await textIn(b)).toBe('Second. Opening. ')
    const push = await prepareOutgoing(b.database, VISIT)
    expect(push?.request.items.find((item) => item.record.k === 'note')?.updates).toHaveLength(1)
    b.host.advance(9_000)
    await typeIn(b, typed('Third. ', opening))
    await takeIn(a, await handOver(b, VISIT))
    await takeIn(b, await handOver(a, VISIT))
    expect(await textIn(a)).toBe(await textIn(b))
    expect((await textIn(a)).split('. ').sort()).toEqual(['', 'Opening', 'Second', 'Third'])
    await Promise.all([a, b].map(({ database }) => countScope(database, VISIT)))
    expect(await readDigest(a.database, VISIT)).toBe(await readDigest(b.database, VISIT))
  })

  it('G1 keeps the digest right, as one counted anew', async () => {
    await ensureDigest(b.database, VISIT)
    await takeIn(b, await handOver(a, VISIT))
    const kept = await readDigest(b.database, VISIT)
    expect((await countScope(b.database, VISIT)).digest).toBe(kept)
    expect((await countScope(a.database, VISIT)).digest).toBe(kept)
  })

  it('X1 a pack of what the ministry has not received carries that, and the visit’s own record', async () => {
    await acknowledge(a, 9)
    const made = await packOf(a, VISIT, 'unsent')
    expect(made.entry).toMatchObject({ records: 1, counted: 0 })
    await setText(a, 'Newer')
    expect((await packOf(a, VISIT, 'unsent')).entry).toMatchObject({ records: 2, counted: 1 })
  })

  it('X5 scenario 43: a disk that is full refuses the whole pack and changes nothing', async () => {
    await trustCommit(a.database, VISIT, COMMIT)
    const preview = await look(b, await handOver(a, VISIT))
    if (!preview.ok) throw new Error(preview.error.code)
    expect(preview.value.pack.manifest.commit).toEqual(COMMIT)
    const before = await everythingIn(b)
    const makeRoom = fillDisk(b)
    expect(await acceptPack(b.database, preview.value, 'a.safarnoma')).toMatchObject({ ok: false, error: { code: 'disk-full' } })
    // Not even the name of the laptop that made it, or of a visit that is not here.
    expect(await everythingIn(b)).toBe(before)
    makeRoom()
    expect(await acceptPack(b.database, preview.value, 'a.safarnoma')).toMatchObject({ ok: true })
    expect((await agreementIn(b)).cells).toEqual((await agreementIn(a)).cells)
  })

  it('X5 scenario 43: a disk that is full in the middle of an accepted pack loses none of it: the rest follows when there is room', async () => {
    const questions = Array.from({ length: 520 }, (_, n) => ({
      type: 'set' as const,
      kind: 'openQuestion',
      id: `99999999-0000-4000-8000-${String(n).padStart(12, '0')}`,
      fields: { text: `Question ${n}` },
    }))
    await a.write(VISIT, ...questions)
    const preview = await look(b, await handOver(a, VISIT))
    if (!preview.ok) throw new Error(preview.error.code)
    let writes = 0
    const makeRoom = putOtherwise(b.database, (store, _row, put) => {
      if (store.name === 'records' && (writes += 1) > 510) throw new DOMException('full', 'QuotaExceededError')
      return put()
    })
    expect(await acceptPack(b.database, preview.value, 'a.safarnoma')).toMatchObject({ ok: false, error: { code: 'disk-full' } })
    // The page that did not fit is not there by half.
    expect(await storedIn(b, VISIT)).toHaveLength(500)
    makeRoom()
    expect(await resumePacks(b.database)).toHaveLength(1)
    expect(await storedIn(b, VISIT)).toHaveLength(522)
  })

  it('X1 scenario 43 (moot: the bytes of attachments do not travel in packs) a pack with a large file is as small as its record', async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, n) => (n * 7919) % 251)
    const kept = await keepBlob(a.database, VISIT, { size: bytes.length, slice: (from, to) => Promise.resolve(bytes.slice(from, to)) })
    if (!kept.ok) throw new Error(kept.error.code)
    const fields = { name: 'hall.jpg', mediaType: 'image/jpeg', hash: kept.value.hash, size: bytes.length }
    await a.write(VISIT, { type: 'set', kind: 'attachment', id: OTHER, fields })
    const pack = await handOver(a, VISIT)
    expect(pack.length).toBeLessThan(20_000)
    await takeIn(b, pack)
    expect((await storedIn(b, VISIT)).find(({ id }) => id === OTHER)?.cells['hash']?.value).toBe(kept.value.hash)
    expect(await b.database.dexie.blobChunks.count()).toBe(0)
  })

  it('X4 holds back a stamp that would win for ever, and takes the rest', async () => {
    const { bytes } = await packOf(a, VISIT)
    const read = await openPack(b.database, packWork, { bytes, passphrase: LOCK.passphrase })
    if (!read.ok) throw new Error(read.error.code)
    const far = structuredClone(read.value)
    for (const item of far.pack.pages[0]?.items ?? []) {
      if (item.record.i === AGREEMENT) item.record.s = item.record.s.map((stamp) => `ffffffff${stamp.slice(8)}`)
    }
    await acceptPack(b.database, far, 'a.safarnoma')
    expect((await storedIn(b, VISIT)).map(({ id }) => id)).toEqual([VISIT])
  })

  it('opens a pack locked to this laptop’s own key without a passphrase', async () => {
    const { recipient } = await ensurePackKeys(b.database)
    const lock = { type: 'laptops', recipients: [recipient] } as const
    const made = await makePack(a.database, packWork, { scope: VISIT, contents: 'visit', lock, name: '', deviceName: '' })
    expect((await look(b, made.bytes, null)).ok).toBe(true)
    expect(await look(a, made.bytes, null)).toMatchObject({ ok: false, error: { code: 'not-for-this-laptop' } })
  })
})
