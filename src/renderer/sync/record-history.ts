import { unpackRecord } from '@shared/sync/packed.ts'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import { deviceOfStamp } from '@shared/sync/stamp.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { Database } from '../db/database.ts'
import { keepServerHistory, readHistory } from '../db/history.ts'
import type { HistoryEntry, Laptop } from '../db/history-entry.ts'
import type { Session } from './session.ts'
import type { CallError } from './transport.ts'

type Page = ReplyOf<'history'>
type Many = ReplyOf<'histories'>
type Entry = Page['entries'][number]
type Devices = Pick<Page, 'devices'>

/** Records that are asked about one by one at the same time. */
const AT_ONCE = 4

/**
 * As `fetchHistory` for many records of one visit, in one question for each hundred. A server that does not know the question is asked record
 * by record.
 */
export async function fetchHistories(
  database: Database,
  session: Session,
  of: { readonly scope: string; readonly ids: readonly string[] },
): Promise<Result<null, CallError>> {
  const { scope, ids } = of
  for (let left = ids; left.length > 0;) {
    const records = left.slice(0, LIMITS.historyRecords)
    const reply: Result<Many, CallError> = await session.call('histories', { scope, body: { records } })
    // Before this question there was none of its name; a visit that is not ours is answered alike, and so are its records then.
    if (!reply.ok) return reply.error.code === 'not-found' ? oneByOne(database, session, { scope, ids: left }) : reply
    const { histories } = reply.value
    const more: string[] = []
    for (const history of histories) if (!(await keepBeginning(database, { scope, ...history }, reply.value))) more.push(history.record)
    const kept = await oneByOne(database, session, { scope, ids: more })
    if (!kept.ok) return kept
    const told = new Set(histories.map(({ record }) => record))
    const rest = left.filter((id) => !told.has(id))
    if (rest.length === left.length) return fail('bad-reply')
    left = rest
  }
  return succeed(null)
}

/** False where older entries than these are not here: then nothing is kept yet, because what is kept is told to be everything. */
async function keepBeginning(
  database: Database,
  { scope, record, entries, more }: Many['histories'][number] & { readonly scope: string },
  page: Devices,
): Promise<boolean> {
  const last = entries.at(-1)
  const known = await readHistory(database, record)
  if (more && !(last && known.some(({ position }) => position === last.position))) return false
  await keepServerHistory(database, { scope, id: record }, entries.map((entry) => entryOf(entry, page)).toReversed())
  return true
}

async function oneByOne(
  database: Database,
  session: Session,
  { scope, ids }: { readonly scope: string; readonly ids: readonly string[] },
): Promise<Result<null, CallError>> {
  const waiting = [...ids]
  let refused: Result<null, CallError> | null = null
  const fetchNext = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined && !refused; id = waiting.shift()) {
      const fetched = await fetchHistory(database, session, { scope, id })
      if (!fetched.ok) refused ??= fetched
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, fetchNext))
  return refused ?? succeed(null)
}

/** Fetches what the server knows of a record's past and this laptop does not, newest first, and keeps it here. */
export async function fetchHistory(
  database: Database,
  session: Session,
  record: { readonly scope: string; readonly id: string },
): Promise<Result<null, CallError>> {
  const known = new Set((await readHistory(database, record.id)).map(({ position }) => position))
  const fetched: HistoryEntry[] = []
  let before: number | null = null
  for (;;) {
    const reply: Result<Page, CallError> = await session.call('history', { scope: record.scope, body: { record: record.id, before } })
    if (!reply.ok) return reply
    const { entries, more }: Page = reply.value
    fetched.push(...entries.map((entry) => entryOf(entry, reply.value)))
    const last: Entry | undefined = entries.at(-1)
    // The server only ever adds at the new end: the rest is here.
    if (!more || !last || known.has(last.position)) break
    before = last.position
  }
  await keepServerHistory(database, record, fetched.toReversed())
  return succeed(null)
}

function entryOf({ position, record, pushedBy, device, receivedAt, proven }: Entry, page: Devices): HistoryEntry {
  const { cells } = unpackRecord(record)
  const fields = Object.fromEntries(Object.entries(cells).map(([field, { value, stamp }]) => [field, { value, stamp }]))
  const writers = Object.values(cells).flatMap(({ stamp }) => deviceOfStamp(stamp) ?? [])
  const laptops = [...new Set(writers)].flatMap((id) => laptopOf(page, id) ?? [])
  const brought = laptopOf(page, device)
  return {
    fields,
    storedAt: receivedAt,
    origin: 'server',
    position,
    proven,
    broughtBy: { id: device, name: brought?.name ?? '', owner: pushedBy?.name ?? brought?.owner ?? null },
    laptops: Object.fromEntries(laptops.map((laptop) => [laptop.id, laptop])),
  }
}

function laptopOf({ devices }: Devices, id: string): Laptop | null {
  const device = devices[id]
  return device ? { id, name: device.name, owner: device.owner.name } : null
}
