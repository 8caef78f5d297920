import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import type { PulledItem } from '@shared/sync/protocol/records.ts'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import { may } from '../access/policy.ts'
import { triesOf } from '../access/rate-limits.ts'
import { readRole } from '../db/memberships-repository.ts'
import { actAs } from '../db/actor.ts'
import { writeAudit } from '../db/audit-repository.ts'
import type { Transaction } from '../db/database.ts'
import { readUpdatesOfNote } from '../db/note-updates-repository.ts'
import { readBuckets, readRecordsById, type StoredRecord } from '../db/records-repository.ts'
import { lockScope, readHead } from '../db/scopes-repository.ts'
import type { Call, Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'
import { computeDigests } from './scope-digest.ts'

/** A laptop that holds everything and counts otherwise: where do they differ, and what is there (docs/sync-spec.md G3). */
export const repairRoutes = (services: Services): Pick<Handlers, 'buckets' | 'bucket'> => ({
  buckets: (call) => compareBuckets(services, call),
  bucket: ({ caller, scope, body }) =>
    services.database.transaction(async (tx) => {
      if (!(await mayRead(tx, scope, caller.account))) return fail('not-found')
      await actAs(tx, { kind: 'account', account: caller.account })
      if ((await readHead(tx, scope)) === null) return fail('not-found')
      return succeed(await pageOfBucket(tx, scope, { bucket: body.bucket, after: body.after ?? '' }))
    }, 'repeatable read'),
})

/** The server counts its own rows anew first: the fault may be on this side. Every call is an incident, and is logged. */
async function compareBuckets(services: Services, call: Call<'buckets'>): Promise<Result<ReplyOf<'buckets'>, ErrorCode>> {
  const { caller, scope, body, ip, refuse, request } = call
  const wait = await services.limits.take(triesOf('repair', { ip, account: caller.accountName }))
  if (wait !== null) return refuse(wait)
  return services.database.transaction(async (tx) => {
    if (!(await mayRead(tx, scope, caller.account))) return fail('not-found')
    // Asked as the caller first: counting needs the server's own hand, which row-level security does not hold back.
    await actAs(tx, { kind: 'account', account: caller.account })
    if ((await readHead(tx, scope)) === null) return fail('not-found')
    await actAs(tx, { kind: 'server', scope })
    const head = await lockScope(tx, scope)
    if (head === null) return fail('not-found')
    const digest = await computeDigests(tx, scope)
    request.log.warn({ scope, device: caller.device, kept: head.digest, counted: digest, laptop: body.digest }, 'digests differ')
    const buckets = await readBuckets(tx, scope)
    await actAs(tx, { kind: 'door' })
    const event = { action: 'digests-differ', account: caller.account, device: caller.device, scope } as const
    await writeAudit(tx, event, { at: services.now(), address: ip })
    return succeed({ digest, buckets })
  })
}

async function mayRead(tx: Transaction, scope: string, account: string): Promise<boolean> {
  await actAs(tx, { kind: 'door' })
  return may(await readRole(tx, scope, account), 'read')
}

/** Whole records with whole texts, by id; at least one, then as many as fit. */
async function pageOfBucket(tx: Transaction, scope: string, place: { bucket: string; after: string }): Promise<ReplyOf<'bucket'>> {
  const records = await readRecordsById(tx, scope, { ...place, limit: LIMITS.pullItems })
  const items: PulledItem[] = []
  let bytes = 0
  for (const record of records) {
    const item = await wholeItem(tx, scope, record)
    bytes += JSON.stringify(item).length
    if (items.length > 0 && bytes > LIMITS.pullBytes) return { items, more: true }
    items.push(item)
  }
  return { items, more: records.length === LIMITS.pullItems }
}

async function wholeItem(tx: Transaction, scope: string, record: StoredRecord): Promise<PulledItem> {
  const item = { record: packRecord(record), seq: record.seq, receivedAt: record.receivedAt }
  if (record.kind !== 'note') return item
  const updates = await readUpdatesOfNote(tx, scope, record.id)
  return updates.length === 0 ? item : { ...item, updates: updates.map(({ seq, bytes }) => ({ seq, bytes })) }
}
