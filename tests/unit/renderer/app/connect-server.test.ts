import { afterEach, expect, it, vi } from 'vitest'
import { connectToServer, type Connection } from '../../../../src/renderer/app/connect-server.ts'
import type { Desktop } from '../../../../src/renderer/lib/desktop.ts'
import type { SyncStatus } from '../../../../src/renderer/sync/sync-status.ts'
import { openLaptop } from '../../../support/database.ts'

afterEach(() => vi.unstubAllGlobals())

it('whoever signs in or out finds nothing of what the round before ended with', async () => {
  vi.stubGlobal('window', { addEventListener: () => undefined })
  vi.stubGlobal('reportError', (error: unknown) => expect.fail(String(error)))
  // No line is opened here: nobody ever leads.
  const request = (name: string, _: unknown, work: () => Promise<unknown>): Promise<unknown> =>
    name === 'safarnoma-live' ? new Promise(() => undefined) : work()
  vi.stubGlobal('navigator', { locks: { request } })
  const laptop = await openLaptop(1)
  const server = {
    send: () => Promise.reject(new Error('no network')),
    readSecret: () => Promise.resolve(null),
    writeSecret: () => Promise.resolve(),
  }
  const told: SyncStatus['problem'][] = []
  const connection: Connection = connectToServer({
    desktop: { server } as unknown as Desktop,
    database: laptop.database,
    deviceName: 'laptop',
    onAccountChange: () => Promise.resolve(void told.push(connection.syncStatus.getState().problem)),
  })
  await connection.sync.syncNow()
  connection.syncStatus.setState({ problem: 'sign-in-needed' })
  await connection.session.signOut()
  expect(told).toEqual([null])
  connection.sync.stop()
  laptop.database.close()
})
