import type { RecordDelta } from '@shared/sync/cell.ts'
import { packRecord, unpackRecord, type PackedRecord } from '@shared/sync/packed.ts'
import type { Database } from './database.ts'

/** A value that the ministry had, and over which a pack has brought another: `n` is its row. */
export type Overruled = { readonly n: number; readonly delta: RecordDelta }

/**
 * Inside a transaction only. A server that was restored since may have neither heard of it nor anybody else of it: it is sent once more, and the
 * server says whether it is a loss (docs/sync-spec.md X4).
 */
export async function keepOverruled({ dexie, seal }: Database, scope: string, delta: RecordDelta): Promise<void> {
  const recordId = delta.id
  await dexie.overruled.add({ recordId, scope, body: seal.seal(packRecord(delta), context(recordId, scope)) })
}

/** Also inside a transaction: what of a visit is to be sent once more, oldest first. */
export async function readOverruled({ dexie, seal }: Database, scope: string): Promise<Overruled[]> {
  const rows = await dexie.overruled.where('scope').equals(scope).sortBy('n')
  return rows.map(({ n, recordId, body }) => ({ n, delta: unpackRecord(seal.open(body, context(recordId, scope)) as PackedRecord) }))
}

/** Inside a transaction only. */
export async function dropOverruled({ dexie }: Database, ns: readonly number[]): Promise<void> {
  await dexie.overruled.bulkDelete([...ns])
}

const context = (id: string, scope: string) => ({ table: 'overruled', id, scope })
