import { isId } from '@shared/lib/id.ts'
import { BRACE_END, BRACKET_END, COMMA, DOLLAR, LINE_FEED, QUOTE, SPACE, ZERO, endOfPlain, stands } from '@shared/lib/json-text.ts'
import type { Digest } from './digest.ts'
import { addPart, addToHash64, addUnit, addWritten, beginHash64, endHash64, type Hash64, type Part } from './hash64.ts'
import { LIMITS } from './protocol/limits.ts'
import { isFieldName, isKindName } from './protocol/packed-form.ts'
import { isStamp, type Stamp } from './stamp.ts'

/** A packed record that was read where it stands in a text, and not taken apart. @property stamps those of its cells, without their bases; each once @property end behind it */
export type ScannedRecord = {
  readonly kind: string
  readonly id: string
  readonly stamps: readonly Stamp[]
  readonly digest: Digest
  readonly end: number
}

const KIND = '{"k":"'
const ID = '","i":"'
const ID_LENGTH = 36
const STAMPS = '","s":["'
const CELLS = '],"c":{'
const MOST_STAMPS = 8

/**
 * Null for everything that is not the very text which `JSON.stringify(packRecord(record))` gives, or that is refused, or whose values hold others.
 * @param apart kinds that are looked at cell by cell
 */
export function scanRecord(text: string, start: number, apart: ReadonlySet<string>): ScannedRecord | null {
  if (!text.startsWith(KIND, start)) return null
  const kindAt = start + KIND.length
  const kindEnd = text.indexOf('"', kindAt)
  const kind = text.slice(kindAt, kindEnd)
  if (!isKindName(kind) || apart.has(kind) || !text.startsWith(ID, kindEnd)) return null
  const idAt = kindEnd + ID.length
  const id = text.slice(idAt, idAt + ID_LENGTH)
  if (!isRandomId(id) || !text.startsWith(STAMPS, idAt + ID_LENGTH)) return null
  const found = scanStamps(text, idAt + ID_LENGTH + STAMPS.length)
  if (!found || !text.startsWith(CELLS, found.end)) return null
  const hash = beginHash64()
  addToHash64(hash, kind)
  addToHash64(hash, ' ')
  addToHash64(hash, id)
  const cells = scanCells(hash, { text, at: found.end + CELLS.length, stamps: found.stamps, isVisit: kind === 'visit' })
  if (!cells || !stands(text, '}}', cells.at)) return null
  return { kind, id, stamps: cells.used, digest: endHash64(hash), end: cells.at + 2 }
}

/** A stricter form than the protocol's, which is looked at for others. */
const isRandomId = (id: string): boolean => isId(id) && /^.{14}[1-8].{4}[89ab]/.test(id)

type Stamps = { readonly stamps: readonly Stamp[]; readonly end: number }

function scanStamps(text: string, start: number): Stamps | null {
  const stamps: Stamp[] = []
  for (let at = start; ; at += 3) {
    const end = text.indexOf('"', at)
    const stamp = text.slice(at, end)
    if (!isStamp(stamp) || stamps.includes(stamp) || stamps.length === MOST_STAMPS) return null
    stamps.push(stamp)
    at = end
    if (text.charCodeAt(at + 1) === BRACKET_END) return { stamps, end: at + 1 }
    if (!text.startsWith('","', at)) return null
  }
}

type Cells = { readonly text: string; readonly stamps: readonly Stamp[]; readonly isVisit: boolean }
/** How far the cells of a record have been read. @property named stamps that were named, which is in their order @property last the stamp of the cell before @property field its name */
type Reading = Cells & { at: number; named: number; last: number; readonly used: Stamp[]; readonly field: Part; readonly part: Part }

/** Adds the cells to the digest of their record (digest.ts). Fields are in their order, and stamps in that in which they are first named. */
function scanCells(hash: Hash64, cells: Cells & { readonly at: number }): Reading | null {
  const { text, at, stamps, isVisit } = cells
  const [field, part] = [
    { text, from: at, to: at },
    { text, from: at, to: at },
  ]
  // Each property by its name: what is copied from another object is slow to write.
  const reading: Reading = { text, at, stamps, isVisit, named: 0, last: -1, used: [], field, part }
  for (let count = 1; count <= LIMITS.fieldsPerRecord; count += 1) {
    if (!scanCell(hash, reading)) return null
    const next = text.charCodeAt(reading.at)
    if (next === BRACE_END) return reading.named === cells.stamps.length ? reading : null
    if (next !== COMMA) return null
    reading.at += 1
  }
  return null
}

/** False where it is not as laptops write it. */
function scanCell(hash: Hash64, reading: Reading): boolean {
  const { text, part, field } = reading
  if (!scanName(reading)) return false
  const from = field.to + 3
  const to = endOfPlain(text, from)
  if (to === -1 || text.charCodeAt(to) !== COMMA) return false
  const index = nameStamp(reading, to + 1)
  if (index < 0) return false
  addUnit(hash, LINE_FEED)
  addPart(hash, field)
  addUnit(hash, SPACE)
  const stamp = reading.stamps[index] as Stamp
  if (index !== reading.last) addToHash64(hash, stamp)
  addUnit(hash, SPACE)
  if (!reading.used.includes(stamp)) reading.used.push(stamp)
  reading.last = index
  const isText = text.charCodeAt(from) === QUOTE
  part.from = isText ? from + 1 : from
  part.to = isText ? to - 1 : to
  if (!isText) addPart(hash, part)
  else if (!addWritten(hash, part)) return false
  while (text.charCodeAt(reading.at) === COMMA) if (nameStamp(reading, reading.at + 1) < -1) return false
  reading.at += 1
  return text.charCodeAt(reading.at - 1) === BRACKET_END
}

/** After the one before, so that there is none twice. Who deletes a visit is looked at. */
function scanName({ text, at, field, isVisit }: Reading): boolean {
  const from = at + 1
  const to = text.charCodeAt(at) === QUOTE ? endOfName(text, from) : -1
  if (to === -1 || !isAfter(field, { from, to }) || !stands(text, '":[', to)) return false
  field.from = from
  field.to = to
  return !isVisit || text.charCodeAt(from) !== DOLLAR
}

/** Which stamp an index names, -1 for "never"; -2 where it is none, or not the next of those that were not named yet. Goes on behind it. */
function nameStamp(reading: Reading, at: number): number {
  const index = indexAt(reading.text, at)
  reading.at = at + (index === -1 ? 2 : 1)
  if (index >= reading.stamps.length || index > reading.named) return -2
  if (index === reading.named) reading.named += 1
  return index
}

const DELETED_NAME = '$deleted'
const LONGEST_NAME = 60

/** Of letters and digits, or the one with a dollar. */
function endOfName(text: string, from: number): number {
  if (stands(text, DELETED_NAME, from)) return from + DELETED_NAME.length
  let to = from
  while (isLetterOrDigit(text.charCodeAt(to))) to += 1
  if (to - from > LONGEST_NAME) return -1
  return isUsual(text.charCodeAt(from), to - from) || isFieldName(text.slice(from, to)) ? to : -1
}

const isLetterOrDigit = (unit: number): boolean =>
  (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x30 && unit <= 0x39)

/** A small letter, and not so many others behind it as in something that every object has. */
const isUsual = (first: number, length: number): boolean => first >= 0x61 && first <= 0x7a && !UNUSUAL.has(first * 100 + length)
const UNUSUAL: ReadonlySet<number> = new Set(
  Object.getOwnPropertyNames(Object.prototype).map((name) => name.charCodeAt(0) * 100 + name.length),
)

function isAfter(before: Part, { from, to }: Omit<Part, 'text'>): boolean {
  const { text } = before
  const lastLength = before.to - before.from
  const shorter = Math.min(to - from, lastLength)
  for (let index = 0; index < shorter; index += 1) {
    const difference = text.charCodeAt(from + index) - text.charCodeAt(before.from + index)
    if (difference !== 0) return difference > 0
  }
  return to - from > lastLength
}

/** -1 is "never"; -2 what is none of at most two digits. */
function indexAt(text: string, at: number): number {
  const first = text.charCodeAt(at) - ZERO
  if (first >= 0 && first <= 9) {
    const second = text.charCodeAt(at + 1) - ZERO
    return second >= 0 && second <= 9 ? -2 : first
  }
  return stands(text, '-1', at) ? -1 : -2
}
