import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { Database } from '../db/database.ts'
import { unsentItem } from '../db/departure.ts'
import { changeHandedIn, itemsOf, takeUpHandedIn } from '../db/handed-in.ts'
import { markHandedIn, parkedIn } from '../db/parked.ts'
import { readSetting } from '../db/settings.ts'
import type { StoredRecord } from '../db/stored-record.ts'
import type { Session } from './session.ts'
import type { CallError } from './transport.ts'

type Handing = { readonly database: Database; readonly session: Session }

/**
 * Gives what this person may not send to the visit's owner, in one message. It stays here, refused and handed in, until a pull shows that the
 * owner took it (docs/sync-spec.md R4).
 * @param records of one visit
 */
export async function handInParked(
  { database, session }: Handing,
  records: readonly [StoredRecord, ...StoredRecord[]],
): Promise<Result<null, CallError>> {
  const [{ scope }] = records
  const items = await Promise.all(records.map((record) => unsentItem(database, record)))
  const reply = await session.handIn(scope, items)
  if (!reply.ok) return reply
  const { results } = reply.value
  await markHandedIn(
    database,
    scope,
    records.filter((_, index) => results[index]?.outcome !== 'parked'),
  )
  const refusal = results.find(({ outcome }) => outcome === 'parked')
  return refusal?.outcome === 'parked' ? fail('forbidden', refusal.reason) : succeed(null)
}

/** After a reset: the server may have forgotten what was handed in, and gets it again. */
export async function handInAgain(handing: Handing, scope: string): Promise<Result<null, CallError>> {
  for (const record of await parkedIn(handing.database, scope)) {
    if (record.parked?.handedInAt === undefined) continue
    const handed = await handInParked(handing, [record])
    if (!handed.ok) return handed
  }
  return succeed(null)
}

const DAY = 24 * 60 * 60_000
/** No backup that a ministry still goes back to is older. */
const KEPT = 90 * DAY

/**
 * Looks after what was handed in when a visit left this laptop: a server that was restored to before gets it again, once a day, which changes
 * nothing where it is known; and whoever is in the visit again has it again.
 */
export async function lookAfterHandedIn({ database, session }: Handing, isMember: (scope: string) => boolean): Promise<void> {
  const now = database.host.now()
  for (const one of (await readSetting(database, 'handedIn')) ?? []) {
    if (isMember(one.scope)) {
      await takeUpHandedIn(database, one)
      await changeHandedIn(database, one, null)
    } else if (now - one.at > KEPT) await changeHandedIn(database, one, null)
    else if (Math.abs(now - one.askedAt) >= DAY) {
      const reply = await session.handIn(one.scope, itemsOf(one))
      if (reply.ok) await changeHandedIn(database, one, { ...one, askedAt: now })
    }
  }
}
