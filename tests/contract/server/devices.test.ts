import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memberFields } from '@shared/domain/member.ts'
import { DATABASE_KINDS, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, credentialsOf, joinAs, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'

afterAll(stopSharedCluster)

const scope = testId('visit')
const SECRET = 'a title that the audit may not know'

describe.each(DATABASE_KINDS)('devices, people and the audit on %s', (database) => {
  let server: TestServer
  let administrator: TestPerson
  let owner: TestPerson

  beforeAll(async () => {
    server = await startTestServer({ database })
    administrator = await setUp(server, 'administrator')
    const home = testId('home')
    await push(administrator, home)
    owner = await joinAs(server, administrator, { account: 'owner', scope: home, role: 'reader' })
    await push(owner, scope)
    return () => server.stop()
  })

  const push = (as: TestPerson, visit: string) =>
    call(server, 'push', {
      body: { pushSeq: 1, items: [itemOf('visit', visit, { title: [SECRET, stampAt(1)] })] },
      token: as.token,
      scope: visit,
    })
  const signIn = (account: string, laptop: string, password = `password of ${account}`) =>
    call(server, 'signIn', { body: { ...credentialsOf(account, laptop), password, personId: testId(`person ${account}`) } })
  const status = async (token: string) => (await call(server, 'scopes', { body: null, token })).status

  it('A7 everyone sees their own devices, and the members of a visit see whose device wrote what', async () => {
    await signIn('owner', 'second laptop')
    const { body } = await call(server, 'devices', { body: null, token: owner.token })
    expect(body.thisDevice).toBe(owner.device)
    expect(body.devices.map((device) => device.name).toSorted()).toEqual(['laptop', 'second laptop'])
    const pulled = await call(server, 'pull', { body: { cursor: null }, token: owner.token, scope })
    const member = pulled.body.items.find((item) => item.record.k === 'member')
    const devices = memberFields.devices.parse(member?.record.c['devices']?.[0])
    expect(devices.toSorted()).toEqual(body.devices.map((device) => device.id).toSorted())
  })

  it('A7 a revoked device is out at once, everywhere, and does not come back', async () => {
    const { accessToken, refreshToken } = (await signIn('owner', 'lost laptop')).body
    expect(await status(accessToken)).toBe(200)
    const device = credentialsOf('owner', 'lost laptop').device.id
    expect((await call(server, 'revokeDevice', { body: { device }, token: owner.token })).status).toBe(204)
    expect(await status(accessToken)).toBe(401)
    expect((await call(server, 'refresh', { body: { refreshToken, keepIn: 'body' } })).body).toMatchObject({ code: 'device-revoked' })
    expect((await signIn('owner', 'lost laptop')).body).toMatchObject({ code: 'device-revoked' })
    expect(await status(owner.token)).toBe(200)
    expect((await call(server, 'revokeDevice', { body: { device }, token: owner.token })).status).toBe(404)
    const somebodyElses = { device: administrator.device }
    expect((await call(server, 'revokeDevice', { body: somebodyElses, token: owner.token })).status).toBe(404)
  })

  it('A7 an owner revokes the lost laptop of a member, and of nobody else', async () => {
    const member = await joinAs(server, owner, { account: 'member', scope, role: 'editor' })
    const listed = await call(server, 'memberDevices', { body: null, token: owner.token, scope })
    expect(listed.body.members.find((one) => one.personId === member.personId)?.devices).toHaveLength(1)
    const revoke = (person: TestPerson) =>
      call(server, 'revokeMemberDevice', { body: { personId: person.personId, device: person.device }, token: owner.token, scope })
    expect((await revoke(member)).status).toBe(204)
    expect(await status(member.token)).toBe(401)
    expect((await revoke(administrator)).status).toBe(404)
    expect(await status(administrator.token)).toBe(200)
  })

  it('A7 an administrator shuts an account out and lets it in again; the last administrator stays', async () => {
    const person = await joinAs(server, owner, { account: 'leaver', scope, role: 'reader' })
    const change = (personId: string, body: object) =>
      call(server, 'changeUser', { body: { personId, ...body }, token: administrator.token })
    await change(person.personId, { disabled: true })
    expect(await status(person.token)).toBe(401)
    expect((await signIn('leaver', 'laptop')).body).toMatchObject({ code: 'account-disabled' })
    expect((await signIn('leaver', 'laptop', 'another password')).body).toMatchObject({ code: 'bad-credentials' })
    await change(person.personId, { disabled: false })
    expect((await signIn('leaver', 'laptop')).status).toBe(200)
    expect((await change(administrator.personId, { disabled: true })).body).toMatchObject({ code: 'last-administrator' })
    expect((await change(administrator.personId, { isAdministrator: false })).body).toMatchObject({ code: 'last-administrator' })
    const { users } = (await call(server, 'users', { body: null, token: administrator.token })).body
    expect(users.find((user) => user.account === 'owner')).toMatchObject({ isAdministrator: false, disabledAt: null, visits: 2 })
    expect(JSON.stringify(users)).not.toContain(SECRET)
  })

  it('A7 who changes a password stays in, and everyone else with that account is out', async () => {
    const person = await joinAs(server, owner, { account: 'careful', scope, role: 'reader' })
    const other = (await signIn('careful', 'other laptop')).body.accessToken
    const change = (current: string) =>
      call(server, 'changePassword', { body: { current, next: 'a much better password' }, token: person.token })
    expect((await change('a wrong password')).body).toMatchObject({ code: 'bad-credentials' })
    expect((await change('password of careful')).status).toBe(204)
    expect([await status(person.token), await status(other)]).toEqual([200, 401])
    expect((await signIn('careful', 'laptop')).body).toMatchObject({ code: 'bad-credentials' })
    expect((await signIn('careful', 'laptop', 'a much better password')).status).toBe(200)
  })

  it('A7 the audit says who did what to whom, page by page, and nothing of any visit', async () => {
    const first = await call(server, 'audit', { body: { before: null, limit: 5 }, token: administrator.token })
    expect([first.body.entries.length, first.body.more]).toEqual([5, true])
    let entries = first.body.entries
    for (let more = true; more;) {
      const page = await call(server, 'audit', { body: { before: entries.at(-1)?.position ?? null, limit: 5 }, token: administrator.token })
      entries = [...entries, ...page.body.entries]
      more = page.body.more
    }
    expect(new Set(entries.map((entry) => entry.position)).size).toBe(entries.length)
    const actions = new Set(entries.map((entry) => entry.action))
    for (const action of ['set-up', 'joined', 'invited', 'device-registered', 'signed-in', 'sign-in-refused', 'device-revoked'] as const) {
      expect(actions).toContain(action)
    }
    for (const action of ['user-disabled', 'user-enabled', 'password-changed'] as const) expect(actions).toContain(action)
    expect(entries.find((entry) => entry.action === 'user-disabled')).toMatchObject({
      by: { name: 'administrator' },
      subject: { name: 'leaver' },
      address: '127.0.0.1',
    })
    expect(JSON.stringify(entries)).not.toContain(SECRET)
    const again = await call(server, 'audit', { body: { before: null, limit: 1 }, token: administrator.token })
    expect(again.body.entries[0]?.action).toBe('audit-read')
    const rewrite = server.database.transaction(async (tx) => {
      await tx.query('SET LOCAL ROLE safarnoma_door')
      return tx.query('DELETE FROM audit')
    })
    await expect(rewrite).rejects.toThrow(/permission denied/)
  })
})
