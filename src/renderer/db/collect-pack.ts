import { isCounted, isServerWritten } from '@shared/domain/tables.ts'
import { bytesToBase64 } from '@shared/lib/base64.ts'
import { compareCells, type Cells } from '@shared/sync/cell.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { PACK_LIMITS, type PackContents, type PackItem } from '@shared/sync/pack-format.ts'
import type { Original } from '@shared/sync/protocol/records.ts'
import type { Database } from './database.ts'
import { packNoteText, type PackedText } from './note-updates.ts'
import { originalsOfRecord } from './originals.ts'
import { markLeft } from './leaving.ts'
import { inScope } from './rows.ts'
import { isRelayed, isUnsent, markPending, type StoredRecord } from './stored-record.ts'

/** Everything of a visit that goes into a pack. */
export type Collected = {
  readonly items: readonly PackItem[]
  /** Of each record that waits for the ministry: the cells that wait, as the pack carries them. */
  readonly carried: ReadonlyMap<string, Cells>
  /** So many of them have a name for people: links travel with what they belong to. */
  readonly named: number
  readonly title: string
}

/** So many records in a transaction: typing meanwhile never waits long. */
const STEP = 200

/**
 * Reads a visit for a pack. What waits is marked as having left in the transaction that reads it, so before any byte can be
 * handed out (docs/sync-spec.md L1). The visit itself always goes along: a laptop without it could show nothing.
 */
export async function collectPack(database: Database, scope: string, contents: PackContents): Promise<Collected> {
  const ids = await database.dexie.records.where('scope').equals(scope).primaryKeys()
  const items: PackItem[] = []
  const carried = new Map<string, Cells>()
  let named = 0
  let title = ''
  for (let start = 0; start < ids.length; start += STEP) {
    const records = await collectStep(database, scope, { ids: ids.slice(start, start + STEP), contents })
    for (const { record, item } of records) {
      items.push(item)
      if (isCounted(record.kind)) named += 1
      if (isUnsent(record)) carried.set(record.id, waitingCells(record))
      if (record.kind === 'visit') title = titleOf(record)
    }
  }
  return { items, carried, named, title }
}

function titleOf({ cells }: StoredRecord): string {
  const title = cells['title']?.value
  return typeof title === 'string' ? title : ''
}

type Step = { readonly ids: readonly string[]; readonly contents: PackContents }

async function collectStep(database: Database, scope: string, { ids, contents }: Step) {
  return inScope(database, { scope, also: ['noteUpdates', 'originals'] }, async (rows) => {
    const step: { record: StoredRecord; item: PackItem }[] = []
    await rows.load(ids)
    for (const id of ids) {
      const record = rows.loaded(id)
      if (!record || isServerWritten(record.kind)) continue
      if (contents === 'unsent' && !isUnsent(record) && record.kind !== 'visit') continue
      // Awaited where there is something to read: after a hundred awaits of anything but the database, Dexie loses its transaction.
      const text = record.kind === 'note' ? await packNoteText(database, id) : null
      const originals = isRelayed(record) ? await originalsOfRecord(database, record) : []
      step.push({ record, item: itemOf(record, text, originals) })
      if (Object.values(record.pending).some((one) => !one.hasLeft)) rows.keep(markLeft(record), null)
    }
    return step
  })
}

function itemOf(record: StoredRecord, text: PackedText | null, originals: readonly Original[]): PackItem {
  const waiting = Object.entries(record.pending)
  const item: PackItem = { record: packRecord(record) }
  if (waiting.length > 0) item.waiting = Object.fromEntries(waiting.map(([field, one]) => [field, one.isOwn ? 1 : 0]))
  if (record.receivedAt !== null) item.receivedAt = record.receivedAt
  if (originals.length > 0) item.originals = originals.slice(0, 50)
  if (text) {
    item.text = {
      ...(text.received === null ? {} : { received: bytesToBase64(text.received) }),
      ...(text.waiting === null ? {} : { waiting: bytesToBase64(text.waiting) }),
    }
  }
  return item
}

const waitingCells = (record: StoredRecord): Cells =>
  Object.fromEntries(Object.entries(record.cells).filter(([field]) => field in record.pending))

/**
 * The pack was saved: what it carried, and still stands here, lies with a colleague from now on. An edit made since the pack was
 * collected keeps "on this laptop".
 */
export async function markHandedOver(database: Database, scope: string, carried: ReadonlyMap<string, Cells>): Promise<void> {
  const at = database.host.now()
  const entries = [...carried]
  for (let start = 0; start < entries.length; start += STEP) {
    const step = entries.slice(start, start + STEP)
    const recordIds = await inScope(database, { scope }, async (rows) => {
      await rows.load(step.map(([id]) => id))
      for (const [id, cells] of step) {
        const record = rows.loaded(id)
        if (record && isUnsent(record)) rows.keep({ ...record, pending: handedOver(record, { cells, at }) }, null)
      }
      return rows.changed()
    })
    database.announce({ scope, recordIds, noteIds: [], origin: 'remote', isForeign: false })
  }
}

function handedOver({ cells: held, pending }: StoredRecord, { cells: gone, at }: { cells: Cells; at: number }): StoredRecord['pending'] {
  const isGone = (field: string): boolean => {
    const [mine, theirs] = [held[field], gone[field]]
    return mine !== undefined && theirs !== undefined && compareCells(mine, theirs) === 0
  }
  return markPending(pending, isGone, (one) => ({ ...one, withColleague: at }))
}

/** Pages of bounded size, in their order. */
export function pagesOf(items: readonly PackItem[]): PackItem[][] {
  const pages: PackItem[][] = []
  let size = 0
  for (const item of items) {
    const bytes = JSON.stringify(item).length
    const last = pages.at(-1)
    if (last && last.length < PACK_LIMITS.itemsPerPage && size + bytes <= PACK_LIMITS.pageGoal) {
      last.push(item)
      size += bytes
    } else {
      pages.push([item])
      size = bytes
    }
  }
  return pages
}
