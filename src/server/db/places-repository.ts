import type { Transaction } from './database.ts'

/** SQL on the order of a scope, for those who check it. Runs inside the caller's transaction and as its actor. */

/** What the rows of a scope say of its order, beside its counter. */
export type Places = {
  readonly last: number
  readonly used: number
  readonly different: number
  readonly lastCommitAt: number | null
  readonly received: number
  /** Records that have a history and no row. */
  readonly orphans: number
}

export async function readPlaces(tx: Transaction, scope: string): Promise<Places> {
  const [row] = await tx.query<{
    last: number
    used: number
    different: number
    last_commit_at: number | null
    received: number
    orphans: number
  }>(
    `WITH places AS (SELECT seq FROM records WHERE scope = $1 UNION ALL SELECT seq FROM note_updates WHERE scope = $1)
     SELECT (SELECT greatest(coalesce(max(seq), 0), (SELECT coalesce(max(seq), 0) FROM commits WHERE scope = $1)) FROM places) AS last,
       (SELECT count(*) FROM places) AS used, (SELECT count(DISTINCT seq) FROM places) AS different,
       (SELECT max(committed_at) FROM commits WHERE scope = $1) AS last_commit_at,
       (SELECT count(*) FROM history WHERE scope = $1) + (SELECT count(brought_by) FROM records WHERE scope = $1) AS received,
       (SELECT count(DISTINCT record) FROM history h WHERE scope = $1
          AND NOT EXISTS (SELECT 1 FROM records r WHERE r.scope = h.scope AND r.id = h.record)) AS orphans`,
    [scope],
  )
  if (!row) throw new Error('An aggregate gives a row')
  const { last, used, different, last_commit_at: lastCommitAt, received, orphans } = row
  return { last, used, different, lastCommitAt, received, orphans }
}
