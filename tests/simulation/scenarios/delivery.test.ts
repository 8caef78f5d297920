import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '@shared/lib/result.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@shared/sync/protocol.ts'
import { startSyncLoop } from '../../../src/renderer/sync/sync-loop.ts'
import { createSyncStatus } from '../../../src/renderer/sync/sync-status.ts'
import { prepareOutgoing } from '../../../src/renderer/db/outgoing.ts'
import { readScopeState } from '../../../src/renderer/db/scope-state.ts'
import { readHistory } from '../../../src/server/db/history-repository.ts'
import { attach, carry } from '../files.ts'
import { sharedGround, type Ground } from '../ministry.ts'
import { tabOf } from '../people.ts'
import { Scenario } from '../scenario.ts'
import { serverHolding } from '../server-view.ts'
import { idOf, VISIT } from '../world.ts'

let ground: Ground
beforeAll(async () => {
  ground = await sharedGround()
})

const historyOf = async (record: string): Promise<number> =>
  ground.database.transaction(async (tx) => (await readHistory(tx, VISIT, idOf(record))).length)

describe('Delivery', () => {
  test('1 P1 P2 a push whose answer was lost is sent again, stored once, and stops waiting', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    const before = await historyOf('agreement 0')
    await story.write(owner, 'agreement 0', { text: 'After' })
    expect(await story.sync(owner, { faults: [{ request: 1, fault: 'answer lost' }] })).toBe('offline')
    expect(await story.waiting(owner)).toEqual([idOf('agreement 0')])
    expect(await story.sync(owner)).toBeNull()
    expect(await story.waiting(owner)).toEqual([])
    expect(await historyOf('agreement 0')).toBe(before + 1)
    expect((await story.end()).reported).toBe(0)
  })

  test('2 P2 a push delivered twice, at the same time or a minute later, and to two instances, is stored once', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    const before = await historyOf('agreement 0')
    await story.write(owner, 'agreement 0', { text: 'At the same time' })
    expect(await story.sync(owner, { faults: [{ request: 1, fault: 'request lost' }] })).toBe('offline')
    const { database, session } = await story.tab(owner)
    const inFlight = await prepareOutgoing(database, VISIT)
    const both = await story.run(() =>
      session.withToken(async (token) => {
        const headers = {
          [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
        }
        const body = new TextEncoder().encode(JSON.stringify(inFlight?.request))
        const request = { method: 'POST', path: `/api/scopes/${VISIT}/push`, headers, body }
        return succeed(await Promise.all([0, 1].map((instance) => story.world.ministry.deliver(request, null, instance))))
      }),
    )
    const answers = both.ok ? both.value.map(({ reply }) => [reply.status, Buffer.from(reply.body).toString()]) : []
    expect(answers).toHaveLength(2)
    expect(answers[0]).toEqual([200, answers[1]?.[1]])
    expect(await historyOf('agreement 0')).toBe(before + 1)
    // The laptop has heard of neither, and sends it a third time.
    expect(await story.sync(owner)).toBeNull()
    expect(await story.waiting(owner)).toEqual([])
    expect(await historyOf('agreement 0')).toBe(before + 1)

    await story.write(owner, 'agreement 0', { text: 'A minute later' })
    await story.sync(owner, { faults: [{ request: 1, fault: 'duplicate', later: 60_000 }] })
    expect(await historyOf('agreement 0')).toBe(before + 2)
    expect((await story.end()).reported).toBe(0)
  })

  test('3 P4 one item of a push that may not be stored is parked with its reason, the rest is stored', async () => {
    const story = await Scenario.open(ground)
    const editor = story.laptop(1)
    await story.write(editor, 'agreement 0', { text: 'A word' })
    // Only the owner may delete the visit.
    await story.remove(editor, 'visit')
    await story.sync(editor)
    expect((await story.stored(editor, 'visit'))?.parked).toMatchObject({ reason: 'forbidden' })
    expect(await story.waiting(editor)).toEqual([VISIT])
    expect((await serverHolding(ground.database, VISIT)).records.get(idOf('agreement 0'))?.cells['text']?.value).toBe('A word')
    // Taken back by the person who tried it.
    await story.change(editor, [{ type: 'restore', kind: 'visit', id: VISIT }])
    await story.world.close()
  })

  test('4 W2 a push that arrives cut in half, plain or compressed, stores nothing and is sent again', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    await story.write(owner, 'agreement 0', { text: 'short' })
    expect(await story.sync(owner, { faults: [{ request: 1, fault: 'request cut' }] })).toBe('bad-request')
    expect((await serverHolding(ground.database, VISIT)).records.get(idOf('agreement 0'))?.cells['text']?.value).toBe('agreement 0')
    await story.write(owner, 'agreement 0', { text: Array.from({ length: 3_000 }, (_, index) => `word ${index * 7919}`).join(' ') })
    expect(await story.sync(owner, { faults: [{ request: 1, fault: 'request cut' }] })).not.toBeNull()
    expect((await serverHolding(ground.database, VISIT)).records.get(idOf('agreement 0'))?.cells['text']?.value).toBe('agreement 0')
    expect(await story.sync(owner)).toBeNull()
    const { session } = await story.tab(owner)
    const whole = gzipSync(Buffer.from(JSON.stringify({ pushSeq: 1_000, items: [] })))
    // Cut, damaged in its middle, and no gzip at all.
    for (const body of [whole.subarray(0, 20), whole.with(14, (whole.at(14) ?? 0) ^ 255), Buffer.from('{"pushSeq":1')]) {
      const answer = await story.run(() =>
        session.withToken(async (token) => {
          const headers = {
            [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
            'content-type': 'application/json',
            'content-encoding': 'gzip',
            authorization: `Bearer ${token}`,
          }
          const request = { method: 'POST', path: `/api/scopes/${VISIT}/push`, headers, body }
          const { reply } = await story.world.ministry.deliver(request, null)
          return succeed([reply.status, JSON.parse(Buffer.from(reply.body).toString()).code])
        }),
      )
      expect(answer.ok && answer.value).toEqual([400, 'bad-request'])
    }
    expect((await story.end()).reported).toBe(0)
  })

  test('5 C1 C2 a pull that is cut after the third page goes on with the fourth', async () => {
    const story = await Scenario.open(ground, { pageSize: 2 })
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    for (let index = 0; index < 12; index += 1) await story.write(owner, `meeting ${index}`, { title: `Meeting ${index}` })
    await story.sync(owner)
    const start = (await editor.reading((page) => readScopeState(page, VISIT))).cursor?.seq ?? 0
    await story.sync(editor, { faults: [{ request: 4, fault: 'request lost' }] })
    const cut = (await editor.reading((page) => readScopeState(page, VISIT))).cursor?.seq ?? 0
    expect(cut).toBe(start + 6)
    expect(await story.value(editor, 'meeting 5', 'title')).toBe('Meeting 5')
    expect(await story.value(editor, 'meeting 6', 'title')).toBeUndefined()
    const before = story.world.traffic.requests
    await story.sync(editor)
    expect(await story.value(editor, 'meeting 11', 'title')).toBe('Meeting 11')
    // The list of visits, and the three pages that were left.
    expect(story.world.traffic.requests - before).toBe(4)
    await story.end()
  })

  test('6 P1 a server that dies at any statement of a push leaves nothing or all of it', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    for (let statement = 1; statement <= 24; statement += 1) {
      await story.write(owner, 'agreement 0', { text: `text ${statement}`, status: `status ${statement}` })
      const problem = await story.sync(owner, { faults: [{ request: 1, fault: 'server dies', statement }] })
      const held = (await serverHolding(ground.database, VISIT)).records.get(idOf('agreement 0'))?.cells
      const whole = held?.['text']?.value === `text ${statement}`
      expect(held?.['status']?.value === `status ${statement}`).toBe(whole)
      if (problem === null) expect(whole).toBe(true)
      else await story.sync(owner)
    }
    expect(story.world.took.get('server dies')).toBeGreaterThan(8)
    expect((await story.end()).reported).toBe(0)
  })

  test('7 P1 a transaction that the engine asks to repeat is repeated, and nobody hears of it', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    for (const statement of [3, 8, 12]) {
      await story.write(owner, 'agreement 0', { text: `text ${statement}` })
      expect(await story.sync(owner, { faults: [{ request: 1, fault: 'transaction again', statement }] })).toBeNull()
    }
    expect(story.world.took.get('transaction again')).toBe(3)
    await story.end()
  })

  test('8 P4 P5 an item that no message can carry is parked and holds nothing back', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    const letters = 'abcdefghijklmnopqrstuvwxyz'
    const huge = Array.from({ length: 5 * 1024 * 1024 }, (_, index) => letters[(index * index) % 26]).join('')
    await story.write(owner, 'agreement 0', { text: huge })
    await story.write(owner, 'agreement 1', { text: huge.slice(0, 900_000) })
    await story.write(owner, 'agreement 2', { text: 'A word' })
    expect(await story.sync(owner)).toBeNull()
    expect((await story.stored(owner, 'agreement 0'))?.parked?.reason).toBe('too-large')
    expect((await story.stored(owner, 'agreement 1'))?.parked?.reason).toBe('too-large')
    await story.sync(editor)
    expect(await story.value(editor, 'agreement 2', 'text')).toBe('A word')
    await story.world.close()
  })

  test('9 fifty laptops that are refused at once come back spread over time, and ever later', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    const { database, session } = await story.tab(owner)
    const pauses = await story.run(() =>
      Promise.all(
        Array.from({ length: 50 }, async () => {
          const waits: number[] = []
          const refusing = { ...session, call: () => Promise.resolve(fail('too-many-requests')) } as typeof session
          const timers = { after: (ms: number) => (waits.push(ms), () => undefined) }
          const loop = startSyncLoop({ database, session: refusing, status: createSyncStatus(), timers, exclusively: (work) => work() })
          for (let round = 0; round < 8; round += 1) await loop.syncNow()
          loop.stop()
          return waits.slice(1)
        }),
      ),
    )
    expect(new Set(pauses.map(([first]) => Math.round(first ?? 0))).size).toBeGreaterThan(35)
    for (const waits of pauses) {
      expect(waits).toHaveLength(8)
      expect(Math.max(...waits)).toBeLessThanOrEqual(60_000)
      expect(waits.at(-1)).toBeGreaterThan(10 * (waits[0] ?? 0))
    }
    await story.write(owner, 'agreement 0', { text: 'A word' })
    expect(await story.sync(owner, { faults: [{ request: 1, fault: 'too many requests' }] })).toBe('too-many-requests')
    expect(await story.sync(owner, { faults: [{ request: 1, fault: 'database away', statement: 2 }] })).toBe('unavailable')
    expect(await story.sync(owner)).toBeNull()
    expect(await story.waiting(owner)).toEqual([])
    await story.end()
  })

  test('10 a hotel’s page with status 200 is no answer of the ministry, and nothing is lost', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    await story.write(owner, 'agreement 0', { text: 'A word' })
    for (const request of [0, 1, 2]) {
      expect(await story.sync(owner, { faults: [{ request, fault: 'captive portal' }] })).toBe('not-our-server')
    }
    expect(await story.sync(owner)).toBeNull()
    await story.end()
  })

  test('B5 a page that dies while its queue of bytes looks for what to send ends nothing but itself', async () => {
    const story = await Scenario.open(ground)
    const editor = story.laptop(1)
    await story.run(async () => attach(story.world, await tabOf(editor), 20_000))
    await story.sync(editor)
    const unheard: unknown[] = []
    const hear = (error: unknown): void => void unheard.push(error)
    process.on('unhandledRejection', hear)
    for (let diesIn = 1; diesIn <= 6; diesIn += 1) {
      await story.run(async () => {
        const tab = await tabOf(editor)
        editor.diesIn = diesIn
        await carry(tab, true).catch(() => undefined)
        editor.diesIn = null
      })
      // Node tells of a promise that nobody waits for after the microtasks.
      await new Promise((resolve) => setImmediate(resolve))
    }
    process.off('unhandledRejection', hear)
    expect(editor.deaths).toBe(6)
    expect(unheard).toEqual([])
    await story.end()
  })
})
