import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@shared/sync/protocol.ts'
import { keepRequestsYoung } from '../../../src/server/host/memory.ts'
import { stopSharedCluster } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { setUp, startTestServer, testId } from '../../support/server.ts'
import { beforeQueries } from '../../support/watched-database.ts'

afterAll(stopSharedCluster)

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as (of: { type: 'minor' | 'major' }) => void

const MIB = 1_024 * 1_024
/** What has outlived two looks of the collector, dead or alive: it is cleared once in dozens of messages. */
const oldest = (): number =>
  getHeapSpaceStatistics()
    .filter(({ space_name: name }) => name === 'old_space' || name === 'large_object_space')
    .reduce((sum, space) => sum + space.space_used_size, 0) / MIB

/** The collector looks while a push is under way, when all of it is alive. */
const lookInTheMiddle = beforeQueries((sql) => {
  if (sql.startsWith('INSERT INTO pushes')) gc({ type: 'minor' })
  return undefined
})

/** MiB. Whatever keeps a request keeps at least half a MiB of each; without it a tenth is left. */
const A_PUSH = 0.35
const MOST_PUSHES = 40

const FIELDS = Array.from({ length: 8 }, (_, index) => `field${index}`)
const bodyOf = (pushSeq: number): Buffer =>
  gzipSync(
    JSON.stringify({
      pushSeq,
      items: Array.from({ length: LIMITS.pushItems }, (_, index) =>
        itemOf(
          'meeting',
          testId(`${pushSeq} ${index}`),
          Object.fromEntries(FIELDS.map((field) => [field, [`what was said of ${field} in record ${index}`, stampAt(pushSeq), '']])),
        ),
      ),
    }),
  )

it('leaves hardly anything of a push, once it is answered, among the memory that is cleared seldom', async () => {
  keepRequestsYoung()
  const server = await startTestServer({ database: 'postgres', wrap: lookInTheMiddle })
  const { token } = await setUp(server)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const push = async (body: Buffer): Promise<void> => {
    const asking = request(`${server.address}/api/scopes/${testId('visit')}/push`, {
      method: 'POST',
      agent,
      headers: {
        [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'accept-encoding': 'gzip',
      },
    })
    asking.end(body)
    const [reply] = (await once(asking, 'response')) as [IncomingMessage]
    reply.resume()
    await once(reply, 'end')
    expect(reply.statusCode).toBe(200)
  }
  const left: number[] = []
  for (let seq = 1; seq <= MOST_PUSHES && (left.at(-1) ?? A_PUSH) >= A_PUSH; seq += 1) {
    const body = bodyOf(seq)
    gc({ type: 'major' })
    const before = oldest()
    await push(body)
    await new Promise((resolve) => setImmediate(resolve))
    gc({ type: 'minor' })
    gc({ type: 'minor' })
    left.push(oldest() - before)
  }
  agent.destroy()
  await server.stop()
  // Where the collector looked once more of itself, what a push held is left of it: one is looked for in which it did not.
  expect(left.at(-1)).toBeLessThan(A_PUSH)
})
