import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { base64ToBytes, bytesToBase64 } from '@shared/lib/base64.ts'
import { combineDigests, digestOfRecord, digestOfText, type Digest } from '@shared/sync/digest.ts'
import { packRecord, unpackRecord } from '@shared/sync/packed.ts'
import type { PulledItem } from '@shared/sync/protocol/records.ts'
import { migrate, migrations } from '../../../src/server/db/migrate.ts'
import { createTestDatabase, DATABASE_KINDS, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, noteOf, stampAt } from '../../support/pushed-records.ts'
import { call, fakeClock, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'

afterAll(stopSharedCluster)

const NOTE = testId('note')

/** The digest of items as they came, by the definition. */
function digestOfItems(items: readonly PulledItem[]): Digest {
  return combineDigests(
    ...items.flatMap((item) => {
      const record = unpackRecord(item.record)
      const own = digestOfRecord(record)
      if (!item.updates) return [own]
      const document = new Y.Doc()
      for (const update of item.updates) Y.applyUpdateV2(document, base64ToBytes(update.bytes))
      return [own, digestOfText(record.id, Y.encodeSnapshotV2(Y.snapshot(document)))]
    }),
  )
}

/** What typing letter by letter sends, with a deletion at the end. */
function typed(words: string): string[] {
  const document = new Y.Doc()
  const updates: string[] = []
  document.on('updateV2', (update: Uint8Array) => updates.push(bytesToBase64(update)))
  const text = document.getText('body')
  for (const letter of words) text.insert(text.length, letter)
  text.delete(0, 1)
  return updates
}

describe.each(DATABASE_KINDS)('digests on %s', (database) => {
  let server: TestServer
  let owner: TestPerson
  let scope: string
  let tests = 0
  let pushSeq = 0

  beforeAll(async () => {
    // A window of tries ends when time says so, and here none passes.
    server = await startTestServer({ database, compactAfter: 4, now: fakeClock().now })
    owner = await setUp(server)
    return () => server.stop()
  })
  beforeEach(() => {
    tests += 1
    pushSeq = 0
    scope = testId(`visit ${tests}`)
  })

  const push = (...items: object[]) => {
    pushSeq += 1
    return call(server, 'push', { body: { pushSeq, items }, token: owner.token, scope })
  }
  const pull = async (limit?: number) =>
    (await call(server, 'pull', { body: limit ? { cursor: null, limit } : { cursor: null }, token: owner.token, scope })).body
  const asOwner = (sql: string, ...values: unknown[]) => server.database.transaction((tx) => tx.query(sql, values))

  it('G2 the last page says what everything up to the cursor counts, edits and texts included', async () => {
    await push(itemOf('visit', scope, { title: ['t', stampAt(1)] }), itemOf('meeting', testId('m'), { title: ['m', stampAt(1)] }))
    const first = await pull()
    expect(first.digest).toBe(digestOfItems(first.items))
    await push(itemOf('meeting', testId('m'), { title: ['later', stampAt(2), stampAt(1)] }))
    await push(noteOf(NOTE, { language: ['en', stampAt(1)] }, typed('東京 notes')))
    const second = await pull()
    expect(second.digest).toBe(digestOfItems(second.items))
    expect(second.digest).not.toBe(first.digest)
    expect((await pull(1)).digest).toBeNull()
  })

  it('G2 merging the updates of a note changes nothing of what it counts', async () => {
    await push(itemOf('visit', scope, { title: ['t', stampAt(1)] }))
    const [begin = [], ...rest] = [typed('Opening words of a long meeting')].flatMap((all) => [
      all.slice(0, 3),
      ...all.slice(3).map((one) => [one]),
    ])
    await push(noteOf(NOTE, { language: ['en', stampAt(1)] }, begin))
    for (const [index, updates] of rest.entries()) await push(noteOf(NOTE, { language: ['en', stampAt(index + 2)] }, updates))
    const { items, digest } = await pull()
    expect(items.find((item) => item.updates)?.updates?.length).toBeLessThan(8)
    expect(digest).toBe(digestOfItems(items))
  })

  it('G3 counts its own rows anew when a laptop differs, and gives buckets and whole records', async () => {
    const ids = [1, 2, 3].map((index) => testId(`meeting ${index}`))
    await push(itemOf('visit', scope, { title: ['t', stampAt(1)] }), ...ids.map((id) => itemOf('meeting', id, { title: [id, stampAt(1)] })))
    await push(noteOf(NOTE, { language: ['en', stampAt(1)] }, typed('words')))
    const before = await pull()
    await asOwner(`UPDATE scopes SET digest = '0000000000000001' WHERE id = $1`, scope)
    await asOwner(`UPDATE records SET digest = '0000000000000002' WHERE scope = $1 AND id = $2`, scope, ids[0])
    const { body } = await call(server, 'buckets', { body: { digest: '0000000000000003' }, token: owner.token, scope })
    expect(body.digest).toBe(before.digest)
    expect(combineDigests(...Object.values(body.buckets))).toBe(before.digest)
    expect((await pull()).digest).toBe(before.digest)
    const bucket = NOTE.slice(0, 2)
    const page = await call(server, 'bucket', { body: { bucket, after: null }, token: owner.token, scope })
    expect(page.body.items.map((item) => item.record.i)).toContain(NOTE)
    expect(digestOfItems(page.body.items)).toBe(body.buckets[bucket])
    const after = page.body.items.at(-1)?.record.i ?? ''
    expect((await call(server, 'bucket', { body: { bucket, after }, token: owner.token, scope })).body).toEqual({ items: [], more: false })
  })

  it('G3 lets nobody make the server count without end', async () => {
    await push(itemOf('visit', scope, { title: ['t', stampAt(1)] }))
    const answers: number[] = []
    for (let tries = 0; tries < 12; tries += 1) {
      answers.push((await call(server, 'buckets', { body: { digest: '0000000000000003' }, token: owner.token, scope })).status)
    }
    expect(answers.at(-1)).toBe(429)
  })
})

describe.each(DATABASE_KINDS)('the upgrade 0002-digests on %s', (kind) => {
  it('counts the rows of an older database at the next commit, and says nothing before', async () => {
    const base = await createTestDatabase(kind)
    const { database } = base
    await migrate(database, migrations.slice(0, 1))
    const scope = testId('old visit')
    const meeting = { kind: 'meeting', id: testId('old meeting'), cells: { title: { value: 'old', stamp: stampAt(1), bases: [] } } }
    await database.transaction(async (tx) => {
      await tx.script(`INSERT INTO accounts VALUES ('a', 'old', 'old', 'Old', '${testId('p')}', 'x', false, 0)`)
      await tx.query('INSERT INTO scopes (id, seq, created_by, created_at) VALUES ($1, 1, $2, 0)', [scope, 'a'])
      await tx.query('INSERT INTO records (scope, id, kind, packed, seq, received_at) VALUES ($1, $2, $3, $4, 1, 0)', [
        scope,
        meeting.id,
        meeting.kind,
        JSON.stringify(packRecord(meeting)),
      ])
    })
    const server = await startTestServer({ database: kind, base })
    const owner = await setUp(server)
    await database.transaction((tx) =>
      tx.query(`INSERT INTO memberships SELECT $1, id, 'owner', 0 FROM accounts WHERE account = 'first'`, [scope]),
    )
    const pull = async () => (await call(server, 'pull', { body: { cursor: null }, token: owner.token, scope })).body
    expect((await pull()).digest).toBeNull()
    const items = [itemOf('meeting', testId('new meeting'), { title: ['new', stampAt(1)] })]
    await call(server, 'push', { body: { pushSeq: 1, items }, token: owner.token, scope })
    const page = await pull()
    expect(page.items).toHaveLength(2)
    expect(page.digest).toBe(digestOfItems(page.items))
    await server.stop()
  })
})
