import { z } from 'zod'
import { deterministicId } from '@shared/lib/id.ts'
import { isStamp } from '@shared/sync/stamp.ts'
import { id, text, type RecordOf } from './record.ts'

export const REVIEW_STATES = ['returned', 'accepted'] as const

/**
 * What the ministry's desk says of one record: at most one review per record, changed as often as the desk changes its mind.
 * Only reviewers write it. Everybody in the visit reads it.
 */
export const reviewFields = {
  recordId: id,
  recordKind: text(60),
  state: z.enum(REVIEW_STATES),
  /** Why it was returned, or a word with the acceptance. */
  remarks: text(),
  /** The reviewer, by account: the server takes no review in another's name. */
  by: id,
  byName: text(200),
  /** The reviewer's clock, milliseconds since 1970. */
  at: z.int(),
  /** The greatest stamp of the record as the reviewer saw it: what was written later has not been reviewed. */
  seen: z.string().max(200).refine(isStamp, { error: 'not-a-stamp' }),
} as const
export type Review = RecordOf<typeof reviewFields>

/** The same on every laptop, so that two reviewers of one record write one review. */
export const reviewId = (recordId: string): string => deterministicId('review', recordId)
