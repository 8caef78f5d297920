import type { Cell, Cells } from '@shared/sync/cell.ts'
import { nextStamp, type Stamp } from '@shared/sync/stamp.ts'
import type { Database } from './database.ts'
import { inScope } from './rows.ts'
import { rowToRecord, type StoredRecord } from './stored-record.ts'
import { idsUnsent } from './unsent.ts'

/** What was refused goes again with the next push: a role may have changed, a server may have room again. */
export async function unpark(database: Database, scope: string, ids: readonly string[]): Promise<void> {
  await changeParked(database, { scope, ids }, (record) => record)
}

/** What of a visit was refused. */
export async function parkedIn(database: Database, scope: string): Promise<StoredRecord[]> {
  const { dexie, seal } = database
  const rows = await dexie.records.bulkGet(await idsUnsent(database, scope))
  return rows.flatMap((row) => (row ? [rowToRecord(row, seal)] : [])).filter(({ parked }) => parked !== null)
}

/** What is here is what was handed in: an edit made since is not. Together, so that no screen shows a half of them. */
export async function markHandedIn(database: Database, scope: string, handedIn: readonly StoredRecord[]): Promise<void> {
  const recordIds = await inScope(database, { scope }, async (rows) => {
    const handedInAt = database.host.now()
    for (const { id, rev } of handedIn) {
      const record = await rows.get(id)
      if (record?.parked && record.rev === rev) await rows.put({ ...record, parked: { ...record.parked, handedInAt } }, null)
    }
    return rows.changed()
  })
  database.announce({ scope, recordIds, noteIds: [], origin: 'remote', isForeign: false })
}

/**
 * Own values whose stamps are far beyond the server's are dated anew from what the server holds (docs/sync-spec.md S4), and go
 * again. Their bases stay: what was unseen before is unseen still.
 * @param last the greatest stamp of the record on the server
 */
export async function dateAnew(
  database: Database,
  { author }: { readonly author: string },
  target: { readonly scope: string; readonly id: string; readonly last: Stamp },
): Promise<void> {
  const stamp = nextStamp(target.last, database.host.now(), author)
  const date = (cell: Cell): Cell => ({ ...cell, stamp })
  await changeParked(database, { scope: target.scope, ids: [target.id] }, (record) => {
    const dated = Object.entries(record.cells).map(([field, cell]) => [field, field in record.pending ? date(cell) : cell] as const)
    return { ...record, cells: Object.fromEntries(dated) as Cells }
  })
}

type Parked = { readonly scope: string; readonly ids: readonly string[] }

async function changeParked(database: Database, { scope, ids }: Parked, change: (record: StoredRecord) => StoredRecord): Promise<void> {
  const recordIds = await inScope(database, { scope }, async (rows) => {
    for (const id of ids) {
      const record = await rows.get(id)
      if (record?.parked) await rows.put({ ...change(record), parked: null }, null)
    }
    return rows.changed()
  })
  // Local: the sync loop sends what waits.
  database.announce({ scope, recordIds, noteIds: [], origin: 'local', isForeign: false })
}
