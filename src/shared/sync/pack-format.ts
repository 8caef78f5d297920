import { z } from 'zod'
import { id, text } from '@shared/domain/record.ts'
import { cursor, fieldName, originals, packedRecord, publicKey, signature } from './protocol/records.ts'
import { LIMITS } from './protocol/limits.ts'
import { isServerStamp } from './stamp.ts'

/**
 * `*.safarnoma`: what carries a visit between laptops with no network. Outside, age encrypts a zip; inside lie the manifest, its
 * signature and the pages of records that it lists. docs/sync-spec.md, X, says what a reader checks, and in which order.
 */
export const PACK_FORMAT = 'safarnoma-pack'
/** Raised when an older program must not read a pack in part: it then refuses the whole with the reason. */
export const PACK_VERSION = 2
export const MANIFEST_ENTRY = 'manifest.json'
export const SIGNATURE_ENTRY = 'manifest.sig'

/** Against mistakes and bombs: a reader stops at these before it unpacks anything. Bytes, except where another unit is named. */
export const PACK_LIMITS = {
  /** The file as it lies on the stick. */
  file: 256 * 1024 * 1024,
  manifest: 1024 * 1024,
  /** One page unpacked. */
  page: 24 * 1024 * 1024,
  /** All of it unpacked. */
  unpacked: 512 * 1024 * 1024,
  entries: 5_000,
  /** A note's whole text, as base64. */
  text: 16 * 1024 * 1024,
  itemsPerPage: LIMITS.pushItems,
  /** A maker begins a new page at this size, so that a step of taking in stays small. */
  pageGoal: 1024 * 1024,
} as const

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const update = z.base64().max(PACK_LIMITS.text)

/** Nobody but the server writes as the server, so no pack brings its cells (docs/sync-spec.md A3). */
const fromLaptops = packedRecord.refine(({ s }) => !s.some(isServerStamp), { error: 'server-stamp' })

export const packItem = z.strictObject({
  record: fromLaptops,
  /** Fields that the ministry has not acknowledged, as the maker knows: 1 written by the maker's laptop, 0 relayed. */
  waiting: z.record(fieldName, z.union([z.literal(0), z.literal(1)])).optional(),
  /** When the ministry last received something of it, by its clock. */
  receivedAt: z.int().min(0).optional(),
  /** A note's text, merged: the part that the ministry has and the part that waits for it. */
  text: z.strictObject({ received: update.optional(), waiting: update.optional() }).optional(),
  /** For relayed fields, where the maker has them. */
  originals: originals.optional(),
})

/** `proof` signs the tree of the items' own waiting fields (pack-proof.ts); null when there are none. Items are read one by one. */
export const packPage = z.strictObject({ items: z.array(z.unknown()).max(PACK_LIMITS.itemsPerPage), proof: signature.nullable() })

/** Read before all else, so that a pack of a newer program is refused with that reason and not as damaged. */
export const manifestHead = z.looseObject({ format: z.literal(PACK_FORMAT), version: z.int().min(1) })

/** A laptop and its person, as it names itself to another: in a pack, and before packs on one network. */
export const packAuthor = z.strictObject({
  device: id,
  deviceName: text(200),
  /** The person, as the laptop knows them; empty before they said their name. */
  name: text(200),
  /** Ed25519, which signs; X25519 in age's writing, to which a colleague can lock an answer. */
  key: publicKey,
  recipient: z.string().regex(/^age1[0-9a-z]{50,80}$/),
})

export const manifest = z.strictObject({
  format: z.literal(PACK_FORMAT),
  version: z.union([z.literal(1), z.literal(PACK_VERSION)]),
  /** Of sync, when the pack was made. */
  protocol: z.int(),
  pack: id,
  scope: id,
  /** The visit's title, for the preview. */
  title: text(500),
  /** The whole visit, or only what the ministry has not received. */
  contents: z.enum(['visit', 'unsent']),
  author: packAuthor,
  /** Since version 2: the last commit of the ministry that the maker knew; it vouches for what the pack says the ministry has. */
  commit: cursor.optional(),
  /** Milliseconds since 1970 by the maker's clock, which may be wrong. */
  createdAt: z.int().min(0),
  /** The manifest's hash of the pack that this laptop made of the visit before. */
  previous: sha256.nullable(),
  records: z.int().min(0),
  /** Records of which something waits for the ministry. */
  waiting: z.int().min(0),
  entries: z
    .array(z.strictObject({ name: z.string().regex(/^pages\/\d{4,6}\.json$/), size: z.int().min(1).max(PACK_LIMITS.page), sha256 }))
    .max(PACK_LIMITS.entries),
})

export type Manifest = z.infer<typeof manifest>
export type PackAuthor = z.infer<typeof packAuthor>
export type PackItem = z.infer<typeof packItem>
export type PackPage = z.infer<typeof packPage>
export type PackContents = Manifest['contents']

/** Why a pack is refused whole, with nothing changed. A screen has a sentence for each. */
export const PACK_PROBLEMS = [
  'not-a-pack',
  'newer',
  'wrong-passphrase',
  'not-for-this-laptop',
  'damaged',
  'bad-signature',
  'other-key',
  'too-large',
  'disk-full',
  'storage',
] as const
export type PackProblem = (typeof PACK_PROBLEMS)[number]
