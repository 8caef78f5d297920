import { bytesToBase64 } from '@shared/lib/base64.ts'
import { sha256Hex } from '@shared/lib/id.ts'

/** 256 random bits as URL-safe text. */
export const newSecret = (random: (bytes: number) => Uint8Array): string => textOf(random(32))

/** 128 random bits: the token of a commit. */
export const newCommitToken = (random: (bytes: number) => Uint8Array): string => textOf(random(16))

/** Only this is stored. A plain hash is enough for secrets of 100 random bits and more. */
export const hashOf = (secret: string): string => sha256Hex(secret)

/** Letters and digits that nobody takes for another when reading them out. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A one-time code to type: twenty characters of five bits, in four groups. */
export function newCode(random: (bytes: number) => Uint8Array): string {
  const characters = Array.from(random(20), (byte) => ALPHABET.charAt(byte & 31)).join('')
  return characters.replace(/(.{5})(?=.)/g, '$1-')
}

/** The hash of a code as somebody typed it: case, spaces, dashes and look-alikes do not matter. */
export function hashOfCode(typed: string): string {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return hashOf(plain)
}

const textOf = (bytes: Uint8Array): string => bytesToBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
