import type { Transaction } from 'dexie'
import { combineDigests, digestOfPacked, EMPTY_DIGEST, startSum, type Digest } from '@shared/sync/digest.ts'
import type { Database } from './database.ts'
import { countOf, digestRow, readDigest } from './digests.ts'
import { arrivalOf, historyToBody, type HistoryEntry } from './history-entry.ts'
import type { HistoryRow, OutboxRow, RecordRow } from './versions.ts'
import { asLeft, openLeaving, type Leaving } from './leaving.ts'
import { arrivalToRow, isUnsent, recordToRow, rowToRecord, type Arrival, type StoredRecord } from './stored-record.ts'

/** Reads and writes records of one scope inside one transaction. Await nothing but its methods: the transaction would end. */
export type Rows = {
  get(id: string): Promise<StoredRecord | undefined>
  /** Stores the record under its next rev, its history and its place in the outbox. `record` is what `get` gave, changed. */
  put(record: StoredRecord, history: HistoryEntry | null): Promise<void>
  /** Reads these at once for `loaded`: a call for each costs more than its row. What is `known` of the rev that lies there is not opened again. */
  load(ids: readonly string[], known?: ReadonlyMap<string, StoredRecord>): Promise<void>
  /** What `load` read, with what was kept since. */
  loaded(id: string): StoredRecord | undefined
  /** `put` without waiting, of what was loaded: it is written with everything else that is kept, before anything is read or the work ends. */
  keep(record: StoredRecord, history: HistoryEntry | null): void
  /** A record of which nothing is here, unseen: where something is, nothing of the transaction is stored, and it fails (`isAlreadyHere`). */
  arrive(arrival: Arrival): void
  /** Writes what is kept, for whoever reads the tables themselves. */
  flush(): Promise<void>
  changed(): readonly string[]
  /** Of the visit, with everything put so far; null while it has not been computed. */
  digest(): Promise<Digest | null>
}

/** What a transaction needs besides records, history and outbox: each store more is a lock more. */
export type Also = 'noteUpdates' | 'pushes' | 'scopes' | 'packs' | 'packPages' | 'originals' | 'overruled'

/** One strict transaction on a scope; what `work` throws undoes all of it. */
export async function inScope<T>(
  database: Database,
  { scope, also = [] }: { scope: string; also?: readonly Also[] },
  work: (rows: Rows) => Promise<T>,
): Promise<T> {
  // The function must be `async` itself: Dexie looks at it to keep the transaction over awaits.
  return database.dexie.transaction('rw', ['records', 'history', 'outbox', 'digests', 'leaving', ...also], async (transaction) => {
    const rows = openRows(database, scope)
    const result = await work(rows)
    writeAndCommit(transaction, await rows.rest())
    return result
  })
}

function openRows(database: Database, scope: string): Rows & { rest(): Promise<readonly TableWrites[]> } {
  const { dexie, seal } = database
  const changed = new Set<string>()
  /** Whether a record waited when it was read: its place in the outbox then stands already. */
  const waited = new Map<string, boolean>()
  const held = new Map<string, StoredRecord>()
  const sum = newSum(database, scope)
  const read = (
    row: RecordRow | undefined,
    id: string,
    { known, leaving }: { known: StoredRecord | undefined; leaving: () => Leaving },
  ) => {
    const record = row && (isSame(row, known) ? known : rowToRecord(row, seal))
    const waits = record !== undefined && isUnsent(record)
    waited.set(id, waits)
    // What is known is known of the push in flight: whoever settles it asks for none of this.
    if (record) held.set(id, waits && record !== known ? asLeft(record, leaving()) : record)
  }
  const write = newWrites(database, scope)
  const keep = (record: StoredRecord, history: HistoryEntry | null): void => {
    const before = held.get(record.id)
    const isOther = before !== undefined && before.cells !== record.cells
    const stored = { ...record, scope, rev: record.rev + 1, arrivedAt: isOther ? null : record.arrivedAt }
    changed.add(record.id)
    sum.move(before, stored)
    const arrival = isOther ? arrivalOf(before) : null
    if (arrival) write.addHistory(record.id, arrival)
    held.set(record.id, stored)
    const waits = isUnsent(stored)
    write.add(stored, { history, outbox: waits === waited.get(record.id) ? 'as it is' : waits ? 'in' : 'out' })
    waited.set(record.id, waits)
  }
  const rest = async (): Promise<readonly TableWrites[]> => [...(await sum.toWrite()), ...write.take()]
  const load: Rows['load'] = async (ids, known) => {
    if (write.isWaiting()) await write.flush()
    // Sent off together: each await would cost a turn of the event loop.
    const [rows, inFlight] = await Promise.all([dexie.records.bulkGet([...ids]), dexie.leaving.get(scope), sum.before()])
    const leaving = once(() => openLeaving(database, inFlight))
    for (const [index, id] of ids.entries()) read(rows[index], id, { known: known?.get(id), leaving })
  }
  return {
    rest,
    digest: sum.total,
    load,
    loaded: (id) => held.get(id),
    keep,
    arrive: (arrival) => {
      changed.add(arrival.packed.i)
      sum.add(digestOfPacked(arrival.packed))
      write.addArrival(arrival)
    },
    flush: write.flush,
    get: async (id) => {
      await load([id])
      return held.get(id)
    },
    put: async (record, history) => {
      keep(record, history)
      await write.flush()
    },
    changed: () => [...changed],
  }
}

/** Opened only where something waits. */
function once(open: () => Leaving): () => Leaving {
  let opened: Leaving | undefined
  return () => (opened ??= open())
}

/** Whether a transaction failed because a record was there that should not have been. */
export function isAlreadyHere(error: unknown): boolean {
  const { name, inner, failures } = error as { name?: unknown; inner?: { name?: unknown } | null; failures?: unknown[] }
  return [name, inner?.name, (failures?.[0] as { name?: unknown } | undefined)?.name].includes('ConstraintError')
}

/** The visit's digest, moved with each record that is written. One that was never computed stays unknown: null. */
function newSum(database: Database, scope: string) {
  let kept: Promise<Digest | null> | undefined
  const moved = startSum()
  let hasMoved = false
  const before = (): Promise<Digest | null> => (kept ??= digestBefore(database, scope))
  const total = async (): Promise<Digest | null> => {
    const known = await before()
    return known === null ? null : combineDigests(known, moved.total())
  }
  return {
    /** Asked for beside the first rows: a call of its own afterwards would cost the transaction a turn of the event loop. */
    before,
    total,
    toWrite: async (): Promise<readonly TableWrites[]> => {
      const sum = hasMoved ? await total() : null
      return sum === null ? [] : [{ table: 'digests', rows: [digestRow(database, scope, sum)] }]
    },
    add: (digest: Digest): void => {
      hasMoved = true
      moved.add(digest)
    },
    move: (from: StoredRecord | undefined, to: StoredRecord): void => {
      if (from?.cells === to.cells && from.textDigest === to.textDigest) return
      hasMoved = true
      moved.add(countOf(to))
      if (from) moved.add(countOf(from))
    },
  }
}

/** A visit of which nothing is here counts as nothing: one that begins here need not be counted before it is sent. */
async function digestBefore(database: Database, scope: string): Promise<Digest | null> {
  const known = await readDigest(database, scope)
  if (known !== null) return known
  const isHere = (await database.dexie.records.where('scope').equals(scope).limit(1).count()) > 0
  return isHere ? null : EMPTY_DIGEST
}

/** A rev is written once. What a note's text counts with may be counted anew without one. */
const isSame = (row: RecordRow, known: StoredRecord | undefined): known is StoredRecord =>
  known !== undefined && known.rev === row.rev && known.scope === row.scope && known.kind !== 'note'

type TableWrites = {
  readonly table: string
  readonly rows: readonly unknown[]
  /** Rows whose key nobody may have. */
  readonly fresh?: readonly unknown[]
  readonly without?: readonly string[]
}

/**
 * The last writes of the transaction that is open, and its end in the same breath: without it IndexedDB waits for the answers before
 * it begins to make them durable. Past Dexie, which keeps a row that fails from undoing the others; here one that fails undoes everything.
 */
function writeAndCommit({ idbtrans, parent }: Transaction, writes: readonly TableWrites[]): void {
  // On its way down to the row that failed, before Dexie hears of it; one for all rows, because each listener costs as much as a small row.
  idbtrans.addEventListener('error', (event) => event.stopPropagation(), { capture: true })
  for (const { table, rows, fresh = [], without = [] } of writes) {
    if (rows.length === 0 && fresh.length === 0 && without.length === 0) continue
    const store = idbtrans.objectStore(table)
    for (const row of fresh) store.add(row)
    for (const row of rows) store.put(row)
    for (const id of without) store.delete(id)
  }
  if (!parent) idbtrans.commit()
}

type Along = { readonly history: HistoryEntry | null; readonly outbox: 'in' | 'out' | 'as it is' }

/** Rows that are to be written, each table's in one call: that of a record which is kept twice is written once. */
function newWrites({ dexie, seal, host }: Database, scope: string) {
  let records = new Map<string, RecordRow>()
  let arrivals: RecordRow[] = []
  let history: Omit<HistoryRow, 'n'>[] = []
  let outbox = new Map<string, OutboxRow | null>()
  const addHistory = (id: string, entry: HistoryEntry): void => {
    history.push({ recordId: id, scope, body: seal.seal(historyToBody(entry), { table: 'history', id, scope }) })
  }
  /** Everything that waits, which waits no longer. */
  const take = () => {
    const writes = [
      { table: 'records', rows: [...records.values()], fresh: arrivals },
      { table: 'history', rows: history },
      {
        table: 'outbox',
        rows: [...outbox.values()].filter((row) => row !== null),
        without: [...outbox].flatMap(([id, row]) => (row ? [] : id)),
      },
    ] as const
    records = new Map()
    arrivals = []
    history = []
    outbox = new Map()
    return writes
  }
  const isWaiting = (): boolean => records.size > 0 || arrivals.length > 0
  const flush = async (): Promise<void> => {
    if (isWaiting()) await flushAll()
  }
  // Sent off together: each await would cost a turn of the event loop.
  const flushAll = (): PromiseLike<unknown> => {
    const [ofRecords, ofHistory, places] = take()
    const calls: PromiseLike<unknown>[] = []
    if (ofRecords.rows.length > 0) calls.push(dexie.records.bulkPut(ofRecords.rows))
    if (ofRecords.fresh.length > 0) calls.push(dexie.records.bulkAdd(ofRecords.fresh))
    if (ofHistory.rows.length > 0) calls.push(dexie.history.bulkAdd(ofHistory.rows))
    if (places.rows.length > 0) calls.push(dexie.outbox.bulkPut(places.rows))
    if (places.without.length > 0) calls.push(dexie.outbox.bulkDelete(places.without))
    return Promise.all(calls)
  }
  return {
    add: (record: StoredRecord, along: Along): void => {
      const { id } = record
      records.set(id, recordToRow(record, seal))
      if (along.history) addHistory(id, along.history)
      if (along.outbox === 'in') outbox.set(id, { id, scope, order: host.now(), body: seal.seal({}, { table: 'outbox', id, scope }) })
      else if (along.outbox === 'out') outbox.set(id, null)
    },
    addArrival: (arrival: Arrival): void => {
      arrivals.push(arrivalToRow(arrival, scope, seal))
    },
    addHistory,
    take,
    flush,
    isWaiting,
  }
}
