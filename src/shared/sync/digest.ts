import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { isServerWritten } from '@shared/domain/tables.ts'
import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import type { RecordDelta } from './cell.ts'
import { addQuoted, addToHash64, beginHash64, endHash64, type Hash64 } from './hash64.ts'
import type { PackedRecord } from './packed.ts'

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
  const hash = beginRecord(kind, id)
  let last = ''
  // JSON writes no line feed of its own, so no two records give one text. A stamp like the one before it is left out.
  for (const field of sortedKeys(cells)) {
    const cell = cells[field]
    if (!cell) continue
    addName(hash, field, cell.stamp === last ? '' : cell.stamp)
    addValue(hash, cell.value)
    last = cell.stamp
  }
  return endHash64(hash)
}

/** The same of a record as it travels, every index of which has its stamp. */
export function digestOfPacked({ k, i, s, c }: PackedRecord): Digest {
  if (isServerWritten(k)) return EMPTY_DIGEST
  const hash = beginRecord(k, i)
  let last: string | undefined = ''
  for (const field of sortedKeys(c)) {
    const cell = c[field]
    if (!cell) continue
    const stamp = s[cell[1]]
    addName(hash, field, stamp === last ? '' : (stamp ?? ''))
    addValue(hash, cell[0])
    last = stamp
  }
  return endHash64(hash)
}

/** Piece by piece: the whole text of a record would be made for nothing else. */
function beginRecord(kind: string, id: string): Hash64 {
  const hash = beginHash64()
  addToHash64(hash, `${kind} ${id}`)
  return hash
}

function addName(hash: Hash64, field: string, stamp: string): void {
  addToHash64(hash, '\n')
  addToHash64(hash, field)
  addToHash64(hash, ' ')
  addToHash64(hash, stamp)
  addToHash64(hash, ' ')
}

function addValue(hash: Hash64, value: Json): void {
  if (typeof value !== 'string' || !addQuoted(hash, value)) addToHash64(hash, canonicalJson(value))
}

/** They nearly always are in order. */
function sortedKeys(of: object): string[] {
  const keys = Object.keys(of)
  for (let at = 1; at < keys.length; at += 1) if ((keys[at - 1] as string) >= (keys[at] as string)) return keys.sort()
  return keys
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
  const sum = startSum()
  for (const digest of digests) sum.add(digest)
  return sum.total()
}

/** `combineDigests` for many, one by one: their texts are written once, at the end. */
export function startSum() {
  let [high, low] = [0, 0]
  return {
    add: (digest: Digest): void => {
      high ^= Number.parseInt(digest.slice(0, 8), 16)
      low ^= Number.parseInt(digest.slice(8), 16)
    },
    total: (): Digest => hex(high) + hex(low),
  }
}

/** A mismatch is narrowed down to some of 256 buckets: the first two digits of a record's id. */
export const bucketOf = (recordId: string): string => recordId.slice(0, 2)

const hex = (half: number): string => (half >>> 0).toString(16).padStart(8, '0')

const first64Bits = (bytes: Uint8Array): Digest => bytesToHex(sha256(bytes).subarray(0, 8))
