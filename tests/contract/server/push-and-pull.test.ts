import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { sha256Hex } from '@shared/lib/id.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { Cursor, PulledItem, PushItem } from '@shared/sync/protocol/records.ts'
import { readPageOfTexts } from '../../../src/server/db/pages-repository.ts'
import { DATABASE_KINDS, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, noteOf, stampAt, stampOfEpoch } from '../../support/pushed-records.ts'
import { call, fakeClock, joinAs, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'

afterAll(stopSharedCluster)

const meetings = (count: number, from = 0): PushItem[] =>
  Array.from({ length: count }, (_, index) =>
    itemOf('meeting', testId(`meeting ${from + index}`), { title: [`m${from + index}`, stampAt(1_000)] }),
  )

describe.each(DATABASE_KINDS)('push and pull on %s', (database) => {
  let server: TestServer
  let owner: TestPerson
  let scope: string
  let visit: PushItem
  let tests = 0
  const clock = fakeClock()

  beforeAll(async () => {
    server = await startTestServer({ database, now: clock.now })
    owner = await setUp(server)
    return () => server.stop()
  })
  // Every test has a visit of its own.
  beforeEach(() => {
    tests += 1
    scope = testId(`visit ${tests}`)
    visit = itemOf('visit', scope, { title: ['Tokyo', stampAt(1_000)] })
    clock.pass(1_000)
  })

  const push = (pushSeq: number, items: readonly unknown[], as: TestPerson = owner) =>
    call(server, 'push', { body: { pushSeq, items }, token: as.token, scope })
  const pull = (cursor: Cursor | null, limit?: number, as: TestPerson = owner) =>
    call(server, 'pull', { body: { cursor, ...(limit === undefined ? {} : { limit }) }, token: as.token, scope })
  /** Pulls to the head, at most a hundred pages. */
  const pullAll = async (from: Cursor | null, limit?: number): Promise<{ items: PulledItem[]; cursor: Cursor | null; pages: number }> => {
    const items: PulledItem[] = []
    let cursor = from
    for (let pages = 1; pages <= 100; pages += 1) {
      const { body } = await pull(cursor, limit)
      items.push(...body.items)
      cursor = body.cursor
      if (!body.more) return { items, cursor, pages }
    }
    throw new Error('The pages do not end')
  }
  const withoutMembers = (items: readonly PulledItem[]) => items.filter((item) => item.record.k !== 'member')

  it('P5 gives back what was pushed, with a receipt, to the one who may read it', async () => {
    const pushed = await push(1, [visit, ...meetings(3)])
    expect(pushed.status).toBe(200)
    expect(pushed.body.receivedAt).toBe(clock.now())
    expect(pushed.body.results.map((result) => result.outcome)).toEqual(['stored', 'stored', 'stored', 'stored'])
    const { body } = await pull(null)
    expect(body).toMatchObject({ more: false, reset: false, role: 'owner' })
    expect(withoutMembers(body.items).map((item) => item.record)).toEqual([visit, ...meetings(3)].map((item) => item.record))
    expect(body.items.every((item) => item.receivedAt === clock.now())).toBe(true)
  })

  it('keeps unknown kinds and unknown fields byte for byte', async () => {
    const text = 'A\u030a ﬁ か\u3099 日本\u{20BB7}'
    const strange = itemOf('gift', testId('gift'), { wrappedIn: [{ z: 1, a: [text, 1.5e300, -0, null] }, stampAt(5)] })
    await push(1, [strange])
    const { body } = await pull(null)
    const item = withoutMembers(body.items)[0]
    expect(JSON.stringify(item?.record.c['wrappedIn']?.[0])).toBe(JSON.stringify({ a: [text, 1.5e300, 0, null], z: 1 }))
  })

  it('A2 A3 writes the owner as a member record of a new visit, with the author of the server', async () => {
    await push(1, [visit])
    const { body } = await pull(null)
    const member = body.items.find((item) => item.record.k === 'member')
    expect(member?.record.c['personId']?.[0]).toBe(owner.personId)
    expect(member?.record.c['role']?.[0]).toBe('owner')
    expect(member?.record.s.every((stamp) => stamp.slice(26).startsWith('server-'))).toBe(true)
  })

  it('P2 gives the same result for the same push again, and stores nothing twice', async () => {
    const first = await push(1, [visit, ...meetings(2)])
    const { cursor } = await pullAll(null)
    clock.pass(5_000)
    const second = await push(1, [visit, ...meetings(2)])
    expect(second.body).toEqual(first.body)
    expect((await pullAll(cursor)).items).toEqual([])
  })

  it('P2 gives the result also to a person who may only read since, and parks what is new', async () => {
    await push(1, [visit])
    const editor = await joinAs(server, owner, { account: 'demoted', scope, role: 'editor' })
    const first = await push(1, meetings(2), editor)
    expect(first.body.results.map((result) => result.outcome)).toEqual(['stored', 'stored'])
    await call(server, 'changeMember', { body: { personId: editor.personId, role: 'reader' }, token: owner.token, scope })
    expect((await push(1, meetings(2), editor)).body).toEqual(first.body)
    expect((await push(2, meetings(1, 5), editor)).body.results).toMatchObject([{ outcome: 'parked', reason: 'forbidden' }])
  })

  it('P3 refuses another body under a number that was used, and a number below the last', async () => {
    await push(3, [visit])
    expect(await push(3, meetings(1))).toMatchObject({ status: 409, body: { code: 'push-out-of-order' } })
    expect(await push(2, meetings(1))).toMatchObject({ status: 409, body: { code: 'push-out-of-order' } })
    expect((await push(4, meetings(1))).status).toBe(200)
  })

  it('P2 a push that an earlier server stored, and whose answer was lost, is the same push to the server of today', async () => {
    const items = [visit, ...meetings(1), noteOf(testId(`note ${tests}`), { role: ['note', stampAt(1_000)] }, ['AAA='])]
    const first = await push(1, items)
    // As it was told from other bodies by the servers that came before.
    const hash = sha256Hex(items.map((item) => canonicalJson(item as unknown as Json)).join('\n'))
    await server.database.transaction((tx) => tx.query('UPDATE pushes SET body_hash = $2 WHERE scope = $1', [scope, hash]))
    expect(await push(1, items)).toMatchObject({ status: 200, body: first.body })
    expect(await push(1, items.slice(1))).toMatchObject({ status: 409, body: { code: 'push-out-of-order' } })
  })

  it('P2 what tells a push from another does not change: a laptop would be taken for a copy after an upgrade, and signed out', async () => {
    const note = noteOf(testId('note of a push'), { role: ['note', stampAt(1_000)] }, ['AAA='])
    const deep = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) as unknown
    await push(1, [visit])
    await push(2, [...meetings(1), note, { of: 'another form' }, deep])
    const [kept] = await server.database.transaction((tx) =>
      tx.query<{ body_hash: string }>('SELECT body_hash FROM pushes WHERE scope = $1 AND push_seq = 2', [scope]),
    )
    // Where this has to change, the way before stays beside the new one (push.ts, hashAsBefore).
    expect(kept?.body_hash).toBe('e2da62078a3e5910d7bd89dfa39a0a95576bea1a4652cec424b25f96ae3f94bb')
  })

  it('P2 P3 forgets results after a thousand pushes, and then calls an old number out of order', async () => {
    await push(1, [visit])
    await push(1_001, meetings(1))
    expect((await push(1_001, meetings(1))).status).toBe(200)
    expect((await push(1, [visit])).status).toBe(409)
  })

  it('resumes at every page boundary and gives each record once, in the order of the counter', async () => {
    await push(1, [visit, ...meetings(20)])
    const whole = await pullAll(null)
    const inPages = await pullAll(null, 3)
    expect(inPages.pages).toBeGreaterThan(5)
    expect(inPages.items).toEqual(whole.items)
    expect(inPages.cursor).toEqual(whole.cursor)
    expect(whole.items.map((item) => item.seq)).toEqual(whole.items.map((item) => item.seq).toSorted((a, b) => a - b))
  })

  it('ends a page by its bytes too', async () => {
    const big = 'x'.repeat(400_000)
    for (let index = 0; index < 7; index += 1) await push(index + 1, [itemOf('note', testId(`n${index}`), { text: [big, stampAt(1)] })])
    const { body } = await pull(null)
    expect(body.more).toBe(true)
    expect(JSON.stringify(body).length).toBeLessThan(LIMITS.pullBytes + 100_000)
    expect(withoutMembers((await pullAll(null)).items)).toHaveLength(7)
  })

  it('a page has at least one record, and what does not fit stays in the database', async () => {
    await push(1, [visit, ...meetings(5)])
    const page = (bounds: { limit: number; bytes: number }) =>
      server.database.transaction((tx) => readPageOfTexts(tx, scope, { after: 0, base: 0, ...bounds }))
    expect(await page({ limit: 10, bytes: 1 })).toMatchObject({ texts: [{ seq: 1 }], more: true })
    const all = await page({ limit: 10, bytes: 1_000_000 })
    expect(all.texts).toHaveLength(7)
    expect(all.more).toBe(false)
    const bytes = all.texts.slice(0, 3).reduce((sum, { packed }) => sum + Buffer.byteLength(packed), 0)
    expect(await page({ limit: 10, bytes })).toEqual({ texts: all.texts.slice(0, 3), more: true })
    expect(await page({ limit: 10, bytes: bytes - 1 })).toEqual({ texts: all.texts.slice(0, 2), more: true })
    expect(await page({ limit: 6, bytes: 1_000_000 })).toEqual({ texts: all.texts.slice(0, 6), more: true })
  })

  it('N1 gives every text of a note once, wherever the pages end and wherever it stands between records', async () => {
    const note = (update: string) => noteOf(testId('note'), { role: ['note', stampAt(1_000)] }, [update])
    await push(1, [visit, ...meetings(4)])
    await push(2, [note('AAA=')])
    // They leave their places, so that many places hold few records.
    const again = meetings(4).map(({ record }) => itemOf('meeting', record.i, { title: ['later', stampAt(2_000), stampAt(1_000)] }))
    await push(3, again)
    await push(4, meetings(3, 10))
    await push(5, [note('AQE=')])
    await push(6, meetings(2, 20))
    const updatesOf = (items: readonly PulledItem[]) => items.flatMap(({ updates = [] }) => updates.map(({ seq, bytes }) => [seq, bytes]))
    const whole = await pullAll(null)
    expect(updatesOf(whole.items).map(([, bytes]) => bytes)).toEqual(['AAA=', 'AQE='])
    for (const limit of [2, 4, 5]) {
      const paged = await pullAll(null, limit)
      expect(updatesOf(paged.items)).toEqual(updatesOf(whole.items))
      expect(new Set(paged.items.map(({ record }) => record.i))).toEqual(new Set(whole.items.map(({ record }) => record.i)))
      expect(paged.cursor).toEqual(whole.cursor)
    }
    const fromElsewhere = await pull({ seq: whole.cursor?.seq ?? 0, token: 'of another server' })
    expect(updatesOf(fromElsewhere.body.items)).toEqual(updatesOf(whole.items))
  })

  describe('C11 to a laptop that has everything as it stood at a place', () => {
    const long = testId('long meeting')
    const whole = ['place', 'summary', 'title']
    /** A record of which a change is a small part. */
    const edit = (pushSeq: number, field: string, at: number) =>
      push(pushSeq, [itemOf('meeting', long, { [field]: [`${field} of ${at}`, stampAt(at), stampAt(1)] })])
    const fieldsAfter = async (cursor: Cursor | null, base: number | undefined): Promise<string[] | undefined> => {
      const { body } = await call(server, 'pull', { body: { cursor, ...(base === undefined ? {} : { base }) }, token: owner.token, scope })
      const item = body.items.find(({ record }) => record.i === long)
      return item && Object.keys(item.record.c)
    }
    let cursor: Cursor | null

    beforeEach(async () => {
      const text = 'words '.repeat(50)
      await push(1, [
        visit,
        itemOf('meeting', long, { title: ['m', stampAt(1)], summary: [text, stampAt(1)], place: ['Tokyo', stampAt(1)] }),
        ...meetings(5),
      ])
      ;({ cursor } = await pullAll(null))
      await edit(2, 'place', 2_000)
    })

    it('goes what changed since alone', async () => {
      expect(await fieldsAfter(cursor, cursor?.seq)).toEqual(['place'])
    })

    it('goes the whole record where it does not say so, or lacks more than the last change', async () => {
      expect(await fieldsAfter(cursor, undefined)).toEqual(whole)
      expect(await fieldsAfter(cursor, 0)).toEqual(whole)
      await edit(3, 'title', 3_000)
      expect(await fieldsAfter(cursor, cursor?.seq)).toEqual(whole)
    })

    it('goes the whole record that moved while the pages came', async () => {
      const first = await pull(null, 5)
      await push(3, meetings(2, 10))
      await edit(4, 'title', 3_000)
      // Where it stood before is behind the cursor by now, and was never given.
      const second = await pull(first.body.cursor, 4)
      expect([...first.body.items, ...second.body.items].map(({ record }) => record.i)).not.toContain(long)
      expect(second.body.cursor?.seq).toBeGreaterThan((first.body.cursor?.seq ?? 0) + 3)
      expect(await fieldsAfter(second.body.cursor, undefined)).toEqual(whole)
    })

    it('goes the whole record where the cursor is unknown', async () => {
      expect(await fieldsAfter({ seq: cursor?.seq ?? 0, token: 'another' }, cursor?.seq)).toEqual(whole)
    })
  })

  it('gives only what is new after a cursor', async () => {
    await push(1, [visit])
    const { cursor } = await pullAll(null)
    await push(2, meetings(2))
    expect((await pullAll(cursor)).items.map((item) => item.record.i)).toEqual([testId('meeting 0'), testId('meeting 1')])
  })

  it('C4 answers a cursor of another or a restored server with reset, from the start', async () => {
    await push(1, [visit])
    const { cursor } = await pullAll(null)
    const known = cursor ?? { seq: 0, token: '' }
    const foreign = await pull({ ...known, token: 'of another server' })
    expect(foreign.body.reset).toBe(true)
    expect(withoutMembers(foreign.body.items)).toHaveLength(1)
    expect((await pull({ ...known, seq: known.seq + 50 })).body.reset).toBe(true)
    expect((await pull(known)).body.reset).toBe(false)
  })

  it('C4 notices that it was restored from a backup, also when it has moved on since', async () => {
    await push(1, [visit])
    const before = (await pullAll(null)).cursor?.seq ?? 0
    await push(2, meetings(2))
    const { cursor } = await pullAll(null)
    // What a backup of the moment before the second push would hold.
    await server.database.transaction(async (tx) => {
      await tx.query('DELETE FROM records WHERE scope = $1 AND seq > $2', [scope, before])
      await tx.query('DELETE FROM commits WHERE scope = $1 AND seq > $2', [scope, before])
      await tx.query('DELETE FROM pushes WHERE scope = $1 AND push_seq > 1', [scope])
      await tx.query('UPDATE scopes SET seq = $2 WHERE id = $1', [scope, before])
    })
    expect((await pull(cursor)).body.reset).toBe(true)
    await push(2, meetings(5, 10))
    const { body } = await pull(cursor)
    expect(body.reset).toBe(true)
    expect(withoutMembers(body.items)).toHaveLength(6)
  })

  it('P4 A3 parks a bad item with its reason and stores the rest', async () => {
    const good = meetings(2)
    const deep = JSON.parse(`${'['.repeat(1_000)}${']'.repeat(1_000)}`) as unknown
    const { body, status } = await push(1, [
      good[0],
      { record: { k: 'meeting', i: 'not an id', s: [], c: {} } },
      { record: { k: 'meeting', i: testId('x'), s: [stampAt(1)], c: { title: ['t', 7] } } },
      itemOf('meeting', testId('big'), { title: ['x'.repeat(LIMITS.itemBytes), stampAt(1)] }),
      itemOf('meeting', testId('wide'), Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`f${index}`, [1, stampAt(1)]]))),
      itemOf('meeting', testId('far'), { title: ['t', stampOfEpoch(1_001)] }),
      itemOf('member', testId('member'), { role: ['owner', stampAt(1)] }),
      itemOf('visit', testId('another visit'), { title: ['t', stampAt(1)] }),
      { record: { k: 'meeting', i: testId('y'), s: [stampAt(1)], c: { toString: ['t', 0] } } },
      { record: { k: 'meeting', i: testId('z'), s: [stampAt(1)], c: { title: [deep, 0] } } },
      { record: { k: 'meeting', i: testId('w'), s: [stampAt(1)], c: { title: ['nul \u0000', 0] } } },
      itemOf('meeting', testId('forged'), { title: ['t', stampAt(1, 'server-abc')] }),
      good[1],
    ])
    expect(status).toBe(200)
    expect(body.results.map((result) => (result.outcome === 'parked' ? result.reason : result.outcome))).toEqual([
      'stored',
      'invalid',
      'invalid',
      'too-large',
      'too-large',
      'epoch-too-far',
      'forbidden',
      'invalid',
      'invalid',
      'invalid',
      'invalid',
      'forbidden',
      'stored',
    ])
    expect(withoutMembers((await pull(null)).body.items)).toHaveLength(2)
  })

  it('S4 takes an epoch that is far from zero but near what is held', async () => {
    const id = testId('old')
    for (const [index, epoch] of [1_000, 2_000, 3_000].entries()) {
      const { body } = await push(index + 1, [itemOf('meeting', id, { title: ['t', stampOfEpoch(epoch)] })])
      expect(body.results[0]?.outcome).toBe('stored')
    }
  })

  it('stores two deltas of one record in one push as one record', async () => {
    const id = testId('twice')
    const first = stampAt(1)
    const second = stampAt(2)
    await push(1, [
      itemOf('meeting', id, { title: ['a', first] }),
      itemOf('meeting', id, { title: ['b', second, first], place: ['c', second] }),
    ])
    const items = withoutMembers((await pull(null)).body.items)
    expect(items).toHaveLength(1)
    expect(items[0]?.record.c['title']?.[0]).toBe('b')
  })

  it('P1 keeps one row of history for every item that was received', async () => {
    const id = testId('history')
    await push(1, [itemOf('meeting', id, { title: ['a', stampAt(1)] })])
    await push(2, [itemOf('meeting', id, { title: ['b', stampAt(2), stampAt(1)] })])
    const rows = await server.database.transaction((tx) =>
      tx.query<{ packed: string; device: string }>('SELECT packed, device FROM history WHERE record = $1 ORDER BY position', [id]),
    )
    expect(rows.map((row) => (JSON.parse(row.packed) as { c: { title: unknown[] } }).c.title[0])).toEqual(['a', 'b'])
    expect(rows[0]?.device).toBe(owner.device)
  })

  it('A1 gives readers everything and stores nothing of theirs', async () => {
    await push(1, [visit])
    const reader = await joinAs(server, owner, { account: 'reader', scope, role: 'reader' })
    const pushed = await push(1, meetings(2), reader)
    expect(pushed.body.results).toEqual([
      { outcome: 'parked', reason: 'forbidden', detail: 'role' },
      { outcome: 'parked', reason: 'forbidden', detail: 'role' },
    ])
    const { body } = await pull(null, undefined, reader)
    expect(body.role).toBe('reader')
    expect(withoutMembers(body.items)).toHaveLength(1)
  })

  it('A1 lets an editor delete anything but the visit', async () => {
    await push(1, [visit, ...meetings(1)])
    const editor = await joinAs(server, owner, { account: 'editor', scope, role: 'editor' })
    const deletion = ['$deleted', [{ seen: { title: stampAt(1_000) } }, stampAt(3_000)]] as const
    const { body } = await push(
      1,
      [itemOf('visit', scope, Object.fromEntries([deletion])), itemOf('meeting', testId('meeting 0'), Object.fromEntries([deletion]))],
      editor,
    )
    expect(body.results.map((result) => result.outcome)).toEqual(['parked', 'stored'])
    const byOwner = await push(2, [itemOf('visit', scope, Object.fromEntries([deletion]))])
    expect(byOwner.body.results[0]?.outcome).toBe('stored')
  })

  it('A4 shows a stranger nothing and takes nothing from them', async () => {
    await push(1, [visit])
    const other = testId('other visit')
    await call(server, 'push', {
      body: { pushSeq: 1, items: [itemOf('visit', other, { title: ['x', stampAt(1)] })] },
      token: owner.token,
      scope: other,
    })
    const stranger = await joinAs(server, owner, { account: 'stranger', scope: other, role: 'editor' })
    expect(await pull(null, undefined, stranger)).toMatchObject({ status: 404, body: { code: 'not-found' } })
    expect(await push(1, meetings(1), stranger)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect((await call(server, 'invite', { body: { role: 'reader' }, token: stranger.token, scope })).status).toBe(404)
    expect(withoutMembers((await pull(null)).body.items)).toHaveLength(1)
  })

  it('does not know a visit that nobody has pushed', async () => {
    expect((await pull(null)).status).toBe(404)
  })

  it('is not slowed down by an id that is no id', async () => {
    const { status } = await call(server, 'pull', { body: { cursor: null }, token: owner.token, scope: sha256Hex('x') })
    expect(status).toBe(404)
  })
})
