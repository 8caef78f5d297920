import { Dexie } from 'dexie'
import { bytesToBase64 } from '@shared/lib/base64.ts'
import { compareCells, type Cells } from '@shared/sync/cell.ts'
import { lossesOf } from '@shared/sync/loss.ts'
import { digestOfText } from '@shared/sync/digest.ts'
import { packRecord, unpackRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { Cursor, PushItem } from '@shared/sync/protocol/records.ts'
import { PARKED_BY_ROLE, type PushReply, type PushRequest } from '@shared/sync/protocol/push.ts'
import { recordLoss } from './apply-remote.ts'
import type { Database } from './database.ts'
import { markLeft, openLeaving, putLeaving } from './leaving.ts'
import { outgoingText, settleNoteUpdates } from './note-updates.ts'
import { originalsOfRecord } from './originals.ts'
import { dropOverruled, readOverruled } from './overruled.ts'
import { inScope, type Rows } from './rows.ts'
import { nameFirst, putScopeState, readScopeState, stillToName, type ScopeState } from './scope-state.ts'
import { emptyRecord, isParkedByRole, isUnsent, pendingDelta, type Pending, type StoredRecord } from './stored-record.ts'

/** A push as it is kept until the server has answered: the same body again, however often it takes. */
export type Outgoing = {
  readonly request: PushRequest
  readonly noteRows: Readonly<Record<string, readonly number[]>>
  /** The last so many items are values that lost here against a pack, and these are their rows. */
  readonly overruled?: readonly string[]
  /** What this page still knows of it: the request as text, its records as they stood, and whether more may wait. */
  readonly known?: { readonly text: string; readonly records: ReadonlyMap<string, Sent>; readonly isFull: boolean }
}
/** A record as it stood when a push was made, and what of it went, packed, as JSON. */
type Sent = { readonly record: StoredRecord; readonly packed: string }

/**
 * What is unsent of a scope, oldest first, and not parked; marked as having left before it leaves (leaving.ts). Null when nothing waits.
 * What an earlier role was refused goes again where `mayWrite` says that the role of today may send it; what lost here against a pack
 * also from a reviewer, whose reviews nobody else may bring.
 */
export async function prepareOutgoing(
  database: Database,
  scope: string,
  { mayWrite = false, maySendOverruled = mayWrite }: { mayWrite?: boolean; maySendOverruled?: boolean } = {},
): Promise<Outgoing | null> {
  return inScope(database, { scope, also: ['noteUpdates', 'originals', 'overruled', 'pushes', 'scopes'] }, async (rows) => {
    const inFlight = await database.dexie.pushes.get(scope)
    if (inFlight) return database.seal.open(inFlight.body, { table: 'pushes', id: scope, scope }) as Outgoing
    const gathered = await gather(database, rows, { scope, mayWrite })
    const overruled = maySendOverruled && !gathered.isFull ? await addOverruled(database, scope, gathered) : []
    const { items, texts, records, noteRows, isFull } = gathered
    if (items.length === 0) return null
    const state = await readScopeState(database, scope)
    const since = state.answered ?? state.cursor
    const head = { pushSeq: state.pushSeq + 1, ...(since ? { since } : {}) }
    // Made once: it is measured, stored and sent.
    const text = `${JSON.stringify(head).slice(0, -1)},"items":[${texts.join(',')}]}`
    const along = JSON.stringify({ noteRows, ...(overruled.length > 0 ? { overruled } : {}) })
    const stored = new TextEncoder().encode(`{"request":${text},${along.slice(1)}`)
    await putScopeState(database, scope, { ...state, pushSeq: state.pushSeq + 1 })
    await putLeaving(
      database,
      scope,
      [...records.values()].map(({ record }) => record),
    )
    await database.dexie.pushes.put({ scope, body: database.seal.sealBytes(stored, { table: 'pushes', id: scope, scope }) })
    return { request: { ...head, items }, noteRows, overruled, known: { text, records, isFull } }
  })
}

const NO_TEXT: Awaited<ReturnType<typeof outgoingText>> = { updates: [], ns: [] }

async function gather(database: Database, rows: Rows, { scope, mayWrite }: { scope: string; mayWrite: boolean }): Promise<Gathered> {
  const gathered: Gathered = { items: [], texts: [], records: new Map(), noteRows: {}, isFull: true }
  let bytes = 0
  // Nearly always none: then nobody looks for each record.
  const hasOriginals = (await database.dexie.originals.count()) > 0
  for (let from = 0; ; from += LIMITS.pushItems) {
    const waiting = await waitingFrom(database, scope, from)
    // As many as a push may hold, at once. An await of anything but the database would, a hundred times, lose Dexie its transaction.
    await rows.load(waiting)
    for (const id of waiting) {
      const record = rows.loaded(id)
      if (!record || !isUnsent(record)) continue
      if (record.parked && !(mayWrite && isParkedByRole(record))) continue
      const { updates, ns } = record.kind === 'note' ? await outgoingText(database, id) : NO_TEXT
      const packed = packRecord(pendingDelta(record))
      const item: PushItem = updates.length > 0 ? { record: packed, updates: updates.map(bytesToBase64) } : { record: packed }
      if (hasOriginals && Object.values(record.pending).some((one) => !one.isOwn)) await addOriginals(database, item, record)
      const ofRecord = JSON.stringify(packed)
      const text = Object.keys(item).length === 1 ? `{"record":${ofRecord}}` : JSON.stringify(item)
      bytes += text.length
      if (gathered.items.length > 0 && bytes > LIMITS.pushBytes / 2) return gathered
      gathered.items.push(item)
      gathered.texts.push(text)
      if (updates.length > 0) gathered.noteRows[id] = ns
      gathered.records.set(id, { record, packed: ofRecord })
      if (gathered.items.length === LIMITS.pushItems) return gathered
    }
    if (waiting.length < LIMITS.pushItems) return { ...gathered, isFull: false }
  }
}

type Gathered = {
  readonly items: PushItem[]
  readonly texts: string[]
  readonly records: Map<string, Sent>
  readonly noteRows: Record<string, number[]>
  /** It ended because a push may not hold more. */
  readonly isFull: boolean
}

/** Ids of what waits, oldest first, as many as a push may hold. What is parked stays at the beginning, and is passed over. */
const waitingFrom = ({ dexie }: Database, scope: string, from: number): PromiseLike<string[]> =>
  dexie.outbox
    .where('[scope+order]')
    .between([scope, Dexie.minKey], [scope, Dexie.maxKey])
    .offset(from)
    .limit(LIMITS.pushItems)
    .primaryKeys()

/** After everything else: what lost here against a pack goes along, as far as there is room. Gives its rows. */
async function addOverruled(database: Database, scope: string, gathered: Gathered): Promise<string[]> {
  const ids: string[] = []
  let bytes = gathered.texts.reduce((sum, text) => sum + text.length, 0)
  for (const { id, delta } of await readOverruled(database, scope)) {
    const item: PushItem = { record: packRecord(delta) }
    const text = JSON.stringify(item)
    bytes += text.length
    if (gathered.items.length > 0 && (bytes > LIMITS.pushBytes / 2 || gathered.items.length === LIMITS.pushItems)) break
    gathered.items.push(item)
    gathered.texts.push(text)
    ids.push(id)
  }
  return ids
}

/** Who wrote what this laptop only brings. Where that would make a message too long, the work goes without. */
async function addOriginals(database: Database, item: PushItem, record: StoredRecord): Promise<void> {
  const originals = (await originalsOfRecord(database, record)).slice(0, 50)
  if (originals.length > 0 && JSON.stringify([item, originals]).length <= LIMITS.itemBytes) item.originals = originals
}

const NOTHING_WAITS: StoredRecord['pending'] = {}

/** Takes the server's answer: what it stored is received, what it parked stays here, visibly, and stops nothing else. */
export async function settleOutgoing(
  database: Database,
  scope: string,
  { outgoing, reply }: { outgoing: Outgoing; reply: PushReply },
): Promise<void> {
  const { overruled = [], request } = outgoing
  const own = request.items.slice(0, request.items.length - overruled.length)
  const recordIds = await inScope(database, { scope, also: ['noteUpdates', 'overruled', 'pushes', 'scopes'] }, async (rows) => {
    const asSent = await trustSent(database, rows, { scope, outgoing })
    await rows.load(own.flatMap(({ record }) => (asSent.has(record.i) ? [] : record.i)))
    for (const [index, item] of own.entries()) {
      const record = rows.loaded(item.record.i)
      const result = reply.results[index]
      if (!record || !result) continue
      // All that waited of it went.
      const sent = asSent.get(record.id)
      if (result.outcome === 'parked') {
        rows.keep({ ...(sent ? markLeft(record) : record), parked: { reason: result.reason, detail: result.detail ?? null } }, null)
        continue
      }
      const acknowledged = outgoing.noteRows[record.id]
      const text = acknowledged ? await settleNoteUpdates(database, { noteId: record.id, scope }, { received: [], acknowledged }) : null
      const textDigest = text ? digestOfText(record.id, text.shape) : record.textDigest
      const pending = sent ? NOTHING_WAITS : withoutSent(record, unpackRecord(item.record).cells, text?.isPending ?? false)
      rows.keep({ ...record, pending, parked: null, receivedAt: reply.receivedAt, textDigest }, null, sent && packedWhole(sent))
    }
    await settleOverruled(database, rows, { scope, outgoing, results: reply.results.slice(own.length) })
    if (reply.commit) await putScopeState(database, scope, afterCommit(await readScopeState(database, scope), reply, request.since))
    await forgetInFlight(database, rows, scope)
    return rows.changed()
  })
  database.announce({ scope, recordIds, noteIds: [], origin: 'remote', isForeign: false })
}

/**
 * The records of a push that lie as they did when this page made it: they still stand in its row, so nobody has written them since
 * (leaving.ts). They need not be read. A note may be counted anew without a rev, and is.
 */
async function trustSent(
  database: Database,
  rows: Rows,
  { scope, outgoing: { known } }: { scope: string; outgoing: Outgoing },
): Promise<ReadonlyMap<string, Sent>> {
  if (!known) return new Map()
  const leaving = openLeaving(database, await database.dexie.leaving.get(scope))
  const asSent = new Map([...known.records].filter(([id, { record }]) => record.kind !== 'note' && leaving.get(id)?.rev === record.rev))
  for (const { record } of asSent.values()) rows.trust(record)
  return asSent
}

/** The packed form of all of a record, where all of it was sent. */
function packedWhole({ record, packed }: Sent): string | undefined {
  for (const field in record.cells) if (record.pending[field] === undefined) return undefined
  return packed
}

type Answered = { readonly scope: string; readonly outgoing: Outgoing; readonly results: PushReply['results'] }

/** What the server has now, or had before, is in its hands. What it will not take is told here: somebody may have written it unseen. */
async function settleOverruled(database: Database, rows: Rows, { scope, outgoing, results }: Answered): Promise<void> {
  const { overruled = [], request } = outgoing
  const settled: string[] = []
  for (const [index, row] of overruled.entries()) {
    const result = results[index]
    const packed = request.items.at(index - overruled.length)?.record
    if (!result || !packed || (result.outcome === 'parked' && result.detail === PARKED_BY_ROLE)) continue
    settled.push(row)
    if (result.outcome === 'stored') continue
    const { kind, id, cells } = unpackRecord(packed)
    for (const loss of lossesOf(cells)) await recordLoss(rows, emptyRecord({ kind, id, scope }), loss)
  }
  if (settled.length > 0) await dropOverruled(database, settled)
}

/**
 * The commit is known from now on. Where it follows on the cursor and holds nothing but what this laptop sent, everything up to it
 * is here, as after a pull (docs/sync-spec.md C9).
 */
function afterCommit(state: ScopeState, { commit, from }: PushReply, since: Cursor | undefined): ScopeState {
  if (commit === undefined) return state
  // What the push named the server knows, or it would have said no commit.
  const toName = stillToName(state, since)
  if (from === undefined || state.cursor?.seq !== from) return { ...state, ...nameFirst(commit, toName) }
  return { ...state, ...toName, cursor: commit, base: state.base === from ? commit.seq : state.base }
}

/** Forgets the push in flight, so that its items go again in a new one; nothing unsent is lost by it. */
export async function dropOutgoing(database: Database, scope: string): Promise<void> {
  await inScope(database, { scope, also: ['pushes'] }, (rows) => dropInFlight(database, rows, scope))
}

/** Of every visit. */
export async function dropAllOutgoing(database: Database): Promise<void> {
  for (const scope of await database.dexie.pushes.toCollection().primaryKeys()) await dropOutgoing(database, scope)
}

/** Inside a transaction. Its records keep that they have left. */
export async function dropInFlight(database: Database, rows: Rows, scope: string): Promise<void> {
  const ids = [...openLeaving(database, await database.dexie.leaving.get(scope)).keys()]
  await rows.load(ids)
  for (const id of ids) {
    const record = rows.loaded(id)
    if (record && isUnsent(record)) rows.keep(record, null)
  }
  await forgetInFlight(database, rows, scope)
}

async function forgetInFlight({ dexie }: Database, rows: Rows, scope: string): Promise<void> {
  await Promise.all([dexie.pushes.delete(scope), rows.forgetLeaving()])
}

/**
 * A field edited since the push was made still waits: the cell, not the time, says which one the server has. A text of which
 * only a part went, or to which something was added, keeps its note waiting.
 */
function withoutSent(record: StoredRecord, sent: Cells, textWaits: boolean): StoredRecord['pending'] {
  const waiting: Record<string, Pending> = {}
  for (const [field, one] of Object.entries(record.pending)) {
    const held = record.cells[field]
    const gone = sent[field]
    const isGone = held !== undefined && gone !== undefined && compareCells(held, gone) === 0
    if (!isGone) waiting[field] = one
    else if (field === 'bodyEdited' && textWaits) waiting[field] = { ...one, isForText: true }
  }
  return waiting
}
