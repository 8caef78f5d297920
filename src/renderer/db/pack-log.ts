import { z } from 'zod'
import { id } from '@shared/domain/record.ts'
import { packItem, type PackItem } from '@shared/sync/pack-format.ts'
import type { Database } from './database.ts'

/** A pack that was saved here, or accepted here; kept for the list of packs and for the next pack's `previous`. */
const packEntry = z.object({
  pack: id,
  direction: z.enum(['out', 'in']),
  scope: id,
  title: z.string(),
  contents: z.enum(['visit', 'unsent']),
  /** SHA-256 of its manifest. */
  hash: z.string(),
  /** Saved or accepted, by this laptop's clock; `madeAt` by the maker's. */
  at: z.int(),
  madeAt: z.int(),
  fileName: z.string(),
  /** Those that have a name for people, without links. */
  records: z.int(),
  /** Out: records that wait for the ministry. In: records that were new or changed. */
  counted: z.int(),
  /** The laptop it came from; null for our own. */
  from: z.object({ device: id, name: z.string(), deviceName: z.string() }).nullable(),
  /** Of its pages, how many there are and how many are joined; equal when it is done. */
  pages: z.int(),
  joined: z.int(),
})
export type PackEntry = z.infer<typeof packEntry>

/** The latest first. */
export async function readPackLog({ dexie, seal }: Database): Promise<PackEntry[]> {
  const rows = await dexie.packs.toArray()
  return rows
    .map((row) => packEntry.parse(seal.open(row.body, { table: 'packs', id: row.id, scope: '' })))
    .sort((a, b) => b.at - a.at || (a.pack < b.pack ? 1 : -1))
}

/** Also inside a transaction. */
export async function readPackEntry({ dexie, seal }: Database, pack: string): Promise<PackEntry | null> {
  const row = await dexie.packs.get(pack)
  return row ? packEntry.parse(seal.open(row.body, { table: 'packs', id: pack, scope: '' })) : null
}

/** Also inside a transaction. */
export async function putPackEntry({ dexie, seal }: Database, entry: PackEntry): Promise<void> {
  await dexie.packs.put({ id: entry.pack, body: seal.seal(entry, { table: 'packs', id: entry.pack, scope: '' }) })
}

/** Keeps an accepted pack, all of its pages, until they are joined: in one transaction, so it is wholly accepted or not at all. */
export async function keepAccepted(database: Database, entry: PackEntry, pages: readonly (readonly PackItem[])[]): Promise<void> {
  const { dexie, seal } = database
  const { pack } = entry
  await dexie.transaction('rw', dexie.packs, dexie.packPages, async () => {
    await dexie.packPages.where('pack').equals(pack).delete()
    await putPackEntry(database, entry)
    await dexie.packPages.bulkAdd(pages.map((items) => ({ pack, body: seal.seal(items, { table: 'packPages', id: pack, scope: '' }) })))
  })
}

/** The next page of an accepted pack to be joined; null when none is left. */
export async function nextPage({ dexie, seal }: Database, pack: string): Promise<{ n: number; items: PackItem[] } | null> {
  // Those of one pack lie in the order of `n`.
  const row = await dexie.packPages.where('pack').equals(pack).first()
  if (!row) return null
  const items = seal.open(row.body, { table: 'packPages', id: pack, scope: '' })
  return { n: row.n, items: z.array(packItem).parse(items) }
}

/** Inside the transaction that joins the page. False when it was joined before. */
export async function dropPage(database: Database, pack: string, n: number): Promise<boolean> {
  const { dexie } = database
  if ((await dexie.packPages.where(':id').equals(n).count()) === 0) return false
  await dexie.packPages.delete(n)
  const entry = await readPackEntry(database, pack)
  if (entry) await putPackEntry(database, { ...entry, joined: entry.joined + 1 })
  return true
}

/** Packs of which a power cut, or the end of the program, left pages to join. */
export async function unfinishedPacks({ dexie }: Database): Promise<string[]> {
  return (await dexie.packPages.orderBy('pack').uniqueKeys()) as string[]
}
