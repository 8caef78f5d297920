import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import { deviceOfStamp } from '@shared/sync/stamp.ts'
import { may } from '../access/policy.ts'
import { readRole } from '../db/access-repository.ts'
import { actAs } from '../db/actor.ts'
import type { Transaction } from '../db/database.ts'
import { readKnownDevices, readPeople } from '../db/people-repository.ts'
import { readHistoryPage, type HistoryRow } from '../db/history-repository.ts'
import type { Call, Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'

/** Everything that was ever received for one record, on demand: laptops keep their own part of it. */
export const historyRoute = (services: Services): Pick<Handlers, 'history'> => ({
  history: (call) => readRecordHistory(services, call),
})

function readRecordHistory(services: Services, { caller, scope, body }: Call<'history'>): Promise<Result<ReplyOf<'history'>, ErrorCode>> {
  return services.database.transaction(async (tx) => {
    await actAs(tx, { kind: 'door' })
    if (!may(await readRole(tx, scope, caller.account), 'read')) return fail('not-found')
    await actAs(tx, { kind: 'account', account: caller.account })
    const page = { before: body.before, limit: body.limit ?? LIMITS.listItems, bytes: LIMITS.pullBytes }
    const { rows, more } = await readHistoryPage(tx, { scope, record: body.record }, page)
    await actAs(tx, { kind: 'door' })
    return succeed({ ...(await named(tx, rows)), more })
  })
}

/** Names the people and devices of a page, and nobody else. */
async function named(tx: Transaction, rows: readonly HistoryRow[]): Promise<Omit<ReplyOf<'history'>, 'more'>> {
  const pushers = new Set(rows.map((row) => row.pushedBy))
  const people = await readPeople(tx, [...pushers])
  const stamps = rows.flatMap((row) => Object.values(row.delta.cells).map((cell) => cell.stamp))
  const ids = new Set([...rows.map((row) => row.device), ...stamps.flatMap((stamp) => deviceOfStamp(stamp) ?? [])])
  const devices: ReplyOf<'history'>['devices'] = {}
  for (const device of await readKnownDevices(tx, [...ids])) {
    // A laptop that two people share: whoever brought something from it.
    if (devices[device.id] && !pushers.has(device.account)) continue
    devices[device.id] = { owner: device.owner, name: device.name, isRevoked: device.isRevoked }
  }
  const entries = rows.map(({ position, delta, pushedBy, device, receivedAt, proven }) => ({
    position,
    record: packRecord(delta),
    pushedBy: people.get(pushedBy) ?? null,
    device,
    receivedAt,
    proven: [...proven],
  }))
  return { entries, devices }
}
