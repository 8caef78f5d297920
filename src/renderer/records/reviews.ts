import { reviewId, type Review } from '@shared/domain/review.ts'
import { greatestStampOf } from '@shared/sync/cell.ts'
import { recordById, recordsOf, type LiveScope } from '../db/live.ts'
import type { StoredRecord } from '../db/stored-record.ts'
import type { Change } from '../db/write.ts'

/** What the ministry's desk said of a record; `isCurrent` is false once it was changed after: then it waits for review again. */
export type Verdict = { readonly review: Review; readonly state: NonNullable<Review['state']>; readonly isCurrent: boolean }

export function verdictOn(live: LiveScope | undefined, record: StoredRecord): Verdict | null {
  const review = recordById(live, 'review', reviewId(record.id))
  if (!review || review.state === null) return null
  return { review, state: review.state, isCurrent: greatestStampOf(record.cells) <= (review.seen ?? '') }
}

/** Who gives a review: the account's person in this visit, and the name that stands under it. */
export type Reviewer = { readonly personId: string; readonly name: string | null; readonly now: number }
export type Judgement = { readonly state: 'accepted'; readonly remarks: null } | { readonly state: 'returned'; readonly remarks: string }

/** One review for each record, of what the reviewer sees of it now. */
export const reviewChanges = (records: readonly StoredRecord[], judgement: Judgement, reviewer: Reviewer): Change[] =>
  records.map((record) => ({
    type: 'set',
    kind: 'review',
    id: reviewId(record.id),
    fields: {
      recordId: record.id,
      recordKind: record.kind,
      state: judgement.state,
      remarks: judgement.remarks,
      by: reviewer.personId,
      byName: reviewer.name,
      at: reviewer.now,
      seen: greatestStampOf(record.cells),
    },
  }))

/** The person that this laptop's account is in a visit: another one than the laptop's own where the account has several laptops. */
export const personIn = (live: LiveScope | undefined, identity: { readonly deviceId: string; readonly personId: string }): string =>
  recordsOf(live, 'member').find(({ devices }) => devices?.includes(identity.deviceId))?.personId ?? identity.personId
