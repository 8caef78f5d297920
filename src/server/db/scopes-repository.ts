import { EMPTY_DIGEST, type Digest } from '@shared/sync/digest.ts'
import type { Cursor } from '@shared/sync/protocol/records.ts'
import type { Transaction } from './database.ts'

/** The only SQL on scopes and their commits. Every function runs inside the caller's transaction and as its actor. */

/** False when the scope exists already. Runs as the door. */
export async function createScope(tx: Transaction, scope: { id: string; account: string; at: number }): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO scopes (id, created_by, created_at, digest) VALUES ($1, $2, $3, '${EMPTY_DIGEST}') ON CONFLICT DO NOTHING RETURNING id`,
    [scope.id, scope.account, scope.at],
  )
  return rows.length === 1
}

/** Where a scope stands. `digest` is null until it has been computed from the rows. */
export type ScopeHead = { readonly seq: number; readonly digest: Digest | null }

/** Locks the scope until the transaction ends; null when the actor may not write in it. */
export async function lockScope(tx: Transaction, scope: string): Promise<ScopeHead | null> {
  const rows = await tx.query<ScopeHead>('UPDATE scopes SET seq = seq WHERE id = $1 RETURNING seq, digest', [scope], { isKept: true })
  return rows[0] ?? null
}

export async function setScopeDigest(tx: Transaction, scope: string, digest: Digest): Promise<void> {
  await tx.query('UPDATE scopes SET digest = $2 WHERE id = $1', [scope, digest])
}

type ClosedCommit = { readonly scope: string; readonly count: number; readonly token: string; readonly at: number; readonly digest: Digest }

/** Moves the locked scope's counter by `count` and writes the commit's token at the place it reached. */
export async function closeCommit(tx: Transaction, commit: ClosedCommit): Promise<void> {
  await tx.query(
    `WITH moved AS (UPDATE scopes SET seq = seq + $2, digest = $5 WHERE id = $1 RETURNING seq)
     INSERT INTO commits (scope, seq, token, committed_at) SELECT $1, seq, $3, $4 FROM moved`,
    [commit.scope, commit.count, commit.token, commit.at, commit.digest],
    { isKept: true },
  )
}

export async function readHead(tx: Transaction, scope: string): Promise<ScopeHead | null> {
  const rows = await tx.query<ScopeHead>('SELECT seq, digest FROM scopes WHERE id = $1', [scope], { isKept: true })
  return rows[0] ?? null
}

/** Where the scope's counter stands. Runs as the door, which may not see more of it. */
export async function readCounter(tx: Transaction, scope: string): Promise<number | null> {
  const rows = await tx.query<{ seq: number }>('SELECT seq FROM scopes WHERE id = $1', [scope], { isKept: true })
  return rows[0]?.seq ?? null
}

/** The token of the commit that wrote place `seq` of the scope; null when there is none. */
export async function readToken(tx: Transaction, scope: string, seq: number): Promise<string | null> {
  const rows = await tx.query<{ token: string }>(
    'SELECT token FROM commits WHERE scope = $1 AND seq >= $2 ORDER BY seq LIMIT 1',
    [scope, seq],
    {
      isKept: true,
    },
  )
  return rows[0]?.token ?? null
}

/** The place `seq` of the scope with the token of the commit that wrote it; null when there is none. */
export async function readCommitAt(tx: Transaction, scope: string, seq: number): Promise<Cursor | null> {
  const token = await readToken(tx, scope, seq)
  return token === null ? null : { seq, token }
}

/** Where every scope that the actor may read stands: its last commit, and its digest. */
export async function readLastCommits(tx: Transaction): Promise<Map<string, { head: Cursor; digest: Digest | null }>> {
  const rows = await tx.query<{ id: string; seq: number; token: string; digest: Digest | null }>(
    'SELECT s.id, s.seq, s.digest, c.token FROM scopes s JOIN commits c ON c.scope = s.id AND c.seq = s.seq',
  )
  return new Map(rows.map(({ id, seq, token, digest }) => [id, { head: { seq, token }, digest }]))
}

/** Whether that commit is one of this scope: a restored or another server does not know it. */
export async function knowsCommit(tx: Transaction, scope: string, commit: Cursor | null | undefined): Promise<boolean> {
  return !commit || (await readToken(tx, scope, commit.seq)) === commit.token
}
