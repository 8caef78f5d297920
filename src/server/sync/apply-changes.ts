import { conflictOf } from '@shared/domain/conflict.ts'
import { assert } from '@shared/lib/assert.ts'
import { canonicalJson } from '@shared/lib/canonical-json.ts'
import type { Cell, Cells, RecordDelta } from '@shared/sync/cell.ts'
import { join } from '@shared/sync/join.ts'
import { lossesOnServer, type Loss } from '@shared/sync/loss.ts'
import type { Result } from '@shared/lib/result.ts'
import { PARKED_BY_ROLE, type ParkReason, type PushReply } from '@shared/sync/protocol/push.ts'
import type { Stamp } from '@shared/sync/stamp.ts'
import { mayBeStoredLater, type Writer } from '../access/policy.ts'
import { parkReasonOf, type Item } from './read-item.ts'
import type { ScopeCommit } from './scope-commit.ts'

export type Pusher = Writer & { readonly account: string; readonly device: string; readonly scope: string }
export type ItemResult = PushReply['results'][number]
/** Everything received before for each of these records, oldest first. */
export type ReadReceived = (records: readonly string[]) => Promise<ReadonlyMap<string, readonly RecordDelta[]>>

/**
 * Joins the items of a push into the commit, in their order, and records every loss as a conflict (docs/sync-spec.md L3, L4).
 * Gives one result per item; an item that is parked changes nothing. `isAsReceived`: the server put in nothing that was not sent, and moved nothing.
 */
export async function applyChanges(
  commit: ScopeCommit,
  push: { items: readonly Result<Item, ParkReason>[]; pusherOf: (item: Item) => Pusher },
  readReceived: ReadReceived,
): Promise<{ readonly results: ItemResult[]; readonly isAsReceived: boolean }> {
  const { items, pusherOf } = push
  await commit.load(items.flatMap((item) => (item.ok ? [item.value.delta.id] : [])))
  const losses = lossCollector(readReceived)
  await losses.lookAhead(
    items.flatMap((item) => (item.ok ? [item.value.delta] : [])),
    (id) => commit.record(id)?.cells,
  )
  const parkings: (Parked | null)[] = []
  for (const item of items) {
    const parking = item.ok ? parkingOf(commit, item.value, pusherOf(item.value)) : parked(item.error.code, item.error.detail)
    parkings.push(parking)
    if (parking || !item.ok) continue
    // Nearly none has to wait: a turn for each item costs more than storing it.
    const looking = losses.look(commit.record(item.value.delta.id)?.cells ?? NOTHING, item.value.delta)
    if (looking) await looking
    store(commit, item.value, pusherOf(item.value))
  }
  const made = await recordConflicts(commit, losses.conflicts())
  const moved = await placeAfterLosses(commit, [
    ...items.flatMap((item, index) => (item.ok && !parkings[index] && item.value.delta.kind === 'conflict' ? [item.value.delta.id] : [])),
    ...losses.conflicts().map((conflict) => conflict.id),
  ])
  const results = items.map((item, index): ItemResult => {
    const parking = parkings[index]
    if (parking) return parking
    const record = item.ok ? commit.record(item.value.delta.id) : undefined
    assert(record !== undefined, 'a stored item has a record')
    return { outcome: 'stored', seq: record.seq }
  })
  return { results, isAsReceived: made + moved === 0 }
}

/** Of a record that is new here. */
const NOTHING: Cells = {}

type Parked = Extract<ItemResult, { outcome: 'parked' }>

const parked = (reason: ParkReason, detail?: string): Parked => ({ outcome: 'parked', reason, ...(detail ? { detail } : {}) })

function parkingOf(commit: ScopeCommit, item: Item, pusher: Pusher): Parked | null {
  const held = commit.record(item.delta.id)
  const reason = parkReasonOf(item, held, pusher)
  if (!reason) return null
  const isByRole = reason === 'forbidden' && mayBeStoredLater(pusher.role, item.delta, held?.cells)
  return parked(reason, isByRole ? PARKED_BY_ROLE : undefined)
}

function store(commit: ScopeCommit, item: Item, { account: pushedBy, device }: Pusher): void {
  const { delta } = item
  const held = commit.record(delta.id)
  commit.addHistory({ delta, pushedBy, device, proven: item.proven ?? NONE, packed: item.packed })
  if (!held && item.scanned) return commit.add(delta, item.scanned.digest)
  const current = held?.cells ?? NOTHING
  const joined = join(current, delta.cells)
  for (const update of item.updates) commit.addUpdate(delta.id, update)
  // A first delta without a field that wins still makes the record, so that its receipt has a place.
  if (!held || joined !== current || item.updates.length > 0) commit.put(delta, joined)
}

const NONE: readonly string[] = []

/** Gives how many nobody had recorded. */
async function recordConflicts(commit: ScopeCommit, conflicts: readonly RecordDelta[]): Promise<number> {
  let made = 0
  await commit.load(conflicts.map((conflict) => conflict.id))
  for (const conflict of conflicts) {
    const current = commit.record(conflict.id)?.cells ?? {}
    const joined = join(current, conflict.cells)
    if (joined === current) continue
    made += 1
    commit.put(conflict, joined)
  }
  return made
}

/** A loss of a conflict is a conflict too, and so on; whoever names their records in a circle gets no further than this. */
const DEEPEST = 8

/**
 * A record stands after every loss that was recorded of it: whoever stops a pull between two pages has the loss before the value
 * that won, and brings it along to a server that was restored to before both (docs/sync-spec.md C7). Gives how many were moved.
 */
async function placeAfterLosses(commit: ScopeCommit, conflicts: readonly string[]): Promise<number> {
  let count = 0
  let wave: readonly string[] = conflicts
  for (let depth = 0; depth < DEEPEST && wave.length > 0; depth += 1) {
    const losses = wave.flatMap((id) => commit.record(id) ?? [])
    const losers = losses.flatMap(({ cells, seq }) => {
      const id = cells['recordId']?.value
      return typeof id === 'string' ? [{ id, seq }] : []
    })
    await commit.load(losers.map(({ id }) => id))
    const behind = losers.filter(({ id, seq }) => (commit.record(id)?.seq ?? seq) < seq)
    const moved = [...new Set(behind.map(({ id }) => id))]
    for (const id of moved) commit.move(id)
    count += moved.length
    wave = moved.filter((id) => commit.record(id)?.kind === 'conflict')
  }
  return count
}

type LossCollector = {
  /** Reads the histories of all that leave a doubt, in few questions: one for each record costs more than all else of a push of conflicts. */
  lookAhead(deltas: readonly RecordDelta[], heldOf: (id: string) => Cells | undefined): Promise<void>
  /** Compares an item with the cells held, before they are joined. Null where that is done. */
  look(current: Cells, delta: RecordDelta): Promise<void> | null
  conflicts(): RecordDelta[]
}

/**
 * Finds losses. The history of a record is read only where the cells themselves leave a doubt: an edit whose bases name the
 * current cell, which is nearly every edit, needs none.
 */
function lossCollector(readReceived: ReadReceived): LossCollector {
  const found: RecordDelta[] = []
  const received = new Map<string, readonly RecordDelta[]>()
  const inThisPush = new Map<string, RecordDelta[]>()
  const read = async (ids: readonly string[]): Promise<void> => {
    for (const [id, stored] of await readReceived(ids)) received.set(id, stored)
  }
  const receivedOf = async (id: string): Promise<readonly RecordDelta[]> => {
    // What was new to the server when the push began and meets itself in it.
    if (!received.has(id)) await read([id])
    return [...(received.get(id) ?? []), ...(inThisPush.get(id) ?? [])]
  }
  const remember = (delta: RecordDelta): void => {
    const earlier = inThisPush.get(delta.id)
    if (earlier) earlier.push(delta)
    else inThisPush.set(delta.id, [delta])
  }
  const lookInto = async (current: Cells, delta: RecordDelta): Promise<void> => {
    const losses = lossesIn(current, delta, await receivedOf(delta.id))
    found.push(...losses.map((loss) => conflictOf(delta, loss)))
    remember(delta)
  }
  return {
    conflicts: () => found,
    lookAhead: async (deltas, heldOf) => {
      const doubtful = deltas.filter((delta) => isDoubtful(heldOf(delta.id) ?? NOTHING, delta))
      const ids = [...new Set(doubtful.map(({ id }) => id))]
      for (let from = 0; from < ids.length; from += AT_ONCE) await read(ids.slice(from, from + AT_ONCE))
    },
    look: (current, delta) => {
      if (isDoubtful(current, delta)) return lookInto(current, delta)
      remember(delta)
      return null
    },
  }
}

/** Records whose histories are read in one question. */
const AT_ONCE = 100

/** Whether the cells themselves cannot say that nothing is lost. */
const isDoubtful = (current: Cells, incoming: RecordDelta): boolean =>
  current !== NOTHING && lossesOnServer(current, incoming.cells, () => NO_ANCESTRY).length > 0

const NO_ANCESTRY: ReadonlyMap<Stamp, readonly Stamp[]> = new Map()

function lossesIn(current: Cells, delta: RecordDelta, received: readonly RecordDelta[]): Loss[] {
  const isNew = ([field, cell]: [string, Cell]): boolean =>
    !received.some((earlier) => {
      const known = earlier.cells[field]
      return known?.stamp === cell.stamp && canonicalJson(known.value) === canonicalJson(cell.value)
    })
  const news = Object.fromEntries(Object.entries(delta.cells).filter(isNew))
  return lossesOnServer(current, news, (field) => ancestryOf(field, received))
}

/** The same stamp may have come with several bases: through the server, in a pack, from a restored laptop. */
function ancestryOf(field: string, received: readonly RecordDelta[]): ReadonlyMap<Stamp, readonly Stamp[]> {
  const bases = new Map<Stamp, readonly Stamp[]>()
  for (const delta of received) {
    const cell = delta.cells[field]
    if (cell) bases.set(cell.stamp, [...(bases.get(cell.stamp) ?? []), ...cell.bases])
  }
  return bases
}

/** The one result that a push has when its sender may not write in the scope at all: the laptop tries again in another role (P4). */
export function parkAll(items: readonly unknown[]): ItemResult[] {
  assert(items.length > 0, 'a push has items')
  return items.map(() => parked('forbidden', PARKED_BY_ROLE))
}
