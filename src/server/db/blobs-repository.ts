import type { Transaction } from './database.ts'

/** SQL on the bytes that the server has, visit by visit. Every function runs inside the caller's transaction and as its actor. */

export type StoredBlob = {
  readonly hash: string
  readonly size: number
  readonly receivedAt: number
  /** The account and the device that brought the last of it. */
  readonly broughtBy: string
  readonly device: string
}

/** Of these hashes, those whose bytes were brought to this visit. */
export async function readBlobs(tx: Transaction, scope: string, hashes: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ hash: string; size: number }>('SELECT hash, size FROM blobs WHERE scope = $1 AND hash = ANY($2::text[])', [
    scope,
    hashes,
  ])
  return new Map(rows.map(({ hash, size }) => [hash, size]))
}

/** Everything that was brought to a visit: hash -> size. */
export async function readAllBlobs(tx: Transaction, scope: string): Promise<Map<string, number>> {
  const rows = await tx.query<{ hash: string; size: number }>('SELECT hash, size FROM blobs WHERE scope = $1 ORDER BY hash', [scope])
  return new Map(rows.map(({ hash, size }) => [hash, size]))
}

/** Bytes of all files that were brought to a visit. */
export async function readBlobBytes(tx: Transaction, scope: string): Promise<number> {
  const rows = await tx.query<{ bytes: number }>('SELECT coalesce(sum(size), 0)::bigint AS bytes FROM blobs WHERE scope = $1', [scope])
  return rows[0]?.bytes ?? 0
}

/** Brought twice, by two people or after a lost answer, it is there once. */
export async function writeBlob(tx: Transaction, scope: string, blob: StoredBlob): Promise<void> {
  await tx.query(
    `INSERT INTO blobs (scope, hash, size, received_at, brought_by, device) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (scope, hash) DO NOTHING`,
    [scope, blob.hash, blob.size, blob.receivedAt, blob.broughtBy, blob.device],
  )
}
