import type { Transaction } from './database.ts'

/**
 * For each session that is still good: the visits of its account and where their counters stand. One query for everyone who
 * listens at an instance. Runs as the door, which sees counters and no record.
 */
export async function readListening(tx: Transaction, sessions: readonly string[]): Promise<Map<string, Map<string, number>>> {
  const rows = await tx.query<{ session: string; scope: string | null; seq: number | null }>(
    `SELECT s.id AS session, m.scope, c.seq
     FROM sessions s
     JOIN accounts a ON a.id = s.account AND a.disabled_at IS NULL
     JOIN devices d ON d.account = s.account AND d.id = s.device AND d.revoked_at IS NULL
     LEFT JOIN memberships m ON m.account = s.account
     LEFT JOIN scopes c ON c.id = m.scope
     WHERE s.id = ANY($1::text[]) AND s.revoked_at IS NULL`,
    [sessions],
  )
  const heads = new Map<string, Map<string, number>>()
  for (const { session, scope, seq } of rows) {
    const own = heads.get(session) ?? new Map<string, number>()
    heads.set(session, own)
    if (scope !== null && seq !== null) own.set(scope, seq)
  }
  return heads
}
