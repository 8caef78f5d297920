import { canonicalJson } from '@shared/lib/canonical-json.ts'
import { deterministicId, sha256Hex } from '@shared/lib/id.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import { packRecord, unpackRecord, type PackedRecord } from '@shared/sync/packed.ts'
import type { Database } from './database.ts'

/** A value that lost here when a pack came in: `id` is its row. */
export type Overruled = { readonly id: string; readonly delta: RecordDelta }

/**
 * Inside a transaction only. Whether somebody had seen these values before they lost cannot be told here, and nobody else may bring them to
 * the server: they are sent once, and the server says whether they are losses (docs/sync-spec.md L2). The same value twice is one.
 */
export async function keepOverruled({ dexie, seal }: Database, scope: string, { kind, id, cells }: RecordDelta): Promise<void> {
  for (const [field, cell] of Object.entries(cells)) {
    const row = deterministicId('overruled', id, field, cell.stamp, sha256Hex(canonicalJson(cell.value)))
    const body = seal.seal(packRecord({ kind, id, cells: { [field]: cell } }), context(row, scope))
    await dexie.overruled.put({ id: row, scope, body })
  }
}

/** Also inside a transaction: what of a visit is to be sent once. */
export async function readOverruled({ dexie, seal }: Database, scope: string): Promise<Overruled[]> {
  const rows = await dexie.overruled.where('scope').equals(scope).toArray()
  return rows.map(({ id, body }) => ({ id, delta: unpackRecord(seal.open(body, context(id, scope)) as PackedRecord) }))
}

/** Inside a transaction only. */
export async function dropOverruled({ dexie }: Database, ids: readonly string[]): Promise<void> {
  await dexie.overruled.bulkDelete([...ids])
}

const context = (id: string, scope: string) => ({ table: 'overruled', id, scope })
