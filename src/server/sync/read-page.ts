import type { Role } from '@shared/domain/member.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { Cursor, PulledItem } from '@shared/sync/protocol/records.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import type { PullReply } from '@shared/sync/protocol/pull.ts'
import { may } from '../access/policy.ts'
import { readRole } from '../db/access-repository.ts'
import { actAs } from '../db/actor.ts'
import type { Transaction } from '../db/database.ts'
import { readUpdatesAt } from '../db/note-updates-repository.ts'
import { goInOrder, readEvents, readRecordTexts, readRecordTextsBetween, type ScopeEvent } from '../db/records-repository.ts'
import { readCommitAt, readCounter, readHead, knowsCommit, type ScopeHead } from '../db/scopes-repository.ts'
import { JsonText } from '../http/raw-reply.ts'
import type { Services } from '../services.ts'

export type PullQuestion = {
  readonly scope: string
  readonly cursor: Cursor | null
  readonly answered?: Cursor | undefined
  readonly base?: number | undefined
  readonly limit?: number | undefined
}

/**
 * One page of a scope, after the cursor, in the order of the scope's counter. Read from one snapshot, in which every place up
 * to the head is committed. A replica that lags gives what it has of a long way, and never the last page (docs/sync-spec.md C5).
 */
export async function readPage(services: Services, account: string, question: PullQuestion): Promise<Result<Page, ErrorCode>> {
  const { database, replica } = services
  if (replica) {
    const right = await database.transaction((tx) => rightTo(tx, question.scope, account))
    if (!right) return fail('not-found')
    const page = await replica
      .transaction(async (tx) => {
        await actAs(tx, { kind: 'account', account })
        return readFor(tx, question, right)
      }, 'repeatable read')
      // A replica that is away is no reason to fail.
      .catch(() => null)
    // What a replica does not know yet, it may not call unknown; and the end is where the primary is.
    if (page && !page.reset && (page.more || page.cursor?.seq === right.seq)) return succeed(page)
  }
  return database.transaction(async (tx) => {
    const right = await rightTo(tx, question.scope, account)
    if (!right) return fail('not-found')
    await actAs(tx, { kind: 'account', account })
    const page = await readFor(tx, question, right)
    return page ? succeed(page) : fail('not-found')
  }, 'repeatable read')
}

/** A page of a pull. @property items each as its JSON text: what is stored goes out as it is */
export type Page = Omit<PullReply, 'items'> & { readonly items: readonly string[] }

/** The page as the reply to a pull (protocol/pull.ts). */
export function textOfPage({ items, ...rest }: Page): JsonText {
  return new JsonText(`{"items":[${items.join(',')}],${JSON.stringify(rest).slice(1)}`)
}

type Right = { readonly role: Role; readonly seq: number | null }

/** Who may read is asked of the primary alone: a replica may not have heard of a removal. */
async function rightTo(tx: Transaction, scope: string, account: string): Promise<Right | null> {
  await actAs(tx, { kind: 'door' })
  const role = await readRole(tx, scope, account)
  return role && may(role, 'read') ? { role, seq: await readCounter(tx, scope) } : null
}

async function readFor(tx: Transaction, question: PullQuestion, { role }: Right): Promise<Page | null> {
  const head = await readHead(tx, question.scope)
  return head && pageOf(tx, question, { role, head })
}

async function pageOf(tx: Transaction, question: PullQuestion, caller: { role: Role; head: ScopeHead }): Promise<Page> {
  const { scope, cursor, answered } = question
  const { seq: head, digest } = caller.head
  const isKnown = (await knowsCommit(tx, { scope, head }, cursor)) && (await knowsCommit(tx, { scope, head }, answered))
  const limit = question.limit ?? LIMITS.pullItems
  const after = isKnown && cursor ? cursor.seq : 0
  const base = isKnown ? Math.min(question.base ?? 0, after) : 0
  await goInOrder(tx)
  const events = await readEvents(tx, scope, { after, base, limit: limit + 1 })
  const page = cut(events, limit)
  const more = page.length < events.length
  const last = more ? page.at(-1)?.seq : head
  const items = await itemsOf(tx, scope, { page, base, after })
  return { items, cursor: await readCommitAt(tx, scope, last ?? 0), more, reset: !isKnown, role: caller.role, digest: more ? null : digest }
}

/** At least one event, then as many as fit. */
function cut(events: readonly ScopeEvent[], limit: number): readonly ScopeEvent[] {
  let bytes = 0
  const end = events.findIndex((event, index) => {
    bytes += event.size
    return index >= limit || (index > 0 && bytes > LIMITS.pullBytes)
  })
  return end === -1 ? events : events.slice(0, end)
}

/**
 * An update travels in the item of its note, with the record as it is now, also when the record itself stands earlier in the order. Of
 * one that stands after the page no field goes along: the record of its loss may stand between the two (docs/sync-spec.md C7).
 */
async function itemsOf(
  tx: Transaction,
  scope: string,
  { page, base, after }: { page: readonly ScopeEvent[]; base: number; after: number },
): Promise<string[]> {
  const last = page.at(-1)?.seq ?? 0
  const own = await readRecordTextsBetween(tx, scope, { after, last, base })
  const there = new Set(own.map((record) => record.id))
  const elsewhere = new Set(page.flatMap(({ record }) => (there.has(record) ? [] : [record])))
  const records = [...own, ...(await readRecordTexts(tx, scope, { ids: [...elsewhere], base }))]
  const updates = await readUpdatesAt(
    tx,
    scope,
    page.flatMap((event) => (event.isUpdate ? [event.seq] : [])),
  )
  const places = new Map(page.map((event) => [event.record, event.seq]))
  const updatesOf = new Map<string, NonNullable<PulledItem['updates']>>()
  for (const { record, seq, bytes } of updates) updatesOf.set(record, [...(updatesOf.get(record) ?? []), { seq, bytes }])
  const placed = records.map((record) => ({ record, place: places.get(record.id) ?? record.seq }))
  return placed
    .toSorted((a, b) => a.place - b.place)
    .map(({ record, place }) => {
      const { id, kind, receivedAt } = record
      const packed = record.seq > last ? JSON.stringify(packRecord({ kind, id, cells: {} })) : record.packed
      const own = updatesOf.get(id)
      return `{"record":${packed},"seq":${place},"receivedAt":${receivedAt}${own ? `,"updates":${JSON.stringify(own)}` : ''}}`
    })
}
