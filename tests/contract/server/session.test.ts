import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PROTOCOL_VERSION } from '@shared/sync/protocol.ts'
import type { SessionReply } from '@shared/sync/protocol/sign-in.ts'
import { DATABASE_KINDS, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import {
  call,
  credentialsOf,
  fakeClock,
  joinAs,
  setUp,
  startTestServer,
  testId,
  type TestPerson,
  type TestServer,
} from '../../support/server.ts'

afterAll(stopSharedCluster)

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const scope = testId('visit')

describe.each(DATABASE_KINDS)('sessions on %s', (database) => {
  let server: TestServer
  let owner: TestPerson
  const clock = fakeClock()

  beforeAll(async () => {
    server = await startTestServer({ database, now: clock.now })
    return () => server.stop()
  })
  // The limits of one test must not reach the next.
  beforeEach(() => clock.pass(11 * MINUTE))

  const signIn = (account: string, more: object = {}) =>
    call(server, 'signIn', { body: { ...credentialsOf(account), personId: testId('someone'), ...more } })
  const refresh = (refreshToken: string) => call(server, 'refresh', { body: { refreshToken, keepIn: 'body' } })
  const isIn = async (token: string): Promise<boolean> => (await call(server, 'scopes', { body: null, token })).status === 200
  const fresh = async (account = 'first'): Promise<SessionReply> => (await signIn(account)).body
  const cookieOf = (headers: Record<string, unknown>): string => [headers['set-cookie']].flat().join(';')

  it('needs set-up until the code is entered, and takes the code once', async () => {
    expect((await call(server, 'hello', { body: null })).body).toMatchObject({ protocol: PROTOCOL_VERSION, needsSetup: true })
    const wrong = { ...credentialsOf('thief'), code: 'AAAAA-AAAAA-AAAAA-AAAAA', name: 'thief', personId: testId('thief') }
    expect(await call(server, 'setup', { body: wrong })).toMatchObject({ status: 400, body: { code: 'bad-code' } })
    owner = await setUp(server)
    expect((await call(server, 'hello', { body: null })).body.needsSetup).toBe(false)
    const again = { ...wrong, code: server.setupCode }
    expect(await call(server, 'setup', { body: again })).toMatchObject({ status: 409, body: { code: 'already-set-up' } })
    await call(server, 'push', {
      body: { pushSeq: 1, items: [itemOf('visit', scope, { title: ['t', stampAt(1)] })] },
      token: owner.token,
      scope,
    })
  })

  it('signs in with the right password alone, in any spelling of the account', async () => {
    expect((await signIn('first')).body).toMatchObject({ account: 'first', isAdministrator: true, personId: owner.personId })
    expect((await signIn('first', { account: 'FIRST' })).status).toBe(200)
    expect(await signIn('first', { password: 'not the password' })).toMatchObject({ status: 401, body: { code: 'bad-credentials' } })
    expect(await signIn('nobody')).toMatchObject({ status: 401, body: { code: 'bad-credentials' } })
  })

  it('registers a device with its predecessor and changes nothing of the person', async () => {
    const device = { id: testId('new laptop'), name: 'new laptop', predecessor: credentialsOf('first').device.id }
    expect((await signIn('first', { device })).body.personId).toBe(owner.personId)
    const rows = await server.database.transaction((tx) =>
      tx.query('SELECT name, person_id, predecessor FROM devices WHERE id = $1', [device.id]),
    )
    expect(rows).toEqual([{ name: 'new laptop', person_id: testId('someone'), predecessor: device.predecessor }])
  })

  it('ends an access token after 15 minutes', async () => {
    const session = await fresh()
    expect(session.expiresIn).toBe(15 * MINUTE)
    clock.pass(15 * MINUTE - 1)
    expect(await isIn(session.accessToken)).toBe(true)
    clock.pass(1)
    expect(await isIn(session.accessToken)).toBe(false)
  })

  it('rotates the refresh token, and the old access token ends', async () => {
    const session = await fresh()
    clock.pass(20 * MINUTE)
    const { status, body } = await refresh(session.refreshToken ?? '')
    expect(status).toBe(200)
    expect(body.refreshToken).not.toBe(session.refreshToken)
    expect(await isIn(body.accessToken)).toBe(true)
    expect(await isIn(session.accessToken)).toBe(false)
  })

  it('revokes the whole family when a refresh token comes a second time', async () => {
    const session = await fresh()
    const next = await refresh(session.refreshToken ?? '')
    expect(await isIn(next.body.accessToken)).toBe(true)
    expect((await refresh(session.refreshToken ?? '')).status).toBe(401)
    expect((await refresh(next.body.refreshToken ?? '')).status).toBe(401)
    expect(await isIn(next.body.accessToken)).toBe(false)
  })

  it('takes a refresh token again whose answer was lost; what was in that answer opens nothing, and revokes the family when it comes', async () => {
    const session = await fresh()
    const lost = await refresh(session.refreshToken ?? '')
    clock.pass(3 * DAY)
    const again = await refresh(session.refreshToken ?? '')
    expect(again.status).toBe(200)
    expect(await isIn(lost.body.accessToken)).toBe(false)
    const next = await refresh(again.body.refreshToken ?? '')
    expect(await isIn(next.body.accessToken)).toBe(true)
    expect((await refresh(lost.body.refreshToken ?? '')).status).toBe(401)
    expect(await isIn(next.body.accessToken)).toBe(false)
  })

  it('takes no older refresh token than the one whose answer was lost', async () => {
    const session = await fresh()
    const next = await refresh(session.refreshToken ?? '')
    await refresh(next.body.refreshToken ?? '')
    expect((await refresh(session.refreshToken ?? '')).status).toBe(401)
    expect((await refresh(next.body.refreshToken ?? '')).status).toBe(401)
  })

  it('leaves the tokens of one of two simultaneous uses of a refresh token', async () => {
    const session = await fresh()
    const both = await Promise.all([refresh(session.refreshToken ?? ''), refresh(session.refreshToken ?? '')])
    const areIn = await Promise.all(both.map(({ body }) => isIn(body.accessToken)))
    expect(areIn.filter(Boolean)).toHaveLength(1)
    const replaced = both[areIn.indexOf(false)]
    expect((await refresh(replaced?.body.refreshToken ?? '')).status).toBe(401)
  })

  it('ends a refresh token after 30 days', async () => {
    const session = await fresh()
    clock.pass(30 * DAY)
    expect(await refresh(session.refreshToken ?? '')).toMatchObject({ status: 401, body: { code: 'sign-in-needed' } })
  })

  it('signs out', async () => {
    const session = await fresh()
    expect((await call(server, 'signOut', { body: null, token: session.accessToken })).status).toBe(204)
    expect(await isIn(session.accessToken)).toBe(false)
    expect((await refresh(session.refreshToken ?? '')).status).toBe(401)
  })

  it('R1 leaves a laptop that was reported lost its cookie, by which it hands its unsent work in, and takes a dead one away', async () => {
    const lost = credentialsOf('first', 'lost laptop')
    const { body, headers } = await signIn('first', { ...lost, keepIn: 'cookie' })
    const sent = { cookie: cookieOf(headers).split(';')[0] ?? '', 'sec-fetch-site': 'same-origin' }
    await call(server, 'revokeDevice', { body: { device: lost.device.id }, token: body.accessToken })
    const refused = await call(server, 'refresh', { body: { keepIn: 'cookie' }, headers: sent })
    expect(refused.body).toMatchObject({ code: 'device-revoked' })
    expect(cookieOf(refused.headers)).toBe('')
    const dead = { ...sent, cookie: `__Host-safarnoma=${'x'.repeat(43)}` }
    const gone = await call(server, 'refresh', { body: { keepIn: 'cookie' }, headers: dead })
    expect(gone.body).toMatchObject({ code: 'sign-in-needed' })
    expect(cookieOf(gone.headers)).toMatch(/^__Host-safarnoma=;.*Expires=Thu, 01 Jan 1970/)
  })

  it('keeps the refresh token of a page in a cookie that no script and no other site can use', async () => {
    const { body, headers } = await signIn('first', { keepIn: 'cookie' })
    expect(body.refreshToken).toBeUndefined()
    const cookie = cookieOf(headers)
    expect(cookie).toMatch(/^__Host-safarnoma=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
    const sent = { cookie: cookie.split(';')[0] ?? '' }
    const foreign = { ...sent, 'sec-fetch-site': 'cross-site' }
    expect((await call(server, 'refresh', { body: { keepIn: 'cookie' }, headers: foreign })).status).toBe(401)
    const elsewhere = { ...sent, origin: 'http://elsewhere.example' }
    expect((await call(server, 'refresh', { body: { keepIn: 'cookie' }, headers: elsewhere })).status).toBe(401)
    const own = await call(server, 'refresh', { body: { keepIn: 'cookie' }, headers: { ...sent, 'sec-fetch-site': 'same-origin' } })
    expect(own.status).toBe(200)
    const out = await call(server, 'signOut', { body: null, token: own.body.accessToken, headers: { 'sec-fetch-site': 'same-origin' } })
    expect(cookieOf(out.headers)).toMatch(/^__Host-safarnoma=;.*Expires=Thu, 01 Jan 1970/)
  })

  it('keeps only hashes of passwords, codes and tokens', async () => {
    const session = await fresh()
    const invitation = await call(server, 'invite', { body: { role: 'reader' }, token: session.accessToken, scope })
    const tables = ['server_state', 'accounts', 'devices', 'sessions', 'refresh_tokens', 'invitations']
    const dump = await server.database.transaction(async (tx) =>
      JSON.stringify(await Promise.all(tables.map((table) => tx.query(`SELECT * FROM ${table}`)))),
    )
    const { password } = credentialsOf('first')
    for (const secret of [password, server.setupCode, session.accessToken, session.refreshToken, invitation.body.code]) {
      expect(dump).not.toContain(secret)
      expect(dump).not.toContain(secret?.replaceAll('-', ''))
    }
    expect(dump).toContain('$argon2id$')
  })

  it('slows down guessing: too many tries give 429 and when to come back', async () => {
    const tries = await Promise.all(Array.from({ length: 12 }, () => signIn('first', { password: 'a wrong password' })))
    expect(tries.filter((answer) => answer.status === 429)).toHaveLength(4)
    expect(tries.find((answer) => answer.status === 429)).toMatchObject({ body: { code: 'too-many-requests' } })
    expect(Number(tries.find((answer) => answer.status === 429)?.headers['retry-after'])).toBeGreaterThan(0)
    expect((await signIn('first')).status).toBe(429)
    clock.pass(MINUTE)
    expect((await signIn('first')).status).toBe(200)
  })

  it('limits guessing of codes and refreshing too', async () => {
    const join = { ...credentialsOf('guesser'), code: 'AAAAA-AAAAA-AAAAA-AAAAA', name: 'guesser', personId: testId('guesser') }
    const joins = await Promise.all(Array.from({ length: 9 }, () => call(server, 'join', { body: join })))
    expect(joins.map((answer) => answer.status).filter((status) => status === 429)).toHaveLength(1)
    const setups = await Promise.all(
      Array.from({ length: 40 }, (_, index) => call(server, 'setup', { body: { ...join, account: `guesser${index}` } })),
    )
    expect(setups.some((answer) => answer.status === 429)).toBe(true)
    // One after the other: so many at once wait for a connection to the database, and they do not wait for ever.
    const refreshes: number[] = []
    for (let tries = 0; tries < 121; tries += 1) refreshes.push((await refresh('nothing')).status)
    expect(refreshes.indexOf(429)).toBe(120)
  })

  it('lets a colleague in by an invitation, once, within seven days', async () => {
    const session = await fresh()
    const inviter = { ...owner, token: session.accessToken }
    const colleague = await joinAs(server, inviter, { account: 'colleague', scope, role: 'editor' })
    expect((await call(server, 'scopes', { body: null, token: colleague.token })).body.scopes).toEqual([
      { scope, role: 'editor', rescued: 0, head: { seq: expect.any(Number), token: expect.any(String) }, digest: expect.any(String) },
    ])
    const { code } = (await call(server, 'invite', { body: { role: 'reader' }, token: session.accessToken, scope })).body
    const first = { ...credentialsOf('third'), code: code.toLowerCase().replaceAll('-', ' '), name: 'third', personId: testId('third') }
    expect(await call(server, 'join', { body: { ...first, account: 'Colleague' } })).toMatchObject({
      status: 409,
      body: { code: 'account-taken' },
    })
    expect((await call(server, 'join', { body: first })).status).toBe(200)
    expect(await call(server, 'join', { body: { ...first, account: 'fourth' } })).toMatchObject({ status: 400, body: { code: 'bad-code' } })
    const late = (await call(server, 'invite', { body: { role: 'reader' }, token: session.accessToken, scope })).body
    expect(late.expiresAt).toBe(clock.now() + 7 * DAY)
    clock.pass(7 * DAY)
    expect((await call(server, 'join', { body: { ...first, account: 'fourth', code: late.code } })).body).toMatchObject({
      code: 'bad-code',
    })
  })

  it('gives a second account on one laptop a person of its own', async () => {
    const session = await fresh()
    const { code } = (await call(server, 'invite', { body: { role: 'reader' }, token: session.accessToken, scope })).body
    const { device } = credentialsOf('first')
    const body = { ...credentialsOf('second'), device, code, name: 'second', personId: owner.personId }
    const joined = await call(server, 'join', { body })
    expect(joined.status).toBe(200)
    expect(joined.body.personId).not.toBe(owner.personId)
  })
})
