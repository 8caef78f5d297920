import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** SHA-256 of bytes that come in pieces: none of them is kept. */
export function newByteHash(): { readonly add: (bytes: Uint8Array) => void; readonly hex: () => string } {
  const hash = sha256.create()
  return { add: (bytes) => void hash.update(bytes), hex: () => bytesToHex(hash.digest()) }
}
