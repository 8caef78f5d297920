import { BRACE_END, BRACKET_END, COMMA, ZERO, endOfValue, stands } from '@shared/lib/json-text.ts'
import type { Digest } from './digest.ts'
import type { PackedRecord } from './packed.ts'
import { scanRecord } from './scan-record.ts'

/** An item of a page of a pull that was read where it stands in the text of the answer, and never taken apart. */
export class ScannedPulled {
  /** The record as JSON, in the very form in which it is stored. */
  readonly packed: string
  readonly id: string
  readonly digest: Digest
  readonly seq: number
  readonly receivedAt: number
  #record: PackedRecord | undefined
  constructor({ packed, id, digest, seq, receivedAt }: Pick<ScannedPulled, 'packed' | 'id' | 'digest' | 'seq' | 'receivedAt'>) {
    this.packed = packed
    this.id = id
    this.digest = digest
    this.seq = seq
    this.receivedAt = receivedAt
  }
  get record(): PackedRecord {
    return (this.#record ??= JSON.parse(this.packed) as PackedRecord)
  }
}

const ITEMS = '{"items":['

/**
 * A page of a pull, as JSON.parse would give it, but for the items that could be scanned: nearly all of a first pull, which is stored as it comes
 * (docs/decisions/0210-page-behind-page.md). Throws where it is no JSON.
 */
export function parsePage(text: string): unknown {
  if (!text.startsWith(ITEMS)) return JSON.parse(text)
  const items: unknown[] = []
  for (let at = ITEMS.length; ;) {
    const scan = scanItem(text, at)
    const end = scan ? scan.end : endOfValue(text, at)
    if (end === -1) return JSON.parse(text)
    // Each part is read as JSON by itself: together they are the whole.
    items.push(scan ? scan.item : JSON.parse(text.slice(at, end)))
    const next = text.charCodeAt(end)
    if (next === BRACKET_END) return text.charCodeAt(end + 1) === COMMA ? withItems(`{${text.slice(end + 2)}`, items) : JSON.parse(text)
    if (next !== COMMA) return JSON.parse(text)
    at = end + 1
  }
}

/** In the one place where items stand: where the rest has some too, JSON.parse would give those. */
const withItems = (rest: string, items: readonly unknown[]): unknown => ({ items, ...(JSON.parse(rest) as object) })

const RECORD = '{"record":'
const SEQ = ',"seq":'
const RECEIVED = ',"receivedAt":'

/** Counts as nothing in a digest. */
const TAKEN_APART: ReadonlySet<string> = new Set(['member'])

type Scan = { readonly item: ScannedPulled; readonly end: number }

function scanItem(text: string, start: number): Scan | null {
  const record = stands(text, RECORD, start) ? scanRecord(text, start + RECORD.length, TAKEN_APART) : null
  if (!record || !stands(text, SEQ, record.end)) return null
  const seqAt = record.end + SEQ.length
  const seqEnd = endOfDigits(text, seqAt)
  if (seqEnd === -1 || !stands(text, RECEIVED, seqEnd)) return null
  const receivedAt = seqEnd + RECEIVED.length
  const end = endOfDigits(text, receivedAt)
  if (end === -1 || text.charCodeAt(end) !== BRACE_END) return null
  const item = new ScannedPulled({
    packed: text.slice(start + RECORD.length, record.end),
    id: record.id,
    digest: record.digest,
    seq: Number(text.slice(seqAt, seqEnd)),
    receivedAt: Number(text.slice(receivedAt, end)),
  })
  return { item, end: end + 1 }
}

const MOST_DIGITS = 15

/** Of a whole number that is safe, and written as JSON writes it; -1 for any other. */
function endOfDigits(text: string, start: number): number {
  let at = start
  while (text.charCodeAt(at) - ZERO >= 0 && text.charCodeAt(at) - ZERO <= 9) at += 1
  const isWhole = at > start && at - start <= MOST_DIGITS && (at === start + 1 || text.charCodeAt(start) !== ZERO)
  return isWhole ? at : -1
}
