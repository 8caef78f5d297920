import type { PackContents } from '@shared/sync/pack-format.ts'
import { rowToRecord, type StoredRecord } from '../../src/renderer/db/stored-record.ts'
import { makePack, packSaved, type MadePack } from '../../src/renderer/sync/make-pack.ts'
import { ensurePackKeys } from '../../src/renderer/sync/pack-keys.ts'
import { packWork } from '../../src/renderer/sync/pack-work.ts'
import { acceptPack, openPack, type PackPreview } from '../../src/renderer/sync/take-pack.ts'
import { openLaptop, type TestLaptop } from './database.ts'

/** A passphrase that costs nothing: its strength is age's own matter. */
export const LOCK = { type: 'passphrase', passphrase: 'correct horse battery', workFactor: 2 } as const

/** What a person does with packs, without the screen. */
export async function packOf(laptop: TestLaptop, scope: string, contents: PackContents = 'visit'): Promise<MadePack> {
  return makePack(laptop.database, packWork, { scope, contents, lock: LOCK, name: 'Delegate', deviceName: 'laptop' })
}

export async function handOver(laptop: TestLaptop, scope: string, contents: PackContents = 'visit'): Promise<Uint8Array> {
  const made = await packOf(laptop, scope, contents)
  await packSaved(laptop.database, made, made.suggestedName)
  return made.bytes
}

export const look = (laptop: TestLaptop, bytes: Uint8Array, passphrase: string | null = LOCK.passphrase) =>
  openPack(laptop.database, packWork, { bytes, passphrase })

export async function takeIn(laptop: TestLaptop, bytes: Uint8Array): Promise<PackPreview> {
  const preview = await look(laptop, bytes)
  if (!preview.ok) throw new Error(`refused: ${preview.error.code} ${preview.error.detail ?? ''}`)
  const accepted = await acceptPack(laptop.database, preview.value, 'a.safarnoma')
  if (!accepted.ok) throw new Error(`not accepted: ${accepted.error.code}`)
  return preview.value
}

export async function storedIn({ database }: TestLaptop, scope: string): Promise<StoredRecord[]> {
  const rows = await database.dexie.records.where('scope').equals(scope).sortBy('id')
  return rows.map((row) => rowToRecord(row, database.seal))
}

/** Everything in every store, byte for byte: what a refused pack must leave alone. */
export async function everythingIn({ database }: TestLaptop): Promise<string> {
  const tables = await Promise.all(database.dexie.tables.map(async (table) => [table.name, await table.toArray()]))
  return JSON.stringify(tables, (_key, value: unknown) => (value instanceof Uint8Array ? [...value] : value))
}

/** Draws the keys of a laptop: at its first pack, so that looking at one changes nothing more. */
export const withKeys = async (laptop: TestLaptop): Promise<TestLaptop> => {
  await ensurePackKeys(laptop.database)
  return laptop
}

/** Two laptops, and on the first a visit with an agreement. */
export async function twoPackLaptops({ visit, agreement }: { visit: string; agreement: string }): Promise<[a: TestLaptop, b: TestLaptop]> {
  const [a, b] = [await withKeys(await openLaptop(1)), await withKeys(await openLaptop(2))]
  await a.write(visit, { type: 'set', kind: 'visit', id: visit, fields: { title: 'Tokyo' } })
  await a.write(visit, { type: 'set', kind: 'agreement', id: agreement, fields: { text: 'Joint courses', status: 'floated' } })
  return [a, b]
}
