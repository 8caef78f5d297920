import { openDatabase, type Database } from '../../../src/renderer/db/database.ts'
import { createSession } from '../../../src/renderer/sync/session.ts'
import { startSyncLoop } from '../../../src/renderer/sync/sync-loop.ts'
import { createSyncStatus } from '../../../src/renderer/sync/sync-status.ts'
import { createCall, sendByFetch } from '../../../src/renderer/sync/transport.ts'

/** Milliseconds. @property firstChunk until the first records were there to be shown @property bare until a bare bulk write of the same rows was done */
export type FirstSyncTimes = { sync: number; firstChunk: number; bare: number; records: number; rows: number }

declare global {
  interface Window {
    measureFirstSync(credentials: { account: string; password: string }): Promise<FirstSyncTimes>
  }
}

/** As many as a page of a pull has at most. */
const PAGE = 2_000

/** The app's own sync into an empty database, and the rows that it left written again with nothing around IndexedDB. */
window.measureFirstSync = async (credentials) => {
  const host = { now: () => Date.now(), zone: () => 'UTC', newId: () => crypto.randomUUID(), random: () => Math.random() }
  const database = await openDatabase({ name: 'bench-first-sync', host })
  const session = createSession({
    database,
    call: createCall(sendByFetch),
    tokens: { keepIn: 'cookie' },
    deviceName: 'bench page',
    onAccountChange: () => Promise.resolve(),
    exclusively: (work) => work(),
  })
  const signedIn = await session.signIn(credentials)
  if (!signedIn.ok) throw new Error(signedIn.error.code)
  const began = performance.now()
  let firstChunk = 0
  database.onCommit(() => (firstChunk ||= performance.now() - began))
  const status = createSyncStatus()
  const timers = { after: () => () => undefined }
  const loop = startSyncLoop({ database, session, status, timers, exclusively: (work) => work() })
  await loop.syncNow()
  const sync = performance.now() - began
  loop.stop()
  const { problem } = status.getState()
  if (problem !== null) throw new Error(problem)
  const { stores, rows } = await allRows(database)
  const records = stores.find(({ name }) => name === 'records')?.rows.length ?? 0
  return { sync, firstChunk, bare: await bareWrite(stores), records, rows }
}

type Store = {
  name: string
  key: IDBObjectStoreParameters
  indexes: { name: string; keyPath: string | string[]; unique: boolean; multiEntry: boolean }[]
  rows: unknown[]
}

async function allRows({ dexie }: Database): Promise<{ stores: Store[]; rows: number }> {
  const stores: Store[] = []
  for (const table of dexie.tables) {
    const { primKey, indexes } = table.schema
    const rows = await table.toArray()
    stores.push({
      name: table.name,
      key: { keyPath: primKey.keyPath ?? null, autoIncrement: primKey.auto === true },
      indexes: indexes.map((index) => ({
        name: index.name,
        keyPath: index.keyPath ?? '',
        unique: index.unique === true,
        multiEntry: index.multi === true,
      })),
      rows,
    })
  }
  return { stores, rows: stores.reduce((sum, { rows }) => sum + rows.length, 0) }
}

/** The same rows, stores, indexes, durability and size of page; nothing read, joined or counted. */
async function bareWrite(stores: readonly Store[]): Promise<number> {
  const raw = await openRaw(stores)
  const began = performance.now()
  const most = Math.max(...stores.map(({ rows }) => rows.length))
  for (let from = 0; from < most; from += PAGE) {
    const transaction = raw.transaction(
      stores.map(({ name }) => name),
      'readwrite',
      { durability: 'strict' },
    )
    for (const { name, rows } of stores) for (const row of rows.slice(from, from + PAGE)) transaction.objectStore(name).put(row)
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onerror = () => reject(transaction.error ?? new Error('raw write'))
    })
  }
  const took = performance.now() - began
  raw.close()
  return took
}

function openRaw(stores: readonly Store[]): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('bench-bare', 1)
    request.onupgradeneeded = () => {
      for (const { name, key, indexes } of stores) {
        const store = request.result.createObjectStore(name, key)
        for (const { name: index, keyPath, unique, multiEntry } of indexes) store.createIndex(index, keyPath, { unique, multiEntry })
      }
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('raw database'))
  })
}
