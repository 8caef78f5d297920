import { isServerWritten } from '@shared/domain/tables.ts'
import { assert } from '@shared/lib/assert.ts'
import type { Cells, RecordDelta } from '@shared/sync/cell.ts'
import { digestOfRecord, digestOfText, EMPTY_DIGEST, startSum, type Digest } from '@shared/sync/digest.ts'
import type { Cursor } from '@shared/sync/protocol/records.ts'
import { actAs, type Actor } from '../db/actor.ts'
import type { Transaction } from '../db/database.ts'
import { keepOwnHistory, writeHistory, type ReceivedItem } from '../db/history-repository.ts'
import { deleteUpdates, readUpdatesOfNote, writeUpdates, type StoredUpdate } from '../db/note-updates-repository.ts'
import { moveRecords, readRecords, writeRecords, type RecordToWrite, type StoredRecord } from '../db/records-repository.ts'
import { closeCommit, lockScope, readCommitAt } from '../db/scopes-repository.ts'
import { mergeUpdates, shapeOfText } from './merge-updates.ts'
import { computeDigests } from './scope-digest.ts'

/** One write to a scope in the making: everything in it gets the next places of the scope's counter and one token. */
export type ScopeCommit = {
  /** Where the counter stood before. */
  readonly head: number
  /** Reads these records, so that `record` knows them. */
  load(ids: readonly string[]): Promise<void>
  record(id: string): StoredRecord | undefined
  /** Each gives the place that the change got. */
  put(delta: RecordDelta, cells: Cells): number
  /** A record that is not here, as it was brought. Its cells are left alone. */
  add(delta: RecordDelta, digest: Digest): void
  /** Gives a record, as it is, a place after everything so far. */
  move(id: string): void
  addUpdate(record: string, bytes: string): number
  addHistory(item: Omit<ReceivedItem, 'receivedAt'>): void
  /**
   * Writes everything and moves the counter; gives where it stands then, null in a scope without a commit. The commit is visible, and
   * the scope free, when the transaction ends.
   */
  finish(): Promise<Cursor | null>
}
export type CommitContext = {
  readonly scope: string
  /** Who writes; the transaction goes on as this actor. */
  readonly actor: Actor
  /** The server's time, milliseconds since 1970: the receipt of everything in this commit. */
  readonly at: number
  readonly newToken: () => string
  /** A note with more stored updates than this is compacted. */
  readonly compactAfter: number
}

/** Locks the scope, and then reads these records. Null when the transaction's actor may not write in it. */
export async function openCommit(tx: Transaction, context: CommitContext, ids: readonly string[] = []): Promise<ScopeCommit | null> {
  const { scope, at, actor } = context
  const [, head, read] = await Promise.all([actAs(tx, actor), lockScope(tx, scope), readRecords(tx, scope, ids)])
  if (head === null) return null
  const digest = head.digest ?? (await countAsServer(tx, scope, actor))
  // Counting has changed them.
  const first = head.digest === null ? await readRecords(tx, scope, ids) : read
  let last = head.seq
  const held = new Map<string, StoredRecord>(first)
  /** As they were before this commit. */
  const before = new Map<string, StoredRecord>(first)
  const looked = new Set<string>(ids)
  const changed = new Set<string>()
  /** What made a record, and is all of it. */
  const makers = new Map<string, RecordDelta>()
  const moved = new Set<string>()
  const updates: StoredUpdate[] = []
  const history: ReceivedItem[] = []
  const place = (delta: RecordDelta, record: StoredRecord): void => {
    assert(looked.has(delta.id), 'a record is read before it is written: it may be its own history')
    last = record.seq
    changed.add(delta.id)
    makers.set(delta.id, delta)
    held.set(delta.id, record)
  }
  return {
    head: head.seq,
    load: async (ids) => {
      const missing = ids.filter((id) => !looked.has(id))
      for (const id of missing) looked.add(id)
      for (const record of await readRecords(tx, scope, missing)) for (const known of [held, before]) known.set(...record)
    },
    record: (id) => held.get(id),
    put: (delta, cells) => {
      const { id, kind } = delta
      const [digest, textDigest] = [digestOfRecord({ id, kind, cells }), held.get(id)?.textDigest ?? EMPTY_DIGEST]
      place(delta, { id, kind, cells, seq: last + 1, receivedAt: at, digest, textDigest, isOwnHistory: false })
      if (before.has(id) || delta.cells !== cells) makers.delete(id)
      return last
    },
    add: (delta, digest) => {
      assert(!held.has(delta.id), 'a record is made once')
      place(delta, new AsBrought(delta, { seq: last + 1, receivedAt: at, digest }))
    },
    move: (id) => {
      const record = held.get(id)
      if (!record) return
      last += 1
      held.set(id, changedBy(record, { seq: last }))
      moved.add(id)
    },
    addUpdate: (record, bytes) => {
      last += 1
      updates.push({ seq: last, record, bytes, receivedAt: at })
      return last
    },
    addHistory: (item) => history.push({ ...item, receivedAt: at }),
    finish: () => finish(tx, context, { head: head.seq, digest, last, updates, history, before, held, changed, makers, moved }),
  }
}

/** A record of which this is all. Its cells stay with what brought it, and are not among what `...` copies. */
class AsBrought implements StoredRecord {
  readonly kind: string
  readonly id: string
  readonly seq: number
  readonly receivedAt: number
  readonly digest: Digest
  readonly textDigest = EMPTY_DIGEST
  readonly isOwnHistory = false
  readonly #delta: RecordDelta
  constructor(delta: RecordDelta, { seq, receivedAt, digest }: Pick<StoredRecord, 'seq' | 'receivedAt' | 'digest'>) {
    this.kind = delta.kind
    this.id = delta.id
    this.seq = seq
    this.receivedAt = receivedAt
    this.digest = digest
    this.#delta = delta
  }
  get cells(): Cells {
    return this.#delta.cells
  }
}

/** The same record but for this. */
const changedBy = (record: StoredRecord, change: Partial<StoredRecord>): StoredRecord => ({ ...record, cells: record.cells, ...change })

type Open = Received & {
  readonly head: number
  readonly digest: Digest
  readonly last: number
  readonly updates: readonly StoredUpdate[]
  readonly moved: ReadonlySet<string>
}

/** Everything is asked at once, in this order: none of the functions here may wait for an answer before it asks for more. */
async function finish(tx: Transaction, context: CommitContext, open: Open): Promise<Cursor | null> {
  const { scope, at } = context
  const { head, digest, held, before, changed, moved } = open
  const { last, digests } = await settleNotes(tx, context, open)
  const records = pick(held, changed).map((record) => withText(record, digests))
  const sum = startSum()
  sum.add(digest)
  for (const record of [...pick(before, changed), ...records]) {
    sum.add(record.digest)
    if (record.textDigest !== EMPTY_DIGEST) sum.add(record.textDigest)
  }
  const token = context.newToken()
  const [kept] = await Promise.all([
    last === head ? readCommitAt(tx, scope, last) : { seq: last, token },
    writeReceived(tx, context, { ...open, records }),
    moveAsServer(tx, context, pick(held, without(moved, changed))),
    ...(last === head ? [] : [closeCommit(tx, { scope, count: last - head, token, at, digest: sum.total() })]),
  ])
  return kept
}

/** Counting writes on rows of every kind, which a reviewer may not. */
async function countAsServer(tx: Transaction, scope: string, actor: Actor): Promise<Digest> {
  await actAs(tx, { kind: 'server', scope })
  const digest = await computeDigests(tx, scope)
  await actAs(tx, actor)
  return digest
}

/** Where a record stands is the server's, also of one that the actor may not write. */
async function moveAsServer(tx: Transaction, { scope, actor }: CommitContext, records: readonly StoredRecord[]): Promise<void> {
  if (records.length === 0) return
  await Promise.all([actAs(tx, { kind: 'server', scope }), moveRecords(tx, scope, records), actAs(tx, actor)])
}

type Held = ReadonlyMap<string, StoredRecord>
type Received = {
  readonly history: readonly ReceivedItem[]
  readonly before: Held
  readonly held: Held
  readonly changed: ReadonlySet<string>
  readonly makers: ReadonlyMap<string, RecordDelta>
}

async function writeReceived(
  tx: Transaction,
  context: CommitContext,
  received: Received & { readonly records: readonly StoredRecord[] },
): Promise<void> {
  const { records, history, before, makers, changed } = received
  const { firsts, others } = divideHistory(history, makers)
  await Promise.all([
    keepAsServer(tx, context, { before, changed, history: others }),
    writeRecords(tx, context.scope, records.map(withChange(before, firsts))),
    writeHistory(tx, context.scope, others),
  ])
}

/** What makes a record and is all that comes of it: no row of history says once more what the record is. */
function divideHistory(
  history: readonly ReceivedItem[],
  makers: Received['makers'],
): { firsts: Map<string, ReceivedItem>; others: readonly ReceivedItem[] } {
  const firsts = new Map<string, ReceivedItem>()
  const several = new Set<string>()
  for (const item of history) {
    const { id } = item.delta
    if (firsts.has(id)) several.add(id)
    if (makers.get(id) === item.delta) firsts.set(id, item)
    else several.add(id)
  }
  for (const id of several) firsts.delete(id)
  return { firsts, others: firsts.size === 0 ? history : history.filter(({ delta }) => !firsts.has(delta.id)) }
}

/** Whoever brings something of a record that they may not write, such as a review that is there already, moves its history all the same. */
async function keepAsServer(
  tx: Transaction,
  { scope, actor }: CommitContext,
  touched: Pick<Received, 'before' | 'changed' | 'history'>,
): Promise<void> {
  const { before, changed, history } = touched
  const ids = new Set([...changed, ...history.map(({ delta }) => delta.id)])
  const own = [...ids].filter((id) => before.get(id)?.isOwnHistory)
  if (own.length === 0) return
  await Promise.all([
    actAs(tx, { kind: 'server', scope }),
    keepOwnHistory(tx, scope, { rewritten: own.filter((id) => changed.has(id)), others: without(own, changed) }),
    actAs(tx, actor),
  ])
}

const pick = (held: ReadonlyMap<string, StoredRecord>, ids: Iterable<string>): StoredRecord[] =>
  [...ids].flatMap((id) => held.get(id) ?? [])

const without = (ids: Iterable<string>, others: ReadonlySet<string>): string[] => [...ids].filter((id) => !others.has(id))

/** What of a record this commit has changed. What the server alone writes is not merged by laptops, and always goes whole (A3). */
const withChange =
  (before: Held, firsts: ReadonlyMap<string, ReceivedItem>) =>
  (record: StoredRecord): RecordToWrite => {
    const old = before.get(record.id)
    const origin = firsts.get(record.id) ?? null
    if (!old || isServerWritten(record.kind)) return { record, isNew: !old, change: null, origin }
    const cells = Object.fromEntries(Object.entries(record.cells).filter(([field, cell]) => old.cells[field] !== cell))
    return { record, isNew: false, change: { after: old.seq, cells }, origin }
  }

function withText(record: StoredRecord, digests: ReadonlyMap<string, Digest>): StoredRecord {
  const textDigest = digests.get(record.id)
  return textDigest === undefined ? record : changedBy(record, { textDigest })
}

/**
 * Writes updates, computes what the texts of their notes count with, and replaces the updates of long ones by fewer, at new places, so that
 * every cursor still gets everything (docs/sync-spec.md N3). Gives the last place used.
 */
async function settleNotes(
  tx: Transaction,
  context: CommitContext,
  touched: { updates: readonly StoredUpdate[]; last: number },
): Promise<{ last: number; digests: Map<string, Digest> }> {
  let { last } = touched
  const digests = new Map<string, Digest>()
  await writeUpdates(tx, context.scope, touched.updates)
  for (const record of new Set(touched.updates.map((update) => update.record))) {
    const updates = await readUpdatesOfNote(tx, context.scope, record)
    digests.set(record, digestOfText(record, shapeOfText(updates)))
    const merge = updates.length > context.compactAfter ? mergeUpdates(updates) : null
    if (!merge) continue
    last += 1
    await writeUpdates(tx, context.scope, [{ seq: last, record, bytes: merge.bytes, receivedAt: context.at }])
    await deleteUpdates(tx, context.scope, merge.replaces)
  }
  return { last, digests }
}
