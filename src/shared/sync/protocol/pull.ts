import { z } from 'zod'
import { role } from '@shared/domain/member.ts'
import { LIMITS } from './limits.ts'
import { cursor, digest, pulledItems } from './records.ts'

export const pullRequest = z.strictObject({
  cursor: cursor.nullable(),
  /** The commit of the last push that was answered, where the cursor has not come to it. */
  answered: cursor.optional(),
  /**
   * Everything up to this place is on the laptop, as it stood when this was the last one. Of what was changed since, the changed fields
   * are enough (docs/sync-spec.md C11).
   */
  base: z.int().min(0).optional(),
  limit: z.int().min(1).max(LIMITS.pullItems).optional(),
})

export const pullReply = z.strictObject({
  items: pulledItems,
  cursor: cursor.nullable(),
  /** True when another page waits. */
  more: z.boolean(),
  /** The cursor is not of this server: merge from the start, wipe nothing. */
  reset: z.boolean(),
  role,
  /** Of everything up to the cursor, on the last page; null before, and while the server has not computed it. */
  digest: digest.nullable(),
})

export type PullReply = z.infer<typeof pullReply>
