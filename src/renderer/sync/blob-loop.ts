import { blobsOf, type NamedBlob } from '@shared/domain/attachment.ts'
import { succeed, type Result } from '@shared/lib/result.ts'
import { BLOB_LIMITS } from '@shared/sync/protocol/blobs.ts'
import { isSound, markHeld, readBlobs, sweepBlobs, type LocalBlob } from '../db/blobs.ts'
import type { Database } from '../db/database.ts'
import { recordsOf, storedById, type Live, type LiveScope } from '../db/live.ts'
import { putSetting, readSetting } from '../db/settings.ts'
import { fetchBlob } from './blob-fetch.ts'
import { blobKey, type BlobProblem, type BlobStatusStore, type Transfer } from './blob-status.ts'
import { uploadBlob, type Sending } from './blob-upload.ts'
import type { Session } from './session.ts'
import type { SyncStatusStore } from './sync-status.ts'

/** Milliseconds after which what the ministry said it has is asked anew: its server may have been restored. */
const ASK_AGAIN = 60 * 60_000
/** And what it said it lacks, while nothing else has changed. */
const ASK_MISSING = 5 * 60_000

/** Brings bytes to and from the ministry, after the text and one at a time. */
export type BlobLoop = {
  /** Resolves when nothing is left to send or fetch, or something stands in the way. */
  now(): Promise<void>
  /** Fetches bytes that somebody wants to see. */
  want(scope: string, hash: string): Promise<void>
  keepOffline(scope: string, isKept: boolean): Promise<void>
  stop(): void
}
export type BlobLoopOptions = {
  readonly database: Database
  readonly session: Session
  readonly live: Live
  readonly syncStatus: SyncStatusStore
  readonly status: BlobStatusStore
  /** One tab at a time. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>
}

type Named = NamedBlob & { readonly scope: string; readonly key: string }
type Loop = BlobLoopOptions & { readonly wanted: Set<string>; readonly asked: Map<string, number> }

export function startBlobLoop(options: BlobLoopOptions): BlobLoop {
  const { database, syncStatus } = options
  const loop: Loop = { ...options, wanted: new Set(), asked: new Map() }
  let running: Promise<void> | null = null
  let isAskedAgain = false
  const run = async (): Promise<void> => {
    do {
      isAskedAgain = false
      await options.exclusively(() => passOnce(loop))
    } while (isAskedAgain)
  }
  const now = (): Promise<void> => {
    if (running) isAskedAgain = true
    running ??= run().finally(() => {
      running = null
    })
    return running
  }
  // What a disk refuses here, or a page that ends leaves, is swept at the next start.
  sweepBlobs(database).catch(() => undefined)
  // Every round of sync that ends well has sent the text.
  const stopListening = syncStatus.subscribe((next, before) => {
    if (next.phase === 'reached' && next.problem === null && next !== before && before.phase === 'running') {
      // And what it refuses of a pass goes with the pass after the next round.
      now().catch(() => undefined)
    }
  })
  return {
    now,
    want: (scope, hash) => {
      loop.wanted.add(blobKey(scope, hash))
      loop.asked.delete(blobKey(scope, hash))
      return now()
    },
    keepOffline: async (scope, isKept) => {
      const others = ((await readSetting(database, 'keepOffline')) ?? []).filter((one) => one !== scope)
      await putSetting(database, 'keepOffline', isKept ? [...others, scope] : others)
      database.announceBlobs()
      if (isKept) await now()
    },
    stop: stopListening,
  }
}

async function passOnce(loop: Loop): Promise<void> {
  const { database, live } = loop
  if (!(await readSetting(database, 'account'))) return
  const kept = new Set(await readSetting(database, 'keepOffline'))
  for (const [scope, known] of Object.entries(live.store.getState().scopes)) {
    // A visit that the ministry does not have yet has nothing to bring or get.
    if (known.state.role === null) continue
    const going = await passScope(loop, { scope, known, isKept: kept.has(scope) })
    if (!going.ok) return
  }
}

type Place = { readonly scope: string; readonly known: LiveScope; readonly isKept: boolean }

/** Small pictures go before files, small files before large ones; what cannot go now holds back nothing but itself. */
async function passScope(loop: Loop, { scope, known, isKept }: Place): Promise<Result<null, BlobProblem>> {
  const named = namedIn(scope, known)
  const asked = await askHeld(loop, scope, named)
  if (!asked.ok) return asked
  const { held } = loop.status.getState()
  const local = new Map((await readBlobs(loop.database)).flatMap((blob) => (blob.scope === scope ? [[blob.hash, blob] as const] : [])))
  for (const one of named) {
    const blob = local.get(one.hash)
    const isHere = blob?.isWhole === true && !blob.isDamaged
    const mayBring = ['owner', 'editor'].includes(known.state.role ?? '') && isReceived(known, one.hash)
    const isWanted = one.isThumbnail || isKept || loop.wanted.has(one.key)
    let outcome: Result<null, BlobProblem> = succeed(null)
    if (isHere && !held.has(one.key) && mayBring) outcome = await send(loop, one, { ...blob, hash: one.hash })
    else if (!isHere && held.has(one.key) && isWanted) outcome = await get(loop, one)
    // No network, or nobody signed in: nothing else could go either.
    if (!outcome.ok && ['offline', 'not-our-server', 'sign-in-needed', 'unavailable'].includes(outcome.error.code)) return outcome
  }
  return succeed(null)
}

function namedIn(scope: string, known: LiveScope): Named[] {
  const byHash = new Map<string, Named>()
  for (const attachment of recordsOf(known, 'attachment')) {
    for (const blob of blobsOf(attachment)) {
      if (!byHash.has(blob.hash)) byHash.set(blob.hash, { ...blob, scope, key: blobKey(scope, blob.hash) })
    }
  }
  return [...byHash.values()].toSorted((a, b) => Number(b.isThumbnail) - Number(a.isThumbnail) || a.size - b.size)
}

/** The server takes bytes only for a record that it has. */
const isReceived = (known: LiveScope, hash: string): boolean =>
  recordsOf(known, 'attachment').some(
    (one) => (one.hash === hash || one.thumbnailHash === hash) && storedById(known, 'attachment', one.id)?.receivedAt !== null,
  )

/** Asks for what is not known, or was asked long ago; what the ministry turns out to lack is brought again. */
async function askHeld(loop: Loop, scope: string, named: readonly Named[]): Promise<Result<null, BlobProblem>> {
  const { database, session, status, asked } = loop
  const now = database.host.now()
  const isDue = ({ key }: Named): boolean => {
    const at = asked.get(key)
    return at === undefined || Math.abs(now - at) >= (status.getState().held.has(key) ? ASK_AGAIN : ASK_MISSING)
  }
  const due = named.filter(isDue)
  for (let from = 0; from < due.length; from += BLOB_LIMITS.held) {
    const page = due.slice(from, from + BLOB_LIMITS.held)
    const reply = await session.call('blobsHeld', { scope, body: { hashes: page.map(({ hash }) => hash) } })
    if (!reply.ok) return reply
    const held = new Set(reply.value.held)
    for (const { key } of page) asked.set(key, now)
    await takeHeld(loop, page, held)
  }
  return succeed(null)
}

async function takeHeld({ database, status }: Loop, page: readonly Named[], held: ReadonlySet<string>): Promise<void> {
  status.setState((state) => {
    const known = new Set(state.held)
    for (const { key, hash } of page) {
      if (held.has(hash)) known.add(key)
      else known.delete(key)
    }
    return { held: known }
  })
  const local = await readBlobs(database)
  for (const { scope, hash } of page) {
    const blob = local.find((one) => one.scope === scope && one.hash === hash)
    if (blob && (blob.heldAt !== null) !== held.has(hash)) await markHeld(database, blob, held.has(hash) ? database.host.now() : null)
  }
}

async function send(loop: Loop, named: Named, blob: LocalBlob & { readonly hash: string }): Promise<Result<null, BlobProblem>> {
  const outcome = await underWay(loop, { named, direction: 'out' }, (sending) => uploadBlob(loop, blob, sending))
  if (outcome.ok) {
    await markHeld(loop.database, blob, loop.database.host.now())
    loop.asked.set(named.key, loop.database.host.now())
    loop.status.setState((state) => ({ held: new Set([...state.held, named.key]) }))
  }
  // Its answer may be what was lost: the next pass asks before it sends anything again.
  else loop.asked.delete(named.key)
  // One of the two has other bytes than the name says. If it is this disk, the person is told, and nobody is sent them.
  if (!outcome.ok && outcome.error.code === 'differs') await isSound(loop.database, blob)
  return outcome
}

async function get(loop: Loop, named: Named): Promise<Result<null, BlobProblem>> {
  const outcome = await underWay(loop, { named, direction: 'in' }, (sending) => fetchBlob(loop, named, sending))
  return outcome.ok ? succeed(null) : outcome
}

/** Shows how far it is, and why it stands still. */
async function underWay<T>(
  loop: Loop,
  { named: { key, size }, direction }: { readonly named: Named; readonly direction: Transfer['direction'] },
  work: (sending: Sending) => Promise<Result<T, BlobProblem>>,
): Promise<Result<T, BlobProblem>> {
  const { status, syncStatus } = loop
  const onProgress = (done: number): void =>
    status.setState((state) => ({ transfers: new Map([...state.transfers, [key, { direction, done, size }]]) }))
  onProgress(0)
  const outcome = await work({ onProgress, turn: () => textSent(syncStatus) })
  status.setState((state) => {
    const transfers = new Map(state.transfers)
    const problems = new Map(state.problems)
    transfers.delete(key)
    problems.delete(key)
    if (!outcome.ok) problems.set(key, outcome.error.code)
    return { transfers, problems }
  })
  return outcome
}

/** A round of sync that is under way has text to send, or will soon know that it has not. */
function textSent(syncStatus: SyncStatusStore): Promise<void> {
  if (syncStatus.getState().phase !== 'running') return Promise.resolve()
  return new Promise((resolve) => {
    const stop = syncStatus.subscribe(({ phase }) => {
      if (phase === 'running') return
      stop()
      resolve()
    })
  })
}
