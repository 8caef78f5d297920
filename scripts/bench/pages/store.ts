import { openDatabase, type Database } from '../../../src/renderer/db/database.ts'
import { createLive, recordsOf } from '../../../src/renderer/db/live.ts'
import type { RecordRow } from '../../../src/renderer/db/versions.ts'
import { write } from '../../../src/renderer/db/write.ts'
import { agreementChanges } from './records.ts'

/** Milliseconds, a value a run. */
export type StoreTimes = { edit: number[]; put: number[]; open: number[]; getAll: number[]; rowBytes: number }

declare global {
  interface Window {
    measureStore(size: number, runs: number, edits: number): Promise<StoreTimes>
  }
}

const SCOPE = '11111111-1111-4111-8111-111111111111'
const AUTHOR = '00000000000040008000000000000001.bench'
const BATCH = 500

window.measureStore = async (size, runs, edits) => {
  const host = { now: () => Date.now(), zone: () => 'UTC', newId: () => crypto.randomUUID(), random: () => Math.random() }
  const database = await openDatabase({ name: 'bench-store', host })
  for (let from = 0; from < size; from += BATCH) {
    await write(database, { author: AUTHOR }, { scope: SCOPE, changes: agreementChanges(Math.min(BATCH, size - from), from) })
  }
  const raw = await openRaw()
  const rows = await database.dexie.records.toArray()
  await putAll(raw, rows)
  await editOne(database, rows[0], 'first')
  // The same bytes for the peer: what one edit writes, a record's row and a line of its history.
  const history = await database.dexie.history
    .where('recordId')
    .equals(rows[0]?.id ?? '')
    .last()
  const lastWritten = [await database.dexie.records.get(rows[0]?.id ?? ''), { ...history, id: 'history' }]
  const times: StoreTimes = { edit: [], put: [], open: [], getAll: [], rowBytes: rows[0]?.body.length ?? 0 }
  for (let edit = 0; edit < edits; edit += 1) {
    times.edit.push(await timed(() => editOne(database, rows[0], `owner ${edit}`)))
    times.put.push(await timed(() => putAll(raw, lastWritten)))
  }
  for (let run = 0; run < runs; run += 1) {
    times.open.push(
      await timed(async () => {
        const live = createLive(database)
        await live.open(SCOPE)
        if (recordsOf(live.store.getState().scopes[SCOPE], 'agreement').length !== size) throw new Error('every record is there')
        live.close()
      }),
    )
    times.getAll.push(await timed(() => getAll(raw)))
  }
  return times
}

/** One edit of one field, as a form makes it: the row, its history and its place in the outbox, durable when it resolves. */
async function editOne(database: Database, row: RecordRow | undefined, owner: string): Promise<void> {
  if (!row) throw new Error('the store has rows')
  const change = { type: 'set', kind: 'agreement', id: row.id, fields: { owner } } as const
  const written = await write(database, { author: AUTHOR }, { scope: SCOPE, changes: [change] })
  if (!written.ok) throw new Error(written.error.code)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** The peer: IndexedDB with nothing around it, the same rows, the same durability, no index. */
function openRaw(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('bench-raw', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('records', { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('raw database'))
  })
}

function putAll(raw: IDBDatabase, rows: readonly unknown[]): Promise<void> {
  const transaction = raw.transaction('records', 'readwrite', { durability: 'strict' })
  const store = transaction.objectStore('records')
  for (const row of rows) store.put(row)
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onerror = () => reject(transaction.error ?? new Error('raw put'))
  })
}

function getAll(raw: IDBDatabase): Promise<unknown[]> {
  const request = raw.transaction('records').objectStore('records').getAll()
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as unknown[])
    request.onerror = () => reject(request.error ?? new Error('raw getAll'))
  })
}
