import { existsSync } from 'node:fs'
import { open, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DELETED } from '@shared/sync/cell.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes, type RouteName } from '@shared/sync/protocol.ts'
import { blobPath } from '@shared/sync/protocol/blobs.ts'
import { openTestPlace, PLACE_KINDS, type TestPlace } from '../../support/blob-places.ts'
import { attachmentItem, beginBlob, blobOffset, partHeaders, sendBlob, sendPart } from '../../support/blobs.ts'
import { bytesOf, hashOf } from '../../support/bytes.ts'
import { createDatabaseWithTables, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, credentialsOf, joinAs, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'
import { buildServer, startServerProcess } from '../../support/server-process.ts'
import { until } from '../../support/until.ts'

afterAll(stopSharedCluster)

const HOUR = 60 * 60_000

const WHERE = [
  { database: 'pglite', kind: 'folder' },
  { database: 'postgres', kind: 'folder' },
  { database: 'postgres', kind: 's3' },
] as const

describe.each(WHERE)('bytes of attachments on $database, $kind', ({ database, kind }) => {
  let server: TestServer
  let where: TestPlace
  let owner: TestPerson
  let colleague: TestPerson
  let tests = 0
  let scope: string
  let bytes: Buffer
  let hash: string
  let pushSeq = 0

  beforeAll(async () => {
    where = await openTestPlace(kind)
    server = await startTestServer({ database, blobs: where.place, visitBytes: 3_000 })
    owner = await setUp(server, 'owner')
    const home = testId('home')
    await push(owner, home, [itemOf('visit', home, { title: ['home', stampAt(1)] })])
    colleague = await joinAs(server, owner, { account: 'colleague', scope: home, role: 'reader' })
    return async () => {
      await server.stop()
      await where.stop()
    }
  })
  beforeEach(async () => {
    tests += 1
    scope = testId(`visit ${tests}`)
    bytes = bytesOf(`file ${tests}`, 1_000)
    hash = hashOf(bytes)
    await push(owner, scope, [itemOf('visit', scope, { title: ['Tokyo', stampAt(1)] }), attachmentItem(bytes)])
  })

  const push = async (as: TestPerson, visit: string, items: readonly unknown[]): Promise<void> => {
    pushSeq += 1
    const { status, body } = await call(server, 'push', { body: { pushSeq, items }, token: as.token, scope: visit })
    expect([status, body.results.map(({ outcome }) => outcome)]).toEqual([200, items.map(() => 'stored')])
  }
  const read = (as: TestPerson, visit: string, headers: Record<string, string> = {}) =>
    call(server, 'blobRead', { body: null, token: as.token, scope: visit, hash, headers })
  const held = async (as: TestPerson, visit: string): Promise<readonly string[]> =>
    (await call(server, 'blobsHeld', { body: { hashes: [hash] }, token: as.token, scope: visit })).body.held
  const place = () => ({ as: owner, scope, hash })
  const stored = (): Promise<string[]> => where.stored(hash)

  it('B1 B3 a file is there when its last byte is, whole and in ranges, as bytes and nothing else', async () => {
    expect(await held(owner, scope)).toEqual([])
    expect((await read(owner, scope)).status).toBe(404)
    await beginBlob(server, place(), 1_000)
    await sendPart(server, { ...place(), from: 0 }, bytes.subarray(0, 999))
    expect(await held(owner, scope)).toEqual([])
    expect((await read(owner, scope)).status).toBe(404)
    expect((await sendPart(server, { ...place(), from: 999 }, bytes.subarray(999))).status).toBe(204)
    expect(await held(owner, scope)).toEqual([hash])
    const whole = await read(owner, scope)
    expect(whole.body).toEqual(bytes)
    expect(whole.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
    })
    const part = await read(owner, scope, { range: 'bytes=990-2000' })
    expect([part.status, part.body, part.headers['content-range']]).toEqual([206, bytes.subarray(990), 'bytes 990-999/1000'])
    for (const range of ['bytes=1000-', 'bytes=5-4', 'bytes=-5', 'bytes=0-1,5-6', 'lines=1-2']) {
      expect([range, (await read(owner, scope, { range })).status]).toEqual([range, 416])
    }
  })

  it('B3 scenario 44: an upload that was cut goes on where it stood, from another laptop and on a server that was restarted', async () => {
    await beginBlob(server, place(), 1_000)
    await cutInTheMiddle(server, { ...place(), where }, bytes.subarray(0, 600))
    const offset = Number((await blobOffset(server, place())).headers['upload-offset'])
    expect(offset).toBe(400)
    expect((await sendPart(server, { ...place(), from: 0 }, bytes)).status).toBe(409)

    await call(server, 'changeMember', { body: { personId: colleague.personId, role: null }, token: owner.token, scope: testId('home') })
    const { code } = (await call(server, 'invite', { body: { role: 'editor' }, token: owner.token, scope })).body
    await call(server, 'accept', { body: { code }, token: colleague.token })
    const base = { database: server.database, url: server.url, dispose: () => Promise.resolve() }
    const second = await startTestServer({ database, base, blobs: where.place })
    const theirs = { ...place(), as: colleague }
    expect((await blobOffset(second, theirs)).headers['upload-offset']).toBe('400')
    expect((await sendPart(second, { ...theirs, from: 400 }, bytes.subarray(400))).status).toBe(204)
    await second.app.close()
    expect((await read(owner, scope)).body).toEqual(bytes)
    expect(await where.uploads()).toEqual([])
  })

  it('B1 scenario 45: the same file in two records and two visits is stored once', async () => {
    const other = testId(`other ${tests}`)
    await push(owner, scope, [attachmentItem(bytes, { id: testId(`again ${tests}`) })])
    await push(owner, other, [itemOf('visit', other, { title: ['Osaka', stampAt(1)] }), attachmentItem(bytes)])
    expect(await sendBlob(server, { as: owner, scope }, bytes)).toBe(204)
    expect(await sendBlob(server, { as: owner, scope: other }, bytes)).toBe(204)
    expect(await sendBlob(server, { as: owner, scope }, bytes)).toBe(204)
    expect(await stored()).toHaveLength(1)
    expect((await read(owner, other)).body).toEqual(bytes)
  })

  it('B3 scenario 46: bytes that are not those of their name are refused, and nothing of them stays', async () => {
    const wrong = Buffer.from(bytes)
    wrong[500] = (wrong[500] ?? 0) ^ 1
    await beginBlob(server, place(), 1_000)
    expect((await sendPart(server, { ...place(), from: 0 }, wrong)).status).toBe(460)
    expect([await held(owner, scope), await stored(), await where.uploads()]).toEqual([[], [], []])
    expect((await blobOffset(server, place())).status).toBe(404)
    expect(await sendBlob(server, { as: owner, scope }, bytes)).toBe(204)
    // Wrong bytes for what is there already prove nothing and change nothing.
    await beginBlob(server, place(), 1_000)
    expect((await sendPart(server, { ...place(), from: 0 }, wrong)).status).toBe(460)
    expect((await read(owner, scope)).body).toEqual(bytes)
  })

  if (kind === 'folder') {
    it('B3 a part that is still being written to cannot reach what was verified', async () => {
      await beginBlob(server, place(), 1_000)
      const [part = ''] = await readdir(join(folderOf(where), 'parts'))
      const late = await open(join(folderOf(where), 'parts', part), 'r+')
      await sendPart(server, { ...place(), from: 0 }, bytes)
      await late.write(Buffer.from('late'), 0, 4, 0)
      await late.close()
      expect((await read(owner, scope)).body).toEqual(bytes)
    })
  }

  it('B3 an upload whose last byte came just before the server died is taken in when somebody asks for it', async () => {
    const upload = `${scope}.${hash}.1000`
    await where.writeUpload(upload, bytesOf('torn', 1_000))
    expect((await blobOffset(server, place())).status).toBe(404)
    expect(await held(owner, scope)).toEqual([])
    await where.writeUpload(upload, bytes)
    expect((await blobOffset(server, place())).headers['upload-offset']).toBe('1000')
    expect(await held(owner, scope)).toEqual([hash])
    expect((await read(owner, scope)).body).toEqual(bytes)
  })

  it('B2 scenario 47: a record that is deleted before its bytes came takes none; restored, the upload goes on', async () => {
    const id = testId(`attachment ${hash}`)
    await beginBlob(server, place(), 1_000)
    await sendPart(server, { ...place(), from: 0 }, bytes.subarray(0, 300))
    const seen = Object.fromEntries(['name', 'mediaType', 'hash', 'size', 'meetingId'].map((field) => [field, stampAt(1)]))
    await push(owner, scope, [itemOf('attachment', id, { [DELETED]: [{ seen }, stampAt(5)] })])
    expect((await sendPart(server, { ...place(), from: 300 }, bytes.subarray(300))).status).toBe(404)
    expect((await blobOffset(server, place())).status).toBe(404)
    await push(owner, scope, [itemOf('attachment', id, { [DELETED]: [null, stampAt(9), stampAt(5)] })])
    expect((await sendPart(server, { ...place(), from: 300 }, bytes.subarray(300))).status).toBe(204)
    expect(await held(owner, scope)).toEqual([hash])
  })

  it('B2 scenario 55: a hash known from elsewhere opens nothing, also for who names it in a visit of their own', async () => {
    await sendBlob(server, { as: owner, scope }, bytes)
    const own = testId(`probe ${tests}`)
    await push(colleague, own, [itemOf('visit', own, { title: ['Mine', stampAt(1)] })])
    const probes = async () => [
      (await read(colleague, scope)).status,
      (await read(colleague, own)).status,
      (await blobOffset(server, { as: colleague, scope: own, hash })).status,
      await held(colleague, own),
    ]
    expect(await probes()).toEqual([404, 404, 404, []])
    expect((await beginBlob(server, { as: colleague, scope: own, hash }, 1_000)).status).toBe(404)
    await push(colleague, own, [attachmentItem(bytes)])
    expect(await probes()).toEqual([404, 404, 404, []])
    // Only who has the bytes gets them.
    const guessed = { as: colleague, scope: own, hash }
    expect((await beginBlob(server, guessed, 1_000)).status).toBe(201)
    expect((await sendPart(server, { ...guessed, from: 0 }, bytesOf('a guess', 1_000))).status).toBe(460)
    expect(await probes()).toEqual([404, 404, 404, []])
  })

  it('B4 refuses another length than the record says, more bytes than that, and a visit that is full', async () => {
    expect((await beginBlob(server, place(), 999)).status).toBe(400)
    await beginBlob(server, place(), 1_000)
    expect((await sendPart(server, { ...place(), from: 0 }, Buffer.concat([bytes, bytes]))).status).toBeGreaterThanOrEqual(400)
    const files = [1, 2, 3].map((n) => bytesOf(`${tests} ${n}`, 1_000))
    await push(
      owner,
      scope,
      files.map((file) => attachmentItem(file)),
    )
    const answers: number[] = []
    for (const file of files) answers.push(await sendBlob(server, { as: owner, scope }, file))
    expect(answers).toEqual([204, 204, 204])
    expect((await beginBlob(server, place(), 1_000)).status).toBe(507)
  })

  if (kind === 'folder') {
    it('B4 removes uploads that nobody adds to, and no others', async () => {
      await beginBlob(server, place(), 1_000)
      const parts = join(folderOf(where), 'parts')
      await writeFile(join(parts, 'left-by-a-power-cut.part'), 'x')
      const old = new Date(Date.now() - 8 * 24 * HOUR)
      await utimes(join(parts, 'left-by-a-power-cut.part'), old, old)
      const base = { database: server.database, url: server.url, dispose: () => Promise.resolve() }
      const second = await startTestServer({ database, base, blobs: where.place })
      await expect.poll(() => readdir(parts)).not.toContain('left-by-a-power-cut.part')
      expect(await readdir(parts)).toContain(`${scope}.${hash}.1000`)
      await second.app.close()
    })
  }

  it('B1 says that it lacks bytes whose file is gone, so that laptops bring them again', async () => {
    await sendBlob(server, { as: owner, scope }, bytes)
    expect(await stored()).toHaveLength(1)
    await where.overwrite(hash, Buffer.from('cut short'))
    expect([await held(owner, scope), (await read(owner, scope)).status]).toEqual([[], 404])
    expect(await sendBlob(server, { as: owner, scope }, bytes)).toBe(204)
    expect((await read(owner, scope)).body).toEqual(bytes)
  })
})

// Where there is a device that is always full.
it.runIf(existsSync('/dev/full'))(
  'B4 a disk without room says so before a byte is sent, and in the middle; what came before stays',
  async () => {
    const where = await openTestPlace('folder')
    if (!('folder' in where.place)) throw new Error('a folder')
    const { folder } = where.place
    let free = 1_500
    const server = await startTestServer({ database: 'postgres', blobs: { folder, freeBytes: () => Promise.resolve(free) } })
    const owner = await setUp(server, 'owner')
    const scope = testId('visit')
    const bytes = bytesOf('a file', 1_000)
    const large = bytesOf('a large file', 1_501)
    const items = [itemOf('visit', scope, { title: ['Tokyo', stampAt(1)] }), attachmentItem(bytes), attachmentItem(large)]
    await call(server, 'push', { body: { pushSeq: 1, items }, token: owner.token, scope })
    const refused = await beginBlob(server, { as: owner, scope, hash: hashOf(large) }, large.length)
    expect([refused.status, refused.body]).toMatchObject([507, { code: 'no-room' }])
    const place = { as: owner, scope, hash: hashOf(bytes) }
    expect((await beginBlob(server, place, 1_000)).status).toBe(201)
    // The device of Linux that is always full stands in for the file of the upload: the write fails as on a full disk.
    const [part = ''] = await readdir(join(folder, 'parts'))
    await rename(join(folder, 'parts', part), join(folder, 'kept'))
    await symlink('/dev/full', join(folder, 'parts', part))
    expect((await sendPart(server, { ...place, from: 0 }, bytes)).status).toBe(503)
    free = 900
    expect((await sendPart(server, { ...place, from: 0 }, bytes)).status).toBe(507)
    free = 1_500
    await rm(join(folder, 'parts', part))
    await rename(join(folder, 'kept'), join(folder, 'parts', part))
    expect((await sendPart(server, { ...place, from: 0 }, bytes)).status).toBe(204)
    await server.stop()
    await where.stop()
  },
)

it('B4 a server without a folder for them says that it takes none', async () => {
  const server = await startTestServer({ database: 'pglite' })
  const owner = await setUp(server)
  const answer = await call(server, 'blobsHeld', { body: { hashes: ['0'.repeat(64)] }, token: owner.token, scope: testId('visit') })
  expect(answer.status).toBe(503)
  await server.stop()
})

it.each(PLACE_KINDS)('B3 what a server that is killed had taken of an upload is there when it starts again: %s', async (kind) => {
  await buildServer()
  const base = await createDatabaseWithTables('postgres')
  const where = await openTestPlace(kind)
  const env = { DATABASE_URL: base.url ?? '', ...where.env }
  const start = () => startServerProcess(['--port', '0'], { env })
  const scope = testId('visit')
  const bytes = bytesOf('a file', 500_000)
  const ask = async (address: string, name: RouteName, sent: { body: unknown; token?: string; headers?: Record<string, string> }) => {
    const body = sent.body === null || sent.body instanceof Buffer ? (sent.body as Buffer | null) : JSON.stringify(sent.body)
    const path = routes[name].path.replace(':scope', scope).replace(':hash', hashOf(bytes))
    const headers: Record<string, string> = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION), authorization: `Bearer ${sent.token}` }
    if (typeof body === 'string') headers['content-type'] = 'application/json'
    return fetch(address + path, { method: routes[name].method, headers: { ...headers, ...sent.headers }, body: body as BodyInit | null })
  }
  const first = start()
  const { address, setupCode } = await first.ready
  const someone = { ...credentialsOf('first'), code: setupCode, name: 'first', personId: testId('person') }
  const { accessToken: token } = (await (await ask(address, 'setup', { body: someone })).json()) as { accessToken: string }
  const items = [itemOf('visit', scope, { title: ['Tokyo', stampAt(1)] }), attachmentItem(bytes)]
  await ask(address, 'push', { body: { pushSeq: 1, items }, token })
  const tus = { 'tus-resumable': '1.0.0' }
  await ask(address, 'blobBegin', { body: null, token, headers: { ...tus, 'upload-length': String(bytes.length) } })
  await ask(address, 'blobPart', { body: bytes.subarray(0, 200_000), token, headers: partHeaders(0) })
  // Killed in the middle of the next part.
  const lost = ask(address, 'blobPart', { body: bytes.subarray(200_000), token, headers: partHeaders(200_000) }).catch(() => null)
  first.child.kill('SIGKILL')
  await Promise.all([lost, first.ended])

  const second = start()
  const again = (await second.ready).address
  const offset = Number((await ask(again, 'blobOffset', { body: null, token, headers: tus })).headers.get('upload-offset'))
  expect(offset).toBeGreaterThanOrEqual(200_000)
  if (offset < bytes.length) {
    await ask(again, 'blobPart', { body: bytes.subarray(offset), token, headers: partHeaders(offset) })
  }
  const read = await ask(again, 'blobRead', { body: null, token })
  expect(hashOf(new Uint8Array(await read.arrayBuffer()))).toBe(hashOf(bytes))
  second.child.kill('SIGTERM')
  await second.ended
  await Promise.all([base.dispose(), where.stop()])
})

const folderOf = ({ place }: TestPlace): string => ('folder' in place ? place.folder : '')

type CutAt = { readonly as: TestPerson; readonly scope: string; readonly hash: string; readonly where: TestPlace }

/** Says that it sends all of `sent`, and breaks the line after 400 bytes of it: again, as a laptop does, where they had not come as far as the place. */
async function cutInTheMiddle(server: TestServer, at: CutAt, sent: Buffer): Promise<void> {
  const headers = {
    ...partHeaders(0),
    authorization: `Bearer ${at.as.token}`,
    [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
    'content-length': String(sent.length),
  }
  const arrived = () => at.where.arrived(`${at.scope}.${at.hash}.1000`)
  for (let wait = 300; (await arrived()) !== 400; wait *= 2) {
    const line = request(server.address + blobPath('blobPart', at), { method: 'PATCH', headers })
    line.on('error', () => undefined)
    line.write(sent.subarray(0, 400))
    // A folder is written to as bytes come, a bucket when the line is cut.
    if ('folder' in at.where.place) await until(async () => (await arrived()) === 400)
    else await new Promise((resolve) => setTimeout(resolve, wait))
    const closed = new Promise((resolve) => line.once('close', resolve))
    line.destroy()
    await closed
    for (let look = 0; look < 20 && (await arrived()) !== 400; look += 1) await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
