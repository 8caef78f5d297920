import { expect, it } from 'vitest'
import { putSetting } from '../../../src/renderer/db/settings.ts'
import { createSession } from '../../../src/renderer/sync/session.ts'
import { createCall } from '../../../src/renderer/sync/transport.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes } from '@shared/sync/protocol.ts'
import { openLaptop } from '../../support/database.ts'
import { testId } from '../../support/server.ts'

const OLD = testId('the laptop before')
const REPLY = {
  accessToken: 'token',
  expiresIn: 1_000,
  account: 'delegate.b',
  personId: testId('person'),
  name: 'B',
  isAdministrator: false,
}

it('A7 a browser that threw the database away knows which laptop it was, and names it when that account signs in again, and no other', async () => {
  const laptop = await openLaptop(1)
  const told: unknown[] = []
  const answer = (path: string): unknown => (path === routes.devices.path ? { devices: [], thisDevice: OLD } : REPLY)
  const session = createSession({
    database: laptop.database,
    call: createCall(({ path, body }) => {
      if (path === routes.signIn.path) told.push((JSON.parse(new TextDecoder().decode(body ?? undefined)) as { device: object }).device)
      return Promise.resolve({
        status: 200,
        headers: { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) },
        body: new TextEncoder().encode(JSON.stringify(answer(path))),
      })
    }),
    tokens: { keepIn: 'cookie' },
    deviceName: 'Chrome',
    onAccountChange: () => Promise.resolve(),
    exclusively: (work) => work(),
  })
  const before = await session.accountBefore()
  expect(before).toEqual({ account: 'delegate.b', deviceId: OLD })
  if (before) await putSetting(laptop.database, 'thrownAway', before)
  for (const account of ['delegate.b', 'somebody.else', 'delegate.b']) await session.signIn({ account, password: 'any' })
  expect(told).toEqual([
    expect.objectContaining({ predecessor: OLD }),
    expect.not.objectContaining({ predecessor: OLD }),
    expect.objectContaining({ predecessor: OLD }),
  ])
  laptop.database.close()
})
