import { BRACE_END, ZERO, stands } from '@shared/lib/json-text.ts'
import type { Digest } from './digest.ts'
import type { PackedRecord } from './packed.ts'
import { scanRecord, type ScannedRecord } from './scan-record.ts'

type Decode = (bytes: Uint8Array) => string

/** An item of a page of a pull that was read where it stands in the answer, and never taken apart. */
export class ScannedPulled {
  /** The record as JSON, in the very form in which it is stored: a part of the answer. */
  readonly packed: Uint8Array
  readonly id: string
  readonly digest: Digest
  readonly seq: number
  readonly receivedAt: number
  readonly #decode: Decode
  #record: PackedRecord | undefined
  constructor(packed: Uint8Array, { id, digest, seq, receivedAt }: ScannedItem, decode: Decode) {
    this.packed = packed
    this.id = id
    this.digest = digest
    this.seq = seq
    this.receivedAt = receivedAt
    this.#decode = decode
  }
  get record(): PackedRecord {
    return (this.#record ??= JSON.parse(this.#decode(this.packed)) as PackedRecord)
  }
}

/** @property from where its record begins @property to where that ends @property end where the item ends */
type ScannedItem = Pick<ScannedRecord, 'id' | 'digest'> & {
  readonly seq: number
  readonly receivedAt: number
  readonly from: number
  readonly to: number
  readonly end: number
}

const RECORD = '{"record":'
const SEQ = ',"seq":'
const RECEIVED = ',"receivedAt":'

/** Counts as nothing in a digest. */
const TAKEN_APART: ReadonlySet<string> = new Set(['member'])

/** Null for everything that is not a record alone, in the form in which it is stored. */
export function scanPulled(text: string, start: number): ScannedItem | null {
  const from = start + RECORD.length
  const record = stands(text, RECORD, start) ? scanRecord(text, from, TAKEN_APART) : null
  if (!record || !stands(text, SEQ, record.end)) return null
  const seqAt = record.end + SEQ.length
  const seqEnd = endOfDigits(text, seqAt)
  if (seqEnd === -1 || !stands(text, RECEIVED, seqEnd)) return null
  const receivedAt = seqEnd + RECEIVED.length
  const end = endOfDigits(text, receivedAt)
  if (end === -1 || text.charCodeAt(end) !== BRACE_END) return null
  return {
    id: byItself(record.id),
    digest: record.digest,
    seq: Number(text.slice(seqAt, seqEnd)),
    receivedAt: Number(text.slice(receivedAt, end)),
    from,
    to: record.end,
    end: end + 1,
  }
}

/** A part of a text keeps the whole of it. */
const byItself = (part: string): string => ` ${part}`.slice(1)

const MOST_DIGITS = 15

/** Of a whole number that is safe, and written as JSON writes it; -1 for any other. */
function endOfDigits(text: string, start: number): number {
  let at = start
  while (text.charCodeAt(at) - ZERO >= 0 && text.charCodeAt(at) - ZERO <= 9) at += 1
  const isWhole = at > start && at - start <= MOST_DIGITS && (at === start + 1 || text.charCodeAt(start) !== ZERO)
  return isWhole ? at : -1
}
