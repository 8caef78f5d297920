import { pushItem, type PushItem } from '@shared/sync/protocol/records.ts'
import { base64ToBytes } from '@shared/lib/base64.ts'
import { isWaitedFor, linkOwnerField } from '@shared/domain/tables.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import { unpackRecord } from '@shared/sync/packed.ts'
import { z } from 'zod'
import * as Y from 'yjs'
import { applyPackPage } from './apply-pack.ts'
import type { Database } from './database.ts'
import type { PackedRemote } from './pack-meeting.ts'
import { putSetting, readSetting, type HandedIn } from './settings.ts'

/** Inside the transaction in which the visit leaves: its unsent work stays, sealed and unseen (docs/sync-spec.md R4). */
export async function keepHandedIn(
  database: Database,
  { scope, at }: { readonly scope: string; readonly at: number },
  batches: readonly (readonly PushItem[])[],
): Promise<void> {
  const kept = batches.map((items) => ({ scope, at, askedAt: at, items: [...items] }))
  await putSetting(database, 'handedIn', [...((await readSetting(database, 'handedIn')) ?? []), ...kept])
}

export const itemsOf = ({ items }: HandedIn): PushItem[] => z.array(pushItem).parse(items)

/** As the owner's list has them: a link goes with what it hangs on, and counts where that is not among them; the record of a loss never does. */
export function countedIn(records: readonly Pick<RecordDelta, 'kind' | 'id' | 'cells'>[]): number {
  const ids = new Set<unknown>(records.map(({ id }) => id))
  return records.filter(({ kind, cells }) => {
    const field = linkOwnerField[kind]
    return field === undefined ? isWaitedFor(kind) : !ids.has(cells[field]?.value)
  }).length
}

/** How many records are kept so, as `countedIn` counts. */
export async function countHandedIn(database: Database): Promise<number> {
  const kept = ((await readSetting(database, 'handedIn')) ?? []).flatMap(itemsOf)
  const records = new Map(kept.map(({ record }) => [record.i, unpackRecord(record)]))
  return countedIn([...records.values()])
}

/** Changes or drops one of them; null drops it. */
export async function changeHandedIn(database: Database, one: HandedIn, next: HandedIn | null): Promise<void> {
  await database.dexie.transaction('rw', database.dexie.meta, async () => {
    const kept = (await readSetting(database, 'handedIn')) ?? []
    const isIt = (other: HandedIn): boolean => other.scope === one.scope && JSON.stringify(other.items) === JSON.stringify(one.items)
    await putSetting(
      database,
      'handedIn',
      kept.flatMap((other) => (isIt(other) ? (next ?? []) : other)),
    )
  })
}

/** The person is in the visit again: what they had not sent waits here again, as a colleague's pack would bring it. */
export async function takeUpHandedIn(database: Database, one: HandedIn): Promise<void> {
  await applyPackPage(database, one.scope, { items: itemsOf(one).map(toPackedRemote) })
}

function toPackedRemote({ record, updates = [] }: PushItem): PackedRemote {
  const delta = unpackRecord(record)
  const waiting = updates.length === 0 ? null : Y.mergeUpdatesV2(updates.map(base64ToBytes))
  return {
    record: delta,
    waiting: new Set(Object.keys(delta.cells)),
    receivedAt: null,
    text: waiting === null ? null : { received: null, waiting },
    originals: [],
  }
}
