import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import { deviceOfStamp } from '@shared/sync/stamp.ts'
import { may } from '../access/policy.ts'
import { readRole } from '../db/memberships-repository.ts'
import { actAs } from '../db/actor.ts'
import type { Transaction } from '../db/database.ts'
import { readKnownDevices, readPeople } from '../db/people-repository.ts'
import { readHistoryBeginnings, readHistoryPage, type HistoryRow } from '../db/history-repository.ts'
import type { Call, Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'

/** Everything that was ever received for one record, on demand: laptops keep their own part of it. And the newest of many records at once. */
export const historyRoute = (services: Services): Pick<Handlers, 'history' | 'histories'> => ({
  history: (call) =>
    asReader(services, call, async (tx) => {
      const { scope, body } = call
      const page = { before: body.before, limit: body.limit ?? LIMITS.listItems, bytes: LIMITS.pullBytes }
      const { rows, more } = await readHistoryPage(tx, { scope, record: body.record }, page)
      const { entryOf, devices } = await named(tx, rows)
      return { entries: rows.map(entryOf), devices, more }
    }),
  histories: (call) =>
    asReader(services, call, async (tx) => {
      // One that is asked for twice is told of once.
      const of = { scope: call.scope, records: [...new Set(call.body.records)] }
      const pages = await readHistoryBeginnings(tx, of, { limit: LIMITS.historyEntries, bytes: LIMITS.pullBytes })
      const { entryOf, devices } = await named(
        tx,
        pages.flatMap(({ rows }) => rows),
      )
      return { histories: pages.map(({ record, rows, more }) => ({ record, entries: rows.map(entryOf), more })), devices }
    }),
})

function asReader<T>(
  services: Services,
  { caller, scope }: Pick<Call<'history'>, 'caller' | 'scope'>,
  read: (tx: Transaction) => Promise<T>,
): Promise<Result<T, ErrorCode>> {
  return services.database.transaction(async (tx) => {
    await actAs(tx, { kind: 'door' })
    if (!may(await readRole(tx, scope, caller.account), 'read')) return fail('not-found')
    await actAs(tx, { kind: 'account', account: caller.account })
    return succeed(await read(tx))
  })
}

type Entry = ReplyOf<'history'>['entries'][number]
type Named = { readonly entryOf: (row: HistoryRow) => Entry; readonly devices: ReplyOf<'history'>['devices'] }

/** Names the people and devices of a page, and nobody else. The transaction goes on as the door. */
async function named(tx: Transaction, rows: readonly HistoryRow[]): Promise<Named> {
  await actAs(tx, { kind: 'door' })
  const pushers = new Set(rows.map((row) => row.pushedBy))
  const people = await readPeople(tx, [...pushers])
  const stamps = rows.flatMap((row) => Object.values(row.delta.cells).map((cell) => cell.stamp))
  const ids = new Set([...rows.map((row) => row.device), ...stamps.flatMap((stamp) => deviceOfStamp(stamp) ?? [])])
  const devices: Named['devices'] = {}
  for (const device of await readKnownDevices(tx, [...ids])) {
    // A laptop that two people share: whoever brought something from it.
    if (devices[device.id] && !pushers.has(device.account)) continue
    devices[device.id] = { owner: device.owner, name: device.name, isRevoked: device.isRevoked }
  }
  const entryOf = ({ position, delta, pushedBy, device, receivedAt, proven }: HistoryRow): Entry => ({
    position,
    record: packRecord(delta),
    pushedBy: people.get(pushedBy) ?? null,
    device,
    receivedAt,
    proven: [...proven],
  })
  return { entryOf, devices }
}
