/** As far as a text has been read: two lanes of 32 bits, and its length in UTF-16 code units. */
export type Hash64 = { high: number; low: number; length: number }

export const beginHash64 = (): Hash64 => ({ high: 0x9747b28c, low: 0x3c6ef372, length: 0 })

export function addToHash64(hash: Hash64, text: string): void {
  let { high, low } = hash
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 0xcc9e2d51)
    high = (high << 13) | (high >>> 19)
    low = Math.imul(low ^ unit, 0x1b873593)
    low = (low << 15) | (low >>> 17)
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
  let high = Math.imul(hash.high ^ QUOTE, 0xcc9e2d51)
  high = (high << 13) | (high >>> 19)
  let low = Math.imul(hash.low ^ QUOTE, 0x1b873593)
  low = (low << 15) | (low >>> 17)
  for (let index = 0; index <= text.length; index += 1) {
    const isEnd = index === text.length
    const unit = isEnd ? QUOTE : text.charCodeAt(index)
    if (!isEnd && (unit < 0x20 || unit === QUOTE || unit === BACKSLASH || (unit & 0xf800) === 0xd800)) return false
    high = Math.imul(high ^ unit, 0xcc9e2d51)
    high = (high << 13) | (high >>> 19)
    low = Math.imul(low ^ unit, 0x1b873593)
    low = (low << 15) | (low >>> 17)
  }
  hash.high = high
  hash.low = low
  hash.length += text.length + 2
  return true
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
