import { z } from 'zod'
import { id } from '@shared/domain/record.ts'

/**
 * What `live` tells, as server-sent events with one JSON object each: that something moved, never what. After connecting, every visit
 * of the account comes once as `moved`. `scopes`: visits came or went, so the list is asked for anew. `end`: the last word of a line;
 * `renew` after a quarter of an hour, to come again with a fresh token. Lines that begin with a colon are signs of life.
 */
export const liveEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('moved'), scope: id, seq: z.int() }),
  z.strictObject({ type: z.literal('scopes') }),
  z.strictObject({ type: z.literal('end'), reason: z.enum(['renew', 'signed-out', 'stopping']) }),
])
export type LiveEvent = z.infer<typeof liveEvent>
