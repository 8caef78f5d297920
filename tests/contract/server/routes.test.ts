import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync, deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes, type RouteName } from '@shared/sync/protocol.ts'
import { DATABASE_KINDS, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'

afterAll(stopSharedCluster)

const NAMES = Object.keys(routes) as RouteName[]
const scope = testId('visit')

const RENDERER = join(import.meta.dirname, '../../../src/renderer')

/** Whether a text of the page calls a route. */
const calls = (name: RouteName, text: string): boolean =>
  new RegExp(`\\bcall(<'|\\(')${name}'|blobPath\\('${name}'|\\broutes\\.${name}\\b`).test(text)

describe('the table of routes', () => {
  it('has none that no laptop asks for', () => {
    const files = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path))
    const text = files.map((path) => readFileSync(join(RENDERER, path), 'utf8')).join('\n')
    // The provider sends a browser there.
    expect(NAMES.filter((name) => name !== 'providerReturn' && !calls(name, text))).toEqual([])
  })
})

describe.each(DATABASE_KINDS)('the door on %s', (database) => {
  let server: TestServer
  let owner: TestPerson
  beforeAll(async () => {
    server = await startTestServer({ database })
    owner = await setUp(server)
    const items = [itemOf('visit', scope, { title: ['t'.repeat(5_000), stampAt(1)] })]
    await call(server, 'push', { body: { pushSeq: 1, items }, token: owner.token, scope })
    return () => server.stop()
  })

  const raw = (name: RouteName, payload: string | Buffer, headers: Record<string, string> = {}) =>
    server.app.inject({
      method: routes[name].method,
      url: routes[name].path.replace(':scope', scope),
      headers: {
        [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
        'content-type': 'application/json',
        authorization: `Bearer ${owner.token}`,
        ...headers,
      },
      payload,
    })

  it('has every route of the protocol', () => {
    const missing = NAMES.filter((name) => !server.app.hasRoute({ method: routes[name].method, url: routes[name].path }))
    expect(missing).toEqual([])
  })

  it.each(NAMES.filter((name) => routes[name].signedIn))('asks for a token at %s', async (name) => {
    for (const token of [undefined, 'nonsense', 'A'.repeat(43)]) {
      const answer = await call(server, name, { body: {}, scope, ...(token ? { token } : {}) })
      expect(answer).toMatchObject({ status: 401, body: refusal(name, 'sign-in-needed') })
    }
  })

  it.each(NAMES.filter((name) => name !== 'hello' && name !== 'providerReturn'))(
    'refuses another version of the protocol at %s',
    async (name) => {
      for (const version of ['1', '', '2.0']) {
        const answer = await call(server, name, { body: {}, token: owner.token, scope, headers: { [PROTOCOL_HEADER]: version } })
        expect(answer).toMatchObject({ status: 400, body: refusal(name, 'other-protocol') })
      }
    },
  )

  it.each(NAMES.filter((name) => routes[name].request !== null))('refuses bad bodies at %s with a clear error', async (name) => {
    const bodies = [
      '{',
      '',
      'null',
      '[]',
      '{"__proto__":{"a":1}}',
      '{"constructor":{"prototype":{"a":1}}}',
      '{"unknown":1}',
      `${'['.repeat(9_000)}${']'.repeat(9_000)}`,
    ]
    for (const body of bodies) {
      const answer = await raw(name, body)
      expect([name, body.slice(0, 40), answer.statusCode, answer.json<{ code: string }>().code]).toEqual([
        name,
        body.slice(0, 40),
        400,
        'bad-request',
      ])
    }
    const plain = await raw(name, 'a=1', { 'content-type': 'text/plain' })
    expect(plain.json()).toMatchObject({ code: 'bad-request' })
  })

  it('refuses bodies over the limit, also when they are small until they are unpacked', async () => {
    const big = JSON.stringify({ pushSeq: 2, items: ['x'.repeat(5 * LIMITS.pushBytes)] })
    expect((await raw('push', big)).json()).toMatchObject({ code: 'too-large' })
    const bomb = gzipSync(big)
    expect(bomb.length).toBeLessThan(10_000)
    const answer = await raw('push', bomb, { 'content-encoding': 'gzip' })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([413, 'too-large'])
    expect((await raw('signIn', JSON.stringify({ account: 'x'.repeat(70_000) }))).statusCode).toBe(413)
    // A laptop takes what is too large apart: what was only damaged on its way has to come again as it is.
    const whole = gzipSync(JSON.stringify({ pushSeq: 2, items: ['x'.repeat(10_000)] }))
    const shorter = Buffer.from(whole)
    shorter.writeUInt32LE(100, whole.length - 4)
    for (const damaged of [whole.subarray(0, 30), shorter, Buffer.from('no such bytes')]) {
      const answered = await raw('push', damaged, { 'content-encoding': 'gzip' })
      expect([answered.statusCode, answered.json<{ code: string }>().code]).toEqual([400, 'bad-request'])
    }
    for (const encoding of ['gzip', 'deflate']) {
      const pack = encoding === 'gzip' ? gzipSync : deflateSync
      expect((await raw('push', pack('{"items":7}'), { 'content-encoding': encoding })).json()).toMatchObject({
        message: expect.stringContaining('pushSeq') as string,
      })
    }
  })

  it('refuses more items than a push may have', async () => {
    const items = Array.from({ length: LIMITS.pushItems + 1 }, () => ({}))
    expect((await raw('push', JSON.stringify({ pushSeq: 2, items }))).json()).toMatchObject({ code: 'bad-request' })
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ] as const)('reads %s bodies', async (encoding, pack) => {
    const answer = await raw('pull', pack(JSON.stringify({ cursor: null })), { 'content-encoding': encoding })
    expect([answer.statusCode, answer.json<{ role: string }>().role]).toEqual([200, 'owner'])
    expect((await raw('pull', Buffer.from('no such bytes'), { 'content-encoding': encoding })).statusCode).toBe(400)
    expect((await raw('pull', '{}', { 'content-encoding': 'br' })).statusCode).toBe(400)
  })

  it('packs long replies', async () => {
    const answer = await raw('pull', JSON.stringify({ cursor: null }), { 'accept-encoding': 'gzip' })
    expect(answer.headers['content-encoding']).toBe('gzip')
    expect(JSON.parse(gunzipSync(answer.rawPayload).toString('utf8'))).toMatchObject({ role: 'owner' })
  })

  it('lets nothing of the API be kept by a browser, shown or framed, and says nothing that is for pages', async () => {
    const answer = await raw('pull', JSON.stringify({ cursor: null }))
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin')
    expect(answer.headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(Object.keys(answer.headers)).not.toContain('origin-agent-cluster')
    // A page that a provider's answer opens is shown.
    const shown = await server.app.inject('/api/provider/return')
    expect(shown.headers['content-security-policy']).toBe(
      "default-src 'self';connect-src 'self';script-src 'self' 'wasm-unsafe-eval';style-src 'self' 'unsafe-inline';img-src 'self' blob: data:;media-src blob:;" +
        "object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none';require-trusted-types-for 'script'",
    )
  })

  it('answers an unknown path, and a scope that is no id, alike', async () => {
    expect((await server.app.inject('/api/nothing')).json()).toMatchObject({ code: 'not-found' })
    expect(await call(server, 'pull', { body: { cursor: null }, token: owner.token, scope: 'x' })).toMatchObject({ status: 404 })
  })

  it('says that it lives and that its database does', async () => {
    expect((await server.app.inject('/healthz')).statusCode).toBe(200)
    expect((await server.app.inject('/readyz')).statusCode).toBe(200)
  })
})

describe('a server whose database is away', () => {
  it('lives, is not ready, and says no more than an id and a code', async () => {
    let isAway = false
    const refused = Object.assign(new Error('password=secret'), { code: 'ECONNREFUSED' })
    const broken = new Error('row (Vice-Minister, secret) is wrong')
    let failure: Error = refused
    const server = await startTestServer({
      database: 'pglite',
      wrap: (database) => ({
        ...database,
        transaction: (work, isolation) => (isAway ? Promise.reject(failure) : database.transaction(work, isolation)),
      }),
    })
    const owner = await setUp(server)
    isAway = true
    expect((await server.app.inject('/healthz')).statusCode).toBe(200)
    expect((await server.app.inject('/readyz')).statusCode).toBe(503)
    const away = await call(server, 'scopes', { body: null, token: owner.token })
    expect(away).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    failure = broken
    const wrong = await call(server, 'scopes', { body: null, token: owner.token })
    expect(wrong).toMatchObject({ status: 500, body: { code: 'internal' } })
    expect(JSON.stringify([away.body, wrong.body])).not.toContain('secret')
    isAway = false
    expect((await call(server, 'scopes', { body: null, token: owner.token })).status).toBe(200)
    await server.stop()
  })
})

/** An answer to HEAD has no body: its status says it. */
const refusal = (name: RouteName, code: string) => (routes[name].method === 'HEAD' ? null : { code })
