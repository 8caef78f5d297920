import { bucketOf, EMPTY_DIGEST, type Digest } from '@shared/sync/digest.ts'
import { succeed, type Result } from '@shared/lib/result.ts'
import { applyItems } from '../db/apply-remote.ts'
import { countScope } from '../db/count-scope.ts'
import type { Database } from '../db/database.ts'
import { reconcileRecords } from '../db/reconcile.ts'
import { readScopeState } from '../db/scope-state.ts'
import { toRemoteItem } from './remote-item.ts'
import type { Session } from './session.ts'
import type { CallError } from './transport.ts'

/**
 * Everything was sent and received, and yet this laptop counts otherwise than the server (docs/sync-spec.md G3): each bucket
 * that differs is merged both ways. What the server lacks waits and goes out with the next push; what this laptop lacks
 * comes in. Nothing is wiped.
 */
export async function repairScope(database: Database, session: Session, scope: string): Promise<Result<{ buckets: number }, CallError>> {
  const mine = await countScope(database, scope)
  const reply = await session.call('buckets', { scope, body: { digest: mine.digest } })
  if (!reply.ok) return reply
  const theirs = reply.value.buckets
  const differing = [...new Set([...Object.keys(mine.buckets), ...Object.keys(theirs)])]
    .filter((bucket) => digestIn(mine.buckets, bucket) !== digestIn(theirs, bucket))
    .sort()
  for (const bucket of differing) {
    const repaired = await repairBucket(database, session, { scope, bucket })
    if (!repaired.ok) return repaired
  }
  return succeed({ buckets: differing.length })
}

type Place = { readonly scope: string; readonly bucket: string }

async function repairBucket(database: Database, session: Session, { scope, bucket }: Place): Promise<Result<null, CallError>> {
  const ids = await database.dexie.records.where('scope').equals(scope).primaryKeys()
  await reconcileRecords(
    database,
    scope,
    ids.filter((id) => bucketOf(id) === bucket),
  )
  let after: string | null = null
  for (;;) {
    const page: Awaited<ReturnType<typeof session.call<'bucket'>>> = await session.call('bucket', { scope, body: { bucket, after } })
    if (!page.ok) return page
    // What came in since is for the next pull, whose cursor vouches for it.
    const seen = (await readScopeState(database, scope)).cursor?.seq ?? 0
    await applyItems(database, scope, page.value.items.filter(({ seq }) => seq <= seen).map(toRemoteItem))
    after = page.value.items.at(-1)?.record.i ?? null
    if (!page.value.more || after === null) return succeed(null)
  }
}

const digestIn = (buckets: Readonly<Record<string, Digest>>, bucket: string): Digest => buckets[bucket] ?? EMPTY_DIGEST
