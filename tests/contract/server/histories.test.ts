import { afterAll, expect, it } from 'vitest'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { PushItem } from '@shared/sync/protocol/records.ts'
import { DATABASE_KINDS, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, joinAs, setUp, startTestServer, testId } from '../../support/server.ts'

afterAll(stopSharedCluster)

const scope = testId('visit')
const [once, often, never, long] = ['once', 'often', 'never', 'long'].map(testId) as [string, string, string, string]
const titled = (record: string, number: number, words = `${number}`): PushItem =>
  itemOf('meeting', record, { title: [words, stampAt(number), number === 1 ? '' : stampAt(number - 1)] })

it.each(DATABASE_KINDS)(
  'A8 the histories of many records come in one answer, the newest first and no more than fits, on %s',
  async (database) => {
    const server = await startTestServer({ database })
    const owner = await setUp(server)
    let pushSeq = 0
    const push = async (...items: PushItem[]): Promise<void> => {
      pushSeq += 1
      const { body } = await call(server, 'push', { body: { pushSeq, items }, token: owner.token, scope })
      expect(body.results.map(({ outcome }) => outcome)).toEqual(items.map(() => 'stored'))
    }
    const ask = (records: readonly string[], token = owner.token) => call(server, 'histories', { body: { records }, token, scope })
    await push(itemOf('visit', scope, { title: ['Tokyo', stampAt(1)] }), titled(once, 1))
    const entries = LIMITS.historyEntries + 1
    await push(...Array.from({ length: entries }, (_, index) => titled(often, index + 1)))
    const reader = await joinAs(server, owner, { account: 'reader', scope, role: 'reader' })

    const { body } = await ask([often, never, once, often], reader.token)
    expect(
      body.histories.map(({ record, entries: told, more }) => [record, told.map((entry) => entry.record.c['title']?.[0]), more]),
    ).toEqual([
      [often, Array.from({ length: LIMITS.historyEntries }, (_, index) => `${entries - index}`), true],
      [never, [], false],
      [once, ['1'], false],
    ])
    // Each entry, and who is named, as a question about that record alone says it.
    for (const { record, entries: told } of body.histories) {
      const alone = (
        await call(server, 'history', { body: { record, before: null, limit: LIMITS.historyEntries }, token: owner.token, scope })
      ).body
      expect(told).toEqual(alone.entries)
      expect(body.devices).toMatchObject(alone.devices)
    }
    expect(body.devices[owner.device]?.name).toBe('laptop')

    // Six entries, four of which fit.
    const words = 'x'.repeat(LIMITS.itemBytes - 1_000)
    for (const record of [long, testId('longer')]) await push(...[1, 2, 3].map((number) => titled(record, number, words)))
    const bounded = await ask([once, long, testId('longer'), often])
    expect(bounded.body.histories.map(({ record, entries: told, more }) => [record, told.length, more])).toEqual([
      [once, 1, false],
      [long, 3, false],
      [testId('longer'), 2, true],
    ])
    // The rest fits when it is asked for again, and one entry always does.
    expect((await ask([often])).body.histories.map(({ record }) => record)).toEqual([often])

    const many = (count: number): string[] => Array.from({ length: count }, (_, index) => testId(`many ${index}`))
    expect((await ask(many(LIMITS.historyRecords))).body.histories).toHaveLength(LIMITS.historyRecords)
    expect((await ask(many(LIMITS.historyRecords + 1))).status).toBe(400)
    await server.stop()
  },
)
