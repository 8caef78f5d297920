import { describe, expect, test } from 'vitest'
import { plainJpeg } from '@memos/picture/plain-jpeg.ts'
import { JPEGS, METADATA, metadataWord, noisePicture, withMetadata } from '../../support/pictures.ts'

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('latin1')
const KINDS = ['baseline', 'progressive'] as const

describe('a picture for a document', () => {
  test.each(KINDS)('keeps its size and what draws it, and nothing else (%s)', (kind) => {
    const plain = plainJpeg(JPEGS[kind])
    expect(plain).toMatchObject({ width: 34, height: 47 })
    // Eighteen bytes of JFIF, which say nothing that a reader needs.
    expect(plain?.bytes).toHaveLength(JPEGS[kind].length - 18)
    expect(plainJpeg(plain?.bytes ?? new Uint8Array())).toEqual(plain)
  })

  test.each(KINDS)('carries nothing of where and when it was taken, wherever that stands (%s)', (kind) => {
    const dirty = withMetadata(JPEGS[kind])
    for (const where of METADATA) expect(text(dirty)).toContain(metadataWord(where))
    const plain = plainJpeg(dirty)
    for (const where of METADATA) expect(text(plain?.bytes)).not.toContain(metadataWord(where))
    expect(plain).toEqual(plainJpeg(JPEGS[kind]))
  })

  test('keeps how colours are coded', () => {
    const adobe = Uint8Array.of(0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 1)
    const { baseline } = JPEGS
    const plain = plainJpeg(Uint8Array.of(...baseline.subarray(0, 2), ...adobe, ...baseline.subarray(2)))
    expect(text(plain?.bytes)).toContain('Adobe')
  })

  test.each([
    ['cut off in its head', JPEGS.baseline.subarray(0, 100)],
    ['cut off in its picture', JPEGS.baseline.subarray(0, -2)],
    ['without a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)],
    ['another kind of picture', noisePicture(8, 8)],
    ['no bytes', new Uint8Array()],
    ['of a size that would fill the memory', withSize(60_000, 60_000)],
    ['without height', withSize(0, 34)],
    ['coded as nobody reads it', withFrame(0xc9)],
  ])('is none when it is %s', (_what, bytes) => {
    expect(plainJpeg(bytes)).toBeUndefined()
  })
})

function changed(change: (bytes: Uint8Array, frame: number) => void): Uint8Array {
  const bytes = Uint8Array.from(JPEGS.baseline)
  change(
    bytes,
    bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xc0),
  )
  return bytes
}

function withSize(height: number, width: number): Uint8Array {
  return changed((bytes, frame) => bytes.set([height >> 8, height & 0xff, width >> 8, width & 0xff], frame + 5))
}

function withFrame(marker: number): Uint8Array {
  return changed((bytes, frame) => bytes.set([marker], frame + 1))
}
