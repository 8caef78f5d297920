import { tables, type Kind, type RecordOfKind } from '@shared/domain/tables.ts'
import { readFields } from '@shared/domain/record.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Commit, Database } from './database.ts'
import { listScopes, readScopeState, type ScopeState } from './scope-state.ts'
import { isUnsent, rowToRecord, type StoredRecord } from './stored-record.ts'

/** The records of one kind in one visit, by id. A new map whenever one of them changes. */
export type RecordMap = ReadonlyMap<string, StoredRecord>

export type LiveScope = {
  readonly isOpen: boolean
  readonly kinds: Readonly<Record<string, RecordMap>>
  /** Records with something that the ministry has not received. */
  readonly unsent: ReadonlyMap<string, StoredRecord>
  readonly state: ScopeState
  /** When the ministry last received something of it (its clock), null if never. */
  readonly receivedAt: number | null
}
export type LiveState = { readonly scopes: Readonly<Record<string, LiveScope>>; readonly isOpen: boolean }

/** THE read path: decoded records of all visits on this laptop, in memory, kept current from the commits of all tabs. */
export type Live = {
  readonly store: StoreApi<LiveState>
  /** Opens every visit, `first` before the others; resolves when all are there. */
  open(first?: string | null): Promise<void>
  close(): void
}

const EMPTY: RecordMap = new Map()

const unheard = (error: unknown): never => {
  throw error
}

/**
 * @param onUnreadable hears that a commit cannot be read, at a second try either: from then on the screens show what is no longer so. Without
 * it the fault is nobody's
 */
export function createLive(database: Database, onUnreadable: (error: unknown) => void = unheard): Live {
  const store = createStore<LiveState>(() => ({ scopes: {}, isOpen: false }))
  let isClosed = false
  const stopListening = database.onCommit((commit) => {
    refresh(database, store, commit)
      // What was taken away is away already, and may have come back since.
      .catch(() => refresh(database, store, { ...commit, forgottenIds: [] }))
      .catch((error: unknown) => {
        if (!isClosed) onUnreadable(error)
      })
  })
  return {
    store,
    open: async (first) => {
      const scopes = await listScopes(database)
      const ordered = first && scopes.includes(first) ? [first, ...scopes.filter((scope) => scope !== first)] : scopes
      for (const scope of ordered) await openScope(database, store, scope)
      store.setState({ isOpen: true })
    },
    close: () => {
      isClosed = true
      stopListening()
    },
  }
}

/** The records of a kind that are not deleted, as screens read them. */
export function recordsOf<K extends Kind>(scope: LiveScope | undefined, kind: K): readonly RecordOfKind<K>[] {
  const map = scope?.kinds[kind] ?? EMPTY
  let list = lists.get(map)
  if (!list) {
    list = [...map.values()].filter((record) => !isDead(record.cells)).map((record) => valuesOf(record))
    lists.set(map, list)
  }
  return list as readonly RecordOfKind<K>[]
}

/** One record as screens read it; undefined when it is not there. Deleted ones too: ask `isDeleted`. */
export function recordById<K extends Kind>(scope: LiveScope | undefined, kind: K, id: string): RecordOfKind<K> | undefined {
  const record = scope?.kinds[kind]?.get(id)
  return record && (valuesOf(record) as RecordOfKind<K>)
}

/** One record as it is on the disk: what screens hold may be a commit behind. Undefined when it is not there. */
export async function readRecordNow<K extends Kind>({ dexie, seal }: Database, kind: K, id: string): Promise<RecordOfKind<K> | undefined> {
  const row = await dexie.records.get(id)
  const record = row && rowToRecord(row, seal)
  return record?.kind === kind ? (valuesOf(record) as RecordOfKind<K>) : undefined
}

export const storedById = (scope: LiveScope | undefined, kind: Kind, id: string): StoredRecord | undefined => scope?.kinds[kind]?.get(id)

/** The records of a kind in the trash. */
export const deletedOf = (scope: LiveScope | undefined, kind: Kind): readonly StoredRecord[] =>
  [...(scope?.kinds[kind] ?? EMPTY).values()].filter((record) => isDead(record.cells))

/** Decoding is done once for each version of a record, when a screen first asks; the cache lives as long as the version. */
const decoded = new WeakMap<StoredRecord, unknown>()
const lists = new WeakMap<RecordMap, readonly unknown[]>()

function valuesOf(record: StoredRecord): unknown {
  let values = decoded.get(record)
  if (!values) {
    values = readFields(tables[record.kind as Kind], record, record.cells)
    decoded.set(record, values)
  }
  return values
}

async function openScope(database: Database, store: StoreApi<LiveState>, scope: string): Promise<void> {
  const [rows, state] = await Promise.all([database.dexie.records.where('scope').equals(scope).toArray(), readScopeState(database, scope)])
  const records = rows.map((row) => rowToRecord(row, database.seal))
  // A commit may have been taken in while the rows were read: the greater rev of each record stays.
  merge(store, scope, { records, state, isOpen: true })
}

async function refresh(database: Database, store: StoreApi<LiveState>, commit: Commit): Promise<void> {
  const { scope, recordIds, forgottenIds = [], isGone } = commit
  if (isGone === true) {
    store.setState(({ scopes }) => ({ scopes: Object.fromEntries(Object.entries(scopes).filter(([id]) => id !== scope)) }))
    return
  }
  if (forgottenIds.length > 0) forget(store, scope, new Set(forgottenIds))
  const isOpen = store.getState().scopes[scope]?.isOpen === true
  const [rows, state] = await Promise.all([
    isOpen ? database.dexie.records.bulkGet([...recordIds]) : database.dexie.records.where('scope').equals(scope).toArray(),
    readScopeState(database, scope),
  ])
  merge(store, scope, { records: rows.flatMap((row) => (row ? [rowToRecord(row, database.seal)] : [])), state, isOpen: true })
}

/** At once, before anything is read: what comes after it of the same record has a smaller rev. */
function forget(store: StoreApi<LiveState>, scope: string, ids: ReadonlySet<string>): void {
  store.setState(({ scopes }) => {
    const held = scopes[scope]
    if (!held) return {}
    const without = (records: RecordMap): RecordMap =>
      [...ids].some((id) => records.has(id)) ? new Map([...records].filter(([id]) => !ids.has(id))) : records
    const kinds = Object.fromEntries(Object.entries(held.kinds).map(([kind, records]) => [kind, without(records)]))
    return { scopes: { ...scopes, [scope]: { ...held, kinds, unsent: without(held.unsent) } } }
  })
}

type Fresh = { records: readonly StoredRecord[]; state: ScopeState; isOpen: boolean }

function merge(store: StoreApi<LiveState>, scope: string, fresh: Fresh): void {
  store.setState(({ scopes, isOpen }) => {
    const held = scopes[scope]
    const kinds: Record<string, Map<string, StoredRecord>> = {}
    const unsent = new Map(held?.unsent)
    let receivedAt = held?.receivedAt ?? null
    for (const record of fresh.records) {
      const known = kinds[record.kind]?.get(record.id) ?? held?.kinds[record.kind]?.get(record.id)
      if (known && known.rev >= record.rev) continue
      const map = (kinds[record.kind] ??= new Map(held?.kinds[record.kind]))
      map.set(record.id, record)
      if (isUnsent(record)) unsent.set(record.id, record)
      else unsent.delete(record.id)
      if (record.receivedAt !== null) receivedAt = Math.max(receivedAt ?? 0, record.receivedAt)
    }
    const next: LiveScope = { isOpen: fresh.isOpen, kinds: { ...held?.kinds, ...kinds }, unsent, state: fresh.state, receivedAt }
    return { isOpen, scopes: { ...scopes, [scope]: next } }
  })
}
