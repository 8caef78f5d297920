import { z } from 'zod'
import { id } from '@shared/domain/record.ts'
import { digest, pulledItems } from './records.ts'

const bucket = z.string().regex(/^[0-9a-f]{2}$/)

/** `digest` is the laptop's own, for the log. */
export const bucketsRequest = z.strictObject({ digest })
/** Buckets that count with nothing are left out. */
export const bucketsReply = z.strictObject({ digest, buckets: z.record(bucket, digest) })
export const bucketRequest = z.strictObject({ bucket, after: id.nullable() })
/** Whole records with whole texts, ordered by id. */
export const bucketReply = z.strictObject({ items: pulledItems, more: z.boolean() })
