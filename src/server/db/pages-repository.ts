import type { Transaction } from './database.ts'
import { recordsById } from './records-repository.ts'

/** The SQL on records and updates of notes in the order of their visit, as pages of a pull bring them. Every function runs inside the caller's transaction and as its actor. */

/** Something at one place of the scope's order; `size` in bytes as it travels. */
export type ScopeEvent = { readonly seq: number; readonly record: string; readonly size: number; readonly isUpdate: boolean }

/**
 * A record as it travels, to a laptop that has everything as it stood at place `base`: its text is never read on the way. What changed
 * alone, where the record is not newer to the laptop than that.
 */
export type RecordText = {
  readonly id: string
  readonly kind: string
  readonly packed: string
  readonly seq: number
  readonly receivedAt: number
}

type TextRow = Omit<RecordText, 'receivedAt'> & { received_at: number }
const textOf = ({ received_at: receivedAt, ...row }: TextRow): RecordText => ({ ...row, receivedAt })

export async function readRecordTexts(tx: Transaction, scope: string, of: { ids: readonly string[]; base: number }): Promise<RecordText[]> {
  const { ids, base } = of
  if (ids.length === 0) return []
  const rows = await tx.query<TextRow>(`SELECT id, kind, ${textSince('$3')} AS packed, seq, received_at FROM ${recordsById}`, [
    scope,
    ids,
    base,
  ])
  return rows.map(textOf)
}

/** Those that stand after one place and not after another, in order. */
export async function readRecordTextsBetween(
  tx: Transaction,
  scope: string,
  of: { after: number; last: number; base: number },
): Promise<RecordText[]> {
  const rows = await tx.query<TextRow>(
    `SELECT id, kind, ${textSince('$4')} AS packed, seq, received_at FROM records WHERE scope = $1 AND seq > $2 AND seq <= $3 ORDER BY seq`,
    [scope, of.after, of.last, of.base],
    { isKept: true },
  )
  return rows.map(textOf)
}

type PageOfTexts = { readonly texts: readonly Pick<RecordText, 'packed' | 'seq' | 'receivedAt'>[]; readonly more: boolean }

/**
 * The first that stand after a place, in order, with no more of each than what goes into an item of a pull: at least one, then as many as fit `limit`
 * and `bytes`. What does not fit never leaves the database.
 */
export async function readPageOfTexts(
  tx: Transaction,
  scope: string,
  of: { after: number; base: number; limit: number; bytes: number },
): Promise<PageOfTexts> {
  type Row = { packed: string | null; seq: number; receivedAt: number }
  const rows = await tx.query<Row>(
    `SELECT CASE WHEN n <= $3 AND (n = 1 OR bytes <= $4) THEN packed END AS packed, seq, "receivedAt"
     FROM (SELECT packed, seq, "receivedAt", sum(octet_length(packed)) OVER in_order AS bytes, row_number() OVER in_order AS n
           FROM (SELECT ${textSince('$5')} AS packed, seq, received_at AS "receivedAt" FROM records
                 WHERE scope = $1 AND seq > $2 ORDER BY seq LIMIT $3::bigint + 1) AS records
           WINDOW in_order AS (ORDER BY seq ROWS UNBOUNDED PRECEDING)) AS counted
     WHERE n <= 2 OR bytes - octet_length(packed) <= $4 ORDER BY seq`,
    [scope, of.after, of.limit, of.bytes, of.base],
    { isKept: true },
  )
  // The first that does not fit comes without its text.
  const texts = rows.filter((row): row is Row & { packed: string } => row.packed !== null)
  return { texts, more: texts.length < rows.length }
}

/** The rest of the transaction goes along the order of a visit. As with `recordsById`, the database would read all of it and sort. */
export const goInOrder = (tx: Transaction): Promise<void> => tx.script('SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off')

const textSince = (base: string): string => `CASE WHEN changed_after <= ${base}::bigint THEN changed ELSE packed END`

/** What stands after place `after` of the scope, in order: records and note updates in one sequence. */
export async function readEvents(
  tx: Transaction,
  scope: string,
  page: { after: number; base: number; limit: number },
): Promise<ScopeEvent[]> {
  const rows = await tx.query<{ seq: number; record: string; size: number; is_update: boolean }>(
    `(SELECT seq, id AS record, octet_length(${textSince('$4')}) AS size, false AS is_update
      FROM records WHERE scope = $1 AND seq > $2 ORDER BY seq LIMIT $3)
     UNION ALL
     (SELECT seq, record, octet_length(bytes) * 4 / 3 AS size, true AS is_update
      FROM note_updates WHERE scope = $1 AND seq > $2 ORDER BY seq LIMIT $3)
     ORDER BY seq LIMIT $3`,
    [scope, page.after, page.limit, page.base],
    { isKept: true },
  )
  return rows.map((row) => ({ seq: row.seq, record: row.record, size: row.size, isUpdate: row.is_update }))
}
