import { joined } from '@memos/document/bytes.ts'

/** A picture as it goes into a document. Lengths are pixels. */
export type PrintedPicture = { readonly bytes: Uint8Array; readonly width: number; readonly height: number }

/** Longer sides are no photo of a meeting, and whoever opens the document would have to unpack them. */
const LONGEST_SIDE = 10_000

const START = 0xd8
const END = 0xd9
const SCAN = 0xda
/** Frames that every reader of documents knows: baseline, extended and progressive. */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2])
/** Tables of the compression, and how often it begins anew. */
const TABLES: ReadonlySet<number> = new Set([0xc4, 0xdb, 0xdd])
/** Says how colours are coded: with it wrong, or gone, they are wrong. */
const COLOURS = { marker: 0xee, name: 'Adobe', length: 14 } as const

/**
 * A JPEG with what is needed to draw it and nothing else: no place, time, camera, comment, smaller picture or anything behind its end.
 * `undefined` for bytes that are no such picture or end in the middle of it.
 */
export function plainJpeg(bytes: Uint8Array): PrintedPicture | undefined {
  const kept: Uint8Array[] = [Uint8Array.of(0xff, START)]
  let size: { readonly width: number; readonly height: number } | undefined
  let at = 2
  if (bytes[0] !== 0xff || bytes[1] !== START) return undefined
  while (at < bytes.length) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff) return undefined
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === END) return size === undefined ? undefined : { bytes: joined([...kept, Uint8Array.of(0xff, END)]), ...size }
    const end = at + 2 + wordAt(bytes, at + 2)
    if (end <= at + 3 || end > bytes.length) return undefined
    if (FRAMES.has(marker)) size = sizeOf(bytes.subarray(at + 4, end))
    if (FRAMES.has(marker) && size === undefined) return undefined
    if (isFrameOfOtherKind(marker)) return undefined
    const next = marker === SCAN ? endOfScan(bytes, end) : end
    if (isNeeded(marker, bytes.subarray(at + 4, end))) kept.push(bytes.subarray(at, next))
    at = next
  }
  return undefined
}

const isFrameOfOtherKind = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && !FRAMES.has(marker) && marker !== 0xc4 && marker !== 0xcc && marker !== 0xc8

function isNeeded(marker: number, content: Uint8Array): boolean {
  if (marker === COLOURS.marker) return content.length === COLOURS.length - 2 && startsWith(content, COLOURS.name)
  return marker === SCAN || FRAMES.has(marker) || TABLES.has(marker)
}

/** Behind the head of a scan stand its bytes, up to the next marker that is neither a stuffed byte nor a new beginning. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length - 1; at++) {
    const next = bytes[at + 1] ?? 0
    if (bytes[at] === 0xff && next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return bytes.length
}

/** Of a frame: precision, height, width. */
function sizeOf(frame: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const [height, width] = [wordAt(frame, 1), wordAt(frame, 3)]
  return Math.min(height, width) >= 1 && Math.max(height, width) <= LONGEST_SIDE ? { width, height } : undefined
}

const wordAt = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)

const startsWith = (bytes: Uint8Array, name: string): boolean =>
  Array.from(name).every((character, index) => bytes[index] === character.charCodeAt(0))
