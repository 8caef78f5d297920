import type { Role } from '@shared/domain/member.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { Cursor, PulledItem } from '@shared/sync/protocol/records.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import type { PullReply } from '@shared/sync/protocol/pull.ts'
import { may } from '../access/policy.ts'
import { readRole } from '../db/memberships-repository.ts'
import { actAs } from '../db/actor.ts'
import type { Transaction } from '../db/database.ts'
import { firstUpdateAfter, readUpdatesAt } from '../db/note-updates-repository.ts'
import { goInOrder, readEvents, readPageOfTexts, readRecordTexts, readRecordTextsBetween, type ScopeEvent } from '../db/pages-repository.ts'
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
        const [, start] = await Promise.all([actAs(tx, { kind: 'account', account }), startOf(tx, question)])
        return start && pageOf(tx, question, { role: right.role, start })
      }, 'repeatable read')
      // A replica that is away is no reason to fail.
      .catch(() => null)
    // What a replica does not know yet, it may not call unknown; and the end is where the primary is.
    if (page && !page.reset && (page.more || page.cursor?.seq === right.seq)) return succeed(page)
  }
  return database.transaction(async (tx) => {
    const [right, , start] = await Promise.all([
      rightTo(tx, question.scope, account),
      actAs(tx, { kind: 'account', account }),
      startOf(tx, question),
    ])
    if (!right || !start) return fail('not-found')
    return succeed(await pageOf(tx, question, { role: right.role, start }))
  }, 'repeatable read')
}

/** A page of a pull. @property items each as JSON, with a comma before all but the first: what is stored goes out as it is */
export type Page = Omit<PullReply, 'items'> & { readonly items: readonly string[] }

/** The page as the reply to a pull (protocol/pull.ts). */
export function textOfPage({ items, ...rest }: Page): JsonText {
  return new JsonText(['{"items":[', ...items, `],${JSON.stringify(rest).slice(1)}`])
}

type Right = { readonly role: Role; readonly seq: number | null }

/** Who may read is asked of the primary alone: a replica may not have heard of a removal. */
async function rightTo(tx: Transaction, scope: string, account: string): Promise<Right | null> {
  const [, role, seq] = await Promise.all([actAs(tx, { kind: 'door' }), readRole(tx, scope, account), readCounter(tx, scope)])
  return role && may(role, 'read') ? { role, seq } : null
}

/** Where the scope stands, and whether it is the one that the laptop knows. @property update the first of a note after the cursor */
type Start = ScopeHead & { readonly isKnown: boolean; readonly update: number | null }

/** Null where the actor may not read. The rest of the transaction goes in order. */
async function startOf(tx: Transaction, { scope, cursor, answered }: PullQuestion): Promise<Start | null> {
  const [head, update, isCursorKnown, isAnsweredKnown] = await Promise.all([
    readHead(tx, scope),
    firstUpdateAfter(tx, scope, cursor?.seq ?? 0),
    knowsCommit(tx, scope, cursor),
    knowsCommit(tx, scope, answered),
    goInOrder(tx),
  ])
  return head && { ...head, update, isKnown: isCursorKnown && isAnsweredKnown }
}

async function pageOf(tx: Transaction, question: PullQuestion, { role, start }: { role: Role; start: Start }): Promise<Page> {
  const { scope, cursor } = question
  const { seq: head, digest, isKnown } = start
  const limit = question.limit ?? LIMITS.pullItems
  const after = isKnown && cursor ? cursor.seq : 0
  const base = isKnown ? Math.min(question.base ?? 0, after) : 0
  const asked = { after, base, limit }
  const { last, items } = (await recordsOf(tx, scope, { ...asked, start })) ?? (await eventsOf(tx, scope, asked))
  const more = last !== null
  const reached = await readCommitAt(tx, scope, last ?? head)
  return { items, cursor: reached, more, reset: !isKnown, role, digest: more ? null : digest }
}

type Asked = { readonly after: number; readonly base: number; readonly limit: number }
/** @property last the last place of the page, null where nothing stands after it */
type Items = { readonly last: number | null; readonly items: Page['items'] }

/** A page without a text of a note, read in one go; null where there may be one. */
async function recordsOf(tx: Transaction, scope: string, asked: Asked & { readonly start: Start }): Promise<Items | null> {
  const { after, base, limit, start } = asked
  // Of a visit that is not known here, it was looked for behind another place.
  if (!start.isKnown || (start.update !== null && start.update - after <= limit)) return null
  const { texts, more } = await readPageOfTexts(tx, scope, { after, base, limit, bytes: LIMITS.pullBytes })
  const last = more ? (texts.at(-1)?.seq ?? after) : null
  if (start.update !== null && (last === null || start.update < last)) return null
  return { last, items: itemTexts(texts) }
}

async function eventsOf(tx: Transaction, scope: string, { after, base, limit }: Asked): Promise<Items> {
  const events = await readEvents(tx, scope, { after, base, limit: limit + 1 })
  const page = cut(events, limit)
  return { last: page.length < events.length ? (page.at(-1)?.seq ?? after) : null, items: await itemsOf(tx, scope, { page, base, after }) }
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
): Promise<Page['items']> {
  const last = page.at(-1)?.seq ?? 0
  const seqs = page.flatMap((event) => (event.isUpdate ? [event.seq] : []))
  const [own, updates] = await Promise.all([readRecordTextsBetween(tx, scope, { after, last, base }), readUpdatesAt(tx, scope, seqs)])
  const there = new Set(own.map((record) => record.id))
  const elsewhere = new Set(page.flatMap(({ record }) => (there.has(record) ? [] : [record])))
  const records = [...own, ...(await readRecordTexts(tx, scope, { ids: [...elsewhere], base }))]
  const places = new Map(page.map((event) => [event.record, event.seq]))
  const updatesOf = new Map<string, NonNullable<PulledItem['updates']>>()
  for (const { record, seq, bytes } of updates) updatesOf.set(record, [...(updatesOf.get(record) ?? []), { seq, bytes }])
  const placed = records.map((record) => ({ record, place: places.get(record.id) ?? record.seq }))
  return itemTexts(
    placed
      .toSorted((a, b) => a.place - b.place)
      .map(({ record, place }) => {
        const { id, kind, receivedAt } = record
        const packed = record.seq > last ? JSON.stringify(packRecord({ kind, id, cells: {} })) : record.packed
        return { packed, seq: place, receivedAt, updates: updatesOf.get(id) }
      }),
  )
}

type PackedItem = Omit<PulledItem, 'record'> & { readonly packed: string }

/** What is stored is not read on the way, and makes no large text together with others. */
const itemTexts = (items: readonly PackedItem[]): Page['items'] =>
  items.map(({ packed, seq, receivedAt, updates }, index) => {
    const along = updates ? `,"updates":${JSON.stringify(updates)}` : ''
    return `${index === 0 ? '' : ','}{"record":${packed},"seq":${seq},"receivedAt":${receivedAt}${along}}`
  })
