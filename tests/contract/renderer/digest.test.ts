import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Role } from '@shared/domain/member.ts'
import { reviewId } from '@shared/domain/review.ts'
import { recordById, recordsOf } from '../../../src/renderer/db/live.ts'
import { readDigest } from '../../../src/renderer/db/digests.ts'
import { countScope } from '../../../src/renderer/db/count-scope.ts'
import { readSetting } from '../../../src/renderer/db/settings.ts'
import { rowToRecord } from '../../../src/renderer/db/stored-record.ts'
import { reviewChanges, type Judgement } from '../../../src/renderer/records/reviews.ts'
import { pendingNoteUpdates, readNoteUpdates } from '../../../src/renderer/db/note-updates.ts'
import { beginMinistry, connectLaptop, letIn, type ConnectedLaptop } from '../../support/connected-laptop.ts'
import { startTestServer, testId, type TestServer } from '../../support/server.ts'
import { stopSharedCluster } from '../../support/databases.ts'

afterAll(stopSharedCluster)

const VISIT = testId('visit')
const NOTE = testId('note')
const meetings = Array.from({ length: 40 }, (_, index) => testId(`meeting ${index}`))

describe('the digest of a visit on a laptop', () => {
  let server: TestServer
  let owner: ConnectedLaptop
  let colleague: ConnectedLaptop

  beforeEach(async () => {
    server = await startTestServer({ database: 'postgres' })
    owner = await connectLaptop(1, () => server.address)
    colleague = await connectLaptop(2, () => server.address)
    await owner.write(VISIT, { type: 'set', kind: 'visit', id: VISIT, fields: { title: 'Tokyo' } })
    await owner.write(VISIT, ...meetings.map((id) => ({ type: 'set' as const, kind: 'meeting', id, fields: { title: id.slice(0, 4) } })))
    await owner.write(VISIT, { type: 'set', kind: 'note', id: NOTE, fields: { role: 'note' } })
    await type(owner, 'Opening. ', 1)
    await beginMinistry(owner, server)
    await owner.syncNow()
    await letIn(owner, colleague, { scope: VISIT })
    await colleague.syncNow()
  })
  afterEach(async () => {
    owner.close()
    colleague.close()
    await server.stop()
  })

  async function textOf(laptop: ConnectedLaptop): Promise<Y.Doc> {
    const document = new Y.Doc()
    for (const update of await readNoteUpdates(laptop.database, NOTE)) Y.applyUpdateV2(document, update)
    return document
  }
  async function type(laptop: ConnectedLaptop, words: string, at: number): Promise<void> {
    const document = await textOf(laptop)
    const before = Y.encodeStateVector(document)
    document.getText('body').insert(document.getText('body').length, words)
    const fields = { bodyEdited: { by: laptop.host.newId(), at } }
    await laptop.write(VISIT, { type: 'type', id: NOTE, update: Y.encodeStateAsUpdateV2(document, before), fields })
  }
  const serverDigest = async (): Promise<string | null> => {
    const reply = await owner.session.call('pull', { scope: VISIT, body: { cursor: null } })
    if (!reply.ok) throw new Error(reply.error.code)
    return reply.value.digest
  }
  const repairs = (laptop: ConnectedLaptop): number => laptop.network.requests.filter((one) => one.endsWith('/buckets')).length
  const wordsOf = async (laptop: ConnectedLaptop): Promise<string> => (await textOf(laptop)).getText('body').toJSON()

  it('G2 is kept from the first write of a visit that begins here, and of one that is not counted yet it is not made up', async () => {
    const other = testId('other visit')
    await owner.write(other, { type: 'set', kind: 'visit', id: other, fields: { title: 'Seoul' } })
    await owner.write(other, { type: 'set', kind: 'meeting', id: testId('there'), fields: { title: 'METI' } })
    const kept = await readDigest(owner.database, other)
    expect(kept).not.toBeNull()
    expect((await countScope(owner.database, other)).digest).toBe(kept)
    await owner.database.dexie.digests.delete(other)
    await owner.write(other, { type: 'set', kind: 'meeting', id: testId('there'), fields: { title: 'MOFA' } })
    expect(await readDigest(owner.database, other)).toBeNull()
  })

  it('G2 equals the server’s after each sync, through edits, deletions and typing by both', async () => {
    for (let round = 0; round < 6; round += 1) {
      owner.host.advance(1_000)
      colleague.host.advance(700)
      const [changed = '', deleted = ''] = meetings.slice(round * 2)
      await owner.write(VISIT, { type: 'set', kind: 'meeting', id: changed, fields: { place: `Room ${round}` } })
      await colleague.write(VISIT, { type: 'set', kind: 'meeting', id: changed, fields: { place: 'Hall', title: `Meeting ${round}` } })
      await colleague.write(VISIT, { type: 'delete', kind: 'meeting', id: deleted })
      await type(owner, `Owner ${round}. `, round * 2 + 2)
      await type(colleague, `Colleague ${round}. `, round * 2 + 3)
      for (const laptop of [owner, colleague, owner]) await laptop.syncNow()
      const expected = await serverDigest()
      for (const laptop of [owner, colleague]) {
        expect(await readDigest(laptop.database, VISIT)).toBe(expected)
        expect((await countScope(laptop.database, VISIT)).digest).toBe(expected)
      }
    }
    expect(await wordsOf(owner)).toBe(await wordsOf(colleague))
    expect(repairs(owner) + repairs(colleague)).toBe(0)
  })

  it('G2 is counted of a visit with hundreds of records, and syncs with it', async () => {
    const many = Array.from({ length: 300 }, (_, index) => testId(`many ${index}`))
    await owner.write(VISIT, ...many.map((id) => ({ type: 'set' as const, kind: 'meeting', id, fields: { title: 'One of many' } })))
    await owner.database.dexie.digests.delete(VISIT)
    await owner.syncNow()
    expect(owner.status.getState().problem).toBeNull()
    expect(await readDigest(owner.database, VISIT)).toBe(await serverDigest())
    await colleague.syncNow()
    expect(await readDigest(colleague.database, VISIT)).toBe(await serverDigest())
  })

  it('G3 records that a laptop lost come back, and one that it altered is reported as a loss', async () => {
    const [lost = '', altered = ''] = meetings
    await colleague.database.dexie.records.delete(lost)
    await colleague.database.dexie.noteUpdates.where('noteId').equals(NOTE).delete()
    const row = await colleague.database.dexie.records.get(altered)
    if (!row) throw new Error('the meeting is there')
    const context = { table: 'records', id: altered, scope: VISIT } as const
    const body = colleague.database.seal.open(row.body, context) as { r: { c: Record<string, unknown[]> } }
    const title = body.r.c['title']
    if (title) title[0] = 'zz altered by a fault'
    await colleague.database.dexie.records.put({ ...row, body: colleague.database.seal.seal(body, context) })
    await colleague.database.dexie.digests.delete(VISIT)
    await colleague.syncNow()
    await owner.syncNow()
    expect(repairs(colleague)).toBe(1)
    expect(await colleague.database.dexie.records.get(lost)).toBeDefined()
    expect(await wordsOf(colleague)).toBe('Opening. ')
    const losses = recordsOf(owner.scope(VISIT), 'conflict')
    expect(losses.map((loss) => [loss.recordId, loss.field])).toEqual([[altered, 'title']])
    expect(await readDigest(colleague.database, VISIT)).toBe(await serverDigest())
    // One bucket each, not the whole visit.
    expect(colleague.network.requests.filter((one) => one.endsWith('/bucket')).length).toBeLessThanOrEqual(3)
    await colleague.syncNow()
    expect(repairs(colleague)).toBe(1)
  })

  it('G3 records that the server lost go there again', async () => {
    await server.database.transaction(async (tx) => {
      await tx.query('DELETE FROM records WHERE scope = $1 AND id = $2', [VISIT, meetings[3]])
      await tx.query('DELETE FROM note_updates WHERE scope = $1', [VISIT])
      await tx.query('UPDATE scopes SET digest = NULL WHERE id = $1', [VISIT])
    })
    await colleague.write(VISIT, { type: 'set', kind: 'meeting', id: meetings[9] ?? '', fields: { place: 'Hall' } })
    await colleague.syncNow()
    expect(repairs(colleague)).toBe(1)
    const third = await connectLaptop(3, () => server.address)
    await letIn(owner, third, { scope: VISIT, role: 'reader', account: 'third', name: 'Delegate C' })
    await third.syncNow()
    expect(recordById(third.scope(VISIT), 'meeting', meetings[3] ?? '')?.title).toBe(meetings[3]?.slice(0, 4))
    expect(await wordsOf(third)).toBe('Opening. ')
    expect(repairs(third)).toBe(0)
    third.close()
  })

  it('G3 a fault that no repair mends is tried once, not with every sync', async () => {
    await server.database.transaction((tx) => tx.query('UPDATE scopes SET digest = $2 WHERE id = $1', [VISIT, 'f'.repeat(16)]))
    // A server that says one thing and counts another: its own count is put back before each answer.
    await server.database.transaction((tx) =>
      tx.script(`
        CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.digest := 'ffffffffffffffff'; RETURN NEW; END $$;
        CREATE TRIGGER stuck BEFORE UPDATE ON scopes FOR EACH ROW EXECUTE FUNCTION stuck();`),
    )
    for (let round = 0; round < 4; round += 1) await colleague.syncNow()
    expect(repairs(colleague)).toBe(1)
    expect(colleague.status.getState().problem).toBeNull()
  })

  it('G3 A6 a difference that an editor could not mend is looked at again by who may review once more', async () => {
    const [about = '', edited = ''] = meetings
    const id = reviewId(about)
    const identity = await readSetting(colleague.database, 'identity')
    if (!identity) throw new Error('who has joined is somebody')
    const { personId } = identity
    const asA = async (role: Role): Promise<void> => {
      const changed = await owner.session.call('changeMember', { scope: VISIT, body: { personId, role } })
      expect(changed.ok).toBe(true)
      await colleague.syncNow()
    }
    await asA('reviewer')
    const row = await colleague.database.dexie.records.get(about)
    if (!row) throw new Error('the meeting is there')
    const record = rowToRecord(row, colleague.database.seal)
    const accepted: Judgement = { state: 'accepted', remarks: null }
    await colleague.write(VISIT, ...reviewChanges([record], accepted, { personId, name: 'Delegate B', now: colleague.host.now() }))
    await colleague.syncNow()
    await asA('editor')
    await server.database.transaction(async (tx) => {
      await tx.query('DELETE FROM records WHERE scope = $1 AND id = $2', [VISIT, id])
      await tx.query('UPDATE scopes SET digest = NULL WHERE id = $1', [VISIT])
    })
    const isThere = async (): Promise<boolean> =>
      (await server.database.transaction((tx) => tx.query('SELECT 1 FROM records WHERE scope = $1 AND id = $2', [VISIT, id]))).length > 0
    await colleague.write(VISIT, { type: 'set', kind: 'meeting', id: edited, fields: { place: 'Hall' } })
    for (let round = 0; round < 3; round += 1) await colleague.syncNow()
    expect([repairs(colleague), await isThere()]).toEqual([1, false])
    await asA('reviewer')
    expect([repairs(colleague), await isThere()]).toEqual([2, true])
    expect(await readDigest(colleague.database, VISIT)).toBe(await serverDigest())
    expect(colleague.status.getState().problem).toBeNull()
  })

  it('N1 what was typed between push and pull is sent, also when a colleague typed later', async () => {
    owner.host.advance(60_000)
    await type(owner, 'Owner. ', 5)
    await owner.syncNow()
    // Typed after the push of the round, before its pull: the colleague's next push finds nothing of it in the outbox unless it waits.
    colleague.network.onRequest = async (request) => {
      if (!request.endsWith('/pull')) return
      delete colleague.network.onRequest
      await type(colleague, 'Colleague. ', 4)
    }
    await colleague.syncNow()
    expect(await pendingNoteUpdates(colleague.database, NOTE)).toHaveLength(1)
    expect(colleague.scope(VISIT)?.unsent.has(NOTE)).toBe(true)
    await colleague.syncNow()
    await owner.syncNow()
    expect(await wordsOf(owner)).toContain('Colleague. ')
    expect(repairs(colleague) + repairs(owner)).toBe(0)
    expect(await wordsOf(owner)).toBe(await wordsOf(colleague))
  })
})
