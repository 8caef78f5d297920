import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { readHistory } from '../../../src/renderer/db/history.ts'
import { recordById, recordsOf, storedById } from '../../../src/renderer/db/live.ts'
import { recordToRow, rowToRecord, type StoredRecord } from '../../../src/renderer/db/stored-record.ts'
import { sendAgain } from '../../../src/renderer/sync/send-again.ts'
import { readNoteUpdates } from '../../../src/renderer/db/note-updates.ts'
import { beginMinistry, connectLaptop, letIn, TEST_PASSWORD, type ConnectedLaptop } from '../../support/connected-laptop.ts'
import { startTestServer, type TestServer } from '../../support/server.ts'
import { stopSharedCluster } from '../../support/databases.ts'

afterAll(stopSharedCluster)

const VISIT = '11111111-1111-4111-8111-111111111111'
const AGREEMENT = '22222222-2222-4222-8222-222222222222'
const MEETING = '33333333-3333-4333-8333-333333333333'
const NOTE = '44444444-4444-4444-8444-444444444444'

describe('two laptops and the ministry', () => {
  let server: TestServer
  let owner: ConnectedLaptop
  let colleague: ConnectedLaptop

  beforeEach(async () => {
    server = await startTestServer({ database: 'postgres' })
    owner = await connectLaptop(1, () => server.address)
    colleague = await connectLaptop(2, () => server.address)
  })
  afterEach(async () => {
    owner.close()
    colleague.close()
    await server.stop()
  })

  /** The owner sets the server up and sends a visit; the colleague joins by invitation. */
  async function share(): Promise<void> {
    await owner.write(VISIT, { type: 'set', kind: 'visit', id: VISIT, fields: { title: 'Tokyo' } })
    await owner.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'Before', status: 'floated' } })
    await beginMinistry(owner, server)
    await owner.syncNow()
    await letIn(owner, colleague, { scope: VISIT })
    await colleague.syncNow()
  }

  it('P1 C1 an agreement written with no network reaches the colleague, with a receipt', async () => {
    owner.network.state = 'down'
    await owner.write(VISIT, { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'METI' } })
    await owner.syncNow()
    owner.network.state = 'up'
    await share()
    expect(recordById(colleague.scope(VISIT), 'agreement', AGREEMENT)).toMatchObject({ text: 'Before', status: 'floated' })
    expect(recordById(colleague.scope(VISIT), 'meeting', MEETING)?.title).toBe('METI')
    expect(storedById(owner.scope(VISIT), 'agreement', AGREEMENT)?.receivedAt).toBeTypeOf('number')
    expect(owner.scope(VISIT)?.unsent.size).toBe(0)
    expect(colleague.scope(VISIT)?.state.role).toBe('editor')
    const names = recordsOf(colleague.scope(VISIT), 'member').map((one) => one.name)
    expect(new Set(names)).toEqual(new Set(['Delegate A', 'Delegate B']))
  })

  it('a record that came whole is its own history until it changes, and then both are there', async () => {
    await share()
    const rows = () => colleague.database.dexie.history.where('recordId').equals(AGREEMENT).count()
    const texts = async () =>
      (await readHistory(colleague.database, AGREEMENT)).map(({ origin, fields }) => [origin, fields['text']?.value])
    expect([await rows(), await texts()]).toEqual([0, [['remote', 'Before']]])
    const came = (await readHistory(colleague.database, AGREEMENT))[0]?.storedAt
    colleague.host.advance(1_000)
    await colleague.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'After' } })
    const both = [
      ['remote', 'Before'],
      ['local', 'After'],
    ]
    expect([await rows(), await texts()]).toEqual([2, both])
    expect((await readHistory(colleague.database, AGREEMENT))[0]?.storedAt).toBe(came)
    await colleague.syncNow()
    await owner.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { status: 'agreed' } })
    await owner.syncNow()
    await colleague.syncNow()
    expect(await texts()).toEqual([...both, ['remote', undefined]])
  })

  it('P2 a push whose answer was lost is sent again and stored once', async () => {
    await share()
    await owner.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'After' } })
    owner.network.state = 'answers-lost'
    await owner.syncNow()
    expect(owner.scope(VISIT)?.unsent.size).toBe(1)
    owner.network.state = 'up'
    await owner.syncNow()
    await colleague.syncNow()
    expect(owner.scope(VISIT)?.unsent.size).toBe(0)
    expect(recordById(colleague.scope(VISIT), 'agreement', AGREEMENT)?.text).toBe('After')
    expect(recordsOf(colleague.scope(VISIT), 'conflict')).toEqual([])
  })

  it('L4 two versions of one field are both kept, on both laptops, as one and the same loss', async () => {
    await share()
    owner.host.advance(1_000)
    colleague.host.advance(5_000)
    await owner.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'Owner’s words', owner: 'METI' } })
    await colleague.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'Colleague’s words' } })
    await owner.syncNow()
    await colleague.syncNow()
    await owner.syncNow()
    for (const laptop of [owner, colleague]) {
      expect(recordById(laptop.scope(VISIT), 'agreement', AGREEMENT)).toMatchObject({ text: 'Colleague’s words', owner: 'METI' })
      const conflicts = recordsOf(laptop.scope(VISIT), 'conflict')
      expect(conflicts).toHaveLength(1)
      expect(conflicts[0]).toMatchObject({ field: 'text', losingValue: 'Owner’s words', recordId: AGREEMENT })
    }
  })

  it('D2 an edit that the deleter had not seen keeps the record alive everywhere', async () => {
    await share()
    owner.host.advance(1_000)
    colleague.host.advance(60_000)
    await owner.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { owner: 'METI' } })
    await colleague.write(VISIT, { type: 'delete', kind: 'agreement', id: AGREEMENT })
    await owner.syncNow()
    await colleague.syncNow()
    await owner.syncNow()
    for (const laptop of [owner, colleague]) expect(recordsOf(laptop.scope(VISIT), 'agreement')).toHaveLength(1)
  })

  it('N2 two people’s notes of one meeting merge character by character', async () => {
    await share()
    await owner.write(VISIT, { type: 'set', kind: 'note', id: NOTE, fields: { meetingId: MEETING, role: 'note' } })
    const type = async (laptop: ConnectedLaptop, words: string, at: number): Promise<void> => {
      const document = new Y.Doc()
      for (const update of await readNoteUpdates(laptop.database, NOTE)) Y.applyUpdateV2(document, update)
      const before = Y.encodeStateVector(document)
      const text = document.getText('body')
      text.insert(text.length, words)
      const fields = { bodyEdited: { by: laptop.host.newId(), at } }
      await laptop.write(VISIT, { type: 'type', id: NOTE, update: Y.encodeStateAsUpdateV2(document, before), fields })
    }
    await type(owner, 'Opening. ', 1)
    await owner.syncNow()
    await colleague.syncNow()
    await type(owner, 'Owner. ', 2)
    await type(colleague, 'Colleague. ', 3)
    await owner.syncNow()
    await colleague.syncNow()
    await owner.syncNow()
    const texts = []
    for (const laptop of [owner, colleague]) {
      const document = new Y.Doc()
      for (const update of await readNoteUpdates(laptop.database, NOTE)) Y.applyUpdateV2(document, update)
      texts.push(document.getText('body').toJSON())
      expect(laptop.scope(VISIT)?.unsent.size).toBe(0)
    }
    expect(texts[0]).toBe(texts[1])
    expect(texts[0]).toMatch(/^Opening\. /)
    expect(texts[0]).toContain('Owner. ')
    expect(texts[0]).toContain('Colleague. ')
  })

  it('C4 a server that has forgotten everything gets all of it again, and no laptop is emptied', async () => {
    await share()
    await server.stop()
    server = await startTestServer({ database: 'postgres' })
    const again = await owner.session.setUp({ code: server.setupCode, account: 'owner', name: 'Delegate A', password: TEST_PASSWORD })
    expect(again).toMatchObject({ ok: true })
    await owner.syncNow()
    expect(recordById(owner.scope(VISIT), 'agreement', AGREEMENT)?.text).toBe('Before')
    expect(owner.scope(VISIT)?.unsent.size).toBe(0)
    const third = await connectLaptop(3, () => server.address)
    await letIn(owner, third, { scope: VISIT, account: 'third', name: 'Delegate C' })
    await third.syncNow()
    expect(recordById(third.scope(VISIT), 'agreement', AGREEMENT)?.text).toBe('Before')
    third.close()
  })

  it('A1 what a reader writes stays on their laptop, with the reason, and stops nothing', async () => {
    await share()
    const reader = await connectLaptop(4, () => server.address)
    await letIn(owner, reader, { scope: VISIT, role: 'reader', account: 'reader', name: 'Delegate D' })
    await reader.syncNow()
    await reader.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'Reader’s words' } })
    await reader.syncNow()
    expect(storedById(reader.scope(VISIT), 'agreement', AGREEMENT)?.parked?.reason).toBe('forbidden')
    await owner.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { owner: 'JETRO' } })
    await owner.syncNow()
    await reader.syncNow()
    expect(recordById(reader.scope(VISIT), 'agreement', AGREEMENT)?.owner).toBe('JETRO')
    reader.close()
  })

  it('P3 a laptop whose number another copy has used goes on as a new device, with everything it had', async () => {
    await share()
    // The copy: same device, same numbers, and something else to say.
    await owner.database.dexie.scopes.toCollection().modify((row) => {
      const state = owner.database.seal.open(row.body, { table: 'scopes', id: row.scope, scope: row.scope }) as object
      row.body = owner.database.seal.seal({ ...state, pushSeq: 0 }, { table: 'scopes', id: row.scope, scope: row.scope })
    })
    await owner.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'From the copy' } })
    await owner.syncNow()
    expect(owner.status.getState().problem).toBe('push-out-of-order')
    expect(owner.scope(VISIT)?.unsent.has(AGREEMENT)).toBe(true)
    const again = await owner.session.signIn({ account: 'owner', password: TEST_PASSWORD })
    expect(again).toMatchObject({ ok: true })
    await owner.syncNow()
    await colleague.syncNow()
    expect(owner.scope(VISIT)?.unsent.size).toBe(0)
    expect(recordById(colleague.scope(VISIT), 'agreement', AGREEMENT)?.text).toBe('From the copy')
  })

  it('says that a hotel’s page is not the ministry, and loses nothing', async () => {
    await share()
    await owner.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { owner: 'METI' } })
    owner.network.state = 'captive-portal'
    await owner.syncNow()
    expect(owner.status.getState().problem).toBe('not-our-server')
    expect(owner.scope(VISIT)?.unsent.size).toBe(1)
  })

  it('S4 a value dated far ahead is parked, dated anew on request, and stored; what was refused can be sent again', async () => {
    await share()
    const { dexie, seal } = owner.database
    await owner.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'From a broken clock' } })
    // A clock that jumped a thousand times and more: the stamp alone tells of it.
    const row = await dexie.records.get(AGREEMENT)
    if (!row) throw new Error('the agreement is there')
    const record = rowToRecord(row, seal)
    const text = record.cells['text']
    if (!text) throw new Error('the agreement has a text')
    const far = `0000ffff${text.stamp.slice(8)}`
    await dexie.records.put(
      recordToRow({ ...record, rev: record.rev + 1, cells: { ...record.cells, text: { ...text, stamp: far } } }, seal),
    )
    await owner.syncNow()
    const parked = (): StoredRecord | undefined => storedById(owner.scope(VISIT), 'agreement', AGREEMENT)
    expect(parked()?.parked?.reason).toBe('epoch-too-far')
    const held = parked()
    if (!held) throw new Error('the agreement is there')
    expect(await sendAgain(owner, held)).toMatchObject({ ok: true })
    await owner.syncNow()
    expect(parked()).toMatchObject({ parked: null, pending: {} })
    await colleague.syncNow()
    expect(recordById(colleague.scope(VISIT), 'agreement', AGREEMENT)?.text).toBe('From a broken clock')
    expect(recordsOf(colleague.scope(VISIT), 'conflict')).toEqual([])
    // And on top of it everybody writes on.
    await colleague.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'After it' } })
    await colleague.syncNow()
    await owner.syncNow()
    expect(recordById(owner.scope(VISIT), 'agreement', AGREEMENT)?.text).toBe('After it')
  })
})
