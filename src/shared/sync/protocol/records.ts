import { z } from 'zod'
import { id } from '@shared/domain/record.ts'
import { isStorable, type Json } from '@shared/lib/canonical-json.ts'
import { isStamp } from '../stamp.ts'
import { LIMITS } from './limits.ts'

/** A name that every object has would be found where it was never written. */
export const fieldName = z
  .string()
  .regex(/^(\$deleted|[a-zA-Z][a-zA-Z0-9]{0,59})$/)
  .refine((name) => !(name in Object.prototype), { error: 'not-a-field-name' })
const kindName = z.string().regex(/^[a-z][a-zA-Z0-9]{0,59}$/)
const stamp = z.string().refine(isStamp, { error: 'not-a-stamp' })
const json: z.ZodType<Json> = z.json()
const packedCell = z.tuple([json.refine(isStorable, { error: 'not-storable' }), z.int().min(0)], z.int().min(-1))

/** Inside a record, unknown kinds and unknown fields with valid names are kept and passed on. */
export const packedRecord = z.strictObject({
  k: kindName,
  i: id,
  s: z.array(stamp).max(1_000),
  c: z.record(fieldName, packedCell),
})

/** A Yjs update (version 2) of a note, as base64. */
export const update = z.base64().max(LIMITS.itemBytes)

/** A record delta and what was typed into its note: accepted or parked together. */
export const pushItem = z.strictObject({ record: packedRecord, updates: z.array(update).max(200).optional() })

export const pulledItem = z.strictObject({
  record: packedRecord,
  seq: z.int(),
  receivedAt: z.int(),
  updates: z.array(z.strictObject({ seq: z.int(), bytes: update })).optional(),
})

/** The last commit seen: a server that was restored or replaced does not know its token. */
export const cursor = z.strictObject({ seq: z.int().min(0), token: z.string().max(64) })

/** 64 bits, as hexadecimal digits. */
export const digest = z.string().regex(/^[0-9a-f]{16}$/)

export type PushItem = z.infer<typeof pushItem>
export type PulledItem = z.infer<typeof pulledItem>
export type Cursor = z.infer<typeof cursor>
