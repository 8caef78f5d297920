import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { isServerWritten } from '@shared/domain/tables.ts'
import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import type { RecordDelta } from './cell.ts'

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
  const parts: Json[] = [kind, id]
  for (const field of Object.keys(cells).sort()) {
    const cell = cells[field]
    if (cell) parts.push(field, cell.stamp, cell.value)
  }
  return first64Bits(utf8ToBytes(canonicalJson(parts)))
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
  const sum = digests.reduce((bits, digest) => bits ^ BigInt(`0x${digest}`), 0n)
  return sum.toString(16).padStart(16, '0')
}

/** A mismatch is narrowed down to some of 256 buckets: the first two digits of a record's id. */
export const bucketOf = (recordId: string): string => recordId.slice(0, 2)

const first64Bits = (bytes: Uint8Array): Digest => bytesToHex(sha256(bytes).subarray(0, 8))
