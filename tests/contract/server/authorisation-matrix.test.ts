import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '@shared/domain/member.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes, type RouteName } from '@shared/sync/protocol.ts'
import { REAL_DATABASE, stopSharedCluster } from '../../support/databases.ts'
import { attachmentItem, beginBlob, blobFolder, partHeaders, sendBlob } from '../../support/blobs.ts'
import { bytesOf, hashOf } from '../../support/bytes.ts'
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

/** Everybody who could ask. The administrator and the stranger own visits of their own; the ex-member was an editor until a moment ago. */
const WHO = ['anonymous', 'stranger', 'reader', 'reviewer', 'editor', 'owner', 'exMember', 'administrator', 'revoked'] as const
const INSIDE: readonly Who[] = ['reader', 'reviewer', 'editor', 'owner']
type Who = (typeof WHO)[number]
type Row = Readonly<Record<Who, number>>

const everyone = (status: number): Row => ({
  anonymous: status,
  stranger: status,
  reader: status,
  reviewer: status,
  editor: status,
  owner: status,
  exMember: status,
  administrator: status,
  revoked: status,
})
/** A route behind a token: 401 without one. */
const signedIn = (rest: Omit<Row, 'anonymous' | 'revoked'>): Row => ({ ...rest, anonymous: 401, revoked: 401 })
const outside = (status: number) => ({ stranger: status, exMember: status, administrator: status })
const inside = (status: number) => ({ reader: status, reviewer: status, editor: status, owner: status })
const anyoneSignedIn = (status: number): Row => signedIn({ ...outside(status), ...inside(status) })
const members = (status: number): Row => signedIn({ ...outside(404), ...inside(status) })
const ownerOnly = (status: number): Row => signedIn({ ...outside(404), ...inside(403), owner: status })
const administratorOnly = (status: number): Row => signedIn({ ...outside(403), ...inside(403), administrator: status })

/** Every route x everybody. A route that is missing here does not compile, and fails below. */
const EXPECTED: Readonly<Record<RouteName, Row>> = {
  hello: everyone(200),
  setup: everyone(409),
  signIn: everyone(200),
  join: everyone(200),
  refresh: everyone(401),
  // This server has no provider; provider.test.ts has one.
  providerStart: everyone(404),
  providerReturn: everyone(404),
  providerFinish: everyone(404),
  signOut: anyoneSignedIn(204),
  accept: anyoneSignedIn(200),
  scopes: anyoneSignedIn(200),
  invite: ownerOnly(200),
  changeMember: ownerOnly(204),
  // A reader's items are parked one by one, so that each stays on the laptop with its reason.
  push: signedIn({ ...outside(403), ...inside(200) }),
  pull: members(200),
  buckets: members(200),
  bucket: members(200),
  history: members(200),
  histories: members(200),
  blobsHeld: members(200),
  // Nobody has begun this upload, and nobody has brought these bytes: writers and readers learn that, and nobody else anything.
  blobBegin: signedIn({ ...outside(404), reader: 403, reviewer: 403, editor: 201, owner: 201 }),
  blobOffset: signedIn({ ...outside(404), reader: 403, reviewer: 403, editor: 404, owner: 404 }),
  blobPart: signedIn({ ...outside(404), reader: 403, reviewer: 403, editor: 204, owner: 204 }),
  blobRead: members(200),
  live: anyoneSignedIn(200),
  // Only what one may not push: owners and editors do. A lost laptop names itself by the token of its dead session.
  rescue: { ...signedIn({ ...outside(404), reader: 200, reviewer: 200, editor: 403, owner: 403 }), exMember: 200, revoked: 200 },
  rescues: ownerOnly(200),
  settleRescues: ownerOnly(200),
  memberDevices: ownerOnly(200),
  revokeMemberDevice: ownerOnly(204),
  // Nobody has a code; reset-password.test.ts has one.
  newPassword: everyone(400),
  changePassword: anyoneSignedIn(204),
  devices: anyoneSignedIn(200),
  revokeDevice: anyoneSignedIn(204),
  users: administratorOnly(200),
  changeUser: administratorOnly(204),
  resetPassword: administratorOnly(200),
  revokeUserDevice: administratorOnly(204),
  audit: administratorOnly(200),
}

/** Method and path of each route, from the tree that the server draws of them: a line is a piece of a path under the lines before that stand further left. */
function servedBy(tree: string): string[] {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', piece = '', methods = ''] = /^([│ ]*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?/.exec(line) ?? []
    if (piece === '') return []
    const depth = indent.length / 4
    above.splice(depth, above.length, piece)
    return methods === '' ? [] : methods.split(', ').map((method) => `${method} ${above.join('')}`)
  })
}

const NAMES = Object.keys(routes) as RouteName[]
const SECRET = 'a title that nobody outside may read'
/** Routes that revoke a device of somebody else. */
const OF_OTHERS: readonly RouteName[] = ['revokeMemberDevice', 'revokeUserDevice']
const MINUTE = 60_000
const BYTES = bytesOf('a file of the visit', 100)
const FILE = hashOf(BYTES)
/** What a laptop says beside the bytes. */
const BLOB_HEADERS: Readonly<Partial<Record<RouteName, Record<string, string>>>> = {
  blobBegin: { 'tus-resumable': '1.0.0', 'upload-length': String(BYTES.length) },
  blobOffset: { 'tus-resumable': '1.0.0' },
  blobPart: partHeaders(0),
}

describe.each(REAL_DATABASE)('who may call what on %s', (database) => {
  let server: TestServer
  const people = {} as Record<Exclude<Who, 'anonymous'> | 'target' | 'outOfMind', TestPerson>
  let scope: string
  let tests = 0
  const clock = fakeClock()

  const push = (as: TestPerson, visit: string, title: string) =>
    call(server, 'push', {
      body: { pushSeq: 1, items: [itemOf('visit', visit, { title: [title, stampAt(1)] }), attachmentItem(BYTES)] },
      token: as.token,
      scope: visit,
    })
  const bring = async (person: TestPerson, role: Role): Promise<void> => {
    const { code } = (await call(server, 'invite', { body: { role }, token: people.owner.token, scope })).body
    await call(server, 'accept', { body: { code }, token: person.token })
  }
  const fresh = async (name: keyof typeof people): Promise<void> => {
    // A laptop that was reported lost does not come back.
    const credentials = credentialsOf(people[name].account, name === 'revoked' ? `laptop ${tests}` : 'laptop')
    const { accessToken, refreshToken = '' } = (await call(server, 'signIn', { body: { ...credentials, personId: people[name].personId } }))
      .body
    people[name] = { ...people[name], token: accessToken, refreshToken, device: credentials.device.id }
  }

  beforeAll(async () => {
    const blobs = await blobFolder()
    server = await startTestServer({ database, now: clock.now, blobs: blobs.path })
    people.administrator = await setUp(server, 'administrator')
    const home = testId('home')
    await push(people.administrator, home, 'home')
    for (const name of ['stranger', 'reader', 'reviewer', 'editor', 'owner', 'exMember', 'revoked', 'target', 'outOfMind'] as const) {
      people[name] = await joinAs(server, people.administrator, { account: name, scope: home, role: 'reader' })
      clock.pass(MINUTE)
    }
    return async () => {
      await server.stop()
      await blobs.remove()
    }
  })

  /** A visit of its own for each question, so that no answer depends on another. */
  beforeEach(async () => {
    tests += 1
    clock.pass(11 * MINUTE)
    scope = testId(`visit ${tests}`)
    // Whoever lost their password has none.
    for (const name of Object.keys(people) as (keyof typeof people)[]) if (name !== 'outOfMind') await fresh(name)
    await push(people.owner, scope, SECRET)
    await push(people.stranger, testId(`other ${tests}`), 'other')
    await bring(people.reader, 'reader')
    await bring(people.target, 'reader')
    await bring(people.reviewer, 'reviewer')
    for (const person of [people.editor, people.exMember, people.revoked]) await bring(person, 'editor')
    await call(server, 'changeMember', { body: { personId: people.exMember.personId, role: null }, token: people.owner.token, scope })
    await call(server, 'revokeDevice', { body: { device: people.revoked.device }, token: people.revoked.token })
  })

  /** A code works once, so everybody gets one of their own. */
  const inviteElsewhere = async (): Promise<string> => {
    const place = { token: people.stranger.token, scope: testId(`other ${tests}`) }
    return (await call(server, 'invite', { body: { role: 'reader' }, ...place })).body.code
  }

  /** A device to revoke for each who asks: their own, or one of somebody else's. */
  const lostDeviceOf = async (owner: Who | 'target' | null, who: string = ''): Promise<string> => {
    if (owner === null || owner === 'anonymous') return testId('no device')
    const { device, ...credentials } = credentialsOf(owner, `lost ${who} ${tests}`)
    await call(server, 'signIn', { body: { ...credentials, device, personId: people[owner].personId } })
    return device.id
  }

  const bodyOf = async (name: RouteName, who: Who): Promise<unknown> => {
    const invitation = name === 'join' || name === 'accept' ? await inviteElsewhere() : ''
    const lost = await lostDeviceOf(name === 'revokeDevice' ? who : OF_OTHERS.includes(name) ? 'target' : null, who)
    const somebody = { ...credentialsOf(`new ${name} ${who} ${tests}`.replaceAll(' ', '.')), name: who, personId: testId(`${tests}`) }
    const bodies: Readonly<Record<RouteName, unknown>> = {
      hello: null,
      setup: { ...somebody, code: server.setupCode },
      signIn: { ...credentialsOf('target'), personId: testId('someone') },
      join: { ...somebody, code: invitation },
      refresh: { refreshToken: 'not a token', keepIn: 'body' },
      providerStart: { port: null },
      providerReturn: null,
      providerFinish: { ...somebody, account: undefined, password: undefined, name: undefined, ticket: 'x', grant: 'x' },
      signOut: null,
      accept: { code: invitation },
      scopes: null,
      invite: { role: 'reader' },
      changeMember: { personId: people.target.personId, role: 'editor' },
      push: { pushSeq: 2, items: [itemOf('meeting', testId('meeting'), { title: ['m', stampAt(1)] })] },
      pull: { cursor: null },
      buckets: { digest: '0'.repeat(16) },
      bucket: { bucket: scope.slice(0, 2), after: null },
      history: { record: scope, before: null },
      histories: { records: [scope] },
      blobsHeld: { hashes: [FILE] },
      blobBegin: null,
      blobOffset: null,
      blobPart: BYTES.subarray(0, 10),
      blobRead: null,
      live: null,
      rescue: {
        keepIn: 'body',
        items: [itemOf('meeting', testId('unsent'), { title: [`by ${who}`, stampAt(1)] })],
        ...(who === 'revoked' ? { refreshToken: people.revoked.refreshToken } : {}),
      },
      rescues: { state: 'waiting', before: null },
      settleRescues: { positions: [1], take: true },
      memberDevices: null,
      revokeMemberDevice: { personId: people.target.personId, device: lost },
      newPassword: { ...credentialsOf('target'), code: 'no code', personId: testId('someone') },
      changePassword: { current: `password of ${who}`, next: `password of ${who}` },
      devices: null,
      revokeDevice: { device: lost },
      users: null,
      changeUser: { personId: people.target.personId, disabled: false },
      resetPassword: { personId: people.outOfMind.personId },
      revokeUserDevice: { personId: people.target.personId, device: lost },
      audit: { before: null },
    }
    if (name === 'blobPart') await beginBlob(server, { as: people.owner, scope, hash: FILE }, BYTES.length)
    if (name === 'blobRead') await sendBlob(server, { as: people.owner, scope }, BYTES)
    return bodies[name]
  }

  it.each(NAMES)('A5 %s answers everyone as the matrix says, and shows nothing of the visit outside it', async (name) => {
    const answers: Partial<Record<Who, number>> = {}
    for (const who of WHO) {
      const token = who === 'anonymous' ? {} : { token: people[who].token }
      const headers = BLOB_HEADERS[name] ?? {}
      const { status, body } = await call(server, name, { body: await bodyOf(name, who), scope, hash: FILE, headers, ...token })
      answers[who] = status
      // Nobody is slowed down by what the one before asked.
      if (name !== 'signOut') clock.pass(MINUTE)
      const isInside = INSIDE.includes(who)
      if (!isInside) expect([who, JSON.stringify(body)]).toEqual([who, expect.not.stringContaining(SECRET)])
      if (!isInside && name === 'scopes') expect(JSON.stringify(body)).not.toContain(scope)
    }
    expect(answers).toEqual(EXPECTED[name])
  })

  it('A5 serves no route that is not in the table', () => {
    const served = servedBy(server.app.printRoutes({ commonPrefix: false }))
    // Two that say whether it lives, and nothing else.
    const known = ['GET /healthz', 'GET /readyz', ...NAMES.map((name) => `${routes[name].method} ${routes[name].path}`)]
    // What answers GET answers HEAD, by itself.
    const headsOf = known.filter((route) => route.startsWith('GET ')).map((route) => route.replace('GET', 'HEAD'))
    expect(served.filter((route) => !headsOf.includes(route)).toSorted()).toEqual(
      known.filter((route) => !headsOf.includes(route)).toSorted(),
    )
  })

  it('A4 a pull of a visit left a moment ago gives nothing, and a push to it is refused', async () => {
    const before = await call(server, 'pull', { body: { cursor: null }, token: people.editor.token, scope })
    expect(JSON.stringify(before.body)).toContain(SECRET)
    await call(server, 'changeMember', { body: { personId: people.editor.personId, role: null }, token: people.owner.token, scope })
    const { cursor } = before.body
    expect((await call(server, 'pull', { body: { cursor }, token: people.editor.token, scope })).status).toBe(404)
    expect((await call(server, 'push', { body: await bodyOf('push', 'editor'), token: people.editor.token, scope })).status).toBe(403)
  })

  it('A5 an id of another visit in the body moves nothing there', async () => {
    const other = testId(`other ${tests}`)
    const items = [itemOf('visit', scope, { title: ['taken over', stampAt(9)] }), itemOf('meeting', scope, { title: ['x', stampAt(9)] })]
    const answer = await call(server, 'push', { body: { pushSeq: 2, items }, token: people.stranger.token, scope: other })
    expect(answer.body.results[0]).toMatchObject({ outcome: 'parked', reason: 'invalid' })
    const mine = await call(server, 'pull', { body: { cursor: null }, token: people.owner.token, scope })
    expect(JSON.stringify(mine.body)).toContain(SECRET)
    expect(JSON.stringify(mine.body)).not.toContain('taken over')
  })

  it('A5 a token in the address, in a cookie or of another form opens nothing', async () => {
    const url = routes.pull.path.replace(':scope', scope)
    for (const [address, headers] of [
      [`${url}?token=${people.owner.token}`, {}],
      [url, { cookie: `token=${people.owner.token}` }],
      [url, { authorization: `Basic ${people.owner.token}` }],
      [url, { authorization: people.owner.token }],
    ] as const) {
      const headersSent = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION), ...headers }
      const answer = await server.app.inject({ method: 'POST', url: address, headers: headersSent, payload: { cursor: null } })
      expect(answer.statusCode).toBe(401)
    }
  })
})
