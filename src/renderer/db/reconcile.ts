import type { Role } from '@shared/domain/member.ts'
import { isServerWritten } from '@shared/domain/tables.ts'
import type { Database } from './database.ts'
import { dropInFlight } from './outgoing.ts'
import { inScope, type Rows } from './rows.ts'
import { putScopeState, readScopeState } from './scope-state.ts'
import type { Pending } from './stored-record.ts'

/**
 * The server was restored, replaced or has forgotten this visit: everything here waits to be sent again, and the pull
 * begins anew. What the server turns out to have stops waiting as the pages come in, so both sides end with all of it
 * (docs/sync-spec.md C4). Nothing is wiped.
 */
export async function reconcileScope(database: Database, scope: string): Promise<void> {
  await inNewPushes(database, scope, async (rows) => {
    const ids = await database.dexie.records.where('scope').equals(scope).primaryKeys()
    const state = await readScopeState(database, scope)
    const forgotten = await forgetServerWritten(database, rows, ids)
    await makeWait(database, rows, { ids, role: state.role })
    await putScopeState(database, scope, { ...state, cursor: null, base: undefined, answered: undefined, others: undefined })
    return forgotten
  })
}

/** These records of the visit alone wait to be sent again: a repair, which the server's rows of the same bucket then settle. */
export async function reconcileRecords(database: Database, scope: string, ids: readonly string[]): Promise<void> {
  await inNewPushes(database, scope, async (rows) => {
    const { role } = await readScopeState(database, scope)
    await makeWait(database, rows, { ids, role })
    return []
  })
}

/** @param work gives the records that it has forgotten */
async function inNewPushes(database: Database, scope: string, work: (rows: Rows) => Promise<readonly string[]>): Promise<void> {
  const { recordIds, forgottenIds } = await inScope(database, { scope, also: ['noteUpdates', 'pushes', 'scopes'] }, async (rows) => {
    await dropInFlight(database, rows, scope)
    const forgotten = await work(rows)
    return { recordIds: rows.changed(), forgottenIds: forgotten }
  })
  database.announce({ scope, recordIds, forgottenIds, noteIds: [], origin: 'remote', isForeign: false })
}

/** Who is a member was for that server to say; the one of today says it in the pull that follows (docs/sync-spec.md A3). */
async function forgetServerWritten(database: Database, rows: Rows, ids: readonly string[]): Promise<readonly string[]> {
  const forgotten: string[] = []
  for (const id of ids) {
    const record = await rows.get(id)
    if (!record || !isServerWritten(record.kind)) continue
    await database.dexie.records.delete(id)
    forgotten.push(id)
  }
  return forgotten
}

type Waiting = { readonly ids: readonly string[]; readonly role: Role | null }

async function makeWait(database: Database, rows: Rows, { ids, role }: Waiting): Promise<void> {
  for (const id of ids) {
    const record = await rows.get(id)
    if (!record || isServerWritten(record.kind)) continue
    // The server takes a review from nobody but its reviewer, whose laptop brings it back.
    if (record.kind === 'review' && role !== 'reviewer') continue
    const pending: Record<string, Pending> = {}
    for (const [field, cell] of Object.entries(record.cells)) {
      const waits = record.pending[field]
      pending[field] = waits && !waits.isForText ? waits : { isOwn: false, hasLeft: true, before: cell.value }
    }
    await rows.put({ ...record, pending, receivedAt: null }, null)
    await database.dexie.noteUpdates.where('noteId').equals(record.id).modify({ isPending: 1 })
  }
}
