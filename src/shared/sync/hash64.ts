/** As far as a text has been read: two lanes of 32 bits, and its length in UTF-16 code units. */
export type Hash64 = { high: number; low: number; length: number }

export const beginHash64 = (): Hash64 => ({ high: 0x9747b28c, low: 0x3c6ef372, length: 0 })

/** Adds a single code unit. */
export function addUnit(hash: Hash64, unit: number): void {
  hash.high = highAfter(hash.high, unit)
  hash.low = lowAfter(hash.low, unit)
  hash.length += 1
}

/** What stands in a text from one place to before another. */
export type Part = { text: string; from: number; to: number }

export function addToHash64(hash: Hash64, text: string): void {
  let { high, low } = hash
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    high = highAfter(high, unit)
    low = lowAfter(low, unit)
  }
  hash.high = high
  hash.low = low
  hash.length += text.length
}

export function addPart(hash: Hash64, { text, from, to }: Part): void {
  let { high, low } = hash
  for (let index = from; index < to; index += 1) {
    const unit = text.charCodeAt(index)
    high = highAfter(high, unit)
    low = lowAfter(low, unit)
  }
  hash.high = high
  hash.low = low
  hash.length += to - from
}

/**
 * Adds a text that stands there as JSON, with the quotation marks around it, where JSON.stringify would write it so; else nothing of use, and answers no. Half a
 * surrogate pair, U+0000 and other characters that are written as numbers are answered with no.
 */
export function addWritten(hash: Hash64, { text, from, to }: Part): boolean {
  let high = highAfter(hash.high, QUOTE)
  let low = lowAfter(hash.low, QUOTE)
  for (let index = from; index < to; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20) return false
    high = highAfter(high, unit)
    low = lowAfter(low, unit)
    if (unit !== BACKSLASH && (unit & 0xf800) !== 0xd800) continue
    index += 1
    const second = index < to ? text.charCodeAt(index) : 0
    if (unit === BACKSLASH ? !ESCAPED.includes(second) : unit > 0xdbff || (second & 0xfc00) !== 0xdc00) return false
    high = highAfter(high, second)
    low = lowAfter(low, second)
  }
  hash.high = highAfter(high, QUOTE)
  hash.low = lowAfter(low, QUOTE)
  hash.length += to - from + 2
  return true
}

/**
 * Adds what JSON writes of a text, where that is the text itself between quotation marks; else nothing, and answers no. Others are control
 * characters, the quotation mark, the backslash and halves of surrogate pairs.
 */
export function addQuoted(hash: Hash64, text: string): boolean {
  let high = highAfter(hash.high, QUOTE)
  let low = lowAfter(hash.low, QUOTE)
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20 || unit === QUOTE || unit === BACKSLASH || (unit & 0xf800) === 0xd800) return false
    high = highAfter(high, unit)
    low = lowAfter(low, unit)
  }
  hash.high = highAfter(high, QUOTE)
  hash.low = lowAfter(low, QUOTE)
  hash.length += text.length + 2
  return true
}

function highAfter(lane: number, unit: number): number {
  const mixed = Math.imul(lane ^ unit, 0xcc9e2d51)
  return (mixed << 13) | (mixed >>> 19)
}

function lowAfter(lane: number, unit: number): number {
  const mixed = Math.imul(lane ^ unit, 0x1b873593)
  return (mixed << 15) | (mixed >>> 17)
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** What JSON.stringify writes behind a backslash, but for numbers of characters. */
const ESCAPED = Array.from('"\\bfnrt', (letter) => letter.charCodeAt(0))

export const endHash64 = ({ high, low, length }: Hash64): string => hex(mix(high ^ length)) + hex(mix(low + Math.imul(length, 0x9e3779b1)))

/**
 * 64 bits of a text, as 16 hexadecimal digits: two 32-bit lanes over its UTF-16 code units, each mixed as in MurmurHash3. It tells
 * apart what differs by accident, within one call and without leaving a transaction; it keeps no secret and stops no forger.
 */
export function hash64(text: string): string {
  const hash = beginHash64()
  addToHash64(hash, text)
  return endHash64(hash)
}

function mix(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** Bytes as two digits: toString takes ten times as long. */
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const digits = (byte: number): string => DIGITS[byte & 0xff] as string
const hex = (number: number): string => digits(number >>> 24) + digits(number >>> 16) + digits(number >>> 8) + digits(number)
