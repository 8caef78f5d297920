import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { isServerWritten } from '@shared/domain/tables.ts'
import { assert } from '@shared/lib/assert.ts'
import { isTooDeep } from '@shared/lib/nesting.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import {
  manifest as manifestSchema,
  MANIFEST_ENTRY,
  manifestHead,
  PACK_FORMAT,
  PACK_LIMITS,
  PACK_VERSION,
  packItem,
  packPage,
  SIGNATURE_ENTRY,
  type Manifest,
  type PackItem,
  type PackProblem,
} from '@shared/sync/pack-format.ts'
import { isManifestSigned, originalCheck, originalsOf, signManifest, signRecords } from '@shared/sync/pack-proof.ts'
import { hasItsStamps, unpackRecord } from '@shared/sync/packed.ts'
import { PROTOCOL_VERSION } from '@shared/sync/protocol.ts'
import type { Original } from '@shared/sync/protocol/records.ts'

/** The signed zip inside a pack, without its lock. */
export type PackPlan = {
  readonly pages: readonly (readonly PackItem[])[]
  readonly head: Omit<Manifest, 'format' | 'version' | 'protocol' | 'entries'>
  /** The secret key that belongs to `head.author.key`. */
  readonly secret: string
}
/** `hash` names the pack for ever: the SHA-256 of its manifest, which lists the hashes of everything else. */
export type WrittenPack = { readonly zip: Uint8Array<ArrayBuffer>; readonly hash: string }

export function writePack({ pages, head, secret }: PackPlan): WrittenPack {
  const files: Record<string, Uint8Array> = {}
  const entries = pages.map((items, index) => {
    const name = `pages/${String(index + 1).padStart(4, '0')}.json`
    const bytes = strToU8(JSON.stringify({ items, proof: proofOf(items, head.scope, secret) }))
    files[name] = bytes
    return { name, size: bytes.length, sha256: bytesToHex(sha256(bytes)) }
  })
  const manifest: Manifest = { format: PACK_FORMAT, version: PACK_VERSION, protocol: PROTOCOL_VERSION, ...head, entries }
  const bytes = strToU8(JSON.stringify(manifest))
  const signature = strToU8(signManifest(bytes, secret))
  const zip = zipSync({ [MANIFEST_ENTRY]: bytes, [SIGNATURE_ENTRY]: signature, ...files }, { level: 6 })
  return { zip: zip as Uint8Array<ArrayBuffer>, hash: bytesToHex(sha256(bytes)) }
}

function proofOf(items: readonly PackItem[], scope: string, secret: string): string | null {
  const records = items.flatMap((item) => ownOf(item) ?? [])
  return records.length === 0 ? null : signRecords({ scope, records }, secret)
}

/** The fields of an item that its maker wrote and the ministry does not have; null where there are none. */
function ownOf({ record, waiting = {} }: PackItem): RecordDelta | null {
  const { kind, id, cells } = unpackRecord(record)
  const own = Object.entries(cells).filter(([field]) => waiting[field] === 1)
  return own.length === 0 ? null : { kind, id, cells: Object.fromEntries(own) }
}

/** An item that cannot be taken in; the others are. */
export type HeldItem = { readonly id: string | null; readonly kind: string | null }
export type ReadPage = { readonly items: readonly PackItem[]; readonly held: readonly HeldItem[] }
/** A pack that holds in every part. Nothing of it may be shown before. */
export type ReadPack = { readonly manifest: Manifest; readonly hash: string; readonly pages: readonly ReadPage[] }

/** Checks everything (docs/sync-spec.md X3): any fault refuses the whole, but an item that no version could take is held back alone. */
export function readPack(zip: Uint8Array): Result<ReadPack, PackProblem> {
  const files = unzipWithin(zip)
  if (!files.ok) return files
  const bytes = files.value[MANIFEST_ENTRY]
  const signature = files.value[SIGNATURE_ENTRY]
  if (!bytes) return fail('not-a-pack', 'no manifest')
  const manifest = readManifest(bytes)
  if (!manifest.ok) return manifest
  const { author, entries, scope } = manifest.value
  if (!signature || !isManifestSigned(bytes, textOf(signature), author.key)) return fail('bad-signature')
  const names = new Set([MANIFEST_ENTRY, SIGNATURE_ENTRY, ...entries.map((entry) => entry.name)])
  if (names.size !== Object.keys(files.value).length) return fail('damaged', 'the manifest lists other files')
  const pages: ReadPage[] = []
  const maker = { scope, device: author.device, key: author.key, isOriginal: originalCheck(scope) }
  for (const entry of entries) {
    const page = files.value[entry.name]
    if (!page || page.length !== entry.size || bytesToHex(sha256(page)) !== entry.sha256) return fail('damaged', entry.name)
    const read = readPage(page, maker)
    if (!read.ok) return read
    pages.push(read.value)
  }
  return succeed({ manifest: manifest.value, hash: bytesToHex(sha256(bytes)), pages })
}

/** Unpacks into buffers of the sizes that the file declares, once those are within bounds: a bomb ends here. */
function unzipWithin(zip: Uint8Array): Result<Record<string, Uint8Array>, PackProblem> {
  let total = 0
  let count = 0
  try {
    const files = unzipSync(zip, {
      filter: ({ originalSize, name }) => {
        total += originalSize
        count += 1
        const most = name === MANIFEST_ENTRY ? PACK_LIMITS.manifest : PACK_LIMITS.page
        if (originalSize > most || total > PACK_LIMITS.unpacked || count > PACK_LIMITS.entries + 2) throw new TooLarge(name)
        return true
      },
    })
    return Object.keys(files).length === count ? succeed(files) : fail('damaged', 'two files of one name')
  } catch (error) {
    return fail(error instanceof TooLarge ? 'too-large' : 'damaged', error instanceof Error ? error.message : String(error))
  }
}

class TooLarge extends Error {}

function readManifest(bytes: Uint8Array): Result<Manifest, PackProblem> {
  const json = parseJson(bytes)
  const head = manifestHead.safeParse(json)
  if (!head.success) return fail('not-a-pack', head.error.message)
  if (head.data.version > PACK_VERSION) return fail('newer', `version ${head.data.version}`)
  const manifest = manifestSchema.safeParse(json)
  return manifest.success ? succeed(manifest.data) : fail('damaged', manifest.error.message)
}

type Maker = {
  readonly scope: string
  readonly device: string
  readonly key: string
  readonly isOriginal: (original: Original) => boolean
}

function readPage(bytes: Uint8Array, maker: Maker): Result<ReadPage, PackProblem> {
  const page = packPage.safeParse(parseJson(bytes))
  if (!page.success) return fail('damaged', page.error.message)
  const items: PackItem[] = []
  const held: HeldItem[] = []
  for (const one of page.data.items) {
    const item = readItem(one)
    if (item) items.push(item)
    else held.push(heldOf(one))
  }
  const isForged = items.some((item) => item.originals?.some((original) => !belongs(item, original) || !maker.isOriginal(original)))
  if (isForged) return fail('bad-signature', 'a relayed record')
  // With an item held back the tree of the page cannot be built anew: the rest comes in without proofs to hand on.
  const proved = held.length > 0 ? items : withProofs(items, { maker, proof: page.data.proof })
  return proved === null ? fail('bad-signature', 'the proof of a page') : succeed({ items: proved, held })
}

/** What could overflow, or what only the server may write, is left out by itself (docs/sync-spec.md W2, A3). */
function readItem(value: unknown): PackItem | null {
  if (isTooDeep(value)) return null
  const item = packItem.safeParse(value)
  if (!item.success || isServerWritten(item.data.record.k)) return null
  // A cell may name a stamp which the record does not carry.
  const isWhole = hasItsStamps(item.data.record) && (item.data.originals ?? []).every(({ record }) => hasItsStamps(record))
  return isWhole ? item.data : null
}

function heldOf(value: unknown): HeldItem {
  const record = typeof value === 'object' && value !== null && 'record' in value ? value.record : null
  const at = (name: 'i' | 'k'): string | null => {
    const found = typeof record === 'object' && record !== null && name in record ? (record as Record<string, unknown>)[name] : null
    return typeof found === 'string' ? found.slice(0, 60) : null
  }
  return { id: at('i'), kind: at('k') }
}

/** Gives each item with waiting fields of the maker's own the proof that it was they. Null when the page is not signed by them. */
function withProofs(items: readonly PackItem[], { maker, proof }: { maker: Maker; proof: string | null }): PackItem[] | null {
  const owned = items.map(ownOf)
  const records = owned.filter((own) => own !== null)
  if (records.length === 0) return proof === null ? [...items] : null
  const { scope, device, key } = maker
  const originals = proof === null ? null : originalsOf({ scope, records }, { device, key, signature: proof })
  if (!originals) return null
  let next = 0
  return items.map((item, index) => {
    if (owned[index] === null) return item
    const original = originals[next]
    next += 1
    assert(original, 'each signed record has its proof')
    return { ...item, originals: [...(item.originals ?? []), original] }
  })
}

const belongs = (item: PackItem, original: Original): boolean => original.record.i === item.record.i && original.record.k === item.record.k

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    return undefined
  }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)
