import { readdir, rm } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { BLOB_LIMITS } from '@shared/sync/protocol/blobs.ts'
import { keepBlob, readBlobs, readWhole } from '../../../src/renderer/db/blobs.ts'
import { requests } from '@shared/ipc/contract.ts'
import { createNetwork } from '../../../src/main/network.ts'
import { fetchBlob } from '../../../src/renderer/sync/blob-fetch.ts'
import { blobKey } from '../../../src/renderer/sync/blob-status.ts'
import { uploadBlob } from '../../../src/renderer/sync/blob-upload.ts'
import { createCall, type HttpRequest } from '../../../src/renderer/sync/transport.ts'
import { blobFolder } from '../../support/blobs.ts'
import { hashOfBytes, pattern, sourceOf } from '../../support/blob-store-contract.ts'
import { beginMinistry, connectLaptop, invite, letIn, TEST_PASSWORD, type ConnectedLaptop } from '../../support/connected-laptop.ts'
import { fakeClock, startTestServer, testId, type TestServer } from '../../support/server.ts'
import { stopSharedCluster } from '../../support/databases.ts'
import { settled } from '../../support/settled.ts'

afterAll(stopSharedCluster)

/** Bytes from laptop to ministry to laptop, with the real client, server and folder; the network is cut by the test. */

const PATIENCE = 240_000
const PART = BLOB_LIMITS.part

let server: TestServer
let folder: Awaited<ReturnType<typeof blobFolder>>
let owner: ConnectedLaptop
let colleague: ConnectedLaptop
let visit: string
let tests = 0
const clock = fakeClock()

beforeAll(async () => {
  folder = await blobFolder()
  server = await startTestServer({ database: 'postgres', blobs: folder.path, now: clock.now })
  owner = await connectLaptop(1, () => server.address)
  colleague = await connectLaptop(2, () => server.address)
  await beginMinistry(owner, server)
  await beginVisit(testId('first visit'))
  await letIn(owner, colleague, { scope: testId('first visit') })
}, PATIENCE)
afterAll(async () => {
  owner.close()
  colleague.close()
  await server.stop()
  await folder.remove()
}, PATIENCE)
beforeEach(async () => {
  tests += 1
  // Nobody is slowed down by the codes that were entered before.
  clock.pass(61_000)
  visit = testId(`visit ${tests}`)
  await beginVisit(visit)
  const code = await invite(owner, visit)
  await colleague.session.call('accept', { body: { code } })
  await colleague.syncNow()
}, PATIENCE)

async function beginVisit(id: string): Promise<void> {
  await owner.write(id, { type: 'set', kind: 'visit', id, fields: { title: 'Tokyo' } })
  await owner.syncNow()
}

type Attached = { readonly id: string; readonly hash: string }

async function attach(
  laptop: ConnectedLaptop,
  bytes: Uint8Array<ArrayBuffer>,
  more: { name?: string; thumbnail?: Uint8Array<ArrayBuffer> } = {},
): Promise<Attached> {
  const kept = await keepBlob(laptop.database, visit, sourceOf(bytes))
  const small = more.thumbnail ? await keepBlob(laptop.database, visit, sourceOf(more.thumbnail)) : null
  if (!kept.ok || small?.ok === false) throw new Error('kept')
  const { name = 'a file.bin' } = more
  const id = laptop.host.newId()
  const thumbnail = small ? { thumbnailHash: small.value.hash, thumbnailSize: small.value.size } : {}
  const fields = { name, mediaType: 'application/octet-stream', hash: kept.value.hash, size: bytes.length, ...thumbnail }
  await laptop.write(visit, { type: 'set', kind: 'attachment', id, fields })
  return { id, hash: kept.value.hash }
}

/** Text, then bytes, until nothing moves. */
async function exchange(laptop: ConnectedLaptop): Promise<void> {
  await laptop.syncNow()
  await laptop.blobs.now()
  await settled(laptop)
}

const blobOn = async (laptop: ConnectedLaptop, hash: string) =>
  (await readBlobs(laptop.database)).find((one) => one.hash === hash && one.scope === visit)
const isHeld = (laptop: ConnectedLaptop, hash: string): boolean => laptop.blobStatus.getState().held.has(blobKey(visit, hash))
const blobRequests = (laptop: ConnectedLaptop): string[] => laptop.network.requests.filter((one) => /PATCH|GET .*blobs/.test(one))

function cutAfterParts(laptop: ConnectedLaptop, parts: number): void {
  let left = parts
  laptop.network.onRequest = (request) => {
    if (request.startsWith('PATCH') || /GET .*blobs/.test(request)) left -= 1
    if (left < 0) laptop.network.state = 'down'
    return Promise.resolve()
  }
}
const mend = (laptop: ConnectedLaptop): void => {
  delete laptop.network.onRequest
  laptop.network.state = 'up'
  laptop.network.requests.length = 0
  laptop.network.sentBytes = 0
}

it(
  'B5 the record goes first, then the thumbnail, then the file; a colleague gets the thumbnail, and the file when it is opened',
  async () => {
    const [file, thumbnail] = [pattern(PART + 5, 10 + tests), pattern(500, 11 + tests)]
    owner.network.state = 'down'
    const { hash } = await attach(owner, file, { thumbnail })
    await exchange(owner)
    expect(isHeld(owner, hash)).toBe(false)
    mend(owner)
    await exchange(owner)
    const sent = owner.network.requests.filter((one) => /push|PATCH/.test(one)).map((one) => one.replace(/.*\/(push|[0-9a-f]{64}).*/, '$1'))
    expect(sent).toEqual(['push', hashOfBytes(thumbnail), hash, hash])
    expect(isHeld(owner, hash)).toBe(true)
    expect((await blobOn(owner, hash))?.heldAt).not.toBeNull()

    mend(colleague)
    await exchange(colleague)
    expect((await blobOn(colleague, hashOfBytes(thumbnail)))?.isWhole).toBe(true)
    expect(await blobOn(colleague, hash)).toBeUndefined()
    expect(isHeld(colleague, hash)).toBe(true)
    await colleague.blobs.want(visit, hash)
    const fetched = await blobOn(colleague, hash)
    const read = fetched && (await readWhole(colleague.database, fetched))
    expect(read?.ok && hashOfBytes(read.value)).toBe(hash)

    // Nothing is sent or asked again.
    mend(owner)
    await exchange(owner)
    expect(owner.network.requests.filter((one) => one.includes('blobs'))).toEqual([])
  },
  PATIENCE,
)

it(
  'B3 scenario 44: cut in the middle, an upload sends only what is missing, also after the page was started anew',
  async () => {
    const file = pattern(5 * PART + 7, 20 + tests)
    const { hash } = await attach(owner, file)
    cutAfterParts(owner, 3)
    await exchange(owner)
    expect(isHeld(owner, hash)).toBe(false)
    expect(owner.blobStatus.getState().problems.get(blobKey(visit, hash))).toBe('offline')
    mend(owner)
    await owner.blobs.now()
    expect(isHeld(owner, hash)).toBe(true)
    expect(owner.network.sentBytes).toBeLessThan(2 * PART + 7 + 2_000)

    mend(colleague)
    cutAfterParts(colleague, 2)
    await exchange(colleague)
    await colleague.blobs.want(visit, hash)
    expect((await blobOn(colleague, hash))?.chunks).toBe(2)
    mend(colleague)
    await colleague.blobs.now()
    expect((await blobOn(colleague, hash))?.isWhole).toBe(true)
    expect(blobRequests(colleague)).toHaveLength(4)
  },
  PATIENCE,
)

it(
  'B3 scenario 44: an answer that was lost costs a question, not the bytes again',
  async () => {
    const { hash } = await attach(owner, pattern(2 * PART, 30 + tests))
    owner.network.onRequest = (request) => {
      if (request.startsWith('PATCH')) owner.network.state = 'answers-lost'
      return Promise.resolve()
    }
    await exchange(owner)
    mend(owner)
    await owner.blobs.now()
    expect(isHeld(owner, hash)).toBe(true)
    expect(owner.network.sentBytes).toBeLessThan(PART + 1_000)
  },
  PATIENCE,
)

it(
  'B1 scenario 45: two people attach the same file: one sends it, it is stored once, and both records have it',
  async () => {
    const file = pattern(PART, 40 + tests)
    const mine = await attach(owner, file, { name: 'mine.bin' })
    await attach(colleague, file, { name: 'theirs.bin' })
    await exchange(owner)
    mend(colleague)
    await exchange(colleague)
    expect(blobRequests(colleague)).toEqual([])
    expect(isHeld(colleague, mine.hash)).toBe(true)
    expect((await readdir(folder.path, { recursive: true })).filter((name) => name.endsWith(mine.hash))).toHaveLength(1)
  },
  PATIENCE,
)

it(
  'B3 scenario 46: a file that the disk of the laptop changed is refused, marked, and sent to nobody',
  async () => {
    const { hash } = await attach(owner, pattern(PART, 50 + tests))
    const blob = await blobOn(owner, hash)
    await owner.database.dexie.blobChunks.put({ blob: blob?.id ?? '', n: 0, bytes: pattern(PART, 99) })
    await exchange(owner)
    expect(owner.blobStatus.getState().problems.get(blobKey(visit, hash))).toBe('differs')
    expect(await blobOn(owner, hash)).toMatchObject({ isDamaged: true, heldAt: null })
    mend(owner)
    await exchange(owner)
    expect(blobRequests(owner)).toEqual([])
  },
  PATIENCE,
)

it(
  'B3 B6 scenario 46: bytes that came otherwise than they are named are not kept, and fetched anew',
  async () => {
    const { hash } = await attach(owner, pattern(PART + 9, 55 + tests))
    await exchange(owner)
    await exchange(colleague)
    // One byte of the second part changes on its way.
    colleague.network.onReply = (request, bytes) => {
      if (/GET .*blobs/.test(request) && bytes.length === 9) bytes[4] = (bytes[4] ?? 0) ^ 1
    }
    await colleague.blobs.want(visit, hash)
    expect(await blobOn(colleague, hash)).toBeUndefined()
    expect(colleague.blobStatus.getState().problems.get(blobKey(visit, hash))).toBe('damaged')
    delete colleague.network.onReply
    await colleague.blobs.want(visit, hash)
    const fetched = await blobOn(colleague, hash)
    const read = fetched && (await readWhole(colleague.database, fetched))
    expect(read?.ok && hashOfBytes(read.value)).toBe(hash)
    expect(colleague.blobStatus.getState().problems.get(blobKey(visit, hash))).toBeUndefined()
  },
  PATIENCE,
)

it(
  'B2 scenario 47: the record is here before its bytes; deleted, nothing is sent; restored, they come',
  async () => {
    const { id, hash } = await attach(owner, pattern(PART, 60 + tests))
    owner.network.onRequest = (request) => (request.includes('blobs') ? Promise.reject(new Error('not yet')) : Promise.resolve())
    await exchange(owner)
    await exchange(colleague)
    await colleague.blobs.want(visit, hash)
    expect([isHeld(colleague, hash), await blobOn(colleague, hash)]).toEqual([false, undefined])
    const undo = await owner.write(visit, { type: 'delete', kind: 'attachment', id })
    mend(owner)
    await exchange(owner)
    expect(blobRequests(owner)).toEqual([])
    await owner.write(visit, ...undo)
    await exchange(owner)
    expect(isHeld(owner, hash)).toBe(true)
    await exchange(colleague)
    colleague.host.advance(6 * 60_000)
    await colleague.blobs.want(visit, hash)
    expect((await blobOn(colleague, hash))?.isWhole).toBe(true)
  },
  PATIENCE,
)

it(
  'B5 a visit that is kept offline has its files fetched ahead, small ones first',
  async () => {
    const large = await attach(owner, pattern(2 * PART, 70 + tests))
    const small = await attach(owner, pattern(10, 71 + tests))
    await exchange(owner)
    await exchange(colleague)
    expect(await blobOn(colleague, small.hash)).toBeUndefined()
    mend(colleague)
    await colleague.blobs.keepOffline(visit, true)
    expect([(await blobOn(colleague, small.hash))?.isWhole, (await blobOn(colleague, large.hash))?.isWhole]).toEqual([true, true])
    expect(blobRequests(colleague)[0]).toContain(small.hash)
    await colleague.blobs.keepOffline(visit, false)
  },
  PATIENCE,
)

it(
  'B6 a full disk is said plainly, stops nothing else, and what was fetched so far is kept',
  async () => {
    const { hash } = await attach(owner, pattern(3 * PART, 80 + tests))
    await exchange(owner)
    await exchange(colleague)
    const { blobChunks } = colleague.database.dexie
    const put = blobChunks.put.bind(blobChunks)
    let writes = 0
    blobChunks.put = ((row: never) => {
      writes += 1
      if (writes > 1) throw new DOMException('no room', 'QuotaExceededError')
      return put(row)
    }) as typeof blobChunks.put
    await colleague.blobs.want(visit, hash)
    expect(colleague.blobStatus.getState().problems.get(blobKey(visit, hash))).toBe('disk-full')
    expect((await blobOn(colleague, hash))?.chunks).toBe(1)
    blobChunks.put = put
    await colleague.blobs.now()
    expect((await blobOn(colleague, hash))?.isWhole).toBe(true)
    expect(colleague.blobStatus.getState().problems.size).toBe(0)
  },
  PATIENCE,
)

it(
  'B3 scenario 44: a whole answer that was lost costs a question when the file had been taken in meanwhile',
  async () => {
    const { hash } = await attach(owner, pattern(PART - 1, 100 + tests))
    owner.network.onRequest = (request) => {
      if (request.startsWith('PATCH')) owner.network.state = 'answers-lost'
      return Promise.resolve()
    }
    await exchange(owner)
    mend(owner)
    await owner.blobs.now()
    expect([isHeld(owner, hash), blobRequests(owner)]).toEqual([true, []])
  },
  PATIENCE,
)

it(
  'B3 the desktop sends and fetches bytes through its only way out',
  async () => {
    const { hash } = await attach(owner, pattern(PART + 3, 110 + tests))
    owner.network.onRequest = (request) => (request.includes('blobs') ? Promise.reject(new Error('not this way')) : Promise.resolve())
    await exchange(owner)
    mend(owner)
    const main = createNetwork({ fetch: (address, init) => fetch(address, init), server: () => server.address, onLine: () => undefined })
    const { input, output } = requests['network.request']
    const call = createCall(async (request) => {
      const reply = await main.request(input.parse(request))
      if (!reply.ok) throw new Error(reply.error.code)
      return output.parse(reply.value)
    })
    const device = { id: testId('desktop'), name: 'desktop' }
    const credentials = { account: 'owner', password: TEST_PASSWORD, personId: testId('person'), device, keepIn: 'body' as const }
    const signedIn = await call('signIn', { body: credentials })
    if (!signedIn.ok) throw new Error(signedIn.error.code)
    const session = { ...owner.session, exchange: (request: HttpRequest) => call.exchange(request, signedIn.value.accessToken) }
    const blob = await blobOn(owner, hash)
    if (!blob) throw new Error('the bytes are here')
    const sending = { turn: () => Promise.resolve(), onProgress: () => undefined }
    const ways = { database: owner.database, session }
    expect(await uploadBlob(ways, { ...blob, hash }, sending)).toEqual({ ok: true, value: null })
    const fetched = await fetchBlob({ ...ways, database: colleague.database }, { scope: visit, hash, size: blob.size }, sending)
    expect(fetched).toMatchObject({ ok: true, value: { isWhole: true, hash } })
  },
  PATIENCE,
)

it(
  'B1 a ministry that lost its files gets them back from the laptops that have them',
  async () => {
    const { hash } = await attach(owner, pattern(PART, 90 + tests))
    await exchange(owner)
    expect(isHeld(owner, hash)).toBe(true)
    const [path = ''] = (await readdir(folder.path, { recursive: true })).filter((name) => name.endsWith(hash))
    await rm(`${folder.path}/${path}`)
    owner.host.advance(61 * 60_000)
    await owner.blobs.now()
    expect((await readdir(folder.path, { recursive: true })).filter((name) => name.endsWith(hash))).toHaveLength(1)
  },
  PATIENCE,
)
