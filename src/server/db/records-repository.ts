import type { Cells } from '@shared/sync/cell.ts'
import { EMPTY_DIGEST, type Digest } from '@shared/sync/digest.ts'
import type { Transaction } from './database.ts'
import { joined, pack, textsOf, unpack } from './packed-text.ts'

/** The only SQL on records; their history, note updates and results of pushes have files of their own beside this one. Every function runs inside the caller's transaction and as its actor. */

export type StoredRecord = {
  readonly kind: string
  readonly id: string
  readonly cells: Cells
  readonly seq: number
  readonly receivedAt: number
  /** Of its cells, and of its text where it is a note: what it counts with in the digest of the scope. */
  readonly digest: Digest
  readonly textDigest: Digest
  /** It came once, and its row is all of its history (history-repository.ts). */
  readonly isOwnHistory: boolean
}
/** Who brought something, from which of their devices, and which fields of it another device wrote, and signed. @property packed what is stored of it, where it came in this very form */
export type Origin = {
  readonly pushedBy: string
  readonly device: string
  readonly proven: readonly string[]
  readonly packed?: string | undefined
}
/** A record, and what has just changed of it: the fields, and the place at which whoever has everything lacks no other. Null for all of it. `origin` of one that is its own history. */
export type RecordToWrite = {
  readonly record: StoredRecord
  readonly change: { readonly after: number; readonly cells: Cells } | null
  readonly origin: Origin | null
}
/** Something at one place of the scope's order; `size` in bytes as it travels. */
export type ScopeEvent = { readonly seq: number; readonly record: string; readonly size: number; readonly isUpdate: boolean }

type RecordRow = {
  id: string
  packed: string
  seq: number
  received_at: number
  digest: Digest | null
  text_digest: Digest | null
  is_own_history: boolean
}
const RECORD_COLUMNS = 'id, packed, seq, received_at, digest, text_digest, brought_by IS NOT NULL AS is_own_history'

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

// ---------------------------------------------------------------- records

/**
 * Each looked up by itself. Left to choose, the database reads the whole visit as long as it has no statistics of it, which is while it
 * grows most: each push took longer than the one before.
 */
const recordsById = `unnest($2::text[]) AS wanted (wanted_id)
  CROSS JOIN LATERAL (SELECT * FROM records WHERE scope = $1 AND id = wanted_id LIMIT 1) AS records`

export async function readRecords(tx: Transaction, scope: string, ids: readonly string[]): Promise<Map<string, StoredRecord>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<RecordRow>(`SELECT ${RECORD_COLUMNS} FROM ${recordsById}`, [scope, ids])
  return new Map(rows.map((row) => [row.id, recordOf(row)]))
}

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
  )
  return rows.map(textOf)
}

/** The rest of the transaction goes along the order of a visit. As with `recordsById`, the database would read all of it and sort. */
export const goInOrder = (tx: Transaction): Promise<void> => tx.script('SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off')

const textSince = (base: string): string => `CASE WHEN changed_after <= ${base}::bigint THEN changed ELSE packed END`

/** Records of a scope by id, from `after` on; `bucket` is the beginning of the ids, empty for all. */
export async function readRecordsById(
  tx: Transaction,
  scope: string,
  page: { bucket: string; after: string; limit: number },
): Promise<StoredRecord[]> {
  const rows = await tx.query<RecordRow>(
    `SELECT ${RECORD_COLUMNS} FROM records WHERE scope = $1 AND id > $2 AND left(id, length($3)) = $3 ORDER BY id LIMIT $4`,
    [scope, page.after, page.bucket, page.limit],
  )
  return rows.map(recordOf)
}

/** Records of one kind whose stored text has `naming` in it; empty for all of the kind. Deleted ones too. */
export async function readRecordsOfKind(
  tx: Transaction,
  scope: string,
  of: { kind: 'attachment'; naming: string },
): Promise<StoredRecord[]> {
  // The kind stands in the statement itself: only then the engine takes the index of this kind.
  const rows = await tx.query<RecordRow>(
    `SELECT ${RECORD_COLUMNS} FROM records WHERE scope = $1 AND kind = '${of.kind}' AND ($2 = '' OR strpos(packed, $2) > 0) ORDER BY id`,
    [scope, of.naming],
  )
  return rows.map(recordOf)
}

/** Per bucket of a scope (the first two digits of the id), what its records count with together. */
export async function readBuckets(tx: Transaction, scope: string): Promise<Record<string, Digest>> {
  const bits = (column: string): string => `('x' || coalesce(${column}, '${EMPTY_DIGEST}'))::bit(64)::bigint`
  const rows = await tx.query<{ bucket: string; digest: string }>(
    `SELECT left(id, 2) AS bucket, lpad(to_hex(bit_xor(${bits('digest')} # ${bits('text_digest')})), 16, '0') AS digest
     FROM records WHERE scope = $1 GROUP BY 1`,
    [scope],
  )
  return Object.fromEntries(rows.filter((row) => row.digest !== EMPTY_DIGEST).map((row) => [row.bucket, row.digest]))
}

/** Writes what records count with, and nothing else of them. */
export async function writeDigests(
  tx: Transaction,
  scope: string,
  records: readonly Pick<StoredRecord, 'id' | 'digest' | 'textDigest'>[],
): Promise<void> {
  await tx.query(
    `UPDATE records r SET digest = d.digest, text_digest = d.text_digest
     FROM unnest($2::text[], $3::text[], $4::text[]) AS d (id, digest, text_digest) WHERE r.scope = $1 AND r.id = d.id`,
    [scope, records.map((record) => record.id), records.map((record) => record.digest), records.map((record) => record.textDigest)],
  )
}

export async function writeRecords(tx: Transaction, scope: string, writes: readonly RecordToWrite[]): Promise<void> {
  if (writes.length === 0) return
  const records = writes.map(({ record }) => record)
  const texts = writes.map(({ record, origin }) => origin?.packed ?? pack(record))
  const changes = writes.map(({ record, change }, index) => changeOf(record, { change, whole: texts[index] ?? '' }))
  await tx.query(
    `INSERT INTO records (scope, id, kind, packed, seq, received_at, digest, text_digest, changed, changed_after,
       brought_by, brought_from, proven)
     SELECT $1, id, kind, packed, seq, received_at, digest, text_digest, CASE WHEN changed_after IS NOT NULL THEN changed END, changed_after,
       brought_by, brought_from, proven
     FROM unnest($2::text[], $3::text[], ${textsOf('$4')}, $5::bigint[], $6::bigint[], $7::text[], $8::text[], ${textsOf('$9')}, $10::bigint[],
         $11::text[], $12::text[], $13::text[])
       AS r (id, kind, packed, seq, received_at, digest, text_digest, changed, changed_after, brought_by, brought_from, proven)
     ON CONFLICT (scope, id) DO UPDATE SET packed = excluded.packed, seq = excluded.seq, received_at = excluded.received_at,
       digest = excluded.digest, text_digest = excluded.text_digest, changed = excluded.changed, changed_after = excluded.changed_after,
       brought_by = excluded.brought_by, brought_from = excluded.brought_from, proven = excluded.proven`,
    [
      scope,
      records.map((record) => record.id),
      records.map((record) => record.kind),
      joined(texts),
      records.map((record) => record.seq),
      records.map((record) => record.receivedAt),
      records.map((record) => record.digest),
      records.map((record) => record.textDigest),
      joined(changes.map((change) => change?.text ?? '')),
      changes.map((change) => change?.after ?? null),
      writes.map(({ origin }) => origin?.pushedBy ?? null),
      writes.map(({ origin }) => origin?.device ?? null),
      writes.map(({ origin }) => origin?.proven.join(' ') ?? null),
    ],
  )
}

/** Null where it would spare nothing. */
function changeOf(
  { id, kind }: StoredRecord,
  { change, whole }: { change: RecordToWrite['change']; whole: string },
): { readonly text: string; readonly after: number } | null {
  if (!change) return null
  const text = pack({ id, kind, cells: change.cells })
  return text.length < whole.length ? { text, after: change.after } : null
}

/** Writes the places of records, and nothing else of them. */
export async function moveRecords(tx: Transaction, scope: string, records: readonly Pick<StoredRecord, 'id' | 'seq'>[]): Promise<void> {
  await tx.query(
    'UPDATE records r SET seq = m.seq FROM unnest($2::text[], $3::bigint[]) AS m (id, seq) WHERE r.scope = $1 AND r.id = m.id',
    [scope, records.map((record) => record.id), records.map((record) => record.seq)],
  )
}

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
  )
  return rows.map((row) => ({ seq: row.seq, record: row.record, size: row.size, isUpdate: row.is_update }))
}

const recordOf = (row: RecordRow): StoredRecord => ({
  ...unpack(row.packed),
  seq: row.seq,
  receivedAt: row.received_at,
  digest: row.digest ?? EMPTY_DIGEST,
  textDigest: row.text_digest ?? EMPTY_DIGEST,
  isOwnHistory: row.is_own_history,
})
