import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@shared/sync/protocol.ts'
import { readScopeState } from '../../../src/renderer/db/scope-state.ts'
import { putSetting } from '../../../src/renderer/db/settings.ts'
import type { Session } from '../../../src/renderer/sync/session.ts'
import { startSyncLoop, type SyncLoop } from '../../../src/renderer/sync/sync-loop.ts'
import { createSyncStatus, type SyncStatusStore } from '../../../src/renderer/sync/sync-status.ts'
import { createCall, type HttpReply } from '../../../src/renderer/sync/transport.ts'
import { openLaptop, type TestLaptop } from '../../support/database.ts'
import { manualTimers, type ManualTimers } from '../../support/manual-timers.ts'

const VISIT = '11111111-1111-4111-8111-111111111111'
const AFTER_CHANGE = 200

describe('P7 a server that wants to be left alone for a while', () => {
  let laptop: TestLaptop
  let timers: ManualTimers
  let sync: SyncLoop
  let status: SyncStatusStore
  let requests: number
  let answer: { readonly code: string; readonly status: number; readonly after?: string } | null

  beforeEach(async () => {
    laptop = await openLaptop(1)
    await putSetting(laptop.database, 'account', { account: 'owner', name: 'Delegate A', isAdministrator: true })
    timers = manualTimers()
    status = createSyncStatus()
    requests = 0
    answer = null
    const call = createCall((): Promise<HttpReply> => {
      requests += 1
      const headers = {
        [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
        ...(answer?.after === undefined ? {} : { 'retry-after': answer.after }),
      }
      const said = answer ? { code: answer.code, message: '' } : { scopes: [] }
      return Promise.resolve({ status: answer?.status ?? 200, headers, body: new TextEncoder().encode(JSON.stringify(said)) })
    })
    const session = { call } as unknown as Session
    sync = startSyncLoop({ database: laptop.database, session, status, timers, exclusively: (work) => work() })
  })
  afterEach(() => {
    sync.stop()
    laptop.database.close()
  })

  /** Milliseconds until the next round: there is one timer at most. */
  const next = (): number => {
    expect(timers.waiting()).toHaveLength(1)
    return timers.waiting()[0] ?? 0
  }
  const write = (title: string) => laptop.write(VISIT, { type: 'set', kind: 'visit', id: VISIT, fields: { title } })

  it('is left alone for as long, and somewhat longer so that not all come at once', async () => {
    answer = { code: 'unavailable', status: 503, after: '5' }
    const waits = []
    for (let round = 0; round < 6; round += 1) {
      await sync.syncNow()
      waits.push(next())
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(5_000)
    // By and by its own pauses are longer.
    expect(waits.slice(0, 2).every((wait) => wait <= 7_500)).toBe(true)
    expect(waits.at(-1)).toBeGreaterThan(20_000)
    expect(status.getState().problem).toBe('unavailable')
  })

  it('is not asked earlier for what is written or told meanwhile, and is asked then', async () => {
    answer = { code: 'unavailable', status: 503, after: '5' }
    await sync.syncNow()
    const wait = next()
    await write('Written meanwhile')
    sync.moved(VISIT, 7)
    // Longer than a round needs until it asks.
    for (let look = 0; look < 50; look += 1) await readScopeState(laptop.database, VISIT)
    expect([next(), requests]).toEqual([wait, 1])
    timers.fire(wait)
    await sync.syncNow()
    expect(requests).toBe(2)
  })

  it('is one like any other once it has answered', async () => {
    answer = { code: 'unavailable', status: 503, after: '5' }
    await sync.syncNow()
    answer = null
    timers.fire(next())
    await sync.syncNow()
    expect([status.getState().problem, next()]).toEqual([null, 15_000])
    await write('Written after')
    expect(next()).toBe(AFTER_CHANGE)
  })

  it('is asked at once by whoever presses the button', async () => {
    answer = { code: 'unavailable', status: 503, after: '5' }
    await sync.syncNow()
    await sync.syncNow()
    expect(requests).toBe(2)
  })

  it('is not believed for more than a minute, and what is written goes where it was only one thing that was asked too often', async () => {
    answer = { code: 'too-many-requests', status: 429, after: '3600' }
    await sync.syncNow()
    expect(next()).toBeGreaterThanOrEqual(60_000)
    expect(next()).toBeLessThanOrEqual(90_000)
    await write('Written meanwhile')
    expect(next()).toBe(AFTER_CHANGE)
  })

  it.each([undefined, 'Wed, 21 Oct 2026 07:28:00 GMT', '-5', '1e9'])('says nothing of the kind by %s', async (after) => {
    answer = { code: 'unavailable', status: 503, ...(after === undefined ? {} : { after }) }
    await sync.syncNow()
    expect(next()).toBeLessThanOrEqual(2_000)
    await write('Written meanwhile')
    expect(next()).toBe(AFTER_CHANGE)
  })
})
