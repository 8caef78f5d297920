import { z } from 'zod'
import { LIMITS } from './limits.ts'
import { listOf } from './packed-form.ts'
import { cursor, pushItem } from './records.ts'

export const pushRequest = z.strictObject({
  pushSeq: z.int().min(1),
  /** The last commit that this laptop knows of, by a pull or by the answer to a push; left out where it knows none. */
  since: cursor.optional(),
  items: z.array(pushItem).min(1).max(LIMITS.pushItems),
})

/**
 * Why an item was not stored; it stays on the laptop, visibly, and stops nothing else. `revoked-device`: it was written on
 * a laptop that was reported lost; the visit's owner has it among the rescued work and decides.
 */
export const PARK_REASONS = ['forbidden', 'invalid', 'too-large', 'epoch-too-far', 'storage', 'revoked-device'] as const
export const parkReason = z.enum(PARK_REASONS)
/** The detail of `forbidden` where the sender's role alone was the reason: another role may send the item again. */
export const PARKED_BY_ROLE = 'role'

/** What became of an item. `seq` is the scope's counter at which it became visible. */
type PushResult =
  | { readonly outcome: 'stored'; readonly seq: number }
  | { readonly outcome: 'parked'; readonly reason: ParkReason; readonly detail?: string | undefined }

const parked = z.strictObject({ outcome: z.literal('parked'), reason: parkReason, detail: z.string().optional() })

/** What was stored, which is nearly everything, by hand: a schema takes longer than settling it. */
function problemOfResult(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'result'
  const { outcome, seq } = value as Record<string, unknown>
  if (outcome !== 'stored') return parked.safeParse(value).success ? null : 'parked'
  for (const property in value) if (property !== 'outcome' && property !== 'seq') return property
  return Number.isSafeInteger(seq) ? null : 'seq'
}

export const pushReply = z.strictObject({
  /** In the order of the items. */
  results: listOf<PushResult>(problemOfResult),
  /** The server's time, milliseconds since 1970: the receipt of every stored item. */
  receivedAt: z.int(),
  /**
   * Where the visit stood when the push was stored. Left out where nothing was, and where the server does not know `since`: then the
   * laptop keeps the commit that it knew, and the next pull finds out.
   */
  commit: cursor.optional(),
  /**
   * Where the visit stood before, if the commit holds what this push brought and nothing else: a laptop whose cursor is there has
   * everything up to the commit, and moves its cursor without a pull (docs/sync-spec.md C9).
   */
  from: z.int().min(0).optional(),
})

export type PushRequest = z.infer<typeof pushRequest>
export type PushReply = z.infer<typeof pushReply>
export type ParkReason = z.infer<typeof parkReason>
