import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { publicKeyOf } from '@shared/sync/pack-proof.ts'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Database } from '../db/database.ts'
import { ensureIdentity, putSetting, readSetting, type KnownLaptop, type PackKeys } from '../db/settings.ts'

/** This laptop's keys, drawn at first use; a laptop that became a new device draws new ones. */
export async function ensurePackKeys(database: Database): Promise<PackKeys> {
  const { deviceId } = await ensureIdentity(database)
  // Drawn before the transaction: nothing but the database may be awaited inside.
  const secret = bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  const identity = await generateX25519Identity()
  const fresh: PackKeys = { deviceId, secret, identity, recipient: await identityToRecipient(identity) }
  return database.dexie.transaction('rw', database.dexie.meta, async () => {
    const known = await readSetting(database, 'packKeys')
    if (known?.deviceId === deviceId) return known
    await putSetting(database, 'packKeys', fresh)
    return fresh
  })
}

export const publicKey = ({ secret }: PackKeys): string => publicKeyOf(secret)

/** Laptops whose packs were accepted here, the latest first. */
export async function knownLaptops(database: Database): Promise<KnownLaptop[]> {
  return ((await readSetting(database, 'laptops')) ?? []).toSorted((a, b) => b.since - a.since)
}

/** What this laptop knows of the maker of a pack: nothing yet, the same key as before, or another one, which is nobody to trust. */
export type Acquaintance = 'new' | 'known' | 'other-key'

export function acquaintanceOf(laptops: readonly KnownLaptop[], maker: { device: string; key: string }): Acquaintance {
  const known = laptops.find(({ device }) => device === maker.device)
  if (!known) return 'new'
  return known.key === maker.key ? 'known' : 'other-key'
}

/** Remembers the maker of an accepted pack, under the name that it has now. */
export async function rememberLaptop(database: Database, laptop: Omit<KnownLaptop, 'since'>): Promise<void> {
  await database.dexie.transaction('rw', database.dexie.meta, async () => {
    const laptops = (await readSetting(database, 'laptops')) ?? []
    const others = laptops.filter(({ device }) => device !== laptop.device)
    await putSetting(database, 'laptops', [...others, { ...laptop, since: database.host.now() }])
  })
}
