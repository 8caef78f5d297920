import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RETURN_PATH } from '../../../src/server/access/provider.ts'
import { stopSharedCluster } from '../../support/databases.ts'
import { freePort } from '../../support/free-port.ts'
import { browse, CLIENT, startOidc } from '../../support/oidc.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, credentialsOf, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'

afterAll(stopSharedCluster)

const scope = testId('visit')

describe('A9 sign-in by an OpenID Connect provider', () => {
  let server: TestServer
  let onlyProvider: TestServer
  let administrator: TestPerson

  beforeAll(async () => {
    const ports = [await freePort(), await freePort()] as const
    const start = async (port: number, passwordSignIn: boolean) => {
      const publicUrl = `http://127.0.0.1:${port}`
      const oidc = await startOidc(publicUrl + RETURN_PATH)
      const provider = { name: 'Ministry', issuer: oidc.issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, publicUrl }
      return { oidc, server: await startTestServer({ database: 'pglite', port, provider, passwordSignIn }) }
    }
    const [both, one] = [await start(ports[0], true), await start(ports[1], false)]
    server = both.server
    onlyProvider = one.server
    administrator = await setUp(server, 'administrator')
    const items = [itemOf('visit', scope, { title: ['t', stampAt(1)] })]
    await call(server, 'push', { body: { pushSeq: 1, items }, token: administrator.token, scope })
    return async () => {
      for (const { oidc, server: running } of [both, one]) {
        await running.stop()
        await oidc.close()
      }
    }
  })

  const begin = async (at: TestServer, port: number | null = null) => (await call(at, 'providerStart', { body: { port } })).body
  const grantOf = (url: URL): string | null => new URLSearchParams(url.hash.split('?')[1] ?? url.search).get('grant')
  /** Signs in at the provider; gives what the browser ends on. */
  const visit = async (at: TestServer, url: string, login: string): Promise<URL> => {
    const back = await browse(url, login, (address) => address.href.startsWith(at.address + RETURN_PATH))
    const answer = await fetch(back, { redirect: 'manual' })
    expect(answer.status).toBe(303)
    return new URL(answer.headers.get('location') ?? '')
  }
  const finish = (at: TestServer, body: { ticket: string; grant: string | null; code?: string; password?: string }, login = 'somebody') => {
    const { device, keepIn } = credentialsOf(login)
    return call(at, 'providerFinish', { body: { ...body, device, keepIn, personId: testId(`person ${login}`) } })
  }
  const signIn = async (at: TestServer, login: string, more: { code?: string; password?: string } = {}) => {
    const { url, ticket } = await begin(at)
    return finish(at, { ticket, grant: grantOf(await visit(at, url, login)), ...more }, login)
  }

  it('says that the provider is away, and asks again the next time', async () => {
    const provider = {
      name: 'Away',
      issuer: `http://127.0.0.1:${await freePort()}`,
      clientId: 'x',
      clientSecret: null,
      publicUrl: 'http://127.0.0.1:1',
    }
    const alone = await startTestServer({ database: 'pglite', provider })
    const answer = await call(alone, 'providerStart', { body: { port: null } })
    expect([answer.status, answer.body]).toMatchObject([503, { code: 'unavailable' }])
    await alone.stop()
  })

  it('says how one may sign in', async () => {
    expect((await call(server, 'hello', { body: null })).body.signIn).toEqual({ password: true, provider: 'Ministry' })
    expect((await call(onlyProvider, 'hello', { body: null })).body.signIn).toEqual({ password: false, provider: 'Ministry' })
  })

  it('makes an account at the first sign-in, that sees no visit, and finds it again', async () => {
    const first = await signIn(server, 'delegate')
    expect(first.body).toMatchObject({ account: 'delegate', name: 'Name of delegate', isAdministrator: false })
    const { accessToken: token, personId } = first.body
    expect((await call(server, 'scopes', { body: null, token })).body.scopes).toEqual([])
    expect((await call(server, 'devices', { body: null, token })).body.devices).toHaveLength(1)
    expect((await signIn(server, 'delegate')).body.personId).toBe(personId)
    // Without a password of its own, no password opens it.
    const guess = await call(server, 'signIn', { body: { ...credentialsOf('delegate'), personId: testId('x') } })
    expect(guess.body).toMatchObject({ code: 'bad-credentials' })
  })

  it('takes an invitation along', async () => {
    const { code } = (await call(server, 'invite', { body: { role: 'editor' }, token: administrator.token, scope })).body
    const { body } = await signIn(server, 'invited', { code })
    expect((await call(server, 'scopes', { body: null, token: body.accessToken })).body.scopes).toMatchObject([{ scope, role: 'editor' }])
    expect((await signIn(server, 'not invited', { code })).body).toMatchObject({ code: 'bad-code' })
  })

  it('needs both halves: what the laptop kept and what the browser got, once', async () => {
    const mine = await begin(server)
    const theirs = await begin(server)
    const grant = grantOf(await visit(server, mine.url, 'careful'))
    expect((await finish(server, { ticket: theirs.ticket, grant })).body).toMatchObject({ code: 'bad-code' })
    expect((await finish(server, { ticket: mine.ticket, grant: 'guessed' })).body).toMatchObject({ code: 'bad-code' })
    expect((await finish(server, { ticket: mine.ticket, grant }, 'careful')).status).toBe(200)
    expect((await finish(server, { ticket: mine.ticket, grant }, 'careful')).body).toMatchObject({ code: 'bad-code' })
  })

  it('refuses an answer that was changed, made up, or comes a second time, on a page that says so', async () => {
    const { url } = await begin(server)
    const back = await browse(url, 'careless', (address) => address.href.startsWith(server.address + RETURN_PATH))
    const ends = async (address: URL): Promise<string> => (await fetch(address, { redirect: 'manual' })).headers.get('location') ?? ''
    const changed = new URL(back)
    changed.searchParams.set('state', 'another')
    const invented = new URL(back)
    invented.searchParams.set('code', 'invented')
    for (const address of [changed, invented]) expect(await ends(address)).toBe(`${server.address}/#/exchange?refused=1`)
    expect(await ends(back)).toMatch(/#\/exchange\?grant=/)
    expect(await ends(back)).toMatch(/refused=1/)
  })

  it('joins an account of the same name by its password alone', async () => {
    const { code } = (await call(server, 'invite', { body: { role: 'reader' }, token: administrator.token, scope })).body
    const credentials = credentialsOf('old.hand')
    await call(server, 'join', { body: { ...credentials, code, name: 'Old hand', personId: testId('person old.hand') } })
    expect((await signIn(server, 'old.hand')).body).toMatchObject({ code: 'account-taken' })
    expect((await signIn(server, 'old.hand', { password: 'a wrong password' })).body).toMatchObject({ code: 'bad-credentials' })
    expect((await signIn(server, 'old.hand', { password: credentials.password })).body).toMatchObject({ name: 'Old hand' })
    expect((await signIn(server, 'old.hand')).body).toMatchObject({ name: 'Old hand' })
  })

  it('ends at a port of the same machine for the desktop, and nowhere else', async () => {
    const { url } = await begin(server, 43_210)
    expect((await visit(server, url, 'desktop')).href).toMatch(/^http:\/\/127\.0\.0\.1:43210\/\?grant=/)
    const elsewhere = await call(server, 'providerStart', { body: { port: 80 } })
    expect(elsewhere.status).toBe(400)
  })

  it('without passwords: the set-up code goes along with the first sign-in, and no password is asked for anywhere', async () => {
    const password = await call(onlyProvider, 'signIn', { body: { ...credentialsOf('x'), personId: testId('x') } })
    expect(password.body).toMatchObject({ code: 'passwords-off' })
    expect((await signIn(onlyProvider, 'early')).body).toMatchObject({ code: 'bad-code' })
    expect((await signIn(onlyProvider, 'minister', { code: onlyProvider.setupCode })).body).toMatchObject({ isAdministrator: true })
    expect((await signIn(onlyProvider, 'early')).body).toMatchObject({ isAdministrator: false })
  })
})
