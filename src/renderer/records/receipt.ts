import type { ParkReason } from '@shared/sync/protocol/push.ts'
import type { LiveScope } from '../db/live.ts'
import { isUnsent, withColleagueSince, type StoredRecord } from '../db/stored-record.ts'
import { twoVersionsOf } from './losses.ts'
import { verdictOn } from './reviews.ts'

/** Where a record is, as the ministry sees it: the words stand in the catalogue under `receipt`. */
export type Receipt =
  | { readonly state: 'here' }
  | { readonly state: 'colleague'; readonly at: number }
  | { readonly state: 'received'; readonly at: number }
  | { readonly state: 'returned' }
  | { readonly state: 'accepted'; readonly at: number | null }
  | { readonly state: 'choice' }
  | { readonly state: 'failed'; readonly reason: ParkReason }

/** What needs a person comes first, then what is only here, then what the ministry has and thinks of it. */
export function receiptOf(record: StoredRecord, live: LiveScope | undefined): Receipt {
  if (record.parked) return { state: 'failed', reason: record.parked.reason }
  if (live && hasChoice(live, record.id)) return { state: 'choice' }
  if (isUnsent(record) || record.receivedAt === null) {
    const at = withColleagueSince(record)
    return at === null ? { state: 'here' } : { state: 'colleague', at }
  }
  const verdict = verdictOn(live, record)
  if (!verdict?.isCurrent) return { state: 'received', at: record.receivedAt }
  return verdict.state === 'returned' ? { state: 'returned' } : { state: 'accepted', at: verdict.review.at }
}

/** People wrote two versions of it, and nobody has chosen. */
export const hasChoice = (live: LiveScope, id: string): boolean => choicesIn(live).has(id)

/** Ids of the records with two versions; found once for each state of the visit. */
function choicesIn(live: LiveScope): ReadonlySet<string> {
  let ids = choices.get(live)
  if (!ids) {
    ids = new Set(twoVersionsOf(live).map(({ record }) => record.id))
    choices.set(live, ids)
  }
  return ids
}
const choices = new WeakMap<LiveScope, ReadonlySet<string>>()
