import { compareCells, type Cells } from '@shared/sync/cell.ts'
import { digestOfText } from '@shared/sync/digest.ts'
import { lossesOf } from '@shared/sync/loss.ts'
import { unpackRecord } from '@shared/sync/packed.ts'
import { PARKED_BY_ROLE, type PushReply, type PushRequest } from '@shared/sync/protocol/push.ts'
import type { Cursor } from '@shared/sync/protocol/records.ts'
import { recordLoss } from './apply-remote.ts'
import type { Database } from './database.ts'
import { gather, type MaySend, type Sent, type SentOpened } from './gather-outgoing.ts'
import { markLeft, openMarks, type Mark } from './leaving.ts'
import { settleNoteUpdates } from './note-updates.ts'
import { forgetInFlight, itemsIn, keepOutgoing, type Outgoing } from './outgoing.ts'
import { dropOverruled } from './overruled.ts'
import { inScope, type Rows } from './rows.ts'
import { nameFirst, putScopeState, readScopeState, stillToName, type ScopeState } from './scope-state.ts'
import { emptyRecord, receivedRow, type Pending, type StoredRecord } from './stored-record.ts'
import { countBetween, idAt, placesBetween } from './unsent.ts'
import type { Place } from './versions.ts'

const NOTHING_WAITS: StoredRecord['pending'] = {}

type Answer = {
  readonly outgoing: Outgoing
  readonly reply: PushReply
  /** What may be sent next; left out where nothing is. */
  readonly sends?: MaySend
}

/**
 * Takes the server's answer: what it stored is received, what it parked stays here, visibly, and stops nothing else. Where more waits behind
 * it, and nothing is to be done before, the next push is made in the same transaction: two, each flushed to the disk, would be kept for each.
 */
export async function settleOutgoing(database: Database, scope: string, { outgoing, reply, sends }: Answer): Promise<Outgoing | null> {
  const { request } = outgoing
  const { results, receivedAt } = reply
  const also = ['noteUpdates', 'originals', 'overruled', 'pushes', 'scopes'] as const
  const { recordIds, next } = await inScope(database, { scope, also }, async (rows) => {
    // Sent off together: each await would cost a turn of the event loop.
    const [before, standing] = await Promise.all([readScopeState(database, scope), standingOf(database, scope, outgoing)])
    const state = reply.commit ? afterCommit(before, reply, request.since) : before
    // Read before anything is kept, which would have to be written first.
    const gathered =
      sends && standing?.isAsItWas && mayFollow(outgoing, reply, state)
        ? await gather(database, rows, { scope, after: standing.last, ...sends })
        : null
    const answered = outgoing.known ? await settleKnown(database, rows, { scope, standing, reply }) : answeredBy(outgoing)
    const unread = answered.filter(({ sent }) => !sent).map(({ id }) => id)
    if (unread.length > 0) await rows.load(unread)
    for (const { at, id, sent } of answered) {
      const result = results[at]
      const record = rows.loaded(id)
      if (!record || !result) continue
      // All that waited of it went.
      if (result.outcome === 'parked') {
        rows.keep({ ...(sent ? markLeft(record) : record), parked: { reason: result.reason, detail: result.detail ?? null } }, null)
        continue
      }
      const acknowledged = outgoing.noteRows[id]
      const text = acknowledged ? await settleNoteUpdates(database, { noteId: id, scope }, { received: [], acknowledged }) : null
      const textDigest = text ? digestOfText(id, text.shape) : record.textDigest
      const pending = sent ? NOTHING_WAITS : withoutSent(record, sentOf(request, at), text?.isPending ?? false)
      rows.keep({ ...record, pending, parked: null, receivedAt, textDigest }, null, sent ? packedWhole(record, sent.packed) : undefined)
    }
    await settleOverruled(database, rows, { scope, outgoing, results: results.slice(countOwn(outgoing)) })
    await forgetInFlight(database, rows, scope)
    const next = gathered && (await keepOutgoing(database, state, { scope, gathered, overruled: [] }))
    if (reply.commit && !next) await putScopeState(database, scope, state)
    return { recordIds: rows.changed(), next }
  })
  database.announce({ scope, recordIds, noteIds: [], origin: 'remote', isForeign: false })
  return next
}

/** More may wait, all of this was stored and has no words that were cut, and no pull comes first. */
const mayFollow = ({ known, noteRows }: Outgoing, { results }: PushReply, { answered }: ScopeState): boolean =>
  known?.isFull === true &&
  answered === undefined &&
  results.every(({ outcome }) => outcome === 'stored') &&
  Object.keys(noteRows).length === 0

/** A record of a push, at its place there, that is to be opened. @property sent how it stood, where it stands so still and need not be read */
type Answered = { readonly at: number; readonly id: string; readonly sent: SentOpened | null }

/** How many items of a push are of records, and not what lost against packs. */
const countOwn = (outgoing: Outgoing): number => itemsIn(outgoing) - (outgoing.overruled?.length ?? 0)

/** The records of a push that another page made. */
const answeredBy = (outgoing: Outgoing): Answered[] =>
  outgoing.request.items.slice(0, countOwn(outgoing)).map(({ record }, at) => ({ at, id: record.i, sent: null }))

const sentOf = ({ items }: PushRequest, index: number): Cells => {
  const item = items[index]
  return item ? unpackRecord(item.record).cells : {}
}

/**
 * A push of this page when its answer comes. @property isAsItWas nothing of it was written since, and nothing began to wait in the midst of it, as
 * it may by a clock that was set back
 */
type Standing = {
  readonly records: readonly Sent[]
  readonly first: Place
  readonly last: Place
  readonly marks: readonly Mark[]
  readonly isAsItWas: boolean
}

async function standingOf(database: Database, scope: string, { known }: Outgoing): Promise<Standing | null> {
  const { records = [] } = known ?? {}
  const [first, last] = [records[0]?.place, records.at(-1)?.place]
  if (!first || !last) return null
  const [row, count] = await Promise.all([database.dexie.leaving.get(scope), countBetween(database, first, last)])
  const marks = openMarks(database, row)
  // Where none was struck each is at its place, and as many places as there are records are theirs.
  return { records, first, last, marks, isAsItWas: marks.length === records.length && count === records.length }
}

type AnswerToKnown = { readonly scope: string; readonly standing: Standing | null; readonly reply: PushReply }

/** Settles what went whole, and lies as it did when this page made the push. Gives what is to be opened. */
async function settleKnown(database: Database, rows: Rows, { scope, standing, reply }: AnswerToKnown): Promise<readonly Answered[]> {
  if (!standing) return []
  const { records, first, last, marks, isAsItWas } = standing
  rows.knowPlaces(isAsItWas ? records.map(({ place }) => place) : await placesBetween(database, first, last))
  return settleWholes(database, rows, { scope, records, marks, reply })
}

type Settles = { readonly scope: string; readonly records: readonly Sent[]; readonly marks: readonly Mark[]; readonly reply: PushReply }

/**
 * A record that still stands among the marks nobody has written since (leaving.ts). It need not be read. A note may be counted anew without a
 * rev, and is; what was not opened and is parked now is read too.
 */
function settleWholes({ seal }: Database, rows: Rows, { scope, records, marks, reply }: Settles): readonly Answered[] {
  const { results, receivedAt } = reply
  const opened: Answered[] = []
  let next = 0
  for (let at = 0; at < records.length; at += 1) {
    const sent = records[at] as Sent
    const id = idAt(sent.place)
    // Marks are in the order of the push, without those that were struck.
    const mark = marks[next]
    const isMarked = mark?.[0] === id
    if (isMarked) next += 1
    const isAsSent = isMarked && mark[2] === sent.rev && sent.record?.kind !== 'note'
    if (isAsSent && sent.record) rows.trust(sent.record)
    if (isAsSent && !sent.record && results[at]?.outcome === 'stored') {
      rows.settle(receivedRow({ id, scope, rev: sent.rev }, { packed: sent.packed, receivedAt }, seal))
    } else opened.push({ at, id, sent: isAsSent && sent.record ? sent : null })
  }
  return opened
}

/** The packed form of all of a record, where all of it was sent. */
function packedWhole({ cells, pending }: StoredRecord, packed: string): string | undefined {
  for (const field in cells) if (pending[field] === undefined) return undefined
  return packed
}

type AnswerToOverruled = { readonly scope: string; readonly outgoing: Outgoing; readonly results: PushReply['results'] }

/** What the server has now, or had before, is in its hands. What it will not take is told here: somebody may have written it unseen. */
async function settleOverruled(database: Database, rows: Rows, { scope, outgoing, results }: AnswerToOverruled): Promise<void> {
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
