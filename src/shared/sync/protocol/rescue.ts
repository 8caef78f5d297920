import { z } from 'zod'
import { id } from '@shared/domain/record.ts'
import { LIMITS } from './limits.ts'
import { before, keepIn, listLimit, moment, secret, somebody } from './lists.ts'
import { parkReason } from './push.ts'
import { packedRecord, pushItem, update } from './records.ts'

/** Why work came as rescued: its bringer was removed, may not write (any more), or the laptop or account was shut out. */
export const RESCUE_REASONS = ['removed', 'read-only', 'revoked-device', 'account-disabled'] as const
export const RESCUE_STATES = ['waiting', 'taken', 'aside'] as const
const rescueReason = z.enum(RESCUE_REASONS)
const rescueState = z.enum(RESCUE_STATES)

/**
 * Unsent work of somebody who may not push it. Whoever has an access token sends it as ever; a laptop whose session is dead
 * because it was reported lost, or its account closed, names itself by that session's refresh token (in the cookie, or here).
 */
export const rescueRequest = z.strictObject({
  refreshToken: secret.optional(),
  keepIn,
  items: z.array(pushItem).min(1).max(LIMITS.pushItems),
})
export const rescueReply = z.strictObject({
  /** In the order of the items. `known`: the server has all of it already. */
  results: z.array(
    z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('rescued') }),
      z.strictObject({ outcome: z.literal('known') }),
      z.strictObject({ outcome: z.literal('parked'), reason: parkReason, detail: z.string().optional() }),
    ]),
  ),
  receivedAt: moment,
})
/** For an owner of the visit: what is in quarantine. */
export const rescuesRequest = z.strictObject({ state: rescueState, before, limit: listLimit })
export const rescuesReply = z.strictObject({
  /** Newest first. */
  items: z.array(
    z.strictObject({
      position: z.int(),
      record: packedRecord,
      updates: z.array(update),
      broughtBy: somebody.nullable(),
      device: z.strictObject({ id, name: z.string() }),
      reason: rescueReason,
      receivedAt: moment,
      state: rescueState,
      decidedBy: somebody.nullable(),
      decidedAt: moment.nullable(),
    }),
  ),
  more: z.boolean(),
})
/** Takes them in, joined like a push, or puts them aside, where they stay and can be taken in later. */
export const settleRescuesRequest = z.strictObject({
  positions: z.array(z.int().min(1)).min(1).max(LIMITS.listItems),
  take: z.boolean(),
})
export const settleRescuesReply = z.strictObject({
  /** Of those that are there and were not taken in before. A parked one goes on waiting. */
  results: z.array(
    z.discriminatedUnion('outcome', [
      z.strictObject({ position: z.int(), outcome: z.literal('taken') }),
      z.strictObject({ position: z.int(), outcome: z.literal('aside') }),
      z.strictObject({ position: z.int(), outcome: z.literal('parked'), reason: parkReason, detail: z.string().optional() }),
    ]),
  ),
})

export type RescueReason = z.infer<typeof rescueReason>
export type RescueState = z.infer<typeof rescueState>
