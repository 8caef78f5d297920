/**
 * 64 bits of a text, as 16 hexadecimal digits: two 32-bit lanes over its UTF-16 code units, each mixed as in MurmurHash3. It tells
 * apart what differs by accident, within one call and without leaving a transaction; it keeps no secret and stops no forger.
 */
export function hash64(text: string): string {
  let high = 0x9747b28c
  let low = 0x3c6ef372
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 0xcc9e2d51)
    high = (high << 13) | (high >>> 19)
    low = Math.imul(low ^ unit, 0x1b873593)
    low = (low << 15) | (low >>> 17)
  }
  return hex(mix(high ^ text.length)) + hex(mix(low + Math.imul(text.length, 0x9e3779b1)))
}

function mix(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

const hex = (number: number): string => number.toString(16).padStart(8, '0')
