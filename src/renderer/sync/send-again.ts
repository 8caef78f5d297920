import { bucketOf } from '@shared/sync/digest.ts'
import { greatestStampOf } from '@shared/sync/cell.ts'
import { NEVER } from '@shared/sync/stamp.ts'
import { succeed, type Result } from '@shared/lib/result.ts'
import type { Database } from '../db/database.ts'
import { dateAnew, unpark } from '../db/parked.ts'
import type { StoredRecord } from '../db/stored-record.ts'
import { toRemoteItem } from './remote-item.ts'
import type { Session } from './session.ts'
import type { CallError } from './transport.ts'

type Sending = { readonly database: Database; readonly session: Session; readonly author: string }

/** Sends a record again that the server had refused; one whose stamps were too far ahead is dated anew first. */
export async function sendAgain(sending: Sending, { scope, id, parked }: StoredRecord): Promise<Result<null, CallError>> {
  if (parked?.reason !== 'epoch-too-far') {
    await unpark(sending.database, scope, [id])
    return succeed(null)
  }
  const last = await lastOnServer(sending.session, scope, id)
  if (!last.ok) return last
  await dateAnew(sending.database, sending, { scope, id, last: last.value })
  return succeed(null)
}

/** The greatest stamp of a record on the server: it stands in the bucket of its id. */
async function lastOnServer(session: Session, scope: string, id: string): Promise<Result<string, CallError>> {
  let after: string | null = null
  for (;;) {
    const page: Awaited<ReturnType<typeof session.call<'bucket'>>> = await session.call('bucket', {
      scope,
      body: { bucket: bucketOf(id), after },
    })
    if (!page.ok) return page.error.code === 'not-found' ? succeed(NEVER) : page
    const found = page.value.items.find((item) => item.record.i === id)
    if (found) return succeed(greatestStampOf(toRemoteItem(found).record.cells))
    after = page.value.items.at(-1)?.record.i ?? null
    if (!page.value.more || after === null || after > id) return succeed(NEVER)
  }
}
