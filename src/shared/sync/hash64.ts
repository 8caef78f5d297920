/** As far as a text has been read: two lanes of 32 bits, and its length in UTF-16 code units. */
export type Hash64 = { high: number; low: number; length: number }

export const beginHash64 = (): Hash64 => ({ high: 0x9747b28c, low: 0x3c6ef372, length: 0 })

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

const hex = (number: number): string => number.toString(16).padStart(8, '0')
