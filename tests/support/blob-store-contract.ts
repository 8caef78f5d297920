import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newByteHash } from '@shared/lib/byte-hash.ts'
import {
  addChunk,
  beginFetch,
  CHUNK,
  dropBlob,
  dropSentBlobs,
  finishFetch,
  isSound,
  keepBlob,
  markHeld,
  readBlobs,
  readWhole,
  sweepBlobs,
  type BlobSource,
  type LocalBlob,
} from '../../src/renderer/db/blobs.ts'
import type { TestLaptop } from './database.ts'

const VISIT = '11111111-1111-4111-8111-111111111111'
const OTHER = '22222222-2222-4222-8222-222222222222'

/** Bytes that differ from chunk to chunk. */
export const pattern = (size: number, seed = 1): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: size }, (_, index) => (index * 31 + Math.floor(index / 251) + seed) % 256)

export const sourceOf = (bytes: Uint8Array<ArrayBuffer>): BlobSource => ({
  size: bytes.length,
  slice: (from, to) => Promise.resolve(bytes.slice(from, to)),
})

export function hashOfBytes(bytes: Uint8Array): string {
  const sum = newByteHash()
  sum.add(bytes)
  return sum.hex()
}

/** What the store of bytes promises on every IndexedDB. @param openLaptop gives a laptop with nothing on it */
export function describeBlobs(where: string, openLaptop: (seed: number) => Promise<TestLaptop>): void {
  describe(`bytes of attachments on a laptop, ${where}`, () => {
    let laptop: TestLaptop
    beforeEach(async () => {
      laptop = await openLaptop(7)
    })
    afterEach(() => laptop.database.close())
    const keep = async (bytes: Uint8Array<ArrayBuffer>, scope = VISIT): Promise<LocalBlob & { hash: string }> => {
      const kept = await keepBlob(laptop.database, scope, sourceOf(bytes))
      if (!kept.ok) throw new Error(kept.error.code)
      return kept.value
    }
    const only = async (): Promise<LocalBlob> => {
      const [blob] = await readBlobs(laptop.database)
      if (!blob) throw new Error('a blob is here')
      return blob
    }

    it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])('B5 gives back %i bytes as they were', async (size) => {
      const bytes = pattern(size)
      const kept = await keep(bytes)
      expect(kept.hash).toBe(hashOfBytes(bytes))
      const read = await readWhole(laptop.database, await only())
      expect(read.ok && hashOfBytes(read.value)).toBe(kept.hash)
    })

    it('B1 scenario 45: the same bytes twice in a visit are there once; another visit has its own', async () => {
      const first = await keep(pattern(CHUNK + 1))
      expect((await keep(pattern(CHUNK + 1))).id).toBe(first.id)
      expect(await laptop.database.dexie.blobChunks.count()).toBe(2)
      expect((await keep(pattern(CHUNK + 1), OTHER)).id).not.toBe(first.id)
    })

    it('B5 names, hashes and sizes stand in no row in the clear', async () => {
      const { hash } = await keep(pattern(10))
      const rows = await laptop.database.dexie.blobs.toArray()
      expect(rows.map((row) => Object.keys(row).toSorted())).toEqual([['body', 'id', 'scope']])
      expect(rows[0]?.id).not.toContain(hash.slice(0, 8))
    })

    it('B6 a file that cannot be read to its end leaves nothing behind', async () => {
      const broken: BlobSource = {
        size: 20 * CHUNK,
        slice: (from, to) =>
          from > 9 * CHUNK ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : Promise.resolve(pattern(to - from)),
      }
      expect(await keepBlob(laptop.database, VISIT, broken)).toMatchObject({ ok: false, error: { code: 'disk-full' } })
      expect([await readBlobs(laptop.database), await laptop.database.dexie.blobChunks.count()]).toEqual([[], 0])
    })

    it('B6 what a page that died had begun is cleared away after a day, and nothing else', async () => {
      const whole = await keep(pattern(10))
      const never: BlobSource = {
        size: 9 * CHUNK,
        slice: (from, to) => (from === 8 * CHUNK ? new Promise(() => undefined) : Promise.resolve(pattern(to - from))),
      }
      void keepBlob(laptop.database, VISIT, never)
      const chunks = () => laptop.database.dexie.blobChunks.count()
      await expect.poll(chunks).toBe(9)
      await sweepBlobs(laptop.database)
      expect(await chunks()).toBe(9)
      laptop.host.advance(25 * 60 * 60_000)
      await sweepBlobs(laptop.database)
      expect([await chunks(), (await only()).id]).toEqual([1, whole.id])
    })

    it('B3 a fetch goes on where it was cut and counts once all is verified', async () => {
      const bytes = pattern(2 * CHUNK + 9)
      const wanted = { hash: hashOfBytes(bytes), size: bytes.length }
      const begun = await beginFetch(laptop.database, VISIT, wanted)
      if (!begun.ok) throw new Error(begun.error.code)
      expect(await addChunk(laptop.database, begun.value, bytes.slice(0, 10))).toMatchObject({ ok: false })
      await addChunk(laptop.database, begun.value, bytes.slice(0, CHUNK))
      expect(await readWhole(laptop.database, await only())).toMatchObject({ ok: false, error: { code: 'missing' } })
      const again = await beginFetch(laptop.database, VISIT, wanted)
      if (!again.ok) throw new Error(again.error.code)
      expect(again.value.chunks).toBe(1)
      const second = await addChunk(laptop.database, again.value, bytes.slice(CHUNK, 2 * CHUNK))
      const third = second.ok ? await addChunk(laptop.database, second.value, bytes.slice(2 * CHUNK)) : second
      if (!third.ok) throw new Error(third.error.code)
      expect(await finishFetch(laptop.database, third.value)).toMatchObject({ ok: true, value: { isWhole: true } })
      const read = await readWhole(laptop.database, await only())
      expect(read.ok && hashOfBytes(read.value)).toBe(wanted.hash)
    })

    it('B3 scenario 46: a chunk that came wrong, or that the disk changed, is found', async () => {
      const bytes = pattern(CHUNK + 9)
      const begun = await beginFetch(laptop.database, VISIT, { hash: hashOfBytes(bytes), size: bytes.length })
      if (!begun.ok) throw new Error(begun.error.code)
      const first = await addChunk(laptop.database, begun.value, pattern(CHUNK, 2))
      const second = first.ok ? await addChunk(laptop.database, first.value, bytes.slice(CHUNK)) : first
      if (!second.ok) throw new Error(second.error.code)
      expect(await finishFetch(laptop.database, second.value)).toMatchObject({ ok: false, error: { code: 'damaged' } })
      expect([await readBlobs(laptop.database), await laptop.database.dexie.blobChunks.count()]).toEqual([[], 0])

      const kept = await keep(bytes)
      expect(await isSound(laptop.database, kept)).toBe(true)
      await laptop.database.dexie.blobChunks.put({ blob: kept.id, n: 0, bytes: pattern(CHUNK, 3) })
      expect(await readWhole(laptop.database, kept)).toMatchObject({ ok: false, error: { code: 'damaged' } })
      expect((await only()).isDamaged).toBe(true)
      // The person attaches the file again, and it is whole.
      await keep(bytes)
      expect(await only()).toMatchObject({ isWhole: true, isDamaged: false })
    })

    it('B6 a visit that leaves the laptop takes the bytes that the ministry has, and leaves those that exist nowhere else', async () => {
      const sent = await keep(pattern(10, 1))
      const unsent = await keep(pattern(10, 2))
      await markHeld(laptop.database, sent, 5)
      await dropSentBlobs(laptop.database, VISIT)
      expect((await only()).id).toBe(unsent.id)
      await dropBlob(laptop.database, unsent.id)
      expect(await laptop.database.dexie.blobChunks.count()).toBe(0)
    })
  })
}
