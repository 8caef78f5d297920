import type { Role } from '@shared/domain/member.ts'
import { PROTOCOL_HEADER } from '@shared/sync/protocol.ts'
import { createLive, type Live, type LiveScope } from '../../src/renderer/db/live.ts'
import { startBlobLoop, type BlobLoop } from '../../src/renderer/sync/blob-loop.ts'
import { watchBlobs, type BlobStatusStore } from '../../src/renderer/sync/blob-status.ts'
import { createSession, type Session } from '../../src/renderer/sync/session.ts'
import { startSyncLoop, type SyncLoop } from '../../src/renderer/sync/sync-loop.ts'
import { createSyncStatus, type SyncStatusStore } from '../../src/renderer/sync/sync-status.ts'
import { createCall, type Send } from '../../src/renderer/sync/transport.ts'
import { openLaptop, type TestLaptop } from './database.ts'
import { settled } from './settled.ts'

/** A network that a test can cut: before a request is sent, or after the server has done its work. */
export type TestNetwork = {
  state: 'up' | 'down' | 'answers-lost' | 'captive-portal' | 'other-version'
  requests: string[]
  /** Bytes of request bodies that left, also those whose answer was lost. */
  sentBytes: number
  /** Runs before a request leaves, such as typing in the middle of a sync. */
  onRequest?: (request: string) => Promise<void>
  /** Changes the bytes of an answer on their way. */
  onReply?: (request: string, bytes: Uint8Array) => void
}

export type ConnectedLaptop = TestLaptop & {
  readonly live: Live
  readonly session: Session
  readonly sync: SyncLoop
  readonly status: SyncStatusStore
  readonly network: TestNetwork
  readonly blobs: BlobLoop
  readonly blobStatus: BlobStatusStore
  scope(id: string): LiveScope | undefined
  /** Syncs, and waits until the screens have seen it. */
  syncNow(): Promise<void>
  close(): void
}

export const TEST_PASSWORD = 'a long enough password'

/** The first of a ministry sets its server up. */
export async function beginMinistry(
  owner: ConnectedLaptop,
  { setupCode }: { readonly setupCode: string },
  account = 'owner',
): Promise<void> {
  const begun = await owner.session.setUp({ code: setupCode, account, name: 'Delegate A', password: TEST_PASSWORD })
  if (!begun.ok) throw new Error(begun.error.code)
}

/** Gives the code that lets somebody into a visit. */
export async function invite(owner: ConnectedLaptop, scope: string, role: Role = 'editor'): Promise<string> {
  const invitation = await owner.session.call('invite', { scope, body: { role } })
  if (!invitation.ok) throw new Error(invitation.error.code)
  return invitation.value.code
}

type Newcomer = { readonly scope: string; readonly role?: Role; readonly account?: string; readonly name?: string }

/** Somebody new joins a visit with their laptop; it has not synced yet. */
export async function letIn(owner: ConnectedLaptop, laptop: ConnectedLaptop, newcomer: Newcomer): Promise<void> {
  const { scope, role, account = 'colleague', name = 'Delegate B' } = newcomer
  const joined = await laptop.session.join({ code: await invite(owner, scope, role), account, name, password: TEST_PASSWORD })
  if (!joined.ok) throw new Error(joined.error.code)
}

/** A laptop whose sync loop runs only when told, over real HTTP to a real server. */
export async function connectLaptop(seed: number, address: string | (() => string)): Promise<ConnectedLaptop> {
  const laptop = await openLaptop(seed)
  const live = createLive(laptop.database)
  await live.open()
  const network: TestNetwork = { state: 'up', requests: [], sentBytes: 0 }
  const status = createSyncStatus()
  let refreshToken: string | null = null
  const session = createSession({
    database: laptop.database,
    call: createCall(sendOver(network, typeof address === 'string' ? () => address : address)),
    tokens: { keepIn: 'body', read: () => Promise.resolve(refreshToken), write: (token) => Promise.resolve(void (refreshToken = token)) },
    deviceName: `laptop ${seed}`,
    onAccountChange: () => Promise.resolve(),
    exclusively: (work) => work(),
  })
  const sync = startSyncLoop({
    database: laptop.database,
    session,
    status,
    timers: { after: () => () => undefined },
    exclusively: (work) => work(),
  })
  const watched = watchBlobs(laptop.database)
  const blobs = startBlobLoop({
    database: laptop.database,
    session,
    live,
    syncStatus: status,
    status: watched.store,
    exclusively: (work) => work(),
  })
  return {
    ...laptop,
    blobs,
    blobStatus: watched.store,
    live,
    session,
    sync,
    status,
    network,
    scope: (id) => live.store.getState().scopes[id],
    syncNow: async () => {
      await sync.syncNow()
      await settled({ database: laptop.database, live })
    },
    close: () => {
      sync.stop()
      blobs.stop()
      watched.stop()
      live.close()
      laptop.database.close()
    },
  }
}

function sendOver(network: TestNetwork, address: () => string): Send {
  return async ({ method, path, headers, body }) => {
    network.requests.push(`${method} ${path}`)
    await network.onRequest?.(`${method} ${path}`)
    if (network.state === 'down') throw new Error('no network')
    if (network.state === 'captive-portal') {
      return { status: 200, headers: { 'content-type': 'text/html' }, body: new TextEncoder().encode('<html>Welcome</html>') }
    }
    if (network.state === 'other-version') {
      const body = new TextEncoder().encode(JSON.stringify({ code: 'other-protocol', message: '' }))
      return { status: 400, headers: { [PROTOCOL_HEADER]: '0' }, body }
    }
    const init: RequestInit = { method, headers }
    if (body) init.body = body as Uint8Array<ArrayBuffer>
    network.sentBytes += body?.length ?? 0
    const reply = await fetch(`${address()}${path}`, init)
    const bytes = new Uint8Array(await reply.arrayBuffer())
    network.onReply?.(`${method} ${path}`, bytes)
    if (network.state === 'answers-lost') throw new Error('the answer was lost')
    return { status: reply.status, headers: Object.fromEntries(reply.headers), body: bytes }
  }
}
