import type { Cells } from '@shared/sync/cell.ts'
import { EMPTY_DIGEST, type Digest } from '@shared/sync/digest.ts'
import type { Transaction } from './database.ts'
import { pack, unpack } from './packed-text.ts'

/** The only SQL on records; their pages for laptops, their history, note updates and results of pushes have files of their own beside this one. Every function runs inside the caller's transaction and as its actor. */

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
/**
 * A record, and what has just changed of it: the fields, and the place at which whoever has everything lacks no other. Null for all of it. `isNew`: it was looked
 * for under the lock of its scope, and is not there. `origin` of one that is its own history.
 */
export type RecordToWrite = {
  readonly record: StoredRecord
  readonly isNew: boolean
  readonly change: { readonly after: number; readonly cells: Cells } | null
  readonly origin: Origin | null
}
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

/**
 * Each looked up by itself. Left to choose, the database reads the whole visit as long as it has no statistics of it, which is while it
 * grows most: each push took longer than the one before.
 */
export const recordsById = `unnest($2::text[]) AS wanted (wanted_id)
  CROSS JOIN LATERAL (SELECT * FROM records WHERE scope = $1 AND id = wanted_id LIMIT 1) AS records`

export async function readRecords(tx: Transaction, scope: string, ids: readonly string[]): Promise<Map<string, StoredRecord>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<RecordRow>(`SELECT ${RECORD_COLUMNS} FROM ${recordsById}`, [scope, ids])
  return new Map(rows.map((row) => [row.id, recordOf(row)]))
}

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
  const first = writes.find(isPlain)
  const plain: RecordToWrite[] = []
  const others: RecordToWrite[] = []
  for (const write of writes) (first && isPlain(write) && isBroughtAs(write, first) ? plain : others).push(write)
  await Promise.all([first ? addRecords(tx, scope, { writes: plain, like: first }) : null, rewriteRecords(tx, scope, others)])
}

type Plain = RecordToWrite & { readonly origin: Origin }

/** New, without a text, its own history, and nothing of it was proven: nearly every record of a first sync. */
const isPlain = (write: RecordToWrite): write is Plain =>
  write.isNew && write.origin !== null && write.origin.proven.length === 0 && write.record.textDigest === EMPTY_DIGEST

const isBroughtAs = ({ record, origin }: RecordToWrite, other: Plain): boolean =>
  record.receivedAt === other.record.receivedAt && origin?.pushedBy === other.origin.pushedBy && origin.device === other.origin.device

/** Nobody looks for them once more, and what they share is said once. */
async function addRecords(
  tx: Transaction,
  scope: string,
  { writes, like }: { readonly writes: readonly RecordToWrite[]; readonly like: Plain },
): Promise<void> {
  await tx.query(
    `INSERT INTO records (scope, id, kind, packed, seq, digest, received_at, brought_by, brought_from, proven)
     SELECT $1, id, kind, packed, seq, digest, $6, $7, $8, ''
     FROM (SELECT unnest($2::text[]) AS id, unnest($3::text[]) AS kind, unnest($4::bigint[]) AS seq, unnest($5::text[]) AS digest,
             unnest($9::text[]) AS packed) AS r`,
    [
      scope,
      writes.map(({ record }) => record.id),
      writes.map(({ record }) => record.kind),
      writes.map(({ record }) => record.seq),
      writes.map(({ record }) => record.digest),
      like.record.receivedAt,
      like.origin.pushedBy,
      like.origin.device,
      // The last: behind something so long the others would be written after a copy of it.
      writes.map(({ record, origin }) => origin?.packed ?? pack(record)),
    ],
    { isKept: true },
  )
}

async function rewriteRecords(tx: Transaction, scope: string, writes: readonly RecordToWrite[]): Promise<void> {
  if (writes.length === 0) return
  const records = writes.map(({ record }) => record)
  const texts = writes.map(({ record, origin }) => origin?.packed ?? pack(record))
  const changes = writes.map(({ record, change }, index) => changeOf(record, { change, whole: texts[index] ?? '' }))
  await tx.query(
    `INSERT INTO records (scope, id, kind, packed, seq, received_at, digest, text_digest, changed, changed_after,
       brought_by, brought_from, proven)
     SELECT $1, id, kind, packed, seq, received_at, digest, text_digest, CASE WHEN changed_after IS NOT NULL THEN changed END, changed_after,
       brought_by, brought_from, proven
     FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::bigint[],
         $11::text[], $12::text[], $13::text[])
       AS r (id, kind, packed, seq, received_at, digest, text_digest, changed, changed_after, brought_by, brought_from, proven)
     ON CONFLICT (scope, id) DO UPDATE SET packed = excluded.packed, seq = excluded.seq, received_at = excluded.received_at,
       digest = excluded.digest, text_digest = excluded.text_digest, changed = excluded.changed, changed_after = excluded.changed_after,
       brought_by = excluded.brought_by, brought_from = excluded.brought_from, proven = excluded.proven`,
    [
      scope,
      records.map((record) => record.id),
      records.map((record) => record.kind),
      texts,
      records.map((record) => record.seq),
      records.map((record) => record.receivedAt),
      records.map((record) => record.digest),
      records.map((record) => record.textDigest),
      changes.map((change) => change?.text ?? ''),
      changes.map((change) => change?.after ?? null),
      writes.map(({ origin }) => origin?.pushedBy ?? null),
      writes.map(({ origin }) => origin?.device ?? null),
      writes.map(({ origin }) => origin?.proven.join(' ') ?? null),
    ],
    { isKept: true },
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

const recordOf = (row: RecordRow): StoredRecord => ({
  ...unpack(row.packed),
  seq: row.seq,
  receivedAt: row.received_at,
  digest: row.digest ?? EMPTY_DIGEST,
  textDigest: row.text_digest ?? EMPTY_DIGEST,
  isOwnHistory: row.is_own_history,
})
