import { routes } from '@shared/sync/protocol.ts'
import { deviceAuthor } from '@shared/sync/stamp.ts'
import { openDatabase, type Database } from '../../../src/renderer/db/database.ts'
import { rowToRecord } from '../../../src/renderer/db/stored-record.ts'
import { write, type Change } from '../../../src/renderer/db/write.ts'
import { makePack, packSaved } from '../../../src/renderer/sync/make-pack.ts'
import { lockPack } from '../../../src/renderer/sync/pack-lock.ts'
import { packWork } from '../../../src/renderer/sync/pack-work.ts'
import { createSession, type Session } from '../../../src/renderer/sync/session.ts'
import { startSyncLoop } from '../../../src/renderer/sync/sync-loop.ts'
import { createSyncStatus } from '../../../src/renderer/sync/sync-status.ts'
import { acceptPack, openPack } from '../../../src/renderer/sync/take-pack.ts'
import { createCall, type Send } from '../../../src/renderer/sync/transport.ts'
import { memoryStore } from './memory-store.ts'
import { beginProfile, type DeviceProfile } from './profile.ts'
import { recordOf, stateHash } from './records.mjs'
import { serveDevice } from './serve-device.mjs'

/** @property setupCode of a server on which nobody is known yet; the others sign in */
type OpenOptions = { readonly url: string; readonly name: string; readonly setupCode?: string }

const SCOPE = '11111111-1111-4111-8111-111111111111'
const CREDENTIALS = { account: 'bench', password: 'a long passphrase for the bench' }
const LOCK = { type: 'passphrase', passphrase: 'four words of a pack' } as const
const BATCH = 500

serveDevice(async ({ url, name, setupCode }: OpenOptions) => {
  const host = { now: () => Date.now(), zone: () => 'UTC', newId: () => crypto.randomUUID(), random: () => Math.random() }
  // In memory, as the peers' storage is: a browser's own is measured in a browser.
  const database = await openDatabase({ name, host, dexie: memoryStore() })
  const session = sessionOf(database, url, name)
  const signedIn =
    setupCode === undefined ? await session.signIn(CREDENTIALS) : await session.setUp({ ...CREDENTIALS, name: 'Bench', code: setupCode })
  if (!signedIn.ok) throw new Error(`sign-in: ${signedIn.error.code} ${signedIn.error.detail ?? ''}`)
  const status = createSyncStatus()
  const timers = { after: () => () => undefined }
  const loop = startSyncLoop({ database, session, status, timers, exclusively: (work) => work() })
  const author = deviceAuthor(host.newId(), 'bench')
  const put = async (changes: readonly Change[]): Promise<void> => {
    const written = await write(database, { author }, { scope: SCOPE, changes })
    if (!written.ok) throw new Error(`write: ${written.error.code} ${written.error.detail ?? ''}`)
  }
  const change = (id: string, fields: object): Change => ({ type: 'set', kind: 'meeting', id, fields }) as Change
  let endProfile: (() => Promise<DeviceProfile>) | undefined
  return {
    fill: async (from, count) => {
      await put([{ type: 'set', kind: 'visit', id: SCOPE, fields: { title: 'Bench visit' } }])
      for (let at = from; at < from + count; at += BATCH) {
        const numbers = Array.from({ length: Math.min(BATCH, from + count - at) }, (_, index) => at + index)
        await put(numbers.map((number) => change(recordOf(number).id, recordOf(number).fields)))
      }
    },
    edit: async ({ from, count, step, field, value }) => {
      await put(Array.from({ length: count }, (_, index) => change(recordOf(from + index * step).id, { [field]: value })))
    },
    sync: async () => {
      await loop.syncNow()
      const { phase, problem } = status.getState()
      if (phase !== 'reached' || problem !== null) throw new Error(`sync: ${phase} ${problem}`)
    },
    /** Begins a profile, or ends it and gives what it says. */
    profile: async (begins: boolean) => {
      if (begins) endProfile = await beginProfile()
      else return endProfile?.()
      return undefined
    },
    hash: async () => stateHash(await meetingsOf(database)),
    /** What the passphrase of a pack costs by itself: slow on purpose, for whoever guesses. */
    lockNothing: async () => void (await lockPack(new Uint8Array(), LOCK)),
    makePack: async () => {
      const made = await makePack(database, packWork, { scope: SCOPE, contents: 'visit', lock: LOCK, name: 'Bench', deviceName: name })
      await packSaved(database, made, 'bench.safarnoma')
      return Buffer.from(made.bytes).toString('base64')
    },
    takePack: async (base64: string) => {
      const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
      const preview = await openPack(database, packWork, { bytes, passphrase: LOCK.passphrase })
      if (!preview.ok) throw new Error(`pack: ${preview.error.code}`)
      const accepted = await acceptPack(database, preview.value, 'bench.safarnoma')
      if (!accepted.ok) throw new Error(`pack: ${accepted.error.code}`)
    },
  }
})

function sessionOf(database: Database, url: string, deviceName: string): Session {
  let refreshToken: string | null = null
  // Each signs in from an address of its own: from one, so many would be too many tries.
  const place = `10.0.0.${(Number(/\d+$/.exec(deviceName)?.[0] ?? 0) % 250) + 1}`
  const send: Send = async ({ method, path, headers: own, body }) => {
    const headers = path === routes.signIn.path ? { ...own, 'x-forwarded-for': place } : own
    const reply = await fetch(`${url}${path}`, { method, headers, ...(body === null ? {} : { body: body as Uint8Array<ArrayBuffer> }) })
    return { status: reply.status, headers: Object.fromEntries(reply.headers), body: await bytesOf(reply) }
  }
  return createSession({
    database,
    call: createCall(send),
    tokens: { keepIn: 'body', read: () => Promise.resolve(refreshToken), write: (token) => Promise.resolve(void (refreshToken = token)) },
    deviceName,
    onAccountChange: () => Promise.resolve(),
    exclusively: (work) => work(),
  })
}

/** Joined once, as the desktop does it: what Node calls `arrayBuffer` joins a reply and copies it again. */
async function bytesOf(reply: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of reply.body ?? []) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}

async function meetingsOf({ dexie, seal }: Database) {
  const records = (await dexie.records.toArray()).map((row) => rowToRecord(row, seal)).filter(({ kind }) => kind === 'meeting')
  return records.map(({ id, cells }) => ({
    id,
    fields: Object.fromEntries(Object.entries(cells).map(([field, { value }]) => [field, value as string])),
  }))
}
