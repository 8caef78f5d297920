import { isCounted } from '@shared/domain/tables.ts'
import { base64ToBytes } from '@shared/lib/base64.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { PackItem, PackProblem } from '@shared/sync/pack-format.ts'
import { unpackRecord } from '@shared/sync/packed.ts'
import { applyPackPage } from '../db/apply-pack.ts'
import type { Database } from '../db/database.ts'
import { dropPage, keepAccepted, nextPage, readPackEntry, readPackLog, unfinishedPacks, type PackEntry } from '../db/pack-log.ts'
import type { PackedRemote } from '../db/pack-meeting.ts'
import { previewPackPage, type Previewed } from '../db/preview-pack.ts'
import { storageProblemOf } from '../db/storage-problem.ts'
import type { HeldItem, ReadPack } from './pack-file.ts'
import { acquaintanceOf, ensurePackKeys, knownLaptops, rememberLaptop, type Acquaintance } from './pack-keys.ts'
import { trustCommit } from '../db/scope-state.ts'
import type { PackWork } from './pack-work.ts'

/** What a person sees before they accept a pack. */
export type PackPreview = {
  readonly pack: ReadPack
  readonly acquaintance: Exclude<Acquaintance, 'other-key'>
  readonly records: readonly Previewed[]
  /** Items that cannot be taken in; there is nothing to do about them. */
  readonly held: readonly HeldItem[]
  /** When this very pack was accepted here before. */
  readonly acceptedAt: number | null
  /** When a later pack of the same laptop was made, which is in here already. */
  readonly laterFrom: number | null
  /** The pack was made on this laptop. */
  readonly isOwn: boolean
}

/** Opens and checks a pack and compares it with what is here. Nothing is stored. */
export async function openPack(
  database: Database,
  work: PackWork,
  file: { bytes: Uint8Array; passphrase: string | null },
): Promise<Result<PackPreview, PackProblem>> {
  const keys = await ensurePackKeys(database)
  const read = await work.read({ ...file, identity: keys.identity })
  if (!read.ok) return read
  const { manifest, pages } = read.value
  const { author, scope } = manifest
  const isOwn = author.device === keys.deviceId
  const acquaintance = acquaintanceOf(await knownLaptops(database), author)
  if (acquaintance === 'other-key') return fail('other-key')
  const log = await readPackLog(database)
  const accepted = log.filter((entry) => entry.direction === 'in' && entry.from?.device === author.device && entry.scope === scope)
  const records: Previewed[] = []
  for (const page of pages) records.push(...(await previewPackPage(database, scope, page.items.map(toPackedRemote))))
  const later = accepted.filter((entry) => entry.madeAt > manifest.createdAt).map((entry) => entry.madeAt)
  return succeed({
    pack: read.value,
    acquaintance,
    records,
    held: pages.flatMap((page) => page.held),
    acceptedAt: accepted.find((entry) => entry.hash === read.value.hash)?.at ?? null,
    laterFrom: later.length === 0 ? null : Math.max(...later),
    isOwn,
  })
}

/**
 * Accepts a pack: it is kept whole first, then joined page by page. Whatever ends the program meanwhile, `resumePacks` goes on at
 * the page where it stopped.
 * @param fileName as the person knows the file, for the list of packs
 */
export async function acceptPack(database: Database, { pack, records }: PackPreview, fileName: string): Promise<Result<null, PackProblem>> {
  const { manifest, hash, pages } = pack
  const { device, name, deviceName, key, recipient } = manifest.author
  const known = await readPackEntry(database, manifest.pack)
  const counted = records.filter(({ outcome }) => outcome !== 'same').length
  const entry: PackEntry = known
    ? { ...known, joined: 0 }
    : {
        pack: manifest.pack,
        direction: 'in',
        scope: manifest.scope,
        title: manifest.title,
        contents: manifest.contents,
        hash,
        at: database.host.now(),
        madeAt: manifest.createdAt,
        fileName,
        records: records.filter(({ record }) => isCounted(record.kind)).length,
        counted,
        from: { device, name, deviceName },
        pages: pages.length,
        joined: 0,
      }
  try {
    const { meta, packs, packPages, scopes } = database.dexie
    // Whoever made it, and the commit that vouches for it, are known with the pack or not at all: of a visit that is not here nothing stays.
    await database.dexie.transaction('rw', meta, packs, packPages, scopes, async () => {
      if (manifest.commit) await trustCommit(database, manifest.scope, manifest.commit)
      await rememberLaptop(database, { device, name, deviceName, key, recipient })
      await keepAccepted(
        database,
        entry,
        pages.map((page) => page.items),
      )
    })
    await joinPack(database, manifest.pack)
    return succeed(null)
  } catch (error) {
    const problem = storageProblemOf(error)
    if (problem === null) throw error
    return fail(problem, String(error))
  }
}

/** At the start of the program, and after an error: joins what was accepted and is not joined yet. Gives the packs that it finished. */
export async function resumePacks(database: Database): Promise<string[]> {
  const packs = await unfinishedPacks(database)
  for (const pack of packs) await joinPack(database, pack)
  return packs
}

async function joinPack(database: Database, pack: string): Promise<void> {
  const entry = await readPackEntry(database, pack)
  if (!entry) return
  for (let page = await nextPage(database, pack); page; page = await nextPage(database, pack)) {
    const { n, items } = page
    await applyPackPage(database, entry.scope, { items: items.map(toPackedRemote), andThen: () => dropPage(database, pack, n) })
  }
}

/** An item of the file as the database takes it. */
export function toPackedRemote({ record, waiting = {}, receivedAt, text, originals = [] }: PackItem): PackedRemote {
  const bytes = (part: string | undefined): Uint8Array | null => (part === undefined ? null : base64ToBytes(part))
  return {
    record: unpackRecord(record),
    waiting: new Set(Object.keys(waiting)),
    receivedAt: receivedAt ?? null,
    text: text ? { received: bytes(text.received), waiting: bytes(text.waiting) } : null,
    originals,
  }
}
