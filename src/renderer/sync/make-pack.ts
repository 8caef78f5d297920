import type { Cells } from '@shared/sync/cell.ts'
import type { PackContents } from '@shared/sync/pack-format.ts'
import { collectPack, markHandedOver, pagesOf } from '../db/collect-pack.ts'
import type { Database } from '../db/database.ts'
import { putPackEntry, readPackLog, type PackEntry } from '../db/pack-log.ts'
import { ensurePackKeys, publicKey } from './pack-keys.ts'
import { readScopeState } from '../db/scope-state.ts'
import { zoneClock } from '../lib/zone-time.ts'
import type { PackLock } from './pack-lock.ts'
import type { PackWork } from './pack-work.ts'

export type MakeOptions = {
  readonly scope: string
  readonly contents: PackContents
  readonly lock: PackLock
  /** Who makes it, for whoever opens it. */
  readonly name: string
  readonly deviceName: string
}

/** A pack that lies in memory. It has left nobody's hands before `packSaved`. */
export type MadePack = {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly suggestedName: string
  readonly entry: PackEntry
  readonly carried: ReadonlyMap<string, Cells>
}

/**
 * Makes a pack of a visit. What waits for the ministry is marked as having left before the bytes exist; receipts wait for
 * `packSaved`.
 */
export async function makePack(database: Database, work: PackWork, options: MakeOptions): Promise<MadePack> {
  const { scope, contents, lock, name, deviceName } = options
  const keys = await ensurePackKeys(database)
  const { items, carried, named, title } = await collectPack(database, scope, contents)
  // After the records: it is no older than what vouches for any of them.
  const { cursor, answered } = await readScopeState(database, scope)
  const commit = answered ?? cursor
  const former = (await readPackLog(database)).find((entry) => entry.direction === 'out' && entry.scope === scope)
  const at = database.host.now()
  const pages = pagesOf(items)
  const head = {
    pack: database.host.newId(),
    scope,
    title: title.slice(0, 500),
    contents,
    author: {
      device: keys.deviceId,
      deviceName: deviceName.slice(0, 200),
      name: name.slice(0, 200),
      key: publicKey(keys),
      recipient: keys.recipient,
    },
    ...(commit ? { commit } : {}),
    createdAt: at,
    previous: former?.hash ?? null,
    records: items.length,
    waiting: carried.size,
  }
  const { bytes, hash } = await work.write({ plan: { pages, head, secret: keys.secret }, lock })
  const suggestedName = packFileName(title, at, database.host.zone())
  const entry: PackEntry = {
    pack: head.pack,
    direction: 'out',
    scope,
    title: head.title,
    contents,
    hash,
    at,
    madeAt: at,
    fileName: suggestedName,
    records: named,
    counted: carried.size,
    from: null,
    pages: pages.length,
    joined: pages.length,
  }
  return { bytes, suggestedName, entry, carried }
}

/** The file is where the person wanted it: now, and not before, its records lie with a colleague. */
export async function packSaved(database: Database, { entry, carried }: MadePack, fileName: string): Promise<void> {
  await putPackEntry(database, { ...entry, at: database.host.now(), fileName })
  await markHandedOver(database, entry.scope, carried)
}

/** The visit's title and the day and minute as this laptop's clock shows them: two packs of a day never have one name. */
export function packFileName(title: string, at: number, zone: string): string {
  const words = title
    .replace(/[\p{Cc}\\/:*?"<>|.]+/gu, ' ')
    .trim()
    .replace(/\s+/g, '-')
    .slice(0, 60)
  const time = zoneClock(zone).localAt(at).replace('T', '-').replace(':', '')
  return `${words === '' ? 'safarnoma' : words}-${time}.safarnoma`
}
