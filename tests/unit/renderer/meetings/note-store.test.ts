import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { isDead } from '@shared/sync/deletion.ts'
import { unpackRecord } from '@shared/sync/packed.ts'
import { applyRemote } from '../../../../src/renderer/db/apply-remote.ts'
import { recordById, storedById } from '../../../../src/renderer/db/live.ts'
import { readNoteUpdates } from '../../../../src/renderer/db/note-updates.ts'
import { createNoteStore } from '../../../../src/renderer/features/meetings/note-store.ts'
import type { NoteStore } from '../../../../src/renderer/editor/note-document.ts'
import { until } from '../../../support/until.ts'
import { openDesk, VISIT, type Desk } from '../visits/desk.ts'

const NOTE = '44444444-4444-4444-8444-444444444444'
const MEETING = '33333333-3333-4333-8333-333333333333'

describe('the text of a note in the database', () => {
  let desk: Desk
  let store: NoteStore
  let handed: Uint8Array[]
  beforeEach(async () => {
    desk = await openDesk()
    await desk.write(VISIT, { type: 'set', kind: 'note', id: NOTE, fields: { meetingId: MEETING, role: 'note' } })
    store = createNoteStore(desk, { scope: VISIT, id: NOTE })
    handed = []
  })
  afterEach(() => desk.close())
  const settled = () => desk.scope(VISIT)
  const colleague = async (text: string): Promise<void> => {
    const packed = { k: 'note', i: NOTE, s: [], c: {} }
    const item = { record: unpackRecord(packed), updates: [updateOf(text)], receivedAt: 1 }
    await applyRemote(desk.database, VISIT, { items: [item], cursor: { seq: 1, token: 't' }, role: 'editor', isLast: true })
  }
  /** What another tab says when it has written; goes away once it was heard. */
  const otherTab = async (text: string): Promise<void> => {
    await desk.database.dexie.noteUpdates.add({ noteId: NOTE, scope: VISIT, isPending: 1, update: updateOf(text) })
    const channel = new BroadcastChannel('laptop-1-commits')
    channel.postMessage({ scope: VISIT, recordIds: [NOTE], noteIds: [NOTE], origin: 'local', isForeign: false })
    await until(() => textOf(handed).includes(text))
    channel.close()
  }

  it('is stored together with who typed last and when', async () => {
    await store.append(updateOf('Opening words'))
    const note = recordById(await settled(), 'note', NOTE)
    expect(note?.bodyEdited).toEqual({ by: desk.identity.personId, at: desk.host.now() })
    expect(textOf(await readNoteUpdates(desk.database, NOTE))).toBe('Opening words')
  })

  it('keeps the last words of a note that was deleted here, and leaves it in the trash', async () => {
    await desk.write(VISIT, { type: 'delete', kind: 'note', id: NOTE })
    await store.append(updateOf('Last words'))
    const stored = storedById(await settled(), 'note', NOTE)
    expect([textOf(await readNoteUpdates(desk.database, NOTE)), stored && isDead(stored.cells)]).toEqual(['Last words', true])
  })

  it('hands over what comes from a colleague and from another tab, and not what was typed here', async () => {
    store.subscribe((update) => handed.push(update))
    await store.append(updateOf('Mine. '))
    await settled()
    expect(handed).toEqual([])
    await colleague('Theirs. ')
    await until(() => textOf(handed).includes('Theirs. '))
    handed = []
    await otherTab('Other tab. ')
    expect(textOf(handed)).toContain('Other tab. ')
  })

  it('hands over nothing of other notes, and nothing any more when nobody listens', async () => {
    const other = createNoteStore(desk, { scope: VISIT, id: MEETING })
    other.subscribe((update) => handed.push(update))
    const stop = store.subscribe((update) => handed.push(update))
    stop()
    await colleague('Theirs. ')
    await settled()
    expect(handed).toEqual([])
  })
})

function updateOf(text: string): Uint8Array {
  const document = new Y.Doc()
  document.getText('body').insert(0, text)
  return Y.encodeStateAsUpdateV2(document)
}

function textOf(updates: readonly Uint8Array[]): string {
  const document = new Y.Doc()
  for (const update of updates) Y.applyUpdateV2(document, update)
  return document.getText('body').toJSON()
}
