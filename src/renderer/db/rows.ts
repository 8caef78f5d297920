import type { Json } from '@shared/lib/canonical-json.ts'
import { combineDigests, EMPTY_DIGEST, type Digest } from '@shared/sync/digest.ts'
import type { Database } from './database.ts'
import { countOf, putDigest, readDigest } from './digests.ts'
import { isUnsent, recordToRow, rowToRecord, type StoredRecord } from './stored-record.ts'

/** What changed in a record: for the record's history on this laptop. */
export type HistoryEntry = {
  /** Field -> the value written, and its stamp, which names author and time. */
  readonly fields: Readonly<Record<string, { value: Json; stamp: string }>>
  /** This laptop's clock when it was stored here. */
  readonly storedAt: number
  /** `server`: told by the ministry's server; `complete`: it told all it knew at `storedAt`. */
  readonly origin: 'local' | 'remote' | 'server' | 'complete'
  /** Of the server's history: its place there, and who brought it from which laptop. */
  readonly position?: number
  readonly broughtBy?: Laptop
  /** The laptops that wrote it, by device id. */
  readonly laptops?: Readonly<Record<string, Laptop>>
}

/** A laptop as the server names it: its own name, and whose it is. */
export type Laptop = { readonly id: string; readonly name: string; readonly owner: string | null }

/** Reads and writes records of one scope inside one transaction. Await nothing but its methods: the transaction would end. */
export type Rows = {
  get(id: string): Promise<StoredRecord | undefined>
  /** Stores the record under its next rev, its history and its place in the outbox. `record` is what `get` gave, changed. */
  put(record: StoredRecord, history: HistoryEntry | null): Promise<void>
  changed(): readonly string[]
  /** Of the visit, with everything put so far; null while it has not been computed. */
  digest(): Promise<Digest | null>
}

/** What a transaction needs besides records, history and outbox: each store more is a lock more. */
export type Also = 'noteUpdates' | 'pushes' | 'scopes' | 'packs' | 'packPages' | 'originals'

/** One strict transaction on a scope; what `work` throws undoes all of it. */
export async function inScope<T>(
  database: Database,
  { scope, also = [] }: { scope: string; also?: readonly Also[] },
  work: (rows: Rows) => Promise<T>,
): Promise<T> {
  // The function must be `async` itself: Dexie looks at it to keep the transaction over awaits.
  return database.dexie.transaction('rw', ['records', 'history', 'outbox', 'digests', ...also], async () => {
    const rows = openRows(database, scope)
    const result = await work(rows)
    if (rows.hasMoved()) await keepDigest(database, scope, await rows.digest())
    return result
  })
}

/** One that was never computed stays unknown. */
async function keepDigest(database: Database, scope: string, digest: Digest | null): Promise<void> {
  if (digest !== null) await putDigest(database, scope, digest)
}

function openRows(database: Database, scope: string): Rows & { hasMoved(): boolean } {
  const { dexie, seal, host } = database
  const changed = new Set<string>()
  /** Whether a record waited when it was read: its place in the outbox then stands already. */
  const waited = new Map<string, boolean>()
  const held = new Map<string, StoredRecord>()
  let moved = EMPTY_DIGEST
  const count = (record: StoredRecord): void => {
    const before = held.get(record.id)
    held.set(record.id, record)
    if (before?.cells === record.cells && before.textDigest === record.textDigest) return
    moved = combineDigests(moved, countOf(record), ...(before ? [countOf(before)] : []))
  }
  return {
    hasMoved: () => moved !== EMPTY_DIGEST,
    digest: async () => {
      const kept = await readDigest(database, scope)
      return kept === null ? null : combineDigests(kept, moved)
    },
    get: async (id) => {
      const row = await dexie.records.get(id)
      const record = row && rowToRecord(row, seal)
      waited.set(id, record !== undefined && isUnsent(record))
      if (record) held.set(id, record)
      return record
    },
    put: async (record, history) => {
      const { id } = record
      changed.add(id)
      count(record)
      // Sent off together: each await would cost a turn of the event loop.
      const writes: PromiseLike<unknown>[] = [dexie.records.put(recordToRow({ ...record, scope, rev: record.rev + 1 }, seal))]
      if (history) writes.push(dexie.history.add({ recordId: id, scope, body: seal.seal(history, { table: 'history', id, scope }) }))
      const waits = isUnsent(record)
      if (waits && waited.get(id) !== true) {
        writes.push(dexie.outbox.put({ id, scope, order: host.now(), body: seal.seal({}, { table: 'outbox', id, scope }) }))
      } else if (!waits && waited.get(id) !== false) writes.push(dexie.outbox.delete(id))
      waited.set(id, waits)
      await Promise.all(writes)
    },
    changed: () => [...changed],
  }
}
