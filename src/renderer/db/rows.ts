import type { Transaction } from 'dexie'
import { combineDigests, EMPTY_DIGEST, startSum, type Digest } from '@shared/sync/digest.ts'
import type { Database } from './database.ts'
import { countOf, digestRow, readDigest } from './digests.ts'
import { arrivalOf, type HistoryEntry } from './history-entry.ts'
import type { LeavingRow, Place, RecordRow } from './versions.ts'
import { asLeft, leavingRow, openLeaving, type Mark } from './leaving.ts'
import { isUnsent, rowToRecord, wholeUnsent, type StoredRecord, type Whole } from './stored-record.ts'
import { failWithARow, newWrites, writeAndCommit, type TableWrites } from './row-writes.ts'

/** Reads and writes records of one scope inside one transaction. Await nothing but its methods: the transaction would end. */
export type Rows = {
  get(id: string): Promise<StoredRecord | undefined>
  /** Stores the record under its next rev, its history and its place among what waits. `record` is what `get` gave, changed. */
  put(record: StoredRecord, history: HistoryEntry | null): Promise<void>
  /** Reads these at once for `loaded`: a call for each costs more than its row. */
  load(ids: readonly string[]): Promise<void>
  /**
   * As `load`, of what is to be sent. Gives, in the place of each that is sent as it lies, what is sent (`wholeUnsent`), and has it for
   * `loaded` no more than if it were not here. A note is opened: it may have a text.
   */
  loadUnsent(ids: readonly string[]): Promise<readonly (Whole | null)[]>
  /** For `loaded` too, unread: it waits, and lies there as it is here. */
  trust(record: StoredRecord): void
  /** What `load` read, with what was kept since. */
  loaded(id: string): StoredRecord | undefined
  /** `put` without waiting, of what was loaded: it is written with everything else that is kept, before anything is read or the work ends. */
  keep(record: StoredRecord, history: HistoryEntry | null, packed?: string): void
  /** The row of a record that waited, ready made under its next rev, and waits no longer: nothing else of it changes. */
  settle(row: RecordRow): void
  /** Every place between the first and the last of these, in order: where what stands there waits no longer, it need not be looked for. */
  knowPlaces(places: readonly Place[]): void
  /** The push in flight is answered, or goes again as another: nothing is leaving. */
  forgetLeaving(): Promise<void>
  /** Writes a record of which nothing is here, unseen and at once: where something is, nothing of the transaction is stored, and it fails (`isAlreadyHere`). */
  arrive(arrival: Arrival): void
  /** Is written with everything else that is kept, at the end. */
  writeAlong(writes: TableWrites): void
  /** Writes what is kept, for whoever reads the tables themselves. */
  flush(): Promise<void>
  changed(): readonly string[]
  /** Of the visit, with everything put so far; null while it has not been computed. */
  digest(): Promise<Digest | null>
}

/** What a transaction needs besides records, history and what waits: each store more is a lock more. */
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
  return database.dexie.transaction('rw', ['records', 'history', 'unsent', 'digests', 'leaving', ...also], async (transaction) => {
    const rows = openRows(database, scope, transaction)
    try {
      const result = await work(rows)
      writeAndCommit(transaction, await rows.rest())
      return result
    } catch (error) {
      // Where a row was refused, whatever is asked of the transaction afterwards fails without saying why.
      throw transaction.idbtrans.error ?? error
    }
  })
}

type Opened = Rows & { rest(): Promise<readonly TableWrites[]> }

function openRows(database: Database, scope: string, transaction: Transaction): Opened {
  const rows = openManyRows(database, scope, transaction)
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

function openManyRows(database: Database, scope: string, { idbtrans }: Transaction): Omit<Opened, 'get' | 'put'> {
  const changed = new Set<string>()
  const sum = newSum(database, scope)
  const inFlight = newInFlight(database, scope)
  const write = newWrites(database, scope)
  const { held, waited, ...reading } = newReading(database, async (ids) => {
    if (write.isWaiting()) await write.flush()
    // Sent off together: each await would cost a turn of the event loop.
    const [rows] = await Promise.all([database.dexie.records.bulkGet([...ids]), inFlight.read(), sum.before()])
    return { rows, asLeft: inFlight.asLeft }
  })
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
    write.add(stored, { history, packed, place: waits === waited.get(record.id) ? 'as it is' : waits ? 'in' : 'out' })
    waited.set(record.id, waits)
  }
  const along: TableWrites[] = []
  const rest = async (): Promise<readonly TableWrites[]> => {
    await write.leave()
    return [...(await sum.toWrite()), ...inFlight.toWrite(), ...along, ...write.take()]
  }
  let arrivals: IDBObjectStore | undefined
  const arrivalsStore = (): IDBObjectStore => {
    failWithARow(idbtrans)
    return idbtrans.objectStore('records')
  }
  return {
    ...reading,
    rest,
    digest: sum.total,
    keep,
    settle: (row) => {
      changed.add(row.id)
      write.settle(row)
    },
    knowPlaces: write.knowPlaces,
    forgetLeaving: inFlight.forget,
    arrive: (arrival) => {
      changed.add(arrival.row.id)
      sum.add(arrival.count)
      arrivals ??= arrivalsStore()
      arrivals.add(arrival.row)
    },
    writeAlong: (writes) => void along.push(writes),
    flush: write.flush,
    changed: () => [...changed],
  }
}

/** @property asLeft what is opened, with what has left of it */
type Fetched = { readonly rows: readonly (RecordRow | undefined)[]; readonly asLeft: (record: StoredRecord) => StoredRecord }

/** What was read of the visit, with what was kept since. */
function newReading({ seal }: Database, fetch: (ids: readonly string[]) => Promise<Fetched>) {
  const held = new Map<string, StoredRecord>()
  /** Whether a record waited when it was read: its place then stands already. */
  const waited = new Map<string, boolean>()
  const open = (row: RecordRow | undefined, id: string, asLeft: Fetched['asLeft']): void => {
    const record = row && rowToRecord(row, seal)
    const waits = record !== undefined && isUnsent(record)
    waited.set(id, waits)
    if (record) held.set(id, waits ? asLeft(record) : record)
  }
  const load: Rows['load'] = async (ids) => {
    const { rows, asLeft } = await fetch(ids)
    for (let at = 0; at < ids.length; at += 1) open(rows[at], ids[at] as string, asLeft)
  }
  const loadUnsent: Rows['loadUnsent'] = async (ids) => {
    const { rows, asLeft } = await fetch(ids)
    const wholes: (Whole | null)[] = []
    for (let at = 0; at < ids.length; at += 1) {
      const row = rows[at]
      const whole = row ? wholeUnsent(row, seal) : null
      wholes.push(whole?.kind === 'note' ? null : whole)
      if (!wholes[at]) open(row, ids[at] as string, asLeft)
    }
    return wholes
  }
  const trust: Rows['trust'] = (record) => {
    held.set(record.id, record)
    waited.set(record.id, true)
  }
  return { held, waited, load, loadUnsent, trust, loaded: (id: string) => held.get(id) }
}

/** What of the push in flight lies as it was sent, with what this transaction strikes of it. */
function newInFlight(database: Database, scope: string) {
  const { dexie } = database
  let row: LeavingRow | undefined
  let isRead = false
  /** Opened only where something waits. */
  let leaving: Map<string, Mark> | undefined
  let isStruck = false
  const open = () => (leaving ??= openLeaving(database, row))
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
      leaving && isStruck ? [{ table: 'leaving', rows: [leavingRow(database, scope, [...leaving.values()])] }] : [],
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
