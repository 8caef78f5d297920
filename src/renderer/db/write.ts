import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { DELETED, greatestStampOf, type Cell } from '@shared/sync/cell.ts'
import { deletionOf, isDead } from '@shared/sync/deletion.ts'
import { nextStamp, stampParts, type Stamp } from '@shared/sync/stamp.ts'
import { basesFor } from './bases.ts'
import type { Database } from './database.ts'
import { appendNoteUpdate } from './note-updates.ts'
import { inScope, type Also, type Rows } from './rows.ts'
import { storageProblemOf } from './storage-problem.ts'
import { emptyRecord, type Pending, type StoredRecord } from './stored-record.ts'

/** One intent of the user on one record. `set` creates the record if it is not there. */
export type Change =
  | { readonly type: 'set'; readonly kind: string; readonly id: string; readonly fields: Readonly<Record<string, Json>> }
  /** Also brings back a link or minute that was deleted: its id is the same on every laptop. */
  | { readonly type: 'create'; readonly kind: string; readonly id: string; readonly fields: Readonly<Record<string, Json>> }
  | { readonly type: 'delete'; readonly kind: string; readonly id: string }
  | { readonly type: 'restore'; readonly kind: string; readonly id: string }
  /** What was typed into a note, with the field that makes it count: both or neither. */
  | { readonly type: 'type'; readonly id: string; readonly update: Uint8Array; readonly fields: Readonly<Record<string, Json>> }

/** Who writes: the stamp's author is this device and this session. */
export type Writer = { readonly author: string }

export type WriteError = 'record-deleted' | 'disk-full' | 'storage'
/** The changes that take this write back. */
export type Written = { readonly undo: readonly Change[] }

/**
 * THE write path: the rows, their history and the outbox in one strict transaction. It is done when this resolves;
 * an error means that nothing of it was stored.
 */
export async function write(
  database: Database,
  writer: Writer,
  { scope, changes }: { scope: string; changes: readonly Change[] },
): Promise<Result<Written, WriteError>> {
  const now = database.host.now()
  const also: Also[] = changes.some((change) => change.type === 'type') ? ['noteUpdates'] : []
  try {
    const { undo, recordIds, noteIds } = await inScope(database, { scope, also }, async (rows) => {
      const undo: Change[] = []
      const noteIds: string[] = []
      await rows.load([...new Set(changes.map((change) => change.id))])
      for (const change of changes) {
        undo.unshift(...writeOne(rows, change, { scope, now, author: writer.author }))
        if (change.type === 'type') {
          await appendNoteUpdate(database, { noteId: change.id, scope, update: change.update })
          noteIds.push(change.id)
        }
      }
      return { undo, recordIds: rows.changed(), noteIds }
    })
    database.announce({ scope, recordIds, noteIds, origin: 'local', isForeign: false })
    return succeed({ undo })
  } catch (error) {
    return failureOf(error)
  }
}

class RecordDeleted extends Error {}

type Context = { scope: string; now: number; author: string }

function writeOne(rows: Rows, change: Change, context: Context): Change[] {
  const kind = change.type === 'type' ? 'note' : change.kind
  const head = { kind, id: change.id, scope: context.scope }
  const record = rows.loaded(change.id) ?? emptyRecord(head)
  const wasDead = isDead(record.cells)
  const stamp = nextStamp(greatestStampOf(record.cells), context.now, context.author)
  const wanted = wantedCells(record, change, { wasDead, stamp })
  // What is typed always counts, also in the same millisecond as the flush before: its text must not wait unseen (N1).
  const differing = Object.entries(wanted).filter(([field, value]) => change.type === 'type' || !isHeld(record, field, value))
  if (differing.length === 0) return []
  const cells: Record<string, Cell> = { ...record.cells }
  const pending: Record<string, Pending> = { ...record.pending }
  for (const [field, value] of differing) {
    cells[field] = { value, stamp, bases: basesFor(record, field) }
    pending[field] = { isOwn: true, hasLeft: false, before: pending[field] ? pending[field].before : (record.cells[field]?.value ?? null) }
  }
  const fields = Object.fromEntries(differing.map(([field, value]) => [field, { value, stamp }]))
  rows.keep({ ...record, cells, pending, parked: null }, { fields, storedAt: context.now, origin: 'local' })
  return inverseOf(record, change, { kind, fields: differing.map(([field]) => field), wasDead })
}

function wantedCells(record: StoredRecord, change: Change, { wasDead, stamp }: { wasDead: boolean; stamp: Stamp }): Record<string, Json> {
  switch (change.type) {
    case 'delete':
      return wasDead ? {} : { [DELETED]: deletionOf(record.cells) }
    case 'restore':
      return wasDead ? { [DELETED]: null } : {}
    case 'create':
      return record.cells[DELETED] ? { ...change.fields, [DELETED]: null } : { ...change.fields }
    case 'type':
      return wasDead ? { ...change.fields, ...deletionAfterTyping(record, change, stamp) } : { ...change.fields }
    case 'set':
      if (wasDead) throw new RecordDeleted(change.id)
      return { ...change.fields }
  }
}

/**
 * Words that were typed are never refused. What somebody else deleted meanwhile lives on by them (D2), and the deleter is told. What this
 * very page deleted, with its last words not yet stored, stays deleted with them: restored, it has them.
 */
function deletionAfterTyping(record: StoredRecord, { fields }: Extract<Change, { type: 'type' }>, stamp: Stamp): Record<string, Json> {
  const deleted = record.cells[DELETED]
  if (!deleted || stampParts(deleted.stamp).author !== stampParts(stamp).author) return {}
  const typed = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { value, stamp, bases: [] }]))
  return { [DELETED]: deletionOf({ ...record.cells, ...typed }) }
}

/** Writing what stands there already is not an edit, and null where nothing was ever said is nothing. */
function isHeld(record: StoredRecord, field: string, value: Json): boolean {
  const held = record.cells[field]
  return held ? canonicalJson(held.value) === canonicalJson(value) : value === null
}

function inverseOf(record: StoredRecord, change: Change, written: { kind: string; fields: string[]; wasDead: boolean }): Change[] {
  const { kind } = written
  const { id } = record
  if (change.type === 'type') return []
  if (change.type === 'delete') return [{ type: 'restore', kind, id }]
  if (change.type === 'restore') return [{ type: 'delete', kind, id }]
  if (record.rev === 0 || written.wasDead) return [{ type: 'delete', kind, id }]
  const fields = Object.fromEntries(
    written.fields.filter((field) => field !== DELETED).map((field) => [field, record.cells[field]?.value ?? null]),
  )
  return [{ type: 'set', kind, id, fields }]
}

function failureOf(error: unknown): Result<never, WriteError> {
  if (error instanceof RecordDeleted) return fail('record-deleted')
  const problem = storageProblemOf(error)
  if (problem === null) throw error
  return fail(problem, String(error))
}
