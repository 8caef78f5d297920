import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { isDead } from '@shared/sync/deletion.ts'
import { storedById } from '../../../src/renderer/db/live.ts'
import { readNoteUpdates } from '../../../src/renderer/db/note-updates.ts'
import { createNoteStore } from '../../../src/renderer/features/meetings/note-store.ts'
import { beginMinistry, connectLaptop, letIn, type ConnectedLaptop } from '../../support/connected-laptop.ts'
import { startTestServer, testId, type TestServer } from '../../support/server.ts'
import { stopSharedCluster } from '../../support/databases.ts'
import { settled } from '../../support/settled.ts'

afterAll(stopSharedCluster)

const PATIENCE = 240_000
let server: TestServer
let owner: ConnectedLaptop
let colleague: ConnectedLaptop
const scope = testId('visit')
let note: string
let notes = 0

beforeAll(async () => {
  server = await startTestServer({ database: 'postgres' })
  owner = await connectLaptop(1, () => server.address)
  colleague = await connectLaptop(2, () => server.address)
  await beginMinistry(owner, server)
  await owner.write(scope, { type: 'set', kind: 'visit', id: scope, fields: { title: 'Tokyo' } })
  await owner.syncNow()
  await letIn(owner, colleague, { scope })
}, PATIENCE)
afterAll(async () => {
  for (const laptop of [owner, colleague]) laptop.close()
  await server.stop()
}, PATIENCE)
beforeEach(async () => {
  notes += 1
  note = testId(`note ${notes}`)
  await owner.write(scope, { type: 'set', kind: 'note', id: note, fields: { meetingId: testId('meeting'), role: 'note' } })
  await type(owner, 'Opening. ')
  await owner.syncNow()
  await colleague.syncNow()
}, PATIENCE)

/** As the editor does: through the note's own store. */
async function type(laptop: ConnectedLaptop, words: string): Promise<void> {
  const identity = { deviceId: laptop.host.newId(), personId: laptop.host.newId(), predecessor: null }
  const store = createNoteStore({ database: laptop.database, author: laptop.author, identity }, { scope, id: note })
  const document = await documentOf(laptop)
  const before = Y.encodeStateVector(document)
  document.getText('body').insert(document.getText('body').length, words)
  await store.append(Y.encodeStateAsUpdateV2(document, before))
  await settled(laptop)
}

async function documentOf(laptop: ConnectedLaptop): Promise<Y.Doc> {
  const document = new Y.Doc()
  for (const update of await readNoteUpdates(laptop.database, note)) Y.applyUpdateV2(document, update)
  return document
}
const textOn = async (laptop: ConnectedLaptop): Promise<string> => (await documentOf(laptop)).getText('body').toJSON()
const isInTrash = (laptop: ConnectedLaptop): boolean => {
  const stored = storedById(laptop.scope(scope), 'note', note)
  if (!stored) throw new Error('the note is here')
  return isDead(stored.cells)
}

it('D2 N1 words typed into a note that a colleague has deleted meanwhile are stored, and the note lives on with them', async () => {
  await colleague.write(scope, { type: 'delete', kind: 'note', id: note })
  await colleague.syncNow()
  await owner.syncNow()
  expect(isInTrash(owner)).toBe(true)
  await type(owner, 'Typed when it was gone.')
  expect(isInTrash(owner)).toBe(false)
  for (const laptop of [owner, colleague]) await laptop.syncNow()
  for (const laptop of [owner, colleague]) {
    expect([isInTrash(laptop), await textOn(laptop)]).toEqual([false, 'Opening. Typed when it was gone.'])
    expect(laptop.scope(scope)?.unsent.size).toBe(0)
  }
})

it('D2 N1 the last words of a note that this very page has deleted go to the trash with it, and come back with it', async () => {
  await owner.write(scope, { type: 'delete', kind: 'note', id: note })
  await type(owner, 'Not yet stored when it was deleted.')
  for (const laptop of [owner, colleague]) await laptop.syncNow()
  expect([isInTrash(owner), isInTrash(colleague)]).toEqual([true, true])
  await colleague.write(scope, { type: 'restore', kind: 'note', id: note })
  await settled(colleague)
  expect([isInTrash(colleague), await textOn(colleague)]).toEqual([false, 'Opening. Not yet stored when it was deleted.'])
})
