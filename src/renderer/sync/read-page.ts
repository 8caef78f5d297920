import { bytesStand } from '@shared/lib/bytes.ts'
import { COMMA, endOfValue, stands } from '@shared/lib/json-text.ts'
import { ScannedPulled, scanPulled } from '@shared/sync/scanned-pulled.ts'

/** As a text, with two bytes a letter, a window is still memory that is there (docs/decisions/0216-a-page-in-windows.md). */
const WINDOW_BYTES = 48 * 1024

/**
 * A page of a pull, as JSON.parse would give it, but for the items that could be scanned: nearly all of a first pull, which is stored as it comes
 * (docs/decisions/0210-page-behind-page.md). Throws where it is no JSON.
 * @param windowBytes how much of it is decoded at once, up to the end of an item
 */
export const readPage = (body: Uint8Array, windowBytes = WINDOW_BYTES): unknown =>
  readInWindows(body, windowBytes) ?? JSON.parse(new TextDecoder().decode(body))

const encoder = new TextEncoder()
const BEFORE_ITEMS = encoder.encode('{"items":[')
const BETWEEN_ITEMS = encoder.encode(',{"record":')

/** Undefined for everything that the server does not write so. */
function readInWindows(body: Uint8Array, windowBytes: number): unknown {
  if (!bytesStand(body, BEFORE_ITEMS, 0)) return undefined
  const items: unknown[] = []
  for (let at = BEFORE_ITEMS.length; ;) {
    const to = endOfWindow(body, at + windowBytes)
    const bytes = body.subarray(at, to)
    const text = textOf(bytes)
    const end = text === undefined ? -1 : addItems(items, text, bytes)
    if (text === undefined || end === -1) return undefined
    if (to === body.length) return stands(text, '],', end) ? withItems(`{${text.slice(end + 2)}`, items) : undefined
    // A window that was cut inside of something does not end with an item.
    if (end !== text.length) return undefined
    at = to + 1
  }
}

/** The comma before an item. What a value holds may look like one. */
function endOfWindow(body: Uint8Array, from: number): number {
  for (let at = from; at < body.length; at += 1) if (bytesStand(body, BETWEEN_ITEMS, at)) return at
  return body.length
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const decode = (bytes: Uint8Array): string => decoder.decode(bytes)

/** Undefined where they are no UTF-8. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decode(bytes)
  } catch {
    return undefined
  }
}

/** Adds what stands here, with commas between. Where the last of it ends; -1 where something is no object. */
function addItems(items: unknown[], text: string, bytes: Uint8Array): number {
  const isAscii = text.length === bytes.length
  let at = 0
  for (let byteAt = 0; ;) {
    const scan = scanPulled(text, at)
    const end = scan ? scan.end : endOfValue(text, at)
    if (end === -1) return -1
    const byteEnd = byteAt + (isAscii ? end - at : byteLength(text, at, end))
    // Before and behind its record an item has no letter that is not in ASCII.
    const packed = scan && bytes.subarray(byteAt + scan.from - at, byteEnd - (end - scan.to))
    // Each part is read as JSON by itself: together they are the whole.
    items.push(scan && packed ? new ScannedPulled(packed, scan, decode) : JSON.parse(text.slice(at, end)))
    if (text.charCodeAt(end) !== COMMA) return end
    at = end + 1
    byteAt = byteEnd + 1
  }
}

/** In UTF-8, of a text without halves of letters. */
function byteLength(text: string, from: number, to: number): number {
  let length = 0
  for (let at = from; at < to; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) length += 1
    else length += unit < 0x8_00 || (unit >= 0xd8_00 && unit < 0xe0_00) ? 2 : 3
  }
  return length
}

/** In the one place where items stand: where the rest has some too, JSON.parse would give those. */
const withItems = (rest: string, items: readonly unknown[]): unknown => ({ items, ...(JSON.parse(rest) as object) })
