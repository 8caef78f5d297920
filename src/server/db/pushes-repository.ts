import type { Transaction } from './database.ts'

/** SQL on the results of pushes. Every function runs inside the caller's transaction and as its actor. */

export type PushKey = { readonly scope: string; readonly account: string; readonly device: string }

export async function findPush(tx: Transaction, key: PushKey, pushSeq: number): Promise<{ bodyHash: string; reply: string } | null> {
  const rows = await tx.query<{ body_hash: string; reply: string }>(
    'SELECT body_hash, reply FROM pushes WHERE scope = $1 AND account = $2 AND device = $3 AND push_seq = $4',
    [key.scope, key.account, key.device, pushSeq],
  )
  return rows[0] ? { bodyHash: rows[0].body_hash, reply: rows[0].reply } : null
}

export async function lastPushSeq(tx: Transaction, key: PushKey): Promise<number> {
  const rows = await tx.query<{ last: number | null }>(
    'SELECT max(push_seq) AS last FROM pushes WHERE scope = $1 AND account = $2 AND device = $3',
    [key.scope, key.account, key.device],
  )
  return rows[0]?.last ?? 0
}

export type LastPush = { readonly account: string; readonly device: string; readonly pushSeq: number; readonly at: number }

/** The last push of every device that this database has. */
export async function readLastPushes(tx: Transaction, scope: string): Promise<LastPush[]> {
  const rows = await tx.query<{ account: string; device: string; push_seq: number; at: number }>(
    `SELECT p.account, p.device, max(p.push_seq) AS push_seq,
       coalesce((SELECT max(h.received_at) FROM history h WHERE h.scope = $1 AND h.pushed_by = p.account AND h.device = p.device), 0) AS at
     FROM pushes p WHERE p.scope = $1 GROUP BY p.account, p.device`,
    [scope],
  )
  return rows.map(({ push_seq: pushSeq, ...row }) => ({ ...row, pushSeq }))
}

/** Keeps the result of a push, and only the last `keep` results of the device in the scope. */
export async function keepPush(
  tx: Transaction,
  key: PushKey,
  push: { pushSeq: number; bodyHash: string; reply: string; keep: number },
): Promise<void> {
  const { scope, account, device } = key
  await tx.query('INSERT INTO pushes (scope, account, device, push_seq, body_hash, reply) VALUES ($1, $2, $3, $4, $5, $6)', [
    scope,
    account,
    device,
    push.pushSeq,
    push.bodyHash,
    push.reply,
  ])
  await tx.query('DELETE FROM pushes WHERE scope = $1 AND account = $2 AND device = $3 AND push_seq <= $4', [
    scope,
    account,
    device,
    push.pushSeq - push.keep,
  ])
}
