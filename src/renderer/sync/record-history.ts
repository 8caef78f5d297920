import { unpackRecord } from '@shared/sync/packed.ts'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import { deviceOfStamp } from '@shared/sync/stamp.ts'
import { succeed, type Result } from '@shared/lib/result.ts'
import type { Database } from '../db/database.ts'
import { keepServerHistory, readHistory } from '../db/history.ts'
import type { HistoryEntry, Laptop } from '../db/history-entry.ts'
import type { Session } from './session.ts'
import type { CallError } from './transport.ts'

type Page = ReplyOf<'history'>

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
    const last: Page['entries'][number] | undefined = entries.at(-1)
    // The server only ever adds at the new end: the rest is here.
    if (!more || !last || known.has(last.position)) break
    before = last.position
  }
  await keepServerHistory(database, record, fetched.toReversed())
  return succeed(null)
}

function entryOf({ position, record, pushedBy, device, receivedAt, proven }: Page['entries'][number], page: Page): HistoryEntry {
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

function laptopOf({ devices }: Page, id: string): Laptop | null {
  const device = devices[id]
  return device ? { id, name: device.name, owner: device.owner.name } : null
}
