import { canonicalJson } from '@shared/lib/canonical-json.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import { packRecord } from '@shared/sync/packed.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import type { Caller } from '../access/authenticate.ts'
import { may } from '../access/policy.ts'
import { readRole } from '../db/memberships-repository.ts'
import { actAs } from '../db/actor.ts'
import { writeAudit } from '../db/audit-repository.ts'
import type { Transaction } from '../db/database.ts'
import { readPeople } from '../db/people-repository.ts'
import { readHistories, readHistory } from '../db/history-repository.ts'
import { readUpdatesOfNote } from '../db/note-updates-repository.ts'
import { readRecords } from '../db/records-repository.ts'
import {
  countWaiting,
  decideRescues,
  lockRescues,
  readBrought,
  writeRescues,
  type RescuedItem,
  type RescueOrigin,
  type RescueRow,
} from '../db/rescue-repository.ts'
import type { Services } from '../services.ts'
import { applyChanges, type ItemResult, type Pusher } from './apply-changes.ts'
import { isSameText, shapeOfText } from './merge-updates.ts'
import { readItem, type Item } from './read-item.ts'
import { openCommit } from './scope-commit.ts'

/** Beyond this, a laptop waits until an owner has decided on some: quarantine must not fill the disk. */
const MOST_WAITING = 20_000

type HandedIn = { readonly scope: string; readonly items: readonly unknown[]; readonly origin: RescueOrigin; readonly address: string }

/**
 * Puts unsent work into quarantine for the visit's owner. What the server has received already is only acknowledged, and the
 * same work again changes nothing (docs/sync-spec.md R1).
 */
export async function rescue(tx: Transaction, handedIn: HandedIn): Promise<Result<ReplyOf<'rescue'>, ErrorCode>> {
  const { scope, items, origin, address } = handedIn
  await actAs(tx, { kind: 'server', scope })
  if ((await countWaiting(tx, scope, origin.account)) > MOST_WAITING) return fail('too-many-requests')
  const results: ReplyOf<'rescue'>['results'] = []
  const news: RescuedItem[] = []
  for (const raw of items) {
    const item = readItem(raw)
    if (!item.ok) {
      results.push({ outcome: 'parked', reason: item.error.code, ...(item.error.detail ? { detail: item.error.detail } : {}) })
      continue
    }
    const isNews = await hasNews(tx, scope, item.value)
    if (isNews) news.push(item.value)
    results.push({ outcome: isNews ? 'rescued' : 'known' })
  }
  await keepRescued(tx, scope, { items: news, origin })
  if (news.length > 0) {
    await actAs(tx, { kind: 'door' })
    const event = { action: 'work-rescued', account: origin.account, device: origin.device, scope, count: news.length } as const
    await writeAudit(tx, event, { at: origin.at, address })
  }
  return succeed({ results, receivedAt: origin.at })
}

/**
 * Puts work into quarantine, once: also what the same person brings from another laptop, as one that was reported lost and has become another
 * device does with what it had handed in. Runs as the server.
 */
export async function keepRescued(
  tx: Transaction,
  scope: string,
  { items, origin }: { items: readonly RescuedItem[]; origin: RescueOrigin },
): Promise<void> {
  const brought = await readBrought(tx, scope, { account: origin.account, records: items.map(({ delta }) => delta.id) })
  const isBrought = (item: RescuedItem): boolean => brought.some((earlier) => isSameWork(earlier, item))
  await writeRescues(tx, scope, { items: items.filter((item) => !isBrought(item)), origin })
}

const isSameWork = (a: RescuedItem, b: RescuedItem): boolean =>
  a.delta.id === b.delta.id && canonicalJson(packRecord(a.delta)) === canonicalJson(packRecord(b.delta)) && isSameText(a.updates, b.updates)

/** Whether anything of an item never came to the server: a cell that was overruled there has come. Runs as who may read the visit. */
export async function hasNews(tx: Transaction, scope: string, { delta, updates }: RescuedItem): Promise<boolean> {
  const received = await readHistory(tx, scope, delta.id)
  const held = (await readRecords(tx, scope, [delta.id])).get(delta.id)
  if (held) received.push(held)
  if (Object.keys(delta.cells).some((field) => !hasCome(field, delta, received))) return true
  if (updates.length === 0) return received.length === 0
  const stored = await readUpdatesOfNote(tx, scope, delta.id)
  const more = updates.map((bytes, index) => ({ seq: index, record: delta.id, bytes, receivedAt: 0 }))
  return canonicalJson([...shapeOfText(stored)]) !== canonicalJson([...shapeOfText([...stored, ...more])])
}

function hasCome(field: string, delta: RecordDelta, received: readonly RecordDelta[]): boolean {
  const cell = delta.cells[field]
  return received.some((earlier) => {
    const known = earlier.cells[field]
    return known?.stamp === cell?.stamp && canonicalJson(known?.value ?? null) === canonicalJson(cell?.value ?? null)
  })
}

type Settlement = { readonly scope: string; readonly positions: readonly number[]; readonly take: boolean; readonly address: string }

/**
 * An owner takes rescued work in, joined like a push with the owner as the one who brought it, or puts it aside, where it stays.
 * What cannot be joined goes on waiting, with the reason.
 */
export function settleRescues(
  services: Services,
  caller: Caller,
  { scope, positions, take, address }: Settlement,
): Promise<Result<ReplyOf<'settleRescues'>, ErrorCode>> {
  const at = services.now()
  return services.database.transaction(async (tx) => {
    await actAs(tx, { kind: 'door' })
    const role = await readRole(tx, scope, caller.account)
    if (!role) return fail('not-found')
    if (!may(role, 'manage members')) return fail('forbidden')
    await actAs(tx, { kind: 'account', account: caller.account })
    const rows = await lockRescues(tx, scope, positions)
    const results = take
      ? await takeIn(tx, services, { rows, scope, caller, at })
      : rows.map(({ position }): Settled => ({ position, outcome: 'aside' }))
    await actAs(tx, { kind: 'account', account: caller.account })
    const settled = results.flatMap((result) => (result.outcome === 'parked' ? [] : [result.position]))
    await decideRescues(tx, scope, { positions: settled, state: take ? 'taken' : 'aside', by: caller.account, at })
    await actAs(tx, { kind: 'door' })
    const action = take ? 'rescue-taken' : 'rescue-put-aside'
    await writeAudit(tx, { action, account: caller.account, device: caller.device, scope, count: settled.length }, { at, address })
    return succeed({ results })
  })
}

type Settled = ReplyOf<'settleRescues'>['results'][number]
type Taking = { readonly rows: readonly RescueRow[]; readonly scope: string; readonly caller: Caller; readonly at: number }

async function takeIn(tx: Transaction, services: Services, { rows, scope, caller, at }: Taking): Promise<Settled[]> {
  await actAs(tx, { kind: 'door' })
  const people = await readPeople(tx, [...new Set(rows.map((row) => row.broughtBy))])
  const commit = await openCommit(tx, { ...services.commits, scope, at, actor: { kind: 'server', scope } })
  if (!commit) throw new Error('The scope of rescued work is missing')
  const pushers = new Map<Item, Pusher>()
  for (const row of rows) pushers.set(row, pusherOf(row, { caller, scope, personId: people.get(row.broughtBy)?.personId }))
  const owner: Pusher = { ...caller, scope, role: 'owner' }
  const push = { items: rows.map((row) => succeed(row)), pusherOf: (item: Item) => pushers.get(item) ?? owner }
  const { results } = await applyChanges(commit, push, (records) => readHistories(tx, scope, records))
  await commit.finish()
  return rows.map((row, index) => settledOf(row.position, results[index]))
}

/** The owner's word counts for everything but reviews, which stand under the name of whoever reviewed. */
function pusherOf(row: RescueRow, by: { caller: Caller; scope: string; personId: string | undefined }): Pusher {
  const { account, device, personId } = by.caller
  const isReview = row.delta.kind === 'review' && row.role === 'reviewer' && by.personId !== undefined
  return isReview
    ? { account, device, scope: by.scope, role: 'reviewer', personId: by.personId ?? personId }
    : { account, device, scope: by.scope, role: 'owner', personId }
}

const settledOf = (position: number, result: ItemResult | undefined): Settled =>
  result?.outcome === 'parked' ? { position, ...result } : { position, outcome: 'taken' }
