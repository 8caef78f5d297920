import { bytesToBase64 } from '@shared/lib/base64.ts'
import { compareCells, type Cells } from '@shared/sync/cell.ts'
import { digestOfText } from '@shared/sync/digest.ts'
import { packRecord, unpackRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { PushItem } from '@shared/sync/protocol/records.ts'
import type { PushReply, PushRequest } from '@shared/sync/protocol/push.ts'
import type { Database } from './database.ts'
import { outgoingText, settleNoteUpdates } from './note-updates.ts'
import { inScope, type Rows } from './rows.ts'
import { putScopeState, readScopeState } from './scope-state.ts'
import { isParkedByRole, isUnsent, pendingDelta, type StoredRecord } from './stored-record.ts'

/** A push as it is kept until the server has answered: the same body again, however often it takes. */
export type Outgoing = { readonly request: PushRequest; readonly noteRows: Readonly<Record<string, readonly number[]>> }

/**
 * What is unsent of a scope, oldest first, and not parked; marked as having left before it leaves. Null when nothing waits.
 * What an earlier role was refused goes again where `mayWrite` says that the role of today may send it.
 */
export async function prepareOutgoing(database: Database, scope: string, mayWrite = false): Promise<Outgoing | null> {
  return inScope(database, { scope, also: ['noteUpdates', 'pushes', 'scopes'] }, async (rows) => {
    const inFlight = await database.dexie.pushes.get(scope)
    if (inFlight) return database.seal.open(inFlight.body, { table: 'pushes', id: scope, scope }) as Outgoing
    const { items, noteRows } = await gather(database, rows, { scope, mayWrite })
    if (items.length === 0) return null
    const state = await readScopeState(database, scope)
    const since = state.answered ?? state.cursor
    const outgoing: Outgoing = { request: { pushSeq: state.pushSeq + 1, ...(since ? { since } : {}), items }, noteRows }
    await putScopeState(database, scope, { ...state, pushSeq: state.pushSeq + 1 })
    await database.dexie.pushes.put({ scope, body: database.seal.seal(outgoing, { table: 'pushes', id: scope, scope }) })
    return outgoing
  })
}

const NO_TEXT: Awaited<ReturnType<typeof outgoingText>> = { updates: [], ns: [] }

async function gather(
  database: Database,
  rows: Rows,
  { scope, mayWrite }: { scope: string; mayWrite: boolean },
): Promise<{ items: PushItem[]; noteRows: Record<string, number[]> }> {
  const waiting = await database.dexie.outbox.where('scope').equals(scope).sortBy('order')
  const items: PushItem[] = []
  const noteRows: Record<string, number[]> = {}
  let bytes = 0
  for (const [index, { id }] of waiting.entries()) {
    // As many as a push may hold, at once. An await of anything but the database would, a hundred times, lose Dexie its transaction.
    if (index % LIMITS.pushItems === 0) await rows.load(waiting.slice(index, index + LIMITS.pushItems).map((one) => one.id))
    const record = rows.loaded(id)
    if (!record || !isUnsent(record)) continue
    if (record.parked && !(mayWrite && isParkedByRole(record))) continue
    const { updates, ns } = record.kind === 'note' ? await outgoingText(database, id) : NO_TEXT
    const packed = packRecord(pendingDelta(record))
    const item: PushItem = updates.length > 0 ? { record: packed, updates: updates.map(bytesToBase64) } : { record: packed }
    bytes += JSON.stringify(item).length
    if (items.length > 0 && bytes > LIMITS.pushBytes / 2) break
    items.push(item)
    if (updates.length > 0) noteRows[id] = ns
    rows.keep(markLeft(record), null)
    if (items.length === LIMITS.pushItems) break
  }
  return { items, noteRows }
}

export function markLeft(record: StoredRecord): StoredRecord {
  const pending = Object.fromEntries(Object.entries(record.pending).map(([field, one]) => [field, { ...one, hasLeft: true }]))
  return { ...record, pending }
}

/** Takes the server's answer: what it stored is received, what it parked stays here, visibly, and stops nothing else. */
export async function settleOutgoing(
  database: Database,
  scope: string,
  { outgoing, reply }: { outgoing: Outgoing; reply: PushReply },
): Promise<void> {
  const recordIds = await inScope(database, { scope, also: ['noteUpdates', 'pushes', 'scopes'] }, async (rows) => {
    await rows.load(outgoing.request.items.map(({ record }) => record.i))
    for (const [index, item] of outgoing.request.items.entries()) {
      const record = rows.loaded(item.record.i)
      const result = reply.results[index]
      if (!record || !result) continue
      if (result.outcome === 'parked') {
        rows.keep({ ...record, parked: { reason: result.reason, detail: result.detail ?? null } }, null)
        continue
      }
      const acknowledged = outgoing.noteRows[record.id]
      const text = acknowledged ? await settleNoteUpdates(database, { noteId: record.id, scope }, { received: [], acknowledged }) : null
      const textDigest = text ? digestOfText(record.id, text.shape) : record.textDigest
      const pending = withoutSent(record, unpackRecord(item.record).cells, text?.isPending ?? false)
      rows.keep({ ...record, pending, parked: null, receivedAt: reply.receivedAt, textDigest }, null)
    }
    if (reply.commit) await putScopeState(database, scope, { ...(await readScopeState(database, scope)), answered: reply.commit })
    await database.dexie.pushes.delete(scope)
    return rows.changed()
  })
  database.announce({ scope, recordIds, noteIds: [], origin: 'remote', isForeign: false })
}

/** Forgets the push in flight, so that its items go again in a new one; nothing unsent is lost by it. */
export async function dropOutgoing(database: Database, scope: string): Promise<void> {
  await database.dexie.pushes.delete(scope)
}

/**
 * A field edited since the push was made still waits: the cell, not the time, says which one the server has. A text of which
 * only a part went, or to which something was added, keeps its note waiting.
 */
function withoutSent(record: StoredRecord, sent: Cells, textWaits: boolean): StoredRecord['pending'] {
  return Object.fromEntries(
    Object.entries(record.pending).filter(([field]) => {
      if (field === 'bodyEdited' && textWaits) return true
      const held = record.cells[field]
      const gone = sent[field]
      return !held || !gone || compareCells(held, gone) !== 0
    }),
  )
}
