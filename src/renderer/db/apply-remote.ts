import { conflictOf } from '@shared/domain/conflict.ts'
import { isServerWritten } from '@shared/domain/tables.ts'
import { compareCells, type Cells, type RecordDelta } from '@shared/sync/cell.ts'
import { join } from '@shared/sync/join.ts'
import { lossesOnDevice, type Loss } from '@shared/sync/loss.ts'
import type { Cursor } from '@shared/sync/protocol/records.ts'
import type { Role } from '@shared/domain/member.ts'
import { digestOfText, type Digest } from '@shared/sync/digest.ts'
import type { Database } from './database.ts'
import { pendingNoteUpdates, settleNoteUpdates, type SettledText } from './note-updates.ts'
import type { HistoryEntry } from './history-entry.ts'
import { inScope, isAlreadyHere, type Arrival, type Rows } from './rows.ts'
import { isAhead, readScopeState, scopeRow, stillToName, type ScopeState } from './scope-state.ts'
import { emptyRecord, isUnsent, unacknowledged, type Pending, type StoredRecord } from './stored-record.ts'
import { idAt, placesUnsent } from './unsent.ts'

/** One record as the server holds it, and what it has of the note's text. */
export type RemoteItem = {
  readonly record: RecordDelta
  /** Ready to be written as it is, where nothing of it is here (`readyArrivals`). */
  readonly arrival?: Arrival | null
  readonly updates: readonly Uint8Array[]
  readonly receivedAt: number
}
export type RemotePage = {
  readonly items: readonly RemoteItem[]
  readonly cursor: Cursor | null
  /** The commit that the server was asked about, and knows. */
  readonly named?: Cursor | undefined
  readonly role: Role
  readonly isLast: boolean
}
export type Applied = {
  /** What this laptop counts together; null while something of the visit is to be sent, because then it must differ from the server's. */
  readonly digest: Digest | null
  /** Something is parked, and not to be sent: the digests differ by it at least. */
  readonly hasParked: boolean
  /** The commit that is to be named next. */
  readonly answered?: Cursor | undefined
}

/** Joins one page of a pull, and stores its cursor, in one transaction: stopping at any page equals not stopping. */
export const applyRemote = (database: Database, scope: string, page: RemotePage): Promise<Applied> =>
  joinItems(database, scope, { items: page.items, page })

/** Joins records that the server has, in one transaction; a repair brings them at no place of a pull. */
export const applyItems = (database: Database, scope: string, items: readonly RemoteItem[]): Promise<Applied> =>
  joinItems(database, scope, { items, page: null })

/**
 * As `applyRemote`, of a page of which nothing was here when the pull began: what is ready to be written is written unseen. Null, and nothing
 * stored, where the visit does not stand at `after`, or one of its records is here after all. So it may be called before the page before it is
 * stored: IndexedDB has all of it when its turn comes.
 */
export async function applyNews(
  database: Database,
  scope: string,
  page: RemotePage & { readonly after: Cursor | null },
): Promise<Applied | null> {
  try {
    return await joinItems(database, scope, { items: page.items, page, after: page.after })
  } catch (error) {
    if (error instanceof NoNews || isAlreadyHere(error)) return null
    throw error
  }
}

class NoNews extends Error {}

type ItemsOfPage = {
  readonly items: readonly RemoteItem[]
  readonly page: RemotePage | null
  /** It is taken for news, and stored where the visit stands here. */
  readonly after?: Cursor | null
}

async function joinItems(database: Database, scope: string, { items: all, page, after }: ItemsOfPage): Promise<Applied> {
  const now = database.host.now()
  const { recordIds, noteIds, ...applied } = await inScope(database, { scope, also: ['noteUpdates', 'scopes'] }, async (rows) => {
    const noteIds: string[] = []
    // Sent off together: each await would cost a turn of the event loop.
    const read = Promise.all([waitingBefore(database, scope), page && readScopeState(database, scope), rows.load([])])
    const [arrivals, items] = after === undefined ? [[], all] : arrivalsOf(all)
    for (const arrival of arrivals) rows.arrive(arrival)
    const [waiting, state] = await read
    if (after !== undefined && !(state && isAt(state, after))) throw new NoNews()
    // Not counted so far: what was written by now would be taken for what was here.
    if (after !== undefined && (await rows.digest()) === null) throw new NoNews()
    const ids = [...items.map(({ record }) => record.id), ...(waiting ?? [])]
    if (ids.length > 0) await rows.load([...new Set(ids)])
    for (const item of items) {
      // Most of a page. Not awaited: after a hundred awaits of anything but the database, Dexie loses its transaction.
      if (applyPlainItem(rows, { item, now, scope, text: null })) continue
      const note = { noteId: item.record.id, scope }
      const text = item.updates.length > 0 ? await settleNoteUpdates(database, note, { received: item.updates, acknowledged: [] }) : null
      if (text?.isChanged) noteIds.push(note.noteId)
      await applyItem(database, rows, { item, now, scope, text })
    }
    const next = page && state && stateAfter(state, page, now)
    if (next) rows.writeAlong({ table: 'scopes', rows: [scopeRow(database, scope, next)] })
    const { hasUnsent, hasParked } = waiting ? waitingAfter(rows, waiting) : await waitingAmongMany(database, rows, scope)
    const digest = hasUnsent ? null : await rows.digest()
    return { recordIds: rows.changed(), noteIds, digest, hasParked, answered: next?.answered }
  })
  database.announce({ scope, recordIds, noteIds, origin: 'remote', isForeign: false })
  return applied
}

/** What is ready to be written, and what is to be joined. */
function arrivalsOf(all: readonly RemoteItem[]): readonly [Arrival[], RemoteItem[]] {
  const arrivals: Arrival[] = []
  const items: RemoteItem[] = []
  for (const item of all) {
    if (item.arrival) arrivals.push(item.arrival)
    else items.push(item)
  }
  // IndexedDB keeps rows in the order of their keys: what comes in that order it has to move less.
  arrivals.sort((a, b) => (a.row.id < b.row.id ? -1 : 1))
  return [arrivals, items]
}

const isAt = ({ cursor, answered }: ScopeState, after: Cursor | null): boolean =>
  answered === undefined && cursor?.seq === after?.seq && cursor?.token === after?.token

function stateAfter(state: ScopeState, { cursor, named, role, isLast }: RemotePage, now: number): ScopeState {
  const isNamedAhead = named !== undefined && isAhead(named, cursor)
  const toName = stillToName(state, isNamedAhead ? undefined : named)
  const whole = isLast ? { base: cursor?.seq, pulledAt: now } : {}
  return { ...state, ...toName, ...whole, cursor, role }
}

const MOST_PARKED = 50

type Waiting = { readonly hasUnsent: boolean; readonly hasParked: boolean }

const idsWaiting = async (database: Database, scope: string): Promise<string[]> =>
  (await placesUnsent(database, scope, { limit: MOST_PARKED + 1 })).map(idAt)

/** Null where so many wait that they are better looked at afterwards. */
async function waitingBefore(database: Database, scope: string): Promise<readonly string[] | null> {
  const ids = await idsWaiting(database, scope)
  return ids.length > MOST_PARKED ? null : ids
}

/** Told from what waited before and what was kept since, nothing asked: what is to be written need not be written first. */
function waitingAfter(rows: Rows, before: readonly string[]): Waiting {
  const ids = new Set(before)
  for (const id of rows.changed()) {
    const record = rows.loaded(id)
    if (record && isUnsent(record)) ids.add(id)
    else ids.delete(id)
  }
  return { hasUnsent: [...ids].some((id) => rows.loaded(id)?.parked == null), hasParked: ids.size > 0 }
}

async function waitingAmongMany(database: Database, rows: Rows, scope: string): Promise<Waiting> {
  await rows.flush()
  const ids = await idsWaiting(database, scope)
  // So many are a visit that waits as a whole: looking at each with every page would take longer than the page.
  if (ids.length > MOST_PARKED) return { hasUnsent: true, hasParked: false }
  for (const id of ids) if ((await rows.get(id))?.parked == null) return { hasUnsent: true, hasParked: false }
  return { hasUnsent: false, hasParked: ids.length > 0 }
}

type Incoming = { readonly item: RemoteItem; readonly now: number; readonly scope: string; readonly text: SettledText | null }

/** Joins a record of which nothing is lost, and that has no text. False, and nothing done, for any other. */
function applyPlainItem(rows: Rows, incoming: Incoming): boolean {
  const { record: theirs, updates } = incoming.item
  const mine = rows.loaded(theirs.id)
  if (!mine) return updates.length === 0 && keepArrival(rows, incoming)
  if (updates.length > 0 || mine.pending['bodyEdited'] !== undefined) return false
  if (isUnsent(mine) && lossesOnDevice(mine.cells, theirs.cells, unacknowledged(mine)).length > 0) return false
  const joined = joinedWith(mine, incoming, false)
  if (joined) rows.keep(joined.record, joined.history)
  return true
}

/** As joining it with nothing would give, without the copies: of a first sync, every record. */
function keepArrival(rows: Rows, { item: { record, receivedAt }, now, scope }: Incoming): true {
  const { kind, id, cells } = record
  rows.keep({ kind, id, scope, rev: 0, cells, pending: NOTHING_WAITS, receivedAt, parked: null, textDigest: null, arrivedAt: now }, null)
  return true
}

const NOTHING_WAITS: StoredRecord['pending'] = {}

async function applyItem(database: Database, rows: Rows, incoming: Incoming): Promise<void> {
  const { item, scope, text } = incoming
  const { record: theirs } = item
  const mine = (await rows.get(theirs.id)) ?? emptyRecord({ kind: theirs.kind, id: theirs.id, scope })
  const losses = lossesOnDevice(mine.cells, theirs.cells, unacknowledged(mine))
  for (const loss of losses) await recordLoss(rows, mine, loss)
  const textWaits = text ? text.isPending : mine.pending['bodyEdited'] !== undefined && (await hasPendingText(database, mine.id))
  const joined = joinedWith(mine, incoming, textWaits)
  if (joined) await rows.put(joined.record, joined.history)
}

/** Ours and theirs together, and what changed by it for the history; null when it is what was here. */
function joinedWith(
  mine: StoredRecord,
  { item, now, text }: Incoming,
  textWaits: boolean,
): { readonly record: StoredRecord; readonly history: HistoryEntry | null } | null {
  const { record: theirs, receivedAt } = item
  const cells = isServerWritten(theirs.kind) ? asTheServerSays(mine.cells, theirs.cells) : join(mine.cells, theirs.cells)
  const settled = settle(mine, theirs.cells, textWaits)
  const textDigest = text ? digestOfText(mine.id, text.shape) : mine.textDigest
  const isNew = cells !== mine.cells
  if (!isNew && settled === mine.pending && mine.receivedAt === receivedAt && textDigest === mine.textDigest) return null
  // What comes for the first time is its own history until it changes: written twice, a visit would take half as long again.
  const isArrival = mine.rev === 0
  const arrivedAt = isArrival ? now : mine.arrivedAt
  const record = { ...mine, cells, pending: settled, receivedAt, textDigest, arrivedAt }
  const history = isNew && !isArrival ? ({ fields: changedCells(mine.cells, cells), storedAt: now, origin: 'remote' } as const) : null
  return { record: isUnsent(record) ? record : { ...record, parked: null }, history }
}

/** Fields that are not the very cells that were there. */
export const changedCells = (before: Cells, after: Cells): Cells =>
  Object.fromEntries(Object.entries(after).filter(([field, cell]) => before[field] !== cell))

/** The server alone writes these, and one that was restored may know less than it once did: what it says now counts (A3). */
const asTheServerSays = (mine: Cells, theirs: Cells): Cells => (join(theirs, mine) === theirs ? join(mine, theirs) : theirs)

export const hasPendingText = async (database: Database, noteId: string): Promise<boolean> =>
  (await pendingNoteUpdates(database, noteId)).length > 0

/**
 * What the server has, or overruled, no longer waits for it. A text that waits keeps the note in the outbox by the field that
 * came with it, also when somebody else typed later.
 */
function settle(mine: StoredRecord, theirs: Cells, textWaits: boolean): StoredRecord['pending'] {
  if (!isUnsent(mine)) return mine.pending
  let isSame = true
  const waiting: Record<string, Pending> = {}
  for (const [field, one] of Object.entries(mine.pending)) {
    const own = mine.cells[field]
    const other = theirs[field]
    const isTheirs = own !== undefined && other !== undefined && compareCells(own, other) <= 0
    const isText = field === 'bodyEdited'
    if (isText ? !textWaits && (isTheirs || one.isForText) : isTheirs) isSame = false
    else if (isText && isTheirs && !one.isForText) {
      isSame = false
      waiting[field] = { ...one, isForText: true }
    } else waiting[field] = one
  }
  return isSame ? mine.pending : waiting
}

/** The loss is a record like any other: the server, which may find it too, makes the very same one. */
export async function recordLoss(rows: Rows, loser: StoredRecord, loss: Loss): Promise<void> {
  const delta = conflictOf(loser, loss)
  const known = await rows.get(delta.id)
  if (known) return
  const before = loser.pending[loss.field]?.before ?? null
  const pending = Object.fromEntries(Object.keys(delta.cells).map((field) => [field, { isOwn: false, hasLeft: false, before }]))
  await rows.put({ ...emptyRecord({ kind: delta.kind, id: delta.id, scope: loser.scope }), cells: delta.cells, pending }, null)
}
