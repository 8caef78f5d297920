import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { assert } from '@shared/lib/assert.ts'

/**
 * CPace (draft-irtf-cfrg-cpace, ristretto255 and SHA-512, initiator and responder): two laptops that know the same short code agree
 * on a key. Whoever listens learns nothing of the code, and whoever pretends can try one code for each connection.
 */
const DSI = utf8ToBytes('CPaceRistretto255')
const DSI_ISK = utf8ToBytes('CPaceRistretto255_ISK')
/** SHA-512's input block, to which the code is padded so that hashing it takes the same time for any. */
const BLOCK = 128

export const SHARE_BYTES = 32

/** What both sides put in: the code, the names of both ends, and a number that was never used before. */
export type CpaceContext = { readonly code: Uint8Array; readonly channel: Uint8Array; readonly session: Uint8Array }
/** A share and the text that its side binds to it, as both saw them pass. */
export type CpaceShare = { readonly share: Uint8Array; readonly bound: Uint8Array }

/** @param random 64 fresh random bytes, of which the secret number is made without bias */
export function drawSecret(random: Uint8Array): bigint {
  return ristretto255.Point.Fn.create(littleEndian(random))
}

/** What goes to the other side: 32 bytes that say nothing of the code. */
export const shareOf = (context: CpaceContext, secret: bigint): Uint8Array => generatorOf(context).multiply(secret).toBytes()

/** The key that both have if both knew the code; 64 bytes. Null for a share that no honest side sends. */
export function keyOf(
  { session }: CpaceContext,
  secret: bigint,
  { theirs, transcript }: { theirs: Uint8Array; transcript: readonly [initiator: CpaceShare, responder: CpaceShare] },
): Uint8Array | null {
  const point = multiply(theirs, secret)
  if (point === null) return null
  const messages = transcript.map(({ share, bound }) => withLengths(share, bound))
  return sha512(concatBytes(withLengths(DSI_ISK, session, point), ...messages))
}

function generatorOf({ code, channel, session }: CpaceContext) {
  const padding = new Uint8Array(Math.max(0, BLOCK - 1 - withLengths(code).length - withLengths(DSI).length))
  const point = ristretto255_hasher.deriveToCurve?.(sha512(withLengths(DSI, code, padding, channel, session)))
  assert(point, 'the group has a map from bytes to points')
  return point
}

function multiply(share: Uint8Array, secret: bigint): Uint8Array | null {
  try {
    const point = ristretto255.Point.fromBytes(share).multiply(secret)
    return point.is0() ? null : point.toBytes()
  } catch {
    // Bytes that are no point, or the neutral one, which would make a key that everybody knows.
    return null
  }
}

/** Each part with its length before it, so that no two lists give the same bytes. All of ours are shorter than 128 bytes. */
function withLengths(...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...parts.flatMap((part) => [lengthOf(part.length), part]))
}

/** LEB128, as the draft writes lengths. */
function lengthOf(length: number): Uint8Array {
  return length < 128 ? Uint8Array.of(length) : Uint8Array.of((length & 127) | 128, length >> 7)
}

const littleEndian = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
