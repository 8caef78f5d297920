import { bytesToBase64 } from '@shared/lib/base64.ts'
import { isServerWritten } from '@shared/domain/tables.ts'
import type { Cells } from '@shared/sync/cell.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { PushItem } from '@shared/sync/protocol/records.ts'
import { dropSentBlobs } from './blobs.ts'
import type { Database } from './database.ts'
import { countedIn, keepHandedIn } from './handed-in.ts'
import { pendingNoteUpdates } from './note-updates.ts'
import { readOverruled } from './overruled.ts'
import { putSetting, readSetting, type Departure } from './settings.ts'
import { idAt, idsUnsent, placesUnsent } from './unsent.ts'
import { pendingDelta, rowToRecord, type StoredRecord } from './stored-record.ts'

/** What of a visit waits on this laptop, in bounded batches, and the state of the laptop that it is all of. */
export type UnsentWork = {
  readonly batches: readonly (readonly PushItem[])[]
  readonly revs: Readonly<Record<string, number>>
  /** What people call by name of it: the number that screens show. */
  readonly count: number
  /** Rows of what lost here against packs. */
  readonly overruled: readonly string[]
}

/**
 * Everything of a visit that the server has not acknowledged, parked or not. Where nothing is, one record that it knows, so that it can
 * say whether this laptop was ever in the visit.
 */
export async function unsentWork(database: Database, scope: string): Promise<UnsentWork> {
  const { dexie, seal } = database
  const waiting = await idsUnsent(database, scope)
  const rows = await dexie.records.bulkGet(waiting)
  const records = rows.flatMap((row) => (row ? [rowToRecord(row, seal)] : []))
  const items: PushItem[] = []
  for (const record of records) items.push(await unsentItem(database, record))
  const overruled = await readOverruled(database, scope)
  for (const { delta } of overruled) items.push({ record: packRecord(delta) })
  if (items.length === 0) {
    const any = await dexie.records.get(scope)
    if (any) items.push({ record: packRecord(rowToRecord(any, seal)) })
  }
  const revs = Object.fromEntries(records.map(({ id, rev }) => [id, rev]))
  return { batches: inBatches(items), revs, count: countedIn(records), overruled: overruled.map(({ id }) => id) }
}

/**
 * What the server acknowledged last, as much as one message holds. A server that was restored knows none of it, whatever else it still
 * knows.
 */
export async function newestReceived({ dexie, seal }: Database, scope: string): Promise<readonly PushItem[]> {
  const rows = await dexie.records.where('scope').equals(scope).toArray()
  const items = rows
    .map((row) => rowToRecord(row, seal))
    .filter(({ kind, receivedAt }) => receivedAt !== null && kind !== 'review' && !isServerWritten(kind))
    .toSorted((a, b) => (b.receivedAt ?? 0) - (a.receivedAt ?? 0))
    .map((record) => ({ ...record, cells: receivedCells(record) }))
    .filter(({ cells }) => Object.keys(cells).length > 0)
    .map((record): PushItem => ({ record: packRecord(record) }))
  return inBatches(items)[0] ?? []
}

const receivedCells = ({ cells, pending }: StoredRecord): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([field]) => pending[field] === undefined))

/** What of one record the server has not acknowledged. */
export async function unsentItem(database: Database, record: StoredRecord): Promise<PushItem> {
  const updates = record.kind === 'note' ? await pendingNoteUpdates(database, record.id) : []
  const item: PushItem = { record: packRecord(pendingDelta(record)) }
  return updates.length === 0 ? item : { ...item, updates: updates.map(({ update }) => bytesToBase64(update)) }
}

function inBatches(items: readonly PushItem[]): PushItem[][] {
  const batches: PushItem[][] = []
  let bytes = 0
  for (const item of items) {
    const size = JSON.stringify(item).length
    const last = batches.at(-1)
    if (last && last.length < LIMITS.pushItems && bytes + size <= LIMITS.pushBytes / 2) {
      last.push(item)
      bytes += size
    } else {
      batches.push([item])
      bytes = size
    }
  }
  return batches
}

/**
 * The visit leaves this laptop: records, texts, history, everything. Only when nothing was written since `work` was read, in the
 * same transaction; false when something was, and then nothing is touched.
 */
export async function dropScope(database: Database, departure: Departure, work: UnsentWork): Promise<boolean> {
  const { dexie } = database
  const { scope } = departure
  const isGone = await dexie.transaction('rw', dexie.tables, async () => {
    const places = await placesUnsent(database, scope)
    const waiting = places.map(idAt)
    const rows = await dexie.records.bulkGet(waiting)
    const isSame = waiting.length === Object.keys(work.revs).length && rows.every((row) => row && work.revs[row.id] === row.rev)
    const overruled = await dexie.overruled.where('scope').equals(scope).primaryKeys()
    if (!isSame || overruled.length !== work.overruled.length) return false
    const ids = await dexie.records.where('scope').equals(scope).primaryKeys()
    await dexie.history.where('recordId').anyOf(ids).delete()
    await dexie.noteUpdates.where('noteId').anyOf(ids).delete()
    await dexie.originals.where('recordId').anyOf(ids).delete()
    await dexie.overruled.bulkDelete(overruled)
    await dropSentBlobs(database, scope)
    await dexie.records.bulkDelete(ids)
    await dexie.unsent.bulkDelete(places)
    await Promise.all([dexie.pushes.delete(scope), dexie.leaving.delete(scope), dexie.scopes.delete(scope), dexie.digests.delete(scope)])
    await putSetting(database, 'departures', [...((await readSetting(database, 'departures')) ?? []), departure])
    if (waiting.length + overruled.length > 0) await keepHandedIn(database, departure, work.batches)
    return true
  })
  if (isGone) database.announce({ scope, recordIds: [], noteIds: [], origin: 'remote', isForeign: false, isGone: true })
  return isGone
}

/** The person has read it. */
export async function forgetDeparture(database: Database, scope: string): Promise<void> {
  await database.dexie.transaction('rw', database.dexie.meta, async () => {
    const left = (await readSetting(database, 'departures')) ?? []
    await putSetting(
      database,
      'departures',
      left.filter((one) => one.scope !== scope),
    )
  })
}
