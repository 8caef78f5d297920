import { BRACE_END, BRACKET_END, COMMA, endOfValue } from '@shared/lib/json-text.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import type { Digest } from '@shared/sync/digest.ts'
import { unpackRecord, type PackedRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import { scanRecord } from '@shared/sync/scan-record.ts'
import type { Stamp } from '@shared/sync/stamp.ts'

/** Its cells are made when somebody asks for them, which is never for a record that is new here. They are not among what `...` copies. */
class LazyDelta implements RecordDelta {
  readonly kind: string
  readonly id: string
  readonly #packed: string
  #cells: RecordDelta['cells'] | undefined
  constructor(kind: string, id: string, packed: string) {
    this.kind = kind
    this.id = id
    this.#packed = packed
  }
  get cells(): RecordDelta['cells'] {
    return (this.#cells ??= unpackRecord(JSON.parse(this.#packed) as PackedRecord).cells)
  }
}

/** An item of a push that was read where it stands in the text of the message, and never taken apart. */
export class ScannedItem {
  readonly delta: RecordDelta
  /** The record as JSON, in the very form in which it is stored. */
  readonly packed: string
  /** Those of its cells, without their bases; each once. */
  readonly stamps: readonly Stamp[]
  readonly digest: Digest
  constructor({ delta, packed, stamps, digest }: ScannedItem) {
    this.delta = delta
    this.packed = packed
    this.stamps = stamps
    this.digest = digest
  }
}

/** Reads one JSON text; throws where it is none. */
export type ParseJson = (text: string) => unknown

const ITEMS = ',"items":['
/** Between two items. It cannot stand inside of a text, where a quotation mark is escaped. */
const BETWEEN = '},{"record":'
/** A text of more than 128 KiB is memory that the system gives anew, and one with letters of two bytes takes twice as much as it has letters. */
const WINDOW_BYTES = 48 * 1_024

/**
 * A message with items, as JSON.parse would give it, but for the items that could be scanned. Nearly every item of a laptop is a record in the form in which
 * it is stored: reading it from the text takes a third of what parsing, checking and writing it again take (docs/decisions/0207-read-where-it-stands.md).
 * The message is no text as a whole (docs/decisions/0217-a-push-in-windows.md).
 */
export function parseWithItems(bytes: Buffer, parse: ParseJson, windowBytes = WINDOW_BYTES): unknown {
  const start = bytes.indexOf(ITEMS)
  const head = start === -1 ? undefined : headOf(bytes.toString('utf8', 0, start), parse)
  const items = head && itemsFrom(bytes, start + ITEMS.length, { parse, windowBytes })
  return items ? { ...head, items } : parse(bytes.toString('utf8'))
}

/** What comes before the items. Where `,"items":[` stands inside of something, this is no JSON. */
function headOf(text: string, parse: ParseJson): object | undefined {
  try {
    const head = parse(`${text}}`)
    return typeof head === 'object' && head !== null && !Array.isArray(head) ? head : undefined
  } catch {
    return undefined
  }
}

type Reading = { readonly parse: ParseJson; readonly windowBytes: number }

/** Undefined where anything stands between the items, or after them, that a laptop does not write. */
function itemsFrom(bytes: Buffer, start: number, { parse, windowBytes }: Reading): unknown[] | undefined {
  const items: unknown[] = []
  for (let at = start; ;) {
    const between = bytes.indexOf(BETWEEN, at + windowBytes)
    const isLast = between === -1
    const end = isLast ? bytes.length : between + 1
    if (!scanWindow(bytes.toString('utf8', at, end), { items, parse, isLast })) return undefined
    if (isLast) return items
    at = end + 1
  }
}

type Window = { readonly items: unknown[]; readonly parse: ParseJson; readonly isLast: boolean }

/** Adds the items of a part of the message, which ends behind an item, or with the message. False where it does not. */
function scanWindow(text: string, { items, parse, isLast }: Window): boolean {
  for (let at = 0; ;) {
    const scan = scanItem(text, at)
    const end = scan ? scan.end : endOfValue(text, at)
    if (end === -1) return false
    // Each part is read as JSON by itself: together they are the whole.
    items.push(scan ? scan.item : parse(text.slice(at, end)))
    if (end === text.length) return !isLast
    const next = text.charCodeAt(end)
    if (next === BRACKET_END) return isLast && text.charCodeAt(end + 1) === BRACE_END && end + 2 === text.length
    if (next !== COMMA) return false
    at = end + 1
  }
}

/** Whether these may be stored, or what comes of them, depends on their cells. */
const TAKEN_APART: ReadonlySet<string> = new Set(['conflict', 'member', 'review'])
const RECORD = '{"record":'

type Scan = { readonly item: ScannedItem; readonly end: number }

/** Null for everything that is not a record alone, in the form in which it is stored. */
function scanItem(text: string, start: number): Scan | null {
  const record = text.startsWith(RECORD, start) ? scanRecord(text, start + RECORD.length, TAKEN_APART) : null
  if (!record || text.charCodeAt(record.end) !== BRACE_END) return null
  // A part of its window, which lasts no longer than the items that are in it.
  const packed = text.slice(start + RECORD.length, record.end)
  // In UTF-8 a code unit takes at most three bytes.
  if (packed.length * 3 > LIMITS.itemBytes) return null
  const { kind, id, stamps, digest } = record
  const delta = new LazyDelta(byItself(kind), byItself(id), packed)
  return { item: new ScannedItem({ delta, packed, stamps: stamps.map(byItself), digest }), end: record.end + 1 }
}

/** A part of a text keeps all of it: what is so short is copied out. */
const byItself = (part: string): string => ` ${part}`.slice(1)
