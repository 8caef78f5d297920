import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { assert } from '@shared/lib/assert.ts'
import { canonicalJson } from '@shared/lib/canonical-json.ts'
import type { RecordDelta } from './cell.ts'
import { packRecord, unpackRecord } from './packed.ts'
import type { Original } from './protocol/records.ts'

/**
 * Signatures of laptops (Ed25519). age says who may read a pack and nothing of who made it; these say that. Keys, hashes and
 * signatures are hexadecimal text.
 */
const PACK_DOMAIN = 'safarnoma-pack/v1\0'
const CELLS_DOMAIN = 'safarnoma-cells/v1\0'
/** Leaves and nodes are hashed apart, so that a node can never pass for a record (RFC 6962). */
const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** @param secret 32 bytes as hexadecimal text */
export const publicKeyOf = (secret: string): string => bytesToHex(ed25519.getPublicKey(hexToBytes(secret)))

export const signManifest = (manifest: Uint8Array, secret: string): string => sign(packMessage(manifest), secret)

export const isManifestSigned = (manifest: Uint8Array, signature: string, key: string): boolean =>
  isSigned(packMessage(manifest), { signature, key })

const packMessage = (manifest: Uint8Array): Uint8Array => concatBytes(utf8ToBytes(PACK_DOMAIN), sha512(manifest))

/** The digits that two people read to each other: six groups of five, about 99 bits of the key's hash. */
export function fingerprintOf(key: string): string {
  const hash = sha256(hexToBytes(key))
  const groups = Array.from({ length: 6 }, (_, group) => {
    const bytes = hash.subarray(group * 5, group * 5 + 5)
    const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
    return String(number % 100_000).padStart(5, '0')
  })
  return groups.join(' ')
}

/** Records whose edits a device signs together, in their order. */
export type Signed = { readonly scope: string; readonly records: readonly RecordDelta[] }

/** One signature for all of them: over the root of a tree of their hashes, so that each can be shown alone later. */
export const signRecords = (signed: Signed, secret: string): string => sign(cellsMessage(rootOf(levelsOf(leavesOf(signed)))), secret)

/** Each record with what shows that its device signed it, without the others. Null where the signature is none of these records. */
export function originalsOf(signed: Signed, by: { device: string; key: string; signature: string }): Original[] | null {
  const levels = levelsOf(leavesOf(signed))
  if (!isSigned(cellsMessage(rootOf(levels)), by)) return null
  return signed.records.map((record, index) => ({ ...by, path: pathFrom(levels, index), record: packRecord(record) }))
}

/**
 * Tells whether the device that holds a key signed exactly the cells of an original of this visit. The record's own indexes must
 * have been checked. Many originals share a signature, and each signature is looked at once.
 */
export function originalCheck(scope: string): (original: Original) => boolean {
  const known = new Map<string, boolean>()
  return ({ record, path, signature, key }) => {
    const root = path.reduce(
      (hash, [side, other]) => (side === 'left' ? nodeOf(hexToBytes(other), hash) : nodeOf(hash, hexToBytes(other))),
      leafOf(scope, unpackRecord(record)),
    )
    const name = `${bytesToHex(root)} ${signature} ${key}`
    const answer = known.get(name) ?? isSigned(cellsMessage(root), { signature, key })
    known.set(name, answer)
    return answer
  }
}

const cellsMessage = (root: Uint8Array): Uint8Array => concatBytes(utf8ToBytes(CELLS_DOMAIN), root)
const leavesOf = ({ scope, records }: Signed): Uint8Array[] => records.map((record) => leafOf(scope, record))
const leafOf = (scope: string, record: RecordDelta): Uint8Array =>
  sha256(concatBytes(LEAF, utf8ToBytes(canonicalJson([scope, packRecord(record)]))))
const nodeOf = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(concatBytes(NODE, left, right))

type Levels = readonly (readonly Uint8Array[])[]

function rootOf(levels: Levels): Uint8Array {
  const root = levels.at(-1)?.[0]
  assert(root, 'something is signed')
  return root
}

/** From the leaves to the root; an odd one at the end of a level goes up alone. */
function levelsOf(leaves: readonly Uint8Array[]): Levels {
  const levels = [leaves]
  for (let level = leaves; level.length > 1; levels.push(level)) {
    const below = level
    level = Array.from({ length: Math.ceil(below.length / 2) }, (_, index) => {
      const [left, right] = [below[index * 2], below[index * 2 + 1]]
      assert(left, 'a node has a left side')
      return right ? nodeOf(left, right) : left
    })
  }
  return levels
}

function pathFrom(levels: Levels, leaf: number): Original['path'] {
  const path: Original['path'] = []
  let index = leaf
  for (const level of levels.slice(0, -1)) {
    const other = level[index % 2 === 0 ? index + 1 : index - 1]
    if (other) path.push([index % 2 === 0 ? 'right' : 'left', bytesToHex(other)])
    index = Math.floor(index / 2)
  }
  return path
}

const sign = (message: Uint8Array, secret: string): string => bytesToHex(ed25519.sign(message, hexToBytes(secret)))

function isSigned(message: Uint8Array, { signature, key }: { signature: string; key: string }): boolean {
  try {
    return ed25519.verify(hexToBytes(signature), message, hexToBytes(key))
  } catch {
    // Bytes that are no key or no point of the curve sign nothing.
    return false
  }
}
