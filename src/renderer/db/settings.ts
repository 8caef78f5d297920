import { z } from 'zod'
import { id, language, text, zone } from '@shared/domain/record.ts'
import type { Database } from './database.ts'
import { putScopeState, readScopeState } from './scope-state.ts'

/** Who this laptop is. Drawn once, at the first start, and never made from anything that a copy would share. */
const identity = z.object({ deviceId: id, personId: id, predecessor: id.nullable() })
const profile = z.object({ name: text(200) })
/** The account on the ministry's server; null fields before the first sign-in. */
const account = z.object({ account: z.string(), name: z.string(), isAdministrator: z.boolean() })
const preferences = z.object({
  language: language.default('en'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  ministryZone: zone.default('Asia/Tashkent'),
  currentVisit: id.nullable().default(null),
  sideList: z.enum(['wide', 'narrow']).default('wide'),
})

/** What this laptop signs packs with (Ed25519, 32 bytes as hexadecimal text) and opens them with (age). Drawn at the first pack. */
const packKeys = z.object({ deviceId: id, secret: z.string(), identity: z.string(), recipient: z.string() })
/** Laptops whose packs were accepted: the keys are those of the first one and must stay. */
const laptops = z.array(
  z.object({ device: id, deviceName: z.string(), name: z.string(), key: z.string(), recipient: z.string(), since: z.int() }),
)

/** Visits that left this laptop, until the person has read it; `handedIn` counts the records that went to the owner. `isLost`: it was reported lost. */
const departures = z.array(z.object({ scope: id, title: z.string(), at: z.int(), handedIn: z.int(), isLost: z.boolean().optional() }))

/** Unsent work that was handed in when its visit left this laptop, until no server could have forgotten it; `askedAt` by this laptop's clock. */
const handedIn = z.array(z.object({ scope: id, at: z.int(), askedAt: z.int(), items: z.array(z.unknown()) }))

/** Visits whose files are fetched ahead, to be there with no network. */
const keepOffline = z.array(id)

/** A sign-in by the ministry's provider that was begun here: what the server gave, and the code that goes along with it. */
const providerTicket = z.object({ ticket: z.string(), code: z.string() })

/** The browser threw the database away while this account was signed in, from a laptop of this id; until somebody signs in again. */
const thrownAway = z.object({ account: z.string(), deviceId: id.optional() })
/** The laptop that was reported lost, as the server said it to itself. It stays one also where no server can be asked. */
const lost = z.object({ deviceId: id })

const entries = {
  identity,
  profile,
  account,
  preferences,
  packKeys,
  laptops,
  departures,
  handedIn,
  keepOffline,
  providerTicket,
  thrownAway,
  lost,
} as const
type Entries = { [K in keyof typeof entries]: z.infer<(typeof entries)[K]> }
export type Identity = Entries['identity']
export type Preferences = Entries['preferences']
export type HandedIn = Entries['handedIn'][number]
export type Departure = Entries['departures'][number]
export type Account = Entries['account']
export type PackKeys = Entries['packKeys']
export type KnownLaptop = Entries['laptops'][number]

/** Undefined when it was never set. */
export async function readSetting<K extends keyof Entries>({ dexie, seal }: Database, key: K): Promise<Entries[K] | undefined> {
  const row = await dexie.meta.get(key)
  if (!row) return undefined
  return entries[key].parse(seal.open(row.body, { table: 'meta', id: key, scope: '' })) as Entries[K]
}

export async function putSetting<K extends keyof Entries>({ dexie, seal }: Database, key: K, value: Entries[K]): Promise<void> {
  await dexie.meta.put({ key, body: seal.seal(value, { table: 'meta', id: key, scope: '' }) })
}

export async function dropSetting({ dexie }: Database, key: keyof Entries): Promise<void> {
  await dexie.meta.delete(key)
}

export const defaultPreferences: Preferences = preferences.parse({})

/** The identity of this laptop, drawn when there is none. Two tabs at the first start agree, because it is one transaction. */
export async function ensureIdentity(database: Database): Promise<Identity> {
  return database.dexie.transaction('rw', database.dexie.meta, async () => {
    const known = await readSetting(database, 'identity')
    if (known) return known
    const fresh: Identity = { deviceId: database.host.newId(), personId: database.host.newId(), predecessor: null }
    await putSetting(database, 'identity', fresh)
    return fresh
  })
}

/** Whether the server said of this very laptop that it was reported lost: one that registered again is another. */
export async function isReportedLost(database: Database): Promise<boolean> {
  const [lost, identity] = await Promise.all([readSetting(database, 'lost'), readSetting(database, 'identity')])
  return lost !== undefined && lost.deviceId === identity?.deviceId
}

/**
 * Somebody signs in by this account on a laptop whose database was thrown away. Where the account is the one from before, the laptop names the
 * one that it was, so that the lists of laptops can say what became of it.
 */
export async function nameTheOneBefore(database: Database, account: string): Promise<void> {
  await database.dexie.transaction('rw', database.dexie.meta, async () => {
    const before = await readSetting(database, 'thrownAway')
    if (before?.deviceId === undefined) return
    const predecessor = before.account === account ? before.deviceId : null
    await putSetting(database, 'identity', { ...(await ensureIdentity(database)), predecessor })
  })
}

/**
 * The server knows this laptop's numbers from another copy of it: it becomes a device of its own, which names the one it was.
 * What was in flight is numbered anew; nothing that waits is lost.
 */
export async function becomeNewDevice(database: Database): Promise<void> {
  const { dexie, host } = database
  await dexie.transaction('rw', dexie.meta, dexie.pushes, dexie.scopes, async () => {
    const { deviceId, personId } = await ensureIdentity(database)
    await putSetting(database, 'identity', { deviceId: host.newId(), personId, predecessor: deviceId })
    await dexie.pushes.clear()
    for (const scope of await dexie.scopes.toCollection().primaryKeys()) {
      await putScopeState(database, scope, { ...(await readScopeState(database, scope)), pushSeq: 0 })
    }
  })
}
