import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { liveEvent, type LiveEvent } from '@shared/sync/protocol/live.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes } from '@shared/sync/protocol.ts'
import { createDatabaseWithTables, REAL_DATABASE, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, joinAs, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'
import { until } from '../../support/until.ts'

afterAll(stopSharedCluster)

const scope = testId('visit')
const SECRET = 'a title that no line may carry'

type Line = {
  readonly status: number
  readonly events: LiveEvent[]
  /** Everything that came, byte for byte. */
  text(): string
  readonly over: Promise<void>
  close(): void
}

async function openLine(server: TestServer, token: string): Promise<Line> {
  const leaving = new AbortController()
  const headers = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION), authorization: `Bearer ${token}` }
  const response = await fetch(server.address + routes.live.path, { headers, signal: leaving.signal })
  const events: LiveEvent[] = []
  let text = ''
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder()
    for await (const bytes of response.body ?? []) {
      text += decoder.decode(bytes as Uint8Array, { stream: true })
      const lines = text.split('\n').filter((line) => line.startsWith('data: '))
      events.splice(0, events.length, ...lines.map((line) => liveEvent.parse(JSON.parse(line.slice(6)))))
    }
  }
  return { status: response.status, events, text: () => text, over: read().catch(() => undefined), close: () => leaving.abort() }
}

describe.each(REAL_DATABASE)('a line that tells what moved, on %s', (database) => {
  let servers: TestServer[]
  let owner: TestPerson
  let pushes = 0

  beforeEach(async () => {
    const base = await createDatabaseWithTables(database)
    const shared = { ...base, dispose: () => Promise.resolve() }
    // Two instances on one database: the laptop listens at the first, the push comes to the second.
    servers = [await startTestServer({ database, base: shared }), await startTestServer({ database, base: shared })]
    owner = await setUp(instance(1))
    await push()
    return async () => {
      await Promise.all(servers.map((server) => server.stop()))
      await base.dispose()
    }
  })
  const instance = (index: number): TestServer => {
    const server = servers[index]
    if (!server) throw new Error('there are two')
    return server
  }
  const push = async (): Promise<number> => {
    pushes += 1
    const items = [itemOf('visit', scope, { title: [`${SECRET} ${pushes}`, stampAt(pushes)] })]
    const { body } = await call(instance(1), 'push', { body: { pushSeq: pushes, items }, token: owner.token, scope })
    const [result] = body.results
    return result?.outcome === 'stored' ? result.seq : 0
  }

  it('V1 says where every visit stands, then within two seconds that one moved, whichever instance stored it; never what', async () => {
    const line = await openLine(instance(0), owner.token)
    expect(line.status).toBe(200)
    await until(() => line.events.length === 1)
    expect(line.events).toEqual([{ type: 'moved', scope, seq: expect.any(Number) }])
    const seq = await push()
    const stored = Date.now()
    await until(() => line.events.some((event) => event.type === 'moved' && event.seq >= seq))
    console.log(`a change was told after ${Date.now() - stored} ms`)
    expect(line.text()).not.toContain(SECRET)
    line.close()
  })

  it('V1 I9 tells nothing more of a visit that one was removed from, and ends when the laptop is reported lost', async () => {
    const member = await joinAs(instance(1), owner, { account: 'member', scope, role: 'editor' })
    const line = await openLine(instance(0), member.token)
    await until(() => line.events.length === 1)
    await call(instance(1), 'changeMember', { body: { personId: member.personId, role: null }, token: owner.token, scope })
    await until(() => line.events.some((event) => event.type === 'scopes'))
    const before = line.events.length
    const owners = await openLine(instance(0), owner.token)
    const seq = await push()
    // One look tells everybody: when the owner has heard of it, the member had been told before, or was not.
    await until(() => owners.events.some((event) => event.type === 'moved' && event.seq >= seq))
    await call(instance(1), 'revokeDevice', { body: { device: member.device }, token: member.token })
    await line.over
    expect(line.events.slice(before)).toEqual([{ type: 'end', reason: 'signed-out' }])
    owners.close()
  })

  it('V1 an account has so many lines and no more, and a stop ends them at once', async () => {
    const lines = await Promise.all(Array.from({ length: 11 }, () => openLine(instance(0), owner.token)))
    expect(lines.map((line) => line.status).toSorted((a, b) => a - b)).toEqual([...Array(10).fill(200), 429])
    // Neither waits for the other: a server that waited for its lines would never be closed, and one that cut them would not have said why.
    await instance(0).app.close()
    await Promise.all(lines.map((line) => line.over))
    const told = lines.filter((line) => line.status === 200).map((line) => line.events.at(-1))
    expect(told).toEqual(Array(10).fill({ type: 'end', reason: 'stopping' }))
  })
})
