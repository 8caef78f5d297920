import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { isServerWritten } from '@shared/domain/tables.ts'
import { canonicalJson } from '@shared/lib/canonical-json.ts'
import type { RecordDelta } from './cell.ts'
import { hash64 } from './hash64.ts'

/**
 * 64 bits as 16 hexadecimal digits. The digest of a visit is the XOR of one hash per record and one per note text
 * (docs/sync-spec.md G1), so it can be kept up to date change by change, in any order, on both sides.
 */
export type Digest = string

export const EMPTY_DIGEST: Digest = '0'.repeat(16)

/**
 * Kind, id, and value and stamp of every cell. Bases are left out: one cell may have come with several. What the server
 * alone writes counts as nothing, because no laptop could repair it.
 */
export function digestOfRecord({ kind, id, cells }: RecordDelta): Digest {
  if (isServerWritten(kind)) return EMPTY_DIGEST
  let text = `${kind} ${id}`
  let last = ''
  // JSON writes no line feed of its own, so no two records give one text. A stamp like the one before it is left out.
  for (const field of Object.keys(cells).sort()) {
    const cell = cells[field]
    if (!cell) continue
    text += `\n${field} ${cell.stamp === last ? '' : cell.stamp} ${canonicalJson(cell.value)}`
    last = cell.stamp
  }
  return hash64(text)
}

/** @param shape what identifies the state of a note's document: its state vector and delete set */
export function digestOfText(noteId: string, shape: Uint8Array): Digest {
  const head = utf8ToBytes(`text ${noteId} `)
  const bytes = new Uint8Array(head.length + shape.length)
  bytes.set(head)
  bytes.set(shape, head.length)
  return first64Bits(bytes)
}

/** XOR: adding the same digest twice takes it away again. */
export function combineDigests(...digests: readonly Digest[]): Digest {
  let [high, low] = [0, 0]
  for (const digest of digests) {
    high ^= Number.parseInt(digest.slice(0, 8), 16)
    low ^= Number.parseInt(digest.slice(8), 16)
  }
  return hex(high) + hex(low)
}

/** A mismatch is narrowed down to some of 256 buckets: the first two digits of a record's id. */
export const bucketOf = (recordId: string): string => recordId.slice(0, 2)

const hex = (half: number): string => (half >>> 0).toString(16).padStart(8, '0')

const first64Bits = (bytes: Uint8Array): Digest => bytesToHex(sha256(bytes).subarray(0, 8))
