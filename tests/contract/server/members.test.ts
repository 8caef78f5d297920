import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '@shared/domain/member.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { unpackRecord } from '@shared/sync/packed.ts'
import { DATABASE_KINDS, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, fakeClock, joinAs, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'

afterAll(stopSharedCluster)

describe.each(DATABASE_KINDS)('members on %s', (database) => {
  let server: TestServer
  let owner: TestPerson
  let editor: TestPerson
  let reader: TestPerson
  let scope: string
  let tests = 0
  const clock = fakeClock()

  beforeAll(async () => {
    server = await startTestServer({ database, now: clock.now })
    owner = await setUp(server)
    return () => server.stop()
  })
  beforeEach(async () => {
    tests += 1
    scope = testId(`visit ${tests}`)
    const items = [itemOf('visit', scope, { title: ['t', stampAt(1)] })]
    await call(server, 'push', { body: { pushSeq: 1, items }, token: owner.token, scope })
    editor = await joinAs(server, owner, { account: `editor${tests}`, scope, role: 'editor' })
    reader = await joinAs(server, owner, { account: `reader${tests}`, scope, role: 'reader' })
    clock.pass(5_000)
  })

  const change = async (as: TestPerson, whom: TestPerson, role: Role | null): Promise<number> =>
    (await call(server, 'changeMember', { body: { personId: whom.personId, role }, token: as.token, scope })).status
  /** The members as a laptop without a network knows them. */
  const roles = async (as: TestPerson = owner): Promise<Record<string, unknown>> => {
    const { body } = await call(server, 'pull', { body: { cursor: null }, token: as.token, scope })
    const members = body.items
      .map((item) => unpackRecord(item.record))
      .filter((record) => record.kind === 'member' && !isDead(record.cells))
    return Object.fromEntries(members.map(({ cells }) => [cells['name']?.value as string, cells['role']?.value]))
  }

  it('A3 lists everyone to every member', async () => {
    const expected = { first: 'owner', [editor.account]: 'editor', [reader.account]: 'reader' }
    expect(await roles()).toEqual(expected)
    expect(await roles(reader)).toEqual(expected)
  })

  it('A1 lets owners alone invite, change and remove', async () => {
    expect((await call(server, 'invite', { body: { role: 'reader' }, token: editor.token, scope })).status).toBe(403)
    expect(await change(editor, reader, 'editor')).toBe(403)
    expect(await change(reader, reader, 'owner')).toBe(403)
    expect(await change(owner, reader, 'editor')).toBe(204)
    expect(await change(owner, editor, null)).toBe(204)
    expect(await roles()).toEqual({ first: 'owner', [reader.account]: 'editor' })
  })

  it('shows nothing more to someone who was removed, and everything once they are back', async () => {
    const pull = async (): Promise<number> => (await call(server, 'pull', { body: { cursor: null }, token: editor.token, scope })).status
    expect(await pull()).toBe(200)
    await change(owner, editor, null)
    expect(await pull()).toBe(404)
    const { code } = (await call(server, 'invite', { body: { role: 'reader' }, token: owner.token, scope })).body
    expect((await call(server, 'accept', { body: { code }, token: editor.token })).body).toEqual({ scope, role: 'reader' })
    expect(await pull()).toBe(200)
    expect(await roles()).toMatchObject({ [editor.account]: 'reader' })
  })

  it('A2 lets anyone leave but the last owner', async () => {
    expect(await change(reader, reader, null)).toBe(204)
    expect(await change(owner, owner, null)).toBe(403)
    expect(await change(owner, owner, 'editor')).toBe(403)
    expect(await change(owner, editor, 'owner')).toBe(204)
    expect(await change(editor, owner, 'editor')).toBe(204)
    expect(await roles()).toEqual({ first: 'editor', [editor.account]: 'owner' })
  })

  it('does not let an accepted code lower the role that someone has, and keeps the code', async () => {
    const { code } = (await call(server, 'invite', { body: { role: 'reader' }, token: owner.token, scope })).body
    expect((await call(server, 'accept', { body: { code }, token: owner.token })).body).toEqual({ scope, role: 'owner' })
    const other = testId(`other ${tests}`)
    const items = [itemOf('visit', other, { title: ['t', stampAt(1)] })]
    await call(server, 'push', { body: { pushSeq: 1, items }, token: reader.token, scope: other })
    const stranger = await joinAs(server, reader, { account: `stranger${tests}`, scope: other, role: 'editor' })
    expect((await call(server, 'accept', { body: { code }, token: stranger.token })).body).toEqual({ scope, role: 'reader' })
    expect(await call(server, 'accept', { body: { code }, token: stranger.token })).toMatchObject({
      status: 400,
      body: { code: 'bad-code' },
    })
  })

  it('takes no code from someone who is an owner no more', async () => {
    await change(owner, editor, 'owner')
    const { code } = (await call(server, 'invite', { body: { role: 'owner' }, token: editor.token, scope })).body
    await change(owner, editor, 'reader')
    expect((await call(server, 'accept', { body: { code }, token: reader.token })).status).toBe(400)
  })
})
