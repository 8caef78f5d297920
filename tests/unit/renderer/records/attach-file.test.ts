import { afterEach, beforeEach, expect, it } from 'vitest'
import { LARGEST_FILE } from '@shared/domain/attachment.ts'
import { readBlobs } from '../../../../src/renderer/db/blobs.ts'
import { createLive, recordsOf, type Live } from '../../../../src/renderer/db/live.ts'
import { attachFile, type AttachedTo } from '../../../../src/renderer/records/attach-file.ts'
import { attachmentsOf, stateOf } from '../../../../src/renderer/records/attachment-queries.ts'
import { fileTypeOf, isHeard, savedName } from '../../../../src/renderer/lib/file-type.ts'
import { createUndoStack } from '../../../../src/renderer/records/undo.ts'
import { blobKey, type BlobStatus } from '../../../../src/renderer/sync/blob-status.ts'
import { openLaptop, type TestLaptop } from '../../../support/database.ts'
import { testId } from '../../../support/server.ts'
import { settled } from '../../../support/settled.ts'

const scope = testId('visit')
const meeting: AttachedTo = { scope, kind: 'meeting', id: testId('meeting') }
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3)

let laptop: TestLaptop
let live: Live
beforeEach(async () => {
  laptop = await openLaptop(1)
  live = createLive(laptop.database)
  await live.open()
})
afterEach(() => {
  live.close()
  laptop.database.close()
})

const attach = (file: File, small: Uint8Array<ArrayBuffer> | null = Uint8Array.of(7), to: AttachedTo = meeting) =>
  attachFile({ ...laptop, undo: createUndoStack() }, file, { to, thumbnail: () => Promise.resolve(small) })
const attachments = async () => {
  await settled({ database: laptop.database, live })
  return recordsOf(live.store.getState().scopes[scope], 'attachment')
}

it('B5 a picture becomes a record that names its bytes and those of its thumbnail', async () => {
  expect(await attach(new File([PNG], 'card.png'))).toMatchObject({ ok: true })
  const [record] = await attachments()
  expect(record).toMatchObject({
    name: 'card.png',
    mediaType: 'image/png',
    size: PNG.length,
    thumbnailSize: 1,
    meetingId: meeting.id,
    agreementId: null,
  })
  const kept = await readBlobs(laptop.database)
  expect(new Set(kept.map(({ hash }) => hash))).toEqual(new Set([record?.hash, record?.thumbnailHash]))
})

it('a file is of the meeting or of the agreement to which it was attached, and stands in no other list', async () => {
  const agreement: AttachedTo = { scope, kind: 'agreement', id: testId('agreement') }
  await attach(new File(['first'], 'of the meeting.txt'))
  await attach(new File(['second'], 'of the agreement.txt'), null, agreement)
  const names = async (to: AttachedTo) =>
    attachmentsOf(to, await attachments(), live.store.getState().scopes[scope]).map(({ name }) => name)
  expect([await names(meeting), await names(agreement)]).toEqual([['of the meeting.txt'], ['of the agreement.txt']])
  // Nobody mixes them up where a meeting and an agreement have one id.
  expect(await names({ ...agreement, kind: 'meeting' })).toEqual([])
})

it('a document has no thumbnail, and neither has a picture that cannot be read', async () => {
  await attach(new File(['%PDF-1.7'], 'act.pdf'))
  await attach(new File([PNG, 'damaged'], 'broken.png'), null)
  expect((await attachments()).map(({ thumbnailHash }) => thumbnailHash)).toEqual([null, null])
})

it.each([
  ['empty', new File([], 'nothing.txt')],
  ['program', new File(['MZ...'], 'photo.jpg')],
  ['program', new File(['#!/bin/sh'], 'notes.txt')],
  ['program', new File(['text'], 'open me.LNK. ')],
  ['too-large', Object.defineProperty(new File(['x'], 'film.mp4'), 'size', { value: LARGEST_FILE + 1 })],
  [
    'unreadable',
    Object.defineProperty(new File(['x'], 'gone.txt'), 'slice', {
      value: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }),
    }),
  ],
] as const)('refuses what is %s, and nothing of it stays', async (code, file) => {
  expect(await attach(file)).toMatchObject({ ok: false, error: { code } })
  expect([await attachments(), await readBlobs(laptop.database)]).toEqual([[], []])
})

it('a name that would disguise its ending, or that no system stores, is made harmless', async () => {
  await attach(new File(['text'], 'invoice\u202Efdp.txt'))
  await attach(new File(['text'], '\u0000\u0007'))
  await attach(new File(['text'], `${'a'.repeat(300)}.txt`))
  const names = (await attachments()).map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['invoicefdp.txt', 'file', `${'a'.repeat(251)}.txt`]))
})

it('says what a file is by its bytes, and saves a picture under an ending that fits', () => {
  const head = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
  expect(fileTypeOf(PNG, 'act.pdf')).toEqual({ mediaType: 'image/png', isProgram: false })
  expect(fileTypeOf(head('\x00\x00\x00\x20ftypM4A '), 'talk.m4a').mediaType).toBe('audio/mp4')
  expect(fileTypeOf(head('PK\x03\x04'), 'Memo.DOCX').mediaType).toContain('wordprocessingml')
  expect(fileTypeOf(head('PK\x03\x04'), 'many.zip').mediaType).toBe('application/zip')
  expect(fileTypeOf(head('RIFF\x00\x00\x00\x00WEBP'), '').mediaType).toBe('image/webp')
  expect(fileTypeOf(head('<svg onload="x">'), 'a.svg').mediaType).toBe('text/plain')
  expect([savedName('act.pdf', 'image/png'), savedName('A.JPG', 'image/jpeg'), savedName('b', 'text/plain')]).toEqual([
    'act.pdf.png',
    'A.JPG',
    'b',
  ])
})

it('says where the bytes are', () => {
  const hash = 'a'.repeat(64)
  const key = blobKey(scope, hash)
  const nothing: BlobStatus = { local: new Map(), held: new Set(), transfers: new Map(), problems: new Map(), keepOffline: new Set() }
  const blob = { id: '', scope, hash, size: 10, chunks: 1, isWhole: true, heldAt: null, isDamaged: false, since: 0 }
  const at = (part: Partial<BlobStatus>) => stateOf({ scope, hash }, { ...nothing, ...part })
  expect(at({}).at).toBe('nowhere')
  expect(at({ held: new Set([key]) }).at).toBe('elsewhere')
  expect(at({ local: new Map([[key, blob]]) }).at).toBe('here')
  expect(at({ local: new Map([[key, { ...blob, heldAt: 5 }]]) }).at).toBe('received')
  expect(at({ local: new Map([[key, { ...blob, isDamaged: true }]]) }).at).toBe('damaged')
  expect(at({ transfers: new Map([[key, { direction: 'out', done: 4, size: 10 }]]) })).toEqual({ at: 'sending', percent: 40 })
})

it('plays recordings in place, and nothing else', () => {
  const types = ['audio/wav', 'audio/mpeg', 'video/webm', 'image/png', 'application/pdf', null]
  expect(types.filter(isHeard)).toEqual(['audio/wav', 'audio/mpeg'])
})
