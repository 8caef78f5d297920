import type { Transaction } from './database.ts'

/** SQL on the results of pushes. Every function runs inside the caller's transaction and as its actor. */

export type PushKey = { readonly scope: string; readonly account: string; readonly device: string }

/** What is kept of a device in a scope: its last number, and the result under the number that was asked for, null where none is. */
export type FoundPush = { readonly last: number; readonly kept: { readonly bodyHash: string; readonly reply: string } | null }

export async function findPush(tx: Transaction, key: PushKey, pushSeq: number): Promise<FoundPush> {
  const rows = await tx.query<{ last: number; body_hash: string | null; reply: string | null }>(
    `SELECT (SELECT coalesce(max(push_seq), 0) FROM pushes WHERE scope = $1 AND account = $2 AND device = $3) AS last, body_hash, reply
     FROM (VALUES (1)) AS one LEFT JOIN pushes ON scope = $1 AND account = $2 AND device = $3 AND push_seq = $4`,
    [key.scope, key.account, key.device, pushSeq],
    { isKept: true },
  )
  const { last = 0, body_hash: bodyHash = null, reply = null } = rows[0] ?? {}
  return { last, kept: bodyHash === null || reply === null ? null : { bodyHash, reply } }
}

export type LastPush = { readonly account: string; readonly device: string; readonly pushSeq: number; readonly at: number }

/** The last push of every device that this database has. */
export async function readLastPushes(tx: Transaction, scope: string): Promise<LastPush[]> {
  const rows = await tx.query<{ account: string; device: string; push_seq: number; at: number }>(
    `SELECT p.account, p.device, max(p.push_seq) AS push_seq,
       greatest(
         (SELECT max(h.received_at) FROM history h WHERE h.scope = $1 AND h.pushed_by = p.account AND h.device = p.device),
         (SELECT max(r.received_at) FROM records r WHERE r.scope = $1 AND r.brought_by = p.account AND r.brought_from = p.device), 0) AS at
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
  await tx.query(
    'INSERT INTO pushes (scope, account, device, push_seq, body_hash, reply) VALUES ($1, $2, $3, $4, $5, $6)',
    [scope, account, device, push.pushSeq, push.bodyHash, push.reply],
    { isKept: true },
  )
  if (push.pushSeq <= push.keep) return
  await tx.query('DELETE FROM pushes WHERE scope = $1 AND account = $2 AND device = $3 AND push_seq <= $4', [
    scope,
    account,
    device,
    push.pushSeq - push.keep,
  ])
}
