import type { Transaction } from 'dexie'
import { combineDigests, EMPTY_DIGEST, startSum, type Digest } from '@shared/sync/digest.ts'
import type { Database } from './database.ts'
import { countOf, digestRow, readDigest } from './digests.ts'
import { arrivalOf, historyToBody, type HistoryEntry } from './history-entry.ts'
import type { HistoryRow, LeavingRow, OutboxRow, RecordRow } from './versions.ts'
import { asLeft, leavingRow, openLeaving, type Mark } from './leaving.ts'
import { isUnsent, recordToRow, rowToRecord, type StoredRecord } from './stored-record.ts'

/** Reads and writes records of one scope inside one transaction. Await nothing but its methods: the transaction would end. */
export type Rows = {
  get(id: string): Promise<StoredRecord | undefined>
  /** Stores the record under its next rev, its history and its place in the outbox. `record` is what `get` gave, changed. */
  put(record: StoredRecord, history: HistoryEntry | null): Promise<void>
  /** Reads these at once for `loaded`: a call for each costs more than its row. */
  load(ids: readonly string[]): Promise<void>
  /** For `loaded` too, unread: it waits, and lies there as it is here. */
  trust(record: StoredRecord): void
  /** What `load` read, with what was kept since. */
  loaded(id: string): StoredRecord | undefined
  /** `put` without waiting, of what was loaded: it is written with everything else that is kept, before anything is read or the work ends. */
  keep(record: StoredRecord, history: HistoryEntry | null, packed?: string): void
  /** The push in flight is answered, or goes again as another: nothing is leaving. */
  forgetLeaving(): Promise<void>
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

/** A record that came whole, as it is to lie here, and what it counts with. */
export type Arrival = { readonly row: RecordRow; readonly count: Digest }

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

type Opened = Rows & { rest(): Promise<readonly TableWrites[]> }

function openRows(database: Database, scope: string): Opened {
  const rows = openManyRows(database, scope)
  return {
    ...rows,
    get: async (id) => {
      await rows.load([id])
      return rows.loaded(id)
    },
    put: async (record, history) => {
      rows.keep(record, history)
      await rows.flush()
    },
  }
}

function openManyRows(database: Database, scope: string): Omit<Opened, 'get' | 'put'> {
  const { dexie, seal } = database
  const changed = new Set<string>()
  /** Whether a record waited when it was read: its place in the outbox then stands already. */
  const waited = new Map<string, boolean>()
  const held = new Map<string, StoredRecord>()
  const sum = newSum(database, scope)
  const inFlight = newInFlight(database, scope)
  const read = (row: RecordRow | undefined, id: string) => {
    const record = row && rowToRecord(row, seal)
    const waits = record !== undefined && isUnsent(record)
    waited.set(id, waits)
    if (record) held.set(id, waits ? inFlight.asLeft(record) : record)
  }
  const write = newWrites(database, scope)
  const keep: Rows['keep'] = (record, history, packed) => {
    const before = held.get(record.id)
    const isOther = before !== undefined && before.cells !== record.cells
    const stored = { ...record, scope, rev: record.rev + 1, arrivedAt: isOther ? null : record.arrivedAt }
    changed.add(record.id)
    inFlight.strike(record.id)
    sum.move(before, stored)
    const arrival = isOther ? arrivalOf(before) : null
    if (arrival) write.addHistory(record.id, arrival)
    held.set(record.id, stored)
    const waits = isUnsent(stored)
    write.add(stored, { history, packed, outbox: waits === waited.get(record.id) ? 'as it is' : waits ? 'in' : 'out' })
    waited.set(record.id, waits)
  }
  const rest = async (): Promise<readonly TableWrites[]> => [...(await sum.toWrite()), ...inFlight.toWrite(), ...write.take()]
  const load: Rows['load'] = async (ids) => {
    if (write.isWaiting()) await write.flush()
    // Sent off together: each await would cost a turn of the event loop.
    const [rows] = await Promise.all([dexie.records.bulkGet([...ids]), inFlight.read(), sum.before()])
    for (const [index, id] of ids.entries()) read(rows[index], id)
  }
  return {
    rest,
    digest: sum.total,
    load,
    loaded: (id) => held.get(id),
    keep,
    trust: (record) => {
      held.set(record.id, record)
      waited.set(record.id, true)
    },
    forgetLeaving: inFlight.forget,
    arrive: (arrival) => {
      changed.add(arrival.row.id)
      sum.add(arrival.count)
      write.addArrival(arrival.row)
    },
    flush: write.flush,
    changed: () => [...changed],
  }
}

/** What of the push in flight lies as it was sent, with what this transaction strikes of it. */
function newInFlight(database: Database, scope: string) {
  const { dexie } = database
  let row: LeavingRow | undefined
  let isRead = false
  /** Opened only where something waits. */
  let leaving: Map<string, Mark> | undefined
  let isStruck = false
  const open = () => (leaving ??= new Map(openLeaving(database, row)))
  return {
    read: async (): Promise<void> => {
      if (!isRead) row = await dexie.leaving.get(scope)
      isRead = true
    },
    asLeft: (record: StoredRecord): StoredRecord => asLeft(record, open()),
    /** What waits was opened when it was read; what does not is not in flight, or was struck when it ceased to. */
    strike: (id: string): void => {
      if (leaving?.delete(id)) isStruck = true
    },
    toWrite: (): readonly TableWrites[] =>
      leaving && isStruck ? [{ table: 'leaving', rows: [leavingRow(database, scope, leaving)] }] : [],
    forget: async (): Promise<void> => {
      leaving = new Map()
      isStruck = false
      await dexie.leaving.delete(scope)
    },
  }
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

type Along = { readonly history: HistoryEntry | null; readonly packed: string | undefined; readonly outbox: 'in' | 'out' | 'as it is' }

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
      records.set(id, recordToRow(record, seal, along.packed))
      if (along.history) addHistory(id, along.history)
      if (along.outbox === 'in') outbox.set(id, { id, scope, order: host.now(), body: seal.seal({}, { table: 'outbox', id, scope }) })
      else if (along.outbox === 'out') outbox.set(id, null)
    },
    addArrival: (row: RecordRow): void => void arrivals.push(row),
    addHistory,
    take,
    flush,
    isWaiting,
  }
}
