import { canonicalJson } from '@shared/lib/canonical-json.ts'
import { sha256Hex } from '@shared/lib/id.ts'
import type { Role } from '@shared/domain/member.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import { packRecord, unpackRecord, type PackedRecord } from '@shared/sync/packed.ts'
import type { RescueReason, RescueState } from '@shared/sync/protocol/rescue.ts'
import type { Transaction } from './database.ts'

/** SQL on work in quarantine. Row-level security: the server puts it in, an owner of the visit sees it and decides. */

export type RescuedItem = { readonly delta: RecordDelta; readonly updates: readonly string[] }
export type RescueOrigin = {
  readonly account: string
  readonly device: string
  /** What the account was allowed before. */
  readonly role: Role
  readonly reason: RescueReason
  readonly at: number
}
export type RescueRow = RescuedItem & {
  readonly position: number
  readonly broughtBy: string
  readonly device: string
  readonly role: Role
  readonly reason: RescueReason
  readonly receivedAt: number
  readonly state: RescueState
  readonly decidedBy: string | null
  readonly decidedAt: number | null
}

/** What an account has brought of these records, decided on or not. */
export async function readBrought(
  tx: Transaction,
  scope: string,
  of: { account: string; records: readonly string[] },
): Promise<RescuedItem[]> {
  const rows = await tx.query<Pick<Row, 'packed' | 'updates'>>(
    'SELECT packed, updates FROM rescues WHERE scope = $1 AND brought_by = $2 AND record = ANY($3::text[])',
    [scope, of.account, of.records],
  )
  return rows.map(itemOf)
}

/** The same of one laptop again changes nothing. */
export async function writeRescues(
  tx: Transaction,
  scope: string,
  rescued: { items: readonly RescuedItem[]; origin: RescueOrigin },
): Promise<void> {
  const { items, origin } = rescued
  if (items.length === 0) return
  const texts = items.map((item) => ({ packed: canonicalJson(packRecord(item.delta)), updates: JSON.stringify(item.updates) }))
  await tx.query(
    `INSERT INTO rescues (scope, record, packed, updates, content_hash, brought_by, device, role, reason, received_at)
     SELECT $1, r.record, r.packed, r.updates, r.hash, $6, $7, $8, $9, $10
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS r (record, packed, updates, hash)
     ON CONFLICT (scope, brought_by, device, content_hash) DO NOTHING`,
    [
      scope,
      items.map((item) => item.delta.id),
      texts.map((text) => text.packed),
      texts.map((text) => text.updates),
      texts.map((text) => sha256Hex(`${text.packed}\n${text.updates}`)),
      origin.account,
      origin.device,
      origin.role,
      origin.reason,
      origin.at,
    ],
  )
}

/** How much an account has in quarantine here that nobody has decided on. */
export async function countWaiting(tx: Transaction, scope: string, account: string): Promise<number> {
  const rows = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM rescues WHERE scope = $1 AND brought_by = $2 AND state = 'waiting'`,
    [scope, account],
  )
  return rows[0]?.count ?? 0
}

/** Per visit that the actor owns, how many items wait for a decision. */
export async function countRescued(tx: Transaction): Promise<Map<string, number>> {
  const rows = await tx.query<{ scope: string; count: number }>(
    `SELECT scope, count(*)::int AS count FROM rescues WHERE state = 'waiting' GROUP BY scope`,
  )
  return new Map(rows.map((row) => [row.scope, row.count]))
}

type Row = {
  position: number
  packed: string
  updates: string
  brought_by: string
  device: string
  role: Role
  reason: RescueReason
  received_at: number
  state: RescueState
  decided_by: string | null
  decided_at: number | null
}
const COLUMNS = 'position, packed, updates, brought_by, device, role, reason, received_at, state, decided_by, decided_at'

/** A page, newest first: at least one, then as many as fit `limit` and `bytes`. */
export async function readRescues(
  tx: Transaction,
  scope: string,
  page: { state: RescueState; before: number | null; limit: number; bytes: number },
): Promise<{ rows: RescueRow[]; more: boolean }> {
  const size = 'octet_length(packed) + octet_length(updates)'
  const rows = await tx.query<Row & { fits: boolean }>(
    `SELECT ${COLUMNS}, sum(${size}) OVER (ORDER BY position DESC) - (${size}) <= $5 AS fits
     FROM (SELECT * FROM rescues WHERE scope = $1 AND state = $2 AND ($3::bigint IS NULL OR position < $3)
           ORDER BY position DESC LIMIT $4) AS newest ORDER BY position DESC`,
    [scope, page.state, page.before, page.limit + 1, page.bytes],
  )
  const fitting = rows.filter((row, index) => index === 0 || (row.fits && index < page.limit))
  return { rows: fitting.map(rescueOf), more: rows.length > fitting.length }
}

/** These, oldest first, locked: two owners may decide at once. Those decided before are left out, unless they were only put aside. */
export async function lockRescues(tx: Transaction, scope: string, positions: readonly number[]): Promise<RescueRow[]> {
  const rows = await tx.query<Row>(
    `SELECT ${COLUMNS} FROM rescues WHERE scope = $1 AND position = ANY($2::bigint[]) AND state <> 'taken' ORDER BY position FOR UPDATE`,
    [scope, positions],
  )
  return rows.map(rescueOf)
}

export async function decideRescues(
  tx: Transaction,
  scope: string,
  decision: { positions: readonly number[]; state: RescueState; by: string; at: number },
): Promise<void> {
  await tx.query('UPDATE rescues SET state = $3, decided_by = $4, decided_at = $5 WHERE scope = $1 AND position = ANY($2::bigint[])', [
    scope,
    decision.positions,
    decision.state,
    decision.by,
    decision.at,
  ])
}

const itemOf = (row: Pick<Row, 'packed' | 'updates'>): RescuedItem => ({
  delta: unpackRecord(JSON.parse(row.packed) as PackedRecord),
  updates: JSON.parse(row.updates) as string[],
})

const rescueOf = (row: Row): RescueRow => ({
  ...itemOf(row),
  position: row.position,
  broughtBy: row.brought_by,
  device: row.device,
  role: row.role,
  reason: row.reason,
  receivedAt: row.received_at,
  state: row.state,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
})
