import type { RecordDelta } from '@shared/sync/cell.ts'
import type { Transaction } from './database.ts'
import { pack, unpack } from './packed-text.ts'
import type { Origin } from './records-repository.ts'

/**
 * SQL on the history of records: what was received, as it came. A record of which one thing was received is its own history: nothing
 * stands of it here until more is (`keepOwnHistory`). Every function runs inside the caller's transaction and as its actor.
 */

export type ReceivedItem = Origin & { readonly delta: RecordDelta; readonly receivedAt: number }

/** What was received of the records for which `which` holds of `id`; what is its own history comes before every row. */
const received = (which: string): string =>
  `(SELECT 0 AS position, id AS record, packed, brought_by AS pushed_by, brought_from AS device, received_at, proven
    FROM records WHERE scope = $1 AND id ${which} AND brought_by IS NOT NULL
    UNION ALL
    SELECT position, record, packed, pushed_by, device, received_at, proven FROM history WHERE scope = $1 AND record ${which}) AS received`

/** Everything ever received for one record, oldest first. */
export async function readHistory(tx: Transaction, scope: string, record: string): Promise<RecordDelta[]> {
  const rows = await tx.query<{ packed: string }>(`SELECT packed FROM ${received('= $2')} ORDER BY position`, [scope, record])
  return rows.map((row) => unpack(row.packed))
}

/** Everything ever received for these records, each oldest first. */
export async function readHistories(tx: Transaction, scope: string, records: readonly string[]): Promise<Map<string, RecordDelta[]>> {
  const rows = await tx.query<{ record: string; packed: string }>(
    // Each by itself, as with the records (records-repository.ts): a visit that was not counted yet would be read whole.
    `SELECT record, packed FROM unnest($2::text[]) AS wanted (wanted_id) CROSS JOIN LATERAL (SELECT * FROM ${received('= wanted_id')}) AS found
     ORDER BY position`,
    [scope, records],
  )
  const histories = new Map<string, RecordDelta[]>(records.map((record) => [record, []]))
  for (const row of rows) histories.get(row.record)?.push(unpack(row.packed))
  return histories
}

export type HistoryRow = ReceivedItem & { readonly position: number }
type HistoryPage = { readonly rows: HistoryRow[]; readonly more: boolean }
type HistoryPageRow = {
  position: number
  packed: string
  pushed_by: string
  device: string
  received_at: number
  proven: string
  fits: boolean
}

/**
 * A page of what was received for one record, newest first: at least one entry, then as many as fit `limit` and `bytes`.
 * `more` says that older ones wait.
 */
export async function readHistoryPage(
  tx: Transaction,
  of: { scope: string; record: string },
  page: { before: number | null; limit: number; bytes: number },
): Promise<HistoryPage> {
  const rows = await tx.query<HistoryPageRow>(
    `SELECT position, packed, pushed_by, device, received_at, proven,
       sum(octet_length(packed)) OVER (ORDER BY position DESC) - octet_length(packed) <= $5 AS fits
     FROM (SELECT * FROM ${received('= $2')} WHERE $3::bigint IS NULL OR position < $3
           ORDER BY position DESC LIMIT $4) AS newest ORDER BY position DESC`,
    [of.scope, of.record, page.before, page.limit + 1, page.bytes],
  )
  const fitting = rows.filter((row, index) => index === 0 || (row.fits && index < page.limit))
  return {
    rows: fitting.map(rowOf),
    more: rows.length > fitting.length,
  }
}

const rowOf = (row: Omit<HistoryPageRow, 'fits'>): HistoryRow => ({
  position: row.position,
  delta: unpack(row.packed),
  pushedBy: row.pushed_by,
  device: row.device,
  receivedAt: row.received_at,
  proven: row.proven === '' ? [] : row.proven.split(' '),
})

/**
 * The newest `limit` entries of each of these records, in their order, as many as fit `bytes` and at least one entry. Records of which nothing
 * fitted are left out, and so are all after them.
 */
export async function readHistoryBeginnings(
  tx: Transaction,
  of: { scope: string; records: readonly string[] },
  bounds: { limit: number; bytes: number },
): Promise<(HistoryPage & { record: string })[]> {
  type Row = Omit<HistoryPageRow, 'packed' | 'fits'> & { record: string; packed: string | null }
  // What does not fit stays in the database.
  const rows = await tx.query<Row>(
    `SELECT record, position, pushed_by, device, received_at, proven, CASE WHEN before <= $4 THEN packed END AS packed
     FROM (SELECT newest.*, sum(octet_length(packed)) OVER (ORDER BY n, position DESC) - octet_length(packed) AS before, n
           FROM unnest($2::text[]) WITH ORDINALITY AS wanted (wanted_id, n)
           CROSS JOIN LATERAL (SELECT * FROM ${received('= wanted_id')} ORDER BY position DESC LIMIT $3) AS newest) AS counted
     ORDER BY n, position DESC`,
    [of.scope, of.records, bounds.limit + 1, bounds.bytes],
  )
  const rowsOf = new Map<string, Row[]>(of.records.map((record) => [record, []]))
  for (const row of rows) rowsOf.get(row.record)?.push(row)
  const pages: (HistoryPage & { record: string })[] = []
  for (const record of of.records) {
    const all = rowsOf.get(record) ?? []
    const fitting = all.slice(0, bounds.limit).flatMap(({ packed, ...row }) => (packed === null ? [] : [rowOf({ ...row, packed })]))
    if (all.length > 0 && fitting.length === 0) break
    pages.push({ record, rows: fitting, more: all.length > fitting.length })
  }
  return pages
}

export async function writeHistory(tx: Transaction, scope: string, items: readonly ReceivedItem[]): Promise<void> {
  if (items.length === 0) return
  await tx.query(
    `INSERT INTO history (scope, record, packed, pushed_by, device, received_at, proven)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])`,
    [
      scope,
      items.map((item) => item.delta.id),
      items.map((item) => item.packed ?? pack(item.delta)),
      items.map((item) => item.pushedBy),
      items.map((item) => item.device),
      items.map((item) => item.receivedAt),
      items.map((item) => item.proven.join(' ')),
    ],
    { isKept: true },
  )
}

/**
 * Before more is received of records that are their own history: their rows become the first of it. Of `rewritten` the record itself is
 * written next, with what it is then.
 */
export async function keepOwnHistory(
  tx: Transaction,
  scope: string,
  records: { readonly rewritten: readonly string[]; readonly others: readonly string[] },
): Promise<void> {
  const { rewritten, others } = records
  const kept = tx.query(
    `INSERT INTO history (scope, record, packed, pushed_by, device, received_at, proven)
     SELECT scope, id, packed, brought_by, brought_from, received_at, proven
     FROM records WHERE scope = $1 AND id = ANY($2::text[]) AND brought_by IS NOT NULL ORDER BY seq`,
    [scope, [...rewritten, ...others]],
  )
  const cleared = 'UPDATE records SET brought_by = NULL, brought_from = NULL, proven = NULL WHERE scope = $1 AND id = ANY($2::text[])'
  await Promise.all([kept, ...(others.length === 0 ? [] : [tx.query(cleared, [scope, others])])])
}
