import { z } from 'zod'
import { id } from '@shared/domain/record.ts'
import type { PackedRecord } from '../packed.ts'
import { ScannedPulled } from '../scanned-pulled.ts'
import { LIMITS } from './limits.ts'
import { isFieldName, isPacked, listOf, problemOfPacked } from './packed-form.ts'

export const fieldName = z.string().refine(isFieldName, { error: 'not-a-field-name' })

/** Inside a record, unknown kinds and unknown fields with valid names are kept and passed on. */
export const packedRecord = z.custom<PackedRecord>(isPacked, { error: ({ input }) => problemOfPacked(input) ?? 'record' })

/** A Yjs update (version 2) of a note, as base64. */
export const update = z.base64().max(LIMITS.itemBytes)

/** Of Ed25519, as hexadecimal text: the public key of a laptop, and what it signed. */
export const publicKey = z.string().regex(/^[0-9a-f]{64}$/)
export const signature = z.string().regex(/^[0-9a-f]{128}$/)
/** One side and hash for each level of the tree, from the leaf up. */
const proofPath = z.array(z.tuple([z.enum(['left', 'right']), z.string().regex(/^[0-9a-f]{64}$/)])).max(16)
/** What a device signed when it handed its own edits on: whoever relays them can show that it was that device. */
const original = z.strictObject({ device: id, key: publicKey, signature, path: proofPath, record: packedRecord })
/** Of one record, what the laptops signed that wrote what waits of it. */
export const originals = z.array(original).max(50)

/** A record delta and what was typed into its note: accepted or parked together. `originals` go with relayed fields, where there are any. */
export const pushItem = z.strictObject({
  record: packedRecord,
  updates: z.array(update).max(200).optional(),
  originals: originals.optional(),
})

const pulledUpdates = z.array(z.strictObject({ seq: z.int(), bytes: update })).optional()
const PULLED = new Set(['record', 'seq', 'receivedAt', 'updates'])

export type PulledItem = {
  readonly record: PackedRecord
  readonly seq: number
  readonly receivedAt: number
  readonly updates?: z.infer<typeof pulledUpdates>
}

/** By hand as its record is, and for the same reason: each record of a first sync passes here. The text of a note has its schema. */
function problemOfPulled(value: unknown): string | null {
  if (value instanceof ScannedPulled) return null
  if (typeof value !== 'object' || value === null) return 'item'
  for (const property in value) if (!PULLED.has(property)) return property
  const { record, seq, receivedAt, updates } = value as Record<string, unknown>
  if (!Number.isSafeInteger(seq)) return 'seq'
  if (!Number.isSafeInteger(receivedAt)) return 'receivedAt'
  if (updates !== undefined && !pulledUpdates.safeParse(updates).success) return 'updates'
  return problemOfPacked(record)
}

/** A page in one: what a schema remembers of each item takes longer than looking at it. */
export const pulledItems = listOf<PulledItem>(problemOfPulled)

/** The last commit seen: a server that was restored or replaced does not know its token. */
export const cursor = z.strictObject({ seq: z.int().min(0), token: z.string().max(64) })

/** 64 bits, as hexadecimal digits. */
export const digest = z.string().regex(/^[0-9a-f]{16}$/)

export type Original = z.infer<typeof original>
export type PushItem = z.infer<typeof pushItem>
export type Cursor = z.infer<typeof cursor>
