import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** Draws a new random id; injected, so that tests can be repeated. */
export type NewId = () => string

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const isId = (text: string): boolean => UUID.test(text)

/**
 * The id of a record that must be the same on every laptop (a link, the minute of a meeting, a conflict):
 * a UUID made from the SHA-256 of its parts (RFC 9562, version 8).
 */
export function deterministicId(...parts: readonly string[]): string {
  const hex = sha256Hex(JSON.stringify(parts)).slice(0, 32)
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  const digits = `${hex.slice(0, 12)}8${hex.slice(13, 16)}${variant}${hex.slice(17)}`
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-')
}

/** SHA-256 of a text that comes in pieces: none of them is kept. */
export function newSha256(): { readonly add: (text: string) => void; readonly hex: () => string } {
  const hash = sha256.create()
  return { add: (text) => void hash.update(utf8ToBytes(text)), hex: () => bytesToHex(hash.digest()) }
}

/** SHA-256 of the UTF-8 text, as 64 lower-case hexadecimal digits. */
export const sha256Hex = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)))
