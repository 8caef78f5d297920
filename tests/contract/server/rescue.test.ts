import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { bytesToBase64 } from '@shared/lib/base64.ts'
import type { Json } from '@shared/lib/canonical-json.ts'
import { packRecord } from '@shared/sync/packed.ts'
import type { PushItem } from '@shared/sync/protocol/records.ts'
import { deviceAuthor } from '@shared/sync/stamp.ts'
import { DATABASE_KINDS, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, noteOf, stampAt } from '../../support/pushed-records.ts'
import { call, credentialsOf, joinAs, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'

afterAll(stopSharedCluster)

const meeting = testId('meeting')
const authorOf = (device: string): string => deviceAuthor(device, 'session')
const typed = (text: string): string => {
  const document = new Y.Doc()
  document.getText('body').insert(0, text)
  return bytesToBase64(Y.encodeStateAsUpdateV2(document))
}

describe.each(DATABASE_KINDS)('work that may not be pushed, on %s', (database) => {
  let server: TestServer
  let owner: TestPerson
  let colleague: TestPerson
  let scope: string
  let tests = 0

  beforeAll(async () => {
    server = await startTestServer({ database })
    owner = await setUp(server)
    return () => server.stop()
  })
  beforeEach(async () => {
    tests += 1
    scope = testId(`visit ${tests}`)
    const items = [itemOf('visit', scope, { title: ['t', stampAt(1)] }), itemOf('meeting', meeting, { title: ['before', stampAt(1)] })]
    await call(server, 'push', { body: { pushSeq: 1, items }, token: owner.token, scope })
    colleague = await joinAs(server, owner, { account: `colleague${tests}`, scope, role: 'editor' })
  })

  const change = (role: 'reader' | 'editor' | null) =>
    call(server, 'changeMember', { body: { personId: colleague.personId, role }, token: owner.token, scope })
  const handIn = (items: readonly PushItem[], more: { token?: string; refreshToken?: string } = { token: colleague.token }) => {
    const { token, refreshToken } = more
    const body = { keepIn: 'body', items, ...(refreshToken ? { refreshToken } : {}) }
    return call(server, 'rescue', { body, scope, ...(token ? { token } : {}) })
  }
  const listed = async (state = 'waiting') =>
    (await call(server, 'rescues', { body: { state, before: null }, token: owner.token, scope })).body.items
  const settle = (positions: readonly number[], take: boolean) =>
    call(server, 'settleRescues', { body: { positions, take }, token: owner.token, scope })
  const onServer = async (id: string, field: string): Promise<Json | undefined> => {
    const { body } = await call(server, 'pull', { body: { cursor: null }, token: owner.token, scope })
    return body.items.find((item) => item.record.i === id)?.record.c[field]?.[0]
  }
  const edits = (count: number): PushItem[] =>
    Array.from({ length: count }, (_, index) =>
      itemOf('agreement', testId(`agreement ${index}`), { text: [`unsent ${index}`, stampAt(5, authorOf(colleague.device))] }),
    )

  it('R1 52 access removed while 30 edits are unsent: the rescue contains all 30, for the owner alone', async () => {
    await change(null)
    const push = await call(server, 'push', { body: { pushSeq: 1, items: edits(30) }, token: colleague.token, scope })
    expect(push.status).toBe(403)
    const answer = await handIn(edits(30))
    expect(answer.body.results.map((result) => result.outcome)).toEqual(Array(30).fill('rescued'))
    const waiting = await listed()
    expect(waiting).toHaveLength(30)
    expect(waiting[0]).toMatchObject({ reason: 'removed', broughtBy: { name: colleague.account }, device: { name: 'laptop' } })
    expect(new Set(waiting.map((item) => item.record.c['text']?.[0])).size).toBe(30)
    // Quarantined: nobody pulls it.
    expect(await onServer(testId('agreement 3'), 'text')).toBeUndefined()
    const { body } = await call(server, 'scopes', { body: null, token: owner.token })
    expect(body.scopes.find((one) => one.scope === scope)?.rescued).toBe(30)
  })

  it('R1 the same work handed in again is there once, and what the server has is only acknowledged', async () => {
    await change(null)
    await handIn(edits(3))
    expect((await handIn(edits(3))).body.results.map((result) => result.outcome)).toEqual(['rescued', 'rescued', 'rescued'])
    expect(await listed()).toHaveLength(3)
    const known = itemOf('meeting', meeting, { title: ['before', stampAt(1)] })
    expect((await handIn([known])).body.results).toEqual([{ outcome: 'known' }])
    expect(await listed()).toHaveLength(3)
  })

  it('R2 taken in: joined like a push, with the owner as the one who brought it; losses are reported', async () => {
    const mine = stampAt(5, authorOf(colleague.device))
    const note = noteOf(testId(`note ${tests}`), { bodyEdited: [{ by: 'x', at: 1 }, mine] }, [typed('rescued words')])
    await change(null)
    await handIn([itemOf('meeting', meeting, { title: ['unseen', mine, stampAt(0)] }), note])
    await call(server, 'push', {
      body: { pushSeq: 2, items: [itemOf('meeting', meeting, { title: ['meanwhile', stampAt(9), stampAt(1)] })] },
      token: owner.token,
      scope,
    })
    const waiting = await listed()
    expect(waiting.find((item) => item.record.k === 'note')?.updates).toEqual(note.updates)
    const { body } = await settle(
      waiting.map((item) => item.position),
      true,
    )
    expect(body.results.map((result) => result.outcome)).toEqual(['taken', 'taken'])
    expect(await onServer(meeting, 'title')).toBe('meanwhile')
    const page = await call(server, 'pull', { body: { cursor: null }, token: owner.token, scope })
    const conflicts = page.body.items.filter((item) => item.record.k === 'conflict')
    expect(conflicts.map((item) => item.record.c['losingValue']?.[0])).toEqual(['unseen'])
    expect(page.body.items.find((item) => item.record.k === 'note')?.updates).toHaveLength(1)
    const history = await call(server, 'history', { body: { record: meeting, before: null }, token: owner.token, scope })
    const taken = history.body.entries.find((entry) => entry.record.c['title']?.[0] === 'unseen')
    expect(taken).toMatchObject({ pushedBy: { name: 'first' }, device: owner.device })
    expect(history.body.devices[colleague.device]).toMatchObject({ owner: { name: colleague.account } })
    expect([await listed(), (await listed('taken')).length]).toEqual([[], 2])
    // A second owner who decides at the same time changes nothing.
    expect(
      (
        await settle(
          waiting.map((item) => item.position),
          true,
        )
      ).body.results,
    ).toEqual([])
  })

  it('R2 put aside, it stays and can still be taken in', async () => {
    await change(null)
    await handIn(edits(1))
    const [item] = await listed()
    await settle([item?.position ?? 0], false)
    expect(await onServer(testId('agreement 0'), 'text')).toBeUndefined()
    expect(await listed('aside')).toMatchObject([{ state: 'aside', decidedBy: { name: 'first' } }])
    await settle([item?.position ?? 0], true)
    expect(await onServer(testId('agreement 0'), 'text')).toBe('unsent 0')
  })

  it('R1 53 an editor who became a reader: the push is parked item by item, the rescue takes it', async () => {
    await change('reader')
    const push = await call(server, 'push', { body: { pushSeq: 1, items: edits(2) }, token: colleague.token, scope })
    expect(push.body.results).toEqual(Array(2).fill({ outcome: 'parked', reason: 'forbidden', detail: 'role' }))
    await handIn(edits(2))
    expect((await listed()).map((item) => item.reason)).toEqual(['read-only', 'read-only'])
  })

  it('R1 54 let in again after removal: the laptop pushes itself, and a rescue is refused as needless', async () => {
    await change(null)
    await handIn(edits(1))
    const invitation = await call(server, 'invite', { body: { role: 'editor' }, token: owner.token, scope })
    await call(server, 'accept', { body: { code: invitation.body.code }, token: colleague.token })
    expect((await handIn(edits(1))).status).toBe(403)
    const push = await call(server, 'push', { body: { pushSeq: 1, items: edits(1) }, token: colleague.token, scope })
    expect(push.body.results[0]?.outcome).toBe('stored')
    // What was rescued before is known by then; taking it in changes nothing.
    const [item] = await listed()
    expect((await settle([item?.position ?? 0], true)).body.results).toMatchObject([{ outcome: 'taken' }])
    expect(await onServer(testId('agreement 0'), 'text')).toBe('unsent 0')
  })

  it('R3 a laptop that was reported lost: dead at once, its work still comes in by the token of its dead session', async () => {
    await call(server, 'revokeMemberDevice', {
      body: { personId: colleague.personId, device: colleague.device },
      token: owner.token,
      scope,
    })
    const { token } = colleague
    const dead = [
      await call(server, 'pull', { body: { cursor: null }, token, scope }),
      await call(server, 'push', { body: { pushSeq: 1, items: edits(1) }, token, scope }),
      await handIn(edits(1)),
    ]
    expect(dead.map((answer) => answer.status)).toEqual([401, 401, 401])
    const refresh = await call(server, 'refresh', { body: { refreshToken: colleague.refreshToken, keepIn: 'body' } })
    expect(refresh.body).toMatchObject({ code: 'device-revoked' })
    const answer = await handIn(edits(2), { refreshToken: colleague.refreshToken })
    expect(answer.body.results.map((result) => result.outcome)).toEqual(['rescued', 'rescued'])
    expect((await listed()).map((item) => item.reason)).toEqual(['revoked-device', 'revoked-device'])
    // A visit that was only there becomes its owner's.
    const onlyThere = testId(`only there ${tests}`)
    const body = {
      keepIn: 'body',
      refreshToken: colleague.refreshToken,
      items: [itemOf('visit', onlyThere, { title: ['mine', stampAt(1)] })],
    }
    expect((await call(server, 'rescue', { body, scope: onlyThere })).status).toBe(200)
    const another = await call(server, 'signIn', {
      body: { ...credentialsOf(colleague.account, 'new laptop'), personId: colleague.personId },
    })
    const scopes = await call(server, 'scopes', { body: null, token: another.body.accessToken })
    expect(scopes.body.scopes).toContainEqual(expect.objectContaining({ scope: onlyThere, role: 'owner', rescued: 1 }))
  })

  it('R3 cells of a lost laptop go to rescue whoever brings them; the rest of the same record is stored', async () => {
    const lost = stampAt(5, authorOf(colleague.device))
    const known = itemOf('meeting', meeting, { title: ['sent in time', lost, stampAt(1)] })
    await call(server, 'push', { body: { pushSeq: 1, items: [known] }, token: colleague.token, scope })
    await call(server, 'revokeDevice', { body: { device: colleague.device }, token: colleague.token })
    const late = stampAt(6, authorOf(colleague.device))
    const items = [
      known,
      itemOf('agreement', testId('a'), { text: ['by the thief?', late], status: ['open', stampAt(7, authorOf(owner.device))] }),
      itemOf('contact', testId('c'), { remark: ['also', late] }),
    ]
    const { body } = await call(server, 'push', { body: { pushSeq: 2, items }, token: owner.token, scope })
    expect(body.results.map((result) => (result.outcome === 'parked' ? result.reason : result.outcome))).toEqual([
      'stored',
      'revoked-device',
      'revoked-device',
    ])
    expect([await onServer(testId('a'), 'text'), await onServer(testId('a'), 'status')]).toEqual([undefined, 'open'])
    const waiting = await listed()
    expect(Object.fromEntries(waiting.map((item) => [item.record.i, Object.keys(item.record.c)]))).toEqual({
      [testId('a')]: ['text'],
      [testId('c')]: ['remark'],
    })
    // The same push again gives the same reply and rescues nothing twice.
    expect((await call(server, 'push', { body: { pushSeq: 2, items }, token: owner.token, scope })).body).toEqual(body)
    expect(await listed()).toHaveLength(2)
    await settle(
      waiting.map((item) => item.position),
      true,
    )
    expect(await onServer(testId('a'), 'text')).toBe('by the thief?')
    const again = await call(server, 'push', { body: { pushSeq: 3, items }, token: owner.token, scope })
    expect(again.body.results.map((result) => result.outcome)).toEqual(['stored', 'stored', 'stored'])
  })

  it('R1 strangers hand in nothing, and a bad item stops no other', async () => {
    const other = testId(`elsewhere ${tests}`)
    await call(server, 'push', { body: { pushSeq: 1, items: edits(1) }, token: colleague.token, scope: other })
    const answer = await call(server, 'rescue', { body: { keepIn: 'body', items: edits(1) }, token: owner.token, scope: other })
    expect(answer.status).toBe(404)
    expect((await handIn(edits(1), { refreshToken: 'A'.repeat(43) })).status).toBe(401)
    await change(null)
    const mixed = [{ record: packRecord({ kind: 'meeting', id: 'no id', cells: {} }) } as PushItem, ...edits(1)]
    expect((await handIn(mixed)).body.results.map((result) => result.outcome)).toEqual(['parked', 'rescued'])
  })
})
