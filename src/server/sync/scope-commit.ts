import { isServerWritten } from '@shared/domain/tables.ts'
import { assert } from '@shared/lib/assert.ts'
import type { Cells, RecordDelta } from '@shared/sync/cell.ts'
import { combineDigests, digestOfRecord, digestOfText, EMPTY_DIGEST, type Digest } from '@shared/sync/digest.ts'
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

/** Locks the scope. Null when the transaction's actor may not write in it. */
export async function openCommit(tx: Transaction, context: CommitContext): Promise<ScopeCommit | null> {
  const { scope, at, actor } = context
  await actAs(tx, actor)
  const head = await lockScope(tx, scope)
  if (head === null) return null
  const digest = head.digest ?? (await countAsServer(tx, scope, actor))
  let last = head.seq
  const held = new Map<string, StoredRecord>()
  /** As they were before this commit. */
  const before = new Map<string, StoredRecord>()
  const looked = new Set<string>()
  const changed = new Set<string>()
  const moved = new Set<string>()
  const updates: StoredUpdate[] = []
  const history: ReceivedItem[] = []
  return {
    head: head.seq,
    load: async (ids) => {
      const missing = ids.filter((id) => !held.has(id))
      for (const id of missing) looked.add(id)
      for (const record of await readRecords(tx, scope, missing)) for (const known of [held, before]) known.set(...record)
    },
    record: (id) => held.get(id),
    put: ({ id, kind }, cells) => {
      assert(looked.has(id), 'a record is read before it is written: it may be its own history')
      last += 1
      changed.add(id)
      const textDigest = held.get(id)?.textDigest ?? EMPTY_DIGEST
      held.set(id, {
        id,
        kind,
        cells,
        seq: last,
        receivedAt: at,
        digest: digestOfRecord({ id, kind, cells }),
        textDigest,
        isOwnHistory: false,
      })
      return last
    },
    move: (id) => {
      const record = held.get(id)
      if (!record) return
      last += 1
      held.set(id, { ...record, seq: last })
      moved.add(id)
    },
    addUpdate: (record, bytes) => {
      last += 1
      updates.push({ seq: last, record, bytes, receivedAt: at })
      return last
    },
    addHistory: (item) => history.push({ ...item, receivedAt: at }),
    finish: () => finish(tx, context, { head: head.seq, digest, last, updates, history, before, held, changed, moved }),
  }
}

type Open = Received & {
  readonly head: number
  readonly digest: Digest
  readonly last: number
  readonly updates: readonly StoredUpdate[]
  readonly moved: ReadonlySet<string>
}

async function finish(tx: Transaction, context: CommitContext, open: Open): Promise<Cursor | null> {
  const { scope, at } = context
  const { head, digest, held, before, changed, moved } = open
  const { last, digests } = await settleNotes(tx, context, open)
  const records = pick(held, changed).map((record) => withText(record, digests))
  await writeReceived(tx, context, { ...open, records })
  await moveAsServer(tx, context, pick(held, without(moved, changed)))
  if (last === head) return readCommitAt(tx, scope, last)
  const combined = combineDigests(digest, ...countsOf(pick(before, changed)), ...countsOf(records))
  const token = context.newToken()
  await closeCommit(tx, { scope, count: last - head, token, at, digest: combined })
  return { seq: last, token }
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
  await actAs(tx, { kind: 'server', scope })
  await moveRecords(tx, scope, records)
  await actAs(tx, actor)
}

type Held = ReadonlyMap<string, StoredRecord>
type Received = {
  readonly history: readonly ReceivedItem[]
  readonly before: Held
  readonly held: Held
  readonly changed: ReadonlySet<string>
}

async function writeReceived(
  tx: Transaction,
  context: CommitContext,
  received: Received & { readonly records: readonly StoredRecord[] },
): Promise<void> {
  const { records, history, before, held, changed } = received
  const { firsts, others } = divideHistory(history, { before, held })
  await keepAsServer(tx, context, { before, changed, history: others })
  await writeRecords(tx, context.scope, records.map(withChange(before, firsts)))
  await writeHistory(tx, context.scope, others)
}

/** What makes a record and is all that comes of it: no row of history says once more what the record is. */
function divideHistory(
  history: readonly ReceivedItem[],
  { before, held }: { before: Held; held: Held },
): { firsts: Map<string, ReceivedItem>; others: readonly ReceivedItem[] } {
  const firsts = new Map<string, ReceivedItem>()
  const several = new Set<string>()
  for (const item of history) {
    const { id, cells } = item.delta
    if (firsts.has(id)) several.add(id)
    if (!before.has(id) && held.get(id)?.cells === cells) firsts.set(id, item)
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
  await actAs(tx, { kind: 'server', scope })
  await keepOwnHistory(tx, scope, { rewritten: own.filter((id) => changed.has(id)), others: without(own, changed) })
  await actAs(tx, actor)
}

const pick = (held: ReadonlyMap<string, StoredRecord>, ids: Iterable<string>): StoredRecord[] =>
  [...ids].flatMap((id) => held.get(id) ?? [])

const without = (ids: Iterable<string>, others: ReadonlySet<string>): string[] => [...ids].filter((id) => !others.has(id))

const countsOf = (records: readonly StoredRecord[]): Digest[] => records.flatMap(({ digest, textDigest }) => [digest, textDigest])

/** What of a record this commit has changed. What the server alone writes is not merged by laptops, and always goes whole (A3). */
const withChange =
  (before: Held, firsts: ReadonlyMap<string, ReceivedItem>) =>
  (record: StoredRecord): RecordToWrite => {
    const old = before.get(record.id)
    const origin = firsts.get(record.id) ?? null
    if (!old || isServerWritten(record.kind)) return { record, change: null, origin }
    const cells = Object.fromEntries(Object.entries(record.cells).filter(([field, cell]) => old.cells[field] !== cell))
    return { record, change: { after: old.seq, cells }, origin }
  }

function withText(record: StoredRecord, digests: ReadonlyMap<string, Digest>): StoredRecord {
  const textDigest = digests.get(record.id)
  return textDigest === undefined ? record : { ...record, textDigest }
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
