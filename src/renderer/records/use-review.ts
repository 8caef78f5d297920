import { useTranslation } from 'react-i18next'
import type { StoredRecord } from '../db/stored-record.ts'
import { personIn, reviewChanges, type Judgement } from './reviews.ts'
import { useCommit } from './use-commit.ts'
import { useScope } from './use-records.ts'
import { useProfile, useWorkspace } from './workspace.tsx'

/** Gives a review of records of one visit, all in one write; null for those who are no reviewers in it. */
export function useReview(scope: string): ((records: readonly StoredRecord[], judgement: Judgement) => Promise<boolean>) | null {
  const { t } = useTranslation()
  const { identity, database } = useWorkspace()
  const { account, name } = useProfile()
  const live = useScope(scope)
  const commit = useCommit(scope)
  if (live?.state.role !== 'reviewer') return null
  return (records, judgement) => {
    const reviewer = { personId: personIn(live, identity), name: account?.name ?? name, now: database.host.now() }
    const done = judgement.state === 'accepted' ? 'review.acceptedCount' : 'review.returnedCount'
    return commit(reviewChanges(records, judgement, reviewer), t(done, { count: records.length }))
  }
}
