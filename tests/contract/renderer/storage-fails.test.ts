import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLive } from '../../../src/renderer/db/live.ts'
import { startBlobLoop } from '../../../src/renderer/sync/blob-loop.ts'
import { watchBlobs } from '../../../src/renderer/sync/blob-status.ts'
import type { Session } from '../../../src/renderer/sync/session.ts'
import { startSyncLoop } from '../../../src/renderer/sync/sync-loop.ts'
import { createSyncStatus } from '../../../src/renderer/sync/sync-status.ts'
import { openLaptop, type TestLaptop } from '../../support/database.ts'
import { until } from '../../support/until.ts'

/** The browser took the database away, or its disk does not answer: nothing that is asked of it succeeds. */

let laptop: TestLaptop
let unheard: unknown[]
const hear = (reason: unknown): void => void unheard.push(reason)
const session = { call: () => Promise.reject(new Error('nobody asks the server')) } as unknown as Session
const exclusively = <T>(work: () => Promise<T>): Promise<T> => work()

beforeEach(async () => {
  unheard = []
  process.on('unhandledRejection', hear)
  laptop = await openLaptop(1)
  laptop.database.dexie.close()
})
afterEach(() => {
  // Or it would hear what the laptops of other tests say to each other.
  laptop.database.close()
  process.off('unhandledRejection', hear)
})

it('a round that cannot read its settings says so and is tried again', async () => {
  const planned: (() => void)[] = []
  const timers = { after: (_: number, work: () => void) => (planned.push(work), () => undefined) }
  const status = createSyncStatus()
  const sync = startSyncLoop({ database: laptop.database, session, status, timers, exclusively })
  planned.length = 0
  await sync.syncNow()
  expect(status.getState()).toMatchObject({ problem: 'storage' })
  expect(planned).toHaveLength(1)
  sync.stop()
})

it('the queue of files waits for better times and leaves no failure that nobody hears', async () => {
  const { database } = laptop
  const [live, syncStatus, watched] = [createLive(database), createSyncStatus(), watchBlobs(database)]
  const loop = startBlobLoop({ database, session, live, syncStatus, status: watched.store, exclusively })
  syncStatus.setState({ phase: 'running' })
  syncStatus.setState({ phase: 'reached', problem: null })
  await expect(loop.now()).rejects.toThrow(/closed/i)
  await new Promise((resolve) => setTimeout(resolve, 0))
  expect(unheard).toEqual([])
  loop.stop()
  watched.stop()
  live.close()
})

it('what was written and cannot be read is heard of, and nothing that a second try reads', async () => {
  const scope = laptop.host.newId()
  const other = await openLaptop(2)
  const heard: unknown[] = []
  const live = createLive(other.database, (error) => void heard.push(error))
  await live.open()
  const { records } = other.database.dexie
  const read = records.where.bind(records)
  let failures = 0
  records.where = ((...asked: Parameters<typeof read>) => {
    if (failures === 0) return read(...asked)
    failures -= 1
    throw new Error('the disk does not answer')
  }) as typeof records.where
  const announce = (): void =>
    other.database.announce({ scope, recordIds: [], noteIds: [], origin: 'remote', isForeign: false, forgottenIds: [scope] })
  const isShown = (): boolean => Object.keys(live.store.getState().scopes).includes(scope)

  await other.write(scope, { type: 'set', kind: 'visit', id: scope, fields: { title: 'Tokyo' } })
  await until(isShown)
  live.store.setState({ scopes: {} })
  failures = 1
  announce()
  await until(isShown)
  expect([heard, failures]).toEqual([[], 0])
  live.store.setState({ scopes: {} })
  failures = 2
  announce()
  await until(() => heard.length > 0)
  expect(heard).toEqual([new Error('the disk does not answer')])
  live.close()
  other.database.close()
  expect(unheard).toEqual([])
})
