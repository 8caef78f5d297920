import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { isTooDeep } from '@shared/lib/nesting.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import type { ParkReason, PushReply } from '@shared/sync/protocol/push.ts'
import type { Cursor } from '@shared/sync/protocol/records.ts'
import { may } from '../access/policy.ts'
import type { Caller } from '../access/authenticate.ts'
import { isSessionOpen } from '../db/sessions-repository.ts'
import { readRole, writeMembership } from '../db/memberships-repository.ts'
import { actAs } from '../db/actor.ts'
import type { Transaction } from '../db/database.ts'
import { readHistories } from '../db/history-repository.ts'
import { findPush, keepPush, type FoundPush, type PushKey } from '../db/pushes-repository.ts'
import { createScope, knowsCommit } from '../db/scopes-repository.ts'
import { JsonText } from '../http/raw-reply.ts'
import type { Services } from '../services.ts'
import { applyChanges, parkAll, type ItemResult } from './apply-changes.ts'
import { publishMember } from './member-records.ts'
import { lostAuthors, sortOut } from './lost-laptops.ts'
import { proveRelayed } from './prove-relayed.ts'
import { readItem, type Item } from './read-item.ts'
import { keepRescued } from './rescue.ts'
import { ScannedItem } from './scan-items.ts'
import { openCommit, type CommitContext } from './scope-commit.ts'

/** How many results of pushes are kept for each device and scope. */
const KEPT_RESULTS = 1_000

const PARKED_AS_LOST: ItemResult = { outcome: 'parked', reason: 'revoked-device' }

export type PushEnvelope = { readonly pushSeq: number; readonly since?: Cursor | undefined; readonly items: readonly unknown[] }

/**
 * Stores one push: one scope, one transaction. The same push again gives the same reply and changes nothing.
 * A scope that nobody has yet becomes the pusher's.
 */
export async function storePush(
  services: Services,
  caller: Caller,
  push: { scope: string; envelope: PushEnvelope },
): Promise<Result<JsonText, ErrorCode>> {
  const at = services.now()
  const { scope, envelope } = push
  const read = envelope.items.map(readItem)
  const body: Body = { pushSeq: envelope.pushSeq, items: envelope.items, hash: hashOfItems(envelope.items, read) }
  return services.database.transaction(async (tx) => {
    const [, isOpen, held, lost] = await Promise.all([
      actAs(tx, { kind: 'door' }),
      isSessionOpen(tx, caller.session),
      readRole(tx, scope, caller.account),
      lostAuthors(tx, read, caller.device),
    ])
    // Since it entered, its body came over a slow network, and it waited for its turn (A7).
    if (!isOpen) return fail('sign-in-needed')
    const { role, isNew } = held ? { role: held, isNew: false } : await beginScope(tx, { scope, account: caller.account, at })
    if (!role) return fail('forbidden')
    const key: PushKey = { scope, account: caller.account, device: caller.device }
    if (!may(role, 'write') && !may(role, 'review')) {
      await actAs(tx, { kind: 'account', account: caller.account })
      // What they pushed while they might is stored, and its answer may have been lost.
      return (
        resultOf((await findPush(tx, key, body.pushSeq)).kept, body) ??
        succeed(new JsonText([textOfReply({ results: parkAll(envelope.items), receivedAt: at })]))
      )
    }
    // Before the visit is locked: signatures take their time.
    const proved = await proveRelayed(tx, { scope, device: caller.device, items: read })

    if (isNew) await publishMember(tx, services, { scope, account: caller.account, personId: caller.personId, name: caller.name, role })
    const context: CommitContext = { ...services.commits, scope, at, actor: { kind: 'account', account: caller.account } }
    const [commit, found, isSinceKnown] = await Promise.all([
      openCommit(tx, context, idsOf(proved)),
      findPush(tx, key, body.pushSeq),
      knowsCommit(tx, scope, envelope.since),
    ])
    if (!commit) return fail('forbidden')
    const earlier = earlierResult(found, body)
    if (earlier) return earlier

    const pusher = { ...caller, role, scope }
    const { items, quarantined } = await sortOut(tx, scope, { items: proved, lost })
    const { results: stored, isAsReceived } = await applyChanges(commit, { items, pusherOf: () => pusher }, (records) =>
      readHistories(tx, scope, records),
    )
    const place = await commit.finish()
    const results = stored.map((result, index) => (quarantined.has(index) ? PARKED_AS_LOST : result))
    const known = isSinceKnown && place ? { commit: place } : {}
    // What is parked stands on the laptop alone, and the place of a commit says nothing of it.
    const from = known.commit && isAsReceived ? { from: commit.head } : {}
    const reply = textOfReply({ results, receivedAt: at, ...known, ...from })
    await keepPush(tx, key, { pushSeq: body.pushSeq, bodyHash: body.hash, reply, keep: KEPT_RESULTS })
    if (quarantined.size > 0) {
      await actAs(tx, { kind: 'server', scope })
      const origin = { account: caller.account, device: caller.device, role, reason: 'revoked-device', at } as const
      await keepRescued(tx, scope, { items: [...quarantined.values()], origin })
    }
    return succeed(new JsonText([reply]))
  })
}

/** Written once: it is kept as it leaves. */
const textOfReply = (reply: PushReply): string => JSON.stringify(reply)

/** What tells one push from another under the same number. */
type Body = { readonly pushSeq: number; readonly items: readonly unknown[]; readonly hash: string }

/** Equal for the same body, which a laptop repeats byte for byte. An item too deep to walk is parked whatever it holds. */
function hashOfItems(items: readonly unknown[], read: readonly Result<Item, ParkReason>[]): string {
  const hash = createHash('sha256')
  // Item by item: a text of all of them takes ten times as long to make as its hash (docs/decisions/0213-no-large-copies.md).
  for (let at = 0; at < items.length; at += 1) hash.update(`${textOf(items[at], read[at])}\n`)
  return hash.digest('hex')
}

/** Nearly every item is a record alone, whose text was made already. */
function textOf(raw: unknown, item: Result<Item, ParkReason> | undefined): string {
  const isRecordAlone = raw instanceof ScannedItem || (item?.ok && Object.keys(raw as object).length === 1)
  if (isRecordAlone && item?.ok && item.value.text !== undefined) return `{"record":${item.value.text}}`
  return isTooDeep(raw) ? 'too deep' : JSON.stringify(raw)
}

const idsOf = (items: readonly Result<Item, ParkReason>[]): string[] => items.flatMap((item) => (item.ok ? [item.value.delta.id] : []))

/** The pusher's, if nobody has it yet. Runs as the door. */
async function beginScope(
  tx: Transaction,
  visitor: { scope: string; account: string; at: number },
): Promise<{ role: Awaited<ReturnType<typeof readRole>>; isNew: boolean }> {
  const { scope, account, at } = visitor
  const isNew = await createScope(tx, { id: scope, account, at })
  if (isNew) await writeMembership(tx, { scope, account, role: 'owner', since: at })
  // Another laptop of the same person may have made it a moment ago; its commit is visible now.
  return { role: await readRole(tx, scope, account), isNew }
}

/**
 * As the server made it before: a push that was stored then, and whose answer was lost, is repeated to the server of today. Taken for
 * another body, it would make its laptop a new device that has to sign in (P3).
 */
const hashAsBefore = (items: readonly unknown[]): string =>
  createHash('sha256')
    .update(items.map((raw) => (isTooDeep(raw) ? 'too deep' : canonicalJson(asParsed(raw)))).join('\n'))
    .digest('hex')

const asParsed = (raw: unknown): Json => (raw instanceof ScannedItem ? { record: JSON.parse(raw.packed) as Json } : (raw as Json))

/** What was answered before, or that this device's numbering is not the one known here; null for a new push. */
const earlierResult = ({ last, kept }: FoundPush, body: Body): Result<JsonText, ErrorCode> | null =>
  resultOf(kept, body) ?? (body.pushSeq <= last ? fail('push-out-of-order') : null)

/** What was answered before under this number, or that it was another push; null when nothing is kept. */
function resultOf(kept: FoundPush['kept'], { hash, items }: Body): Result<JsonText, ErrorCode> | null {
  if (!kept) return null
  const isSame = kept.bodyHash === hash || kept.bodyHash === hashAsBefore(items)
  return isSame ? succeed(new JsonText([kept.reply])) : fail('push-out-of-order')
}
