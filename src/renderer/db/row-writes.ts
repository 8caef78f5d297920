import type { Transaction } from 'dexie'
import type { Database } from './database.ts'
import { historyToBody, type HistoryEntry } from './history-entry.ts'
import { recordToRow, type StoredRecord } from './stored-record.ts'
import { leaveUnsent } from './unsent.ts'
import type { HistoryRow, Place, RecordRow, UnsentRow } from './versions.ts'

export type TableWrites = { readonly table: string; readonly rows: readonly unknown[] }

/**
 * The last writes of the transaction that is open, and its end in the same breath: without it IndexedDB waits for the answers before
 * it begins to make them durable. Past Dexie, which keeps a row that fails from undoing the others; here one that fails undoes everything.
 * Also where there is nothing to write: a transaction that was lost on the way, so that its work was done in pieces, fails here.
 */
export function writeAndCommit({ idbtrans, parent }: Transaction, writes: readonly TableWrites[]): void {
  failWithARow(idbtrans)
  for (const { table, rows } of writes) {
    if (rows.length === 0) continue
    const store = idbtrans.objectStore(table)
    for (const row of rows) store.put(row)
  }
  if (!parent) idbtrans.commit()
}

/**
 * From here on a row that is written past Dexie, and fails, undoes the whole transaction: its error is stopped on the way down to it, before Dexie
 * hears of it. One for all rows, because each listener costs as much as a small row.
 */
export function failWithARow(idbtrans: IDBTransaction): void {
  idbtrans.addEventListener('error', stopWhereNobodyWaits, { capture: true })
}

/** What Dexie asked for hears of its own failure, or whoever waits for it would wait for ever. */
function stopWhereNobodyWaits(event: Event): void {
  if ((event.target as IDBRequest).onerror === null) event.stopPropagation()
}

/** Who waits from this transaction on, and who waits no longer. */
function newPlaces(database: Database, scope: string) {
  let unsent = new Map<string, UnsentRow>()
  /** These waited, and wait no longer. */
  let left = new Set<string>()
  let known: readonly Place[] = []
  return {
    moveIn: (id: string): void => {
      // One that was to go keeps its place.
      if (!left.delete(id)) unsent.set(id, { scope, order: database.host.now(), id })
    },
    moveOut: (id: string): void => {
      if (!unsent.delete(id)) left.add(id)
    },
    know: (places: readonly Place[]): void => {
      known = places
    },
    hasLeft: (): boolean => left.size > 0,
    /** Awaited before anything is written: what was read of the places must still be all that stands there. */
    leave: async (): Promise<void> => {
      if (left.size === 0) return
      const [ids, places] = [left, known]
      left = new Set()
      known = []
      await leaveUnsent(database, scope, { ids, known: places })
    },
    take: (): readonly UnsentRow[] => {
      const rows = [...unsent.values()]
      if (rows.length > 0) known = []
      unsent = new Map()
      return rows
    },
  }
}

type Along = { readonly history: HistoryEntry | null; readonly packed: string | undefined; readonly place: 'in' | 'out' | 'as it is' }

/** Rows that are to be written, each table's in one call: that of a record which is kept twice is written once. */
export function newWrites(database: Database, scope: string) {
  const { dexie, seal } = database
  let records = new Map<string, RecordRow>()
  let history: Omit<HistoryRow, 'n'>[] = []
  const places = newPlaces(database, scope)
  const addHistory = (id: string, entry: HistoryEntry): void => {
    history.push({ recordId: id, scope, body: seal.seal(historyToBody(entry), { table: 'history', id, scope }) })
  }
  /** Everything else that waits to be written, which waits no longer. */
  const take = () => {
    const writes = [
      { table: 'records', rows: [...records.values()] },
      { table: 'history', rows: history },
      { table: 'unsent', rows: places.take() },
    ] as const
    records = new Map()
    history = []
    return writes
  }
  const isWaiting = (): boolean => records.size > 0
  const flush = async (): Promise<void> => {
    if (places.hasLeft()) await places.leave()
    if (isWaiting()) await flushAll()
  }
  // Sent off together: each await would cost a turn of the event loop.
  const flushAll = (): PromiseLike<unknown> => {
    const calls: PromiseLike<unknown>[] = []
    const [ofRecords, ofHistory, ofUnsent] = take()
    if (ofRecords.rows.length > 0) calls.push(dexie.records.bulkPut(ofRecords.rows))
    if (ofHistory.rows.length > 0) calls.push(dexie.history.bulkAdd(ofHistory.rows))
    if (ofUnsent.rows.length > 0) calls.push(dexie.unsent.bulkPut(ofUnsent.rows))
    return Promise.all(calls)
  }
  return {
    add: (record: StoredRecord, along: Along): void => {
      const { id } = record
      records.set(id, recordToRow(record, seal, along.packed))
      if (along.history) addHistory(id, along.history)
      if (along.place === 'in') places.moveIn(id)
      else if (along.place === 'out') places.moveOut(id)
    },
    settle: (row: RecordRow): void => {
      records.set(row.id, row)
      places.moveOut(row.id)
    },
    knowPlaces: places.know,
    leave: places.leave,
    addHistory,
    take,
    flush,
    isWaiting,
  }
}
