import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@shared/sync/protocol.ts'
import type { Database } from '../../../src/server/db/database.ts'
import { stopSharedCluster } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'
import { until } from '../../support/until.ts'

afterAll(stopSharedCluster)

const scope = testId('visit')
/** More than the server has connections to its database. */
const READERS = 16
const WORDS = 'x'.repeat(5_000)
/** Bytes of an answer. */
const SIP = 1_000

describe('whoever reads an answer slowly', () => {
  let server: TestServer
  let owner: TestPerson
  let open = 0
  const counted = (database: Database): Database => ({
    ...database,
    transaction: async (work, isolation) => {
      open += 1
      try {
        return await database.transaction(work, isolation)
      } finally {
        open -= 1
      }
    },
  })

  beforeAll(async () => {
    server = await startTestServer({ database: 'postgres', wrap: counted, longestAnswer: 1_000 })
    owner = await setUp(server)
    const items = Array.from({ length: LIMITS.pushItems }, (_, index) =>
      itemOf('meeting', testId(`${index}`), { title: [WORDS, stampAt(1)] }),
    )
    await call(server, 'push', { body: { pushSeq: 1, items }, token: owner.token, scope })
    return () => server.stop()
  })

  /** Asks so often for a page, one behind the other, and reads nothing yet. */
  const ask = async (times: number): Promise<Socket> => {
    const { hostname, port } = new URL(server.address)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    const body = JSON.stringify({ cursor: null })
    const lines = [
      `POST /api/scopes/${scope}/pull HTTP/1.1`,
      `host: ${hostname}`,
      `${PROTOCOL_HEADER}: ${PROTOCOL_VERSION}`,
      `authorization: Bearer ${owner.token}`,
      'content-type: application/json',
      `content-length: ${body.length}`,
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`.repeat(times))
    await once(socket, 'readable')
    return socket
  }

  it('holds no connection to the database', async () => {
    const readers = await Promise.all(Array.from({ length: READERS }, () => ask(1)))
    expect(open).toBe(0)
    expect((await call(server, 'scopes', { body: null, token: owner.token })).status).toBe(200)
    for (const reader of readers) reader.destroy()
  })

  it('is cut off, also when a little is read again and again', async () => {
    const accepted = once(server.app.server, 'connection')
    // More than lies in the buffers of both systems.
    const reader = await ask(10)
    const [line] = (await accepted) as [Socket]
    let read = 0
    // All of it would take longer than any test.
    const sip = setInterval(() => (read += (reader.read(SIP) as Buffer | null)?.length ?? 0), 10)
    await until(() => line.destroyed)
    clearInterval(sip)
    expect(read).toBeGreaterThan(0)
    reader.destroy()
  })
})
