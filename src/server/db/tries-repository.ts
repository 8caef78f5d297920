import type { Transaction } from './database.ts'

/** SQL on counted tries. Runs as the door. */

export type Window = { readonly key: string; readonly seconds: number }

/** Counts a try under every key, and gives for each how many there were in its window, which ends at `endsAt`. */
export async function countTries(
  tx: Transaction,
  windows: readonly Window[],
  at: number,
): Promise<Map<string, { count: number; endsAt: number }>> {
  // In one order, so that two requests with the same keys do not wait for each other.
  const sorted = windows.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const rows = await tx.query<{ key: string; count: number; ends_at: number }>(
    `INSERT INTO tries AS t (key, count, ends_at)
     SELECT w.key, 1, $3::bigint + w.seconds * 1000 FROM unnest($1::text[], $2::int[]) AS w (key, seconds)
     ON CONFLICT (key) DO UPDATE SET
       count = CASE WHEN t.ends_at > $3 THEN t.count + 1 ELSE 1 END,
       ends_at = CASE WHEN t.ends_at > $3 THEN t.ends_at ELSE excluded.ends_at END
     RETURNING key, count, ends_at`,
    [sorted.map((window) => window.key), sorted.map((window) => window.seconds), at],
  )
  return new Map(rows.map((row) => [row.key, { count: row.count, endsAt: row.ends_at }]))
}

/** A few windows that are over go with each try, so the table stays as small as what goes on. */
export async function forgetTries(tx: Transaction, at: number): Promise<void> {
  await tx.query(
    'DELETE FROM tries WHERE key IN (SELECT key FROM tries WHERE ends_at <= $1 ORDER BY ends_at LIMIT 20 FOR UPDATE SKIP LOCKED)',
    [at],
  )
}
