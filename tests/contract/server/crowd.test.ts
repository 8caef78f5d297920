import { once } from 'node:events'
import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@shared/sync/protocol.ts'
import { stopSharedCluster } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, credentialsOf, joinAs, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'
import { until } from '../../support/until.ts'
import { beforeQueries } from '../../support/watched-database.ts'

afterAll(stopSharedCluster)

const KIB = 1_024
/** In it a request comes to the server on a machine that is not busy. */
const SHORT_MS = 100
const scope = testId('visit')
/** Two of these are more than is worked on at once. */
const LONG = 'x'.repeat(400 * KIB)

describe('pushes that come at once', () => {
  let server: TestServer
  let owner: TestPerson
  let isHeld = false
  /** Pushes in the middle of their transaction, and what lets them go on. */
  const held: (() => void)[] = []
  const holding = beforeQueries((sql) =>
    isHeld && sql.startsWith('UPDATE scopes SET seq = seq WHERE') ? new Promise<void>((goOn) => held.push(goOn)) : undefined,
  )

  beforeAll(async () => {
    server = await startTestServer({ database: 'postgres', wrap: holding })
    owner = await setUp(server)
    await call(server, 'push', {
      body: { pushSeq: 1, items: [itemOf('visit', scope, { title: ['t', stampAt(1)] })] },
      token: owner.token,
      scope,
    })
    return () => server.stop()
  })
  afterEach(goOn)

  function goOn(): void {
    isHeld = false
    for (const go of held.splice(0)) go()
  }

  type Sent = { readonly asking: ClientRequest; readonly reply: Promise<IncomingMessage>; readonly isOver: () => boolean }
  /** Without a body: its headers, which announce one of so many bytes. */
  const send = (token: string, visit: string, body: Buffer | number): Sent => {
    const asking = request(`${server.address}/api/scopes/${visit}/push`, {
      method: 'POST',
      headers: {
        [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        ...(typeof body === 'number' ? { 'content-length': String(body) } : {}),
      },
    })
    let isOver = false
    asking.on('error', () => (isOver = true))
    if (typeof body === 'number') asking.flushHeaders()
    else asking.end(body)
    const reply = once(asking, 'response').then(([answer]) => {
      isOver = true
      return (answer as IncomingMessage).resume()
    })
    reply.catch(() => undefined)
    return { asking, reply, isOver: () => isOver }
  }
  const bodyOf = (name: string, pushSeq = 1, words = 'short'): Buffer =>
    gzipSync(JSON.stringify({ pushSeq, items: [itemOf('meeting', testId(name), { title: [words, stampAt(1)] })] }))
  const push = (token: string, visit: string, ...of: Parameters<typeof bodyOf>): Sent => send(token, visit, bodyOf(...of))
  /** Lets everything that was sent come as far as it gets. */
  const untilHeld = async (count: number): Promise<void> => {
    while (held.length < count) await new Promise((resolve) => setTimeout(resolve, 10))
    await new Promise((resolve) => setTimeout(resolve, SHORT_MS))
  }
  /** Asks again until it is answered so: how soon the server hears of what others did is a matter of the machine. */
  const answered = async (status: number, ask: () => Sent): Promise<IncomingMessage> => {
    let reply = await ask().reply
    await until(async () => {
      if (reply.statusCode !== status) reply = await ask().reply
      return reply.statusCode === status
    }, SHORT_MS)
    return reply
  }
  const statusOf = async ({ reply }: Sent): Promise<number | undefined> => (await reply).statusCode
  const signIn = async (laptop: string): Promise<string> =>
    (await call(server, 'signIn', { body: { ...credentialsOf('first', laptop), personId: testId('person first') } })).body.accessToken
  const ids = async (): Promise<readonly string[]> => {
    const { body } = await call(server, 'pull', { body: { cursor: null }, token: owner.token, scope })
    return body.items.map(({ record }) => record.i)
  }

  it('P7 are worked on as far as they have room, and all of them are stored', async () => {
    isHeld = true
    const sent = ['a', 'b', 'c', 'd'].map((name) => push(owner.token, testId(`visit ${name}`), name, 1, LONG))
    await untilHeld(1)
    expect(held).toHaveLength(1)
    goOn()
    expect(await Promise.all(sent.map(statusOf))).toEqual([200, 200, 200, 200])
  })

  it('P7 of one visit are worked on one after the other, and other visits do not wait for them', async () => {
    const second = await signIn('second')
    isHeld = true
    const sent = [push(owner.token, scope, 'one', 2), push(second, scope, 'two'), push(owner.token, testId('visit e'), 'e')]
    await untilHeld(2)
    expect(held).toHaveLength(2)
    goOn()
    expect(await Promise.all(sent.map(statusOf))).toEqual([200, 200, 200])
  })

  it('P7 leave the line when their laptop is cut off', async () => {
    const third = await signIn('third')
    isHeld = true
    const first = push(owner.token, scope, 'first', 3)
    await untilHeld(1)
    const heard = once(server.app.server, 'request')
    const second = push(third, scope, 'cut off')
    const [request] = (await heard) as [IncomingMessage]
    await untilHeld(1)
    second.asking.destroy()
    await until(() => request.destroyed)
    await untilHeld(1)
    goOn()
    expect(await statusOf(first)).toBe(200)
    expect(await statusOf(push(owner.token, scope, 'last', 4))).toBe(200)
    const stored = await ids()
    expect([stored.includes(testId('last')), stored.includes(testId('cut off'))]).toEqual([true, false])
  })

  it('A7 are refused where their laptop was reported lost while they waited', async () => {
    const member = await joinAs(server, owner, { account: 'member', scope, role: 'editor' })
    isHeld = true
    const first = push(owner.token, scope, 'before', 5)
    await untilHeld(1)
    const second = push(member.token, scope, 'of a lost laptop')
    await untilHeld(1)
    isHeld = false
    const lost = { personId: member.personId, device: member.device }
    expect((await call(server, 'revokeMemberDevice', { body: lost, token: owner.token, scope })).status).toBe(204)
    goOn()
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 401])
    expect(await ids()).not.toContain(testId('of a lost laptop'))
  })

  it('P7 are sent away for a while where a laptop brings more than it may, and a stranger is answered before the body', async () => {
    const token = await signIn('fourth')
    let slow = send(token, scope, 1_000 * KIB)
    const more = await answered(503, () => {
      const short = push(token, scope, 'more')
      // Where it came while a short one was here, it was sent away itself: it comes again before the next.
      const again = (): void => {
        if (!slow.isOver()) return
        // The rest of its body never comes, and a server that stops waits for it.
        slow.asking.destroy()
        slow = send(token, scope, 1_000 * KIB)
      }
      short.reply.then(again, again)
      return short
    })
    expect(Number(more.headers['retry-after'])).toBe(5)
    slow.asking.destroy()
    await answered(200, () => push(token, scope, 'more'))
    const stranger = send('A'.repeat(43), scope, 1_000 * KIB)
    expect(await statusOf(stranger)).toBe(401)
    stranger.asking.destroy()
  })
})
