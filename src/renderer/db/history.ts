import type { Database } from './database.ts'
import { arrivalOf, bodyToHistory, historyToBody, type HistoryEntry } from './history-entry.ts'
import { rowToRecord } from './stored-record.ts'

/** What this laptop knows of a record's past, oldest first: what it saw itself, and what the server told of it. */
export async function readHistory({ dexie, seal }: Database, recordId: string): Promise<HistoryEntry[]> {
  const [row, rows] = await dexie.transaction('r', dexie.records, dexie.history, () =>
    Promise.all([dexie.records.get(recordId), dexie.history.where('recordId').equals(recordId).sortBy('n')]),
  )
  const arrival = row ? arrivalOf(rowToRecord(row, seal)) : null
  const stored = rows.map(({ body, scope }) => bodyToHistory(seal.open(body, { table: 'history', id: recordId, scope })))
  return arrival ? [arrival, ...stored] : stored
}

/**
 * Keeps the server's history of a record beside the laptop's own, sealed like it; what is there already is left out. From then
 * on the history is complete up to `storedAt` of its last entry, also with no network.
 * @param entries of origin `server`, oldest first; empty when nothing is new
 */
export async function keepServerHistory(
  database: Database,
  record: { readonly scope: string; readonly id: string },
  entries: readonly HistoryEntry[],
): Promise<void> {
  const { dexie, seal, host } = database
  const { scope, id } = record
  await dexie.transaction('rw', dexie.records, dexie.history, async () => {
    const known = await readHistory(database, id)
    const places = new Set(known.map(({ position }) => position))
    const fresh = entries.filter(({ position }) => position !== undefined && !places.has(position))
    const complete: HistoryEntry = { fields: {}, storedAt: host.now(), origin: 'complete' }
    const rows = await dexie.history.where('recordId').equals(id).sortBy('n')
    // The arrival of the record has no row.
    const stored = known.slice(known.length - rows.length)
    const old = rows.filter((_, at) => stored[at]?.origin === 'complete').map(({ n }) => n)
    await dexie.history.bulkDelete(old)
    await dexie.history.bulkAdd(
      [...fresh, complete].map((entry) => ({
        recordId: id,
        scope,
        body: seal.seal(historyToBody(entry), { table: 'history', id, scope }),
      })),
    )
  })
}

/** When the server last told all it knows of the record, by this laptop's clock; null for never. */
export const completeSince = (entries: readonly HistoryEntry[]): number | null =>
  entries.findLast(({ origin }) => origin === 'complete')?.storedAt ?? null
