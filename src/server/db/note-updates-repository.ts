import type { Transaction } from './database.ts'

/** SQL on note updates, whose bytes travel as base64; a pull orders them among records (records-repository.ts). Every function runs inside the caller's transaction and as its actor. */

export type StoredUpdate = { readonly seq: number; readonly record: string; readonly bytes: string; readonly receivedAt: number }

export async function writeUpdates(tx: Transaction, scope: string, updates: readonly StoredUpdate[]): Promise<void> {
  if (updates.length === 0) return
  await tx.query(
    `INSERT INTO note_updates (scope, seq, record, bytes, received_at)
     SELECT $1, u.seq, u.record, decode(u.bytes, 'base64'), u.received_at
     FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[]) AS u (seq, record, bytes, received_at)`,
    [
      scope,
      updates.map((update) => update.seq),
      updates.map((update) => update.record),
      updates.map((update) => update.bytes),
      updates.map((update) => update.receivedAt),
    ],
  )
}

export const readUpdatesOfNote = (tx: Transaction, scope: string, record: string): Promise<StoredUpdate[]> =>
  readUpdatesWhere(tx, 'record = $2', [scope, record])

export const readUpdatesAt = (tx: Transaction, scope: string, seqs: readonly number[]): Promise<StoredUpdate[]> =>
  seqs.length === 0 ? Promise.resolve([]) : readUpdatesWhere(tx, 'seq = ANY($2::bigint[])', [scope, seqs])

/** The place of the first that stands after this one; null where none does. */
export async function firstUpdateAfter(tx: Transaction, scope: string, after: number): Promise<number | null> {
  const rows = await tx.query<{ seq: number }>(
    'SELECT seq FROM note_updates WHERE scope = $1 AND seq > $2 ORDER BY seq LIMIT 1',
    [scope, after],
    { isKept: true },
  )
  return rows[0]?.seq ?? null
}

export async function deleteUpdates(tx: Transaction, scope: string, seqs: readonly number[]): Promise<void> {
  await tx.query('DELETE FROM note_updates WHERE scope = $1 AND seq = ANY($2::bigint[])', [scope, seqs])
}

async function readUpdatesWhere(tx: Transaction, condition: string, values: readonly unknown[]): Promise<StoredUpdate[]> {
  // encode() breaks its lines after 76 characters.
  const rows = await tx.query<{ seq: number; record: string; bytes: string; received_at: number }>(
    `SELECT seq, record, replace(encode(bytes, 'base64'), E'\\n', '') AS bytes, received_at
     FROM note_updates WHERE scope = $1 AND ${condition} ORDER BY seq`,
    values,
  )
  return rows.map((row) => ({ seq: row.seq, record: row.record, bytes: row.bytes, receivedAt: row.received_at }))
}
