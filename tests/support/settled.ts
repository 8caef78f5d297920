import type { Database } from '../../src/renderer/db/database.ts'
import type { Live } from '../../src/renderer/db/live.ts'
import { listScopes, readScopeState } from '../../src/renderer/db/scope-state.ts'
import { rowToRecord, type StoredRecord } from '../../src/renderer/db/stored-record.ts'
import { until } from './until.ts'

/** Looks, with a pause after each: within them a change of a visit's state alone, which not every write tells, has come. Not time, of which a busy machine loses some. */
const FOR_STATES = 20

/** Waits until the screens have seen what is on the disk: commits are read behind the writes, and a busy machine may take its time. */
export async function settled({ database, live }: { readonly database: Database; readonly live: Live }): Promise<void> {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5))
  await pause()
  await until(() => showsRecords(database, live))
  for (let look = 0; look < FOR_STATES && !(await showsStates(database, live)); look += 1) await pause()
}

async function showsRecords(database: Database, { store }: Live): Promise<boolean> {
  const stored = await listScopes(database)
  const { scopes } = store.getState()
  if (Object.keys(scopes).some((scope) => !stored.includes(scope))) return false
  const all = Object.values(scopes).flatMap(({ kinds }) => Object.values(kinds).flatMap((records) => [...records.values()]))
  const shown = new Map(all.map((record) => [record.id, record]))
  const rows = await database.dexie.records.toArray()
  return rows.length === shown.size && rows.every((row) => isShown(rowToRecord(row, database.seal), shown.get(row.id)))
}

/** That something of a record is on its way is noted with a rev of its own and told to nobody, because no screen shows it. */
const isShown = (stored: StoredRecord, shown: StoredRecord | undefined): boolean =>
  shown !== undefined && (shown.rev === stored.rev || JSON.stringify(onScreens(shown)) === JSON.stringify(onScreens(stored)))

const onScreens = ({ cells, pending, receivedAt, parked }: StoredRecord) => ({ cells, pending: Object.keys(pending), receivedAt, parked })

async function showsStates(database: Database, { store }: Live): Promise<boolean> {
  for (const [scope, { state }] of Object.entries(store.getState().scopes)) {
    if (JSON.stringify(state) !== JSON.stringify(await readScopeState(database, scope))) return false
  }
  return true
}
