import type { Cell, Cells } from '@shared/sync/cell.ts'
import type { conflictOf } from '@shared/domain/conflict.ts'
import type { join } from '@shared/sync/join.ts'
import type { fieldsAtStake, Loss, lossesOnDevice, lossesOnServer } from '@shared/sync/loss.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { succeed } from '@shared/lib/result.ts'
import type { settleOutgoing } from '../../src/renderer/db/outgoing.ts'
import type { basesFor } from '../../src/renderer/db/bases.ts'
import type { putScopeState } from '../../src/renderer/db/scope-state.ts'
import { rowToRecord } from '../../src/renderer/db/stored-record.ts'
import type { Change, write } from '../../src/renderer/db/write.ts'
import type { pushScope } from '../../src/renderer/sync/push.ts'
import type { mergeUpdates } from '../../src/server/sync/merge-updates.ts'
import type { openCommit } from '../../src/server/sync/scope-commit.ts'
import type { reconcileScope } from '../../src/renderer/db/reconcile.ts'
import { MOST_NEEDLESS_BY_PACKS } from './run.ts'
import { MEET_ELSEWHERE, type Fault } from './steps.ts'

/** Name of a function of the program -> what takes its place; it gets the true one. */
export type Around = Readonly<Record<string, (real: never) => unknown>>
/**
 * A fault planted between laptop and server, where the model of merging (sync-mutants.ts) has no word for it. `sure` are the faults of the
 * world without which the rule is not needed.
 */
export type ProductMutant = {
  readonly rule: string
  readonly fault: string
  readonly around: Around
  readonly sure?: readonly Fault[]
  /** Those under which its trace is lost among others of the same kind. */
  readonly without?: readonly Fault[]
  /** From which share on needless losses are its trace. */
  readonly mostNeedless?: number
  /** After how many updates of a text the server merges them. */
  readonly compactAfter?: number
}

/** Keeps the types of the function that is replaced, which a table of many functions cannot. */
const instead = <F>(replacement: (real: F) => F): ((real: never) => unknown) => replacement

const sameStamp = (mine: Cells, field: string, cell: Cell): boolean => mine[field]?.stamp === cell.stamp
const withoutTies = (mine: Cells, theirs: Cells): Cells =>
  Object.fromEntries(Object.entries(theirs).filter(([field, cell]) => !sameStamp(mine, field, cell)))

const isMine = (mine: Cells, loss: Loss): boolean => mine[loss.field]?.stamp === loss.stamp
const wall = (cell: Cell): string => cell.stamp.slice(8, 20)
let dated = 0

export const productMutants: readonly ProductMutant[] = [
  {
    rule: 'S1',
    fault: 'the wall clock is compared before the epoch',
    around: {
      compareCells: instead<(a: Cell, b: Cell) => number>(
        (real) => (a, b) => (wall(a) === wall(b) ? real(a, b) : wall(a) < wall(b) ? -1 : 1),
      ),
    },
    sure: ['clock jump'],
  },
  {
    rule: 'S3',
    fault: 'the session is stored, and a clone goes on with it',
    around: { deviceAuthor: instead<(device: string, session: string) => string>((real) => (device) => real(device, '00000000')) },
    sure: ['laptop cloned'],
  },
  {
    rule: 'M2',
    fault: 'of two values under one stamp the one that is here stays',
    around: { join: instead<typeof join>((real) => (current, incoming) => real(current, withoutTies(current, incoming))) },
    sure: ['resumed twice'],
  },
  {
    rule: 'L1',
    fault: 'a value that a colleague brought does not pass on what it stood on',
    around: {
      basesFor: instead<typeof basesFor>((real) => (record, field) => {
        const held = record.cells[field]
        return held && record.pending[field]?.isOwn === false ? [held.stamp] : real(record, field)
      }),
    },
    sure: ['pack'],
    without: MEET_ELSEWHERE,
    mostNeedless: MOST_NEEDLESS_BY_PACKS,
  },
  {
    rule: 'L2',
    fault: 'equal stamps are taken for equal values',
    around: {
      lossesOnDevice: instead<typeof lossesOnDevice>((real) => (mine, theirs, at) => real(mine, withoutTies(mine, theirs), at)),
      lossesOnServer: instead<typeof lossesOnServer>((real) => (held, theirs, known) => real(held, withoutTies(held, theirs), known)),
    },
    sure: ['resumed twice'],
  },
  {
    rule: 'L2',
    fault: 'the laptop reports only what it loses itself',
    around: {
      lossesOnDevice: instead<typeof lossesOnDevice>(
        (real) => (mine, theirs, at) => real(mine, theirs, at).filter((loss) => isMine(mine, loss)),
      ),
    },
    sure: ['pack'],
  },
  {
    rule: 'L2',
    fault: 'the laptop reports only what loses to it',
    around: {
      lossesOnDevice: instead<typeof lossesOnDevice>(
        (real) => (mine, theirs, at) => real(mine, theirs, at).filter((loss) => !isMine(mine, loss)),
      ),
    },
  },
  {
    rule: 'L2',
    fault: 'what waits in a pack, and not here, is not looked at',
    around: {
      fieldsAtStake: instead<typeof fieldsAtStake>(
        (real) =>
          (mine, { pending }) =>
            real(mine, { pending, waiting: [] }),
      ),
    },
    sure: ['pack', 'server restored'],
  },
  {
    rule: 'L4',
    fault: 'each finder dates the loss anew',
    around: {
      conflictOf: instead<typeof conflictOf>((real) => (record, loss) => {
        const delta = real(record, loss)
        dated += 1
        const anew = (stamp: string): string => stamp.slice(0, 20) + dated.toString(16).padStart(6, '0') + stamp.slice(26)
        const cells = Object.entries(delta.cells).map(([field, cell]): [string, Cell] => [field, { ...cell, stamp: anew(cell.stamp) }])
        return { ...delta, cells: Object.fromEntries(cells) }
      }),
    },
  },
  { rule: 'D1', fault: 'the deleter names nothing that it saw', around: { deletionOf: () => () => ({ seen: {} }) } },
  {
    rule: 'D1',
    fault: 'a link that is made again stays deleted',
    around: {
      write: changed((change) => (change.type === 'create' ? { ...change, type: 'set' } : change)),
    },
  },
  {
    rule: 'D2',
    fault: 'what is written to a dead record brings it back',
    around: { write: changed((change) => (change.type === 'set' ? { ...change, type: 'create' } : change)) },
  },
  {
    rule: 'N1',
    fault: 'words are stored without the field that makes them count',
    around: { write: changed((change) => (change.type === 'type' ? { ...change, fields: {} } : change)) },
  },
  {
    rule: 'N3',
    fault: 'a text that waits does not keep its note waiting',
    around: { pendingNoteUpdates: () => () => Promise.resolve([]) },
    sure: ['membership'],
  },
  {
    rule: 'N3',
    fault: 'the server keeps the last of the updates that it merges',
    around: {
      mergeUpdates: instead<typeof mergeUpdates>((real) => (updates) => {
        const merge = real(updates)
        return merge && { ...merge, bytes: updates.at(-1)?.bytes ?? merge.bytes }
      }),
    },
    sure: ['membership', 'typed into deleted'],
    compactAfter: 1,
  },
  {
    rule: 'P2',
    fault: 'the server forgets what it answered',
    around: { findPush: () => () => Promise.resolve(null) },
    sure: ['duplicate'],
    without: MEET_ELSEWHERE,
  },
  {
    rule: 'P5',
    fault: 'an answer settles whatever the laptop holds by then',
    around: {
      settleOutgoing: instead<typeof settleOutgoing>((real) => async (database, scope, { outgoing, reply }) => {
        const items = []
        for (const item of outgoing.request.items) {
          const row = await database.dexie.records.get(item.record.i)
          items.push(row ? { ...item, record: packRecord(rowToRecord(row, database.seal)) } : item)
        }
        return real(database, scope, { outgoing: { ...outgoing, request: { ...outgoing.request, items } }, reply })
      }),
    },
    sure: ['slow network'],
  },
  {
    rule: 'P6',
    fault: 'a laptop with an unanswered push pulls first',
    around: { pushScope: pullsFirst() },
    sure: ['answer lost'],
    without: MEET_ELSEWHERE,
  },
  {
    rule: 'C4',
    fault: 'a laptop shrugs at a server that has forgotten',
    around: { reconcileScope: () => () => Promise.resolve(), reconcileRecords: () => () => Promise.resolve() },
    sure: ['server restored'],
  },
  {
    rule: 'C4',
    fault: 'a reset empties the visit first',
    around: {
      reconcileScope: instead<typeof reconcileScope>((real) => async (database, scope) => {
        for (const table of [database.dexie.records, database.dexie.outbox]) await table.where('scope').equals(scope).delete()
        return real(database, scope)
      }),
    },
    sure: ['server restored'],
  },
  {
    rule: 'C7',
    fault: 'a record does not move behind its losses',
    around: {
      openCommit: instead<typeof openCommit>((real) => async (tx, context) => {
        const commit = await real(tx, context)
        return commit && { ...commit, move: () => undefined }
      }),
    },
  },
  {
    rule: 'C8',
    fault: 'an answered push is not named by the next pull',
    around: {
      putScopeState: instead<typeof putScopeState>(
        (real) => (database, scope, state) => real(database, scope, { ...state, answered: undefined }),
      ),
    },
    sure: ['server restored'],
  },
]

/** The write path with other changes than the person made. */
function changed(change: (change: Change) => Change): (real: never) => unknown {
  return instead<typeof write>(
    (real) =>
      (database, writer, { scope, changes }) =>
        real(database, writer, { scope, changes: changes.map(change) }),
  )
}

/** A push that waits for its answer is left for the round after. */
function pullsFirst(): (real: never) => unknown {
  const left = new WeakSet<object>()
  return instead<typeof pushScope>((real) => async (database, session, options) => {
    const isInFlight = (await database.dexie.pushes.get(options.scope)) !== undefined
    if (!isInFlight || left.delete(database)) return real(database, session, options)
    left.add(database)
    return succeed({ pushed: 0 })
  })
}
