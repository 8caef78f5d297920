import { compareCells, type Cell, type Cells } from '@shared/sync/cell.ts'
import type { conflictOf } from '@shared/domain/conflict.ts'
import type { join } from '@shared/sync/join.ts'
import type { fieldsAtStake, isDoubtful, Loss, lossesOnDevice, lossesOnServer } from '@shared/sync/loss.ts'
import { greatestStamp } from '@shared/sync/stamp.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { succeed } from '@shared/lib/result.ts'
import type { settleOutgoing } from '../../src/renderer/db/settle-outgoing.ts'
import type { basesFor } from '../../src/renderer/db/bases.ts'
import type { putScopeState } from '../../src/renderer/db/scope-state.ts'
import { rowToRecord } from '../../src/renderer/db/stored-record.ts'
import type { pushScope } from '../../src/renderer/sync/push.ts'
import type { mayBeStoredLater, mayStore } from '../../src/server/access/policy.ts'
import type { writeRecords } from '../../src/server/db/records-repository.ts'
import type { mergeUpdates } from '../../src/server/sync/merge-updates.ts'
import type { readPage } from '../../src/server/sync/read-page.ts'
import type { openCommit } from '../../src/server/sync/scope-commit.ts'
import type { reconcileScope } from '../../src/renderer/db/reconcile.ts'
import { MOST_NEEDLESS_BY_PACKS } from './run.ts'
import { MEET_ELSEWHERE } from './steps.ts'

import { instead, KEEP_FROM_MEETING, type ProductMutant } from './product-mutant.ts'
import { noteMutants } from './note-mutants.ts'
import { writeMutants } from './write-mutants.ts'

const sameStamp = (mine: Cells, field: string, cell: Cell): boolean => mine[field]?.stamp === cell.stamp
const withoutTies = (mine: Cells, theirs: Cells): Cells =>
  Object.fromEntries(Object.entries(theirs).filter(([field, cell]) => !sameStamp(mine, field, cell)))

const isMine = (mine: Cells, loss: Loss): boolean => mine[loss.field]?.stamp === loss.stamp
const wall = (cell: Cell): string => cell.stamp.slice(8, 20)
let dated = 0

const lossOf = (field: string, { stamp, value }: Cell): Loss => ({ field, stamp, value })
const isLastBase = (mine: Cell | undefined, theirs: Cell): boolean =>
  mine !== undefined && compareCells(mine, theirs) > 0 && greatestStamp(mine.bases) === theirs.stamp
export const productMutants: readonly ProductMutant[] = [
  ...writeMutants,
  ...noteMutants,
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
    rule: 'M3',
    fault: 'a field that is not there counts as written with its record',
    around: {
      join: instead<typeof join>((real) => (current, incoming) => {
        const last = greatestStamp(Object.values(current).map((cell) => cell.stamp))
        const isTaken = ([field, cell]: [string, Cell]): boolean => current[field] !== undefined || cell.stamp > last
        return real(current, Object.fromEntries(Object.entries(incoming).filter(isTaken)))
      }),
    },
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
    sure: ['server restored'],
    without: [...MEET_ELSEWHERE, ...KEEP_FROM_MEETING].filter((fault) => fault !== 'server restored'),
  },
  {
    rule: 'L2',
    fault: 'a value that mine was written on counts as unseen by it',
    around: {
      lossesOnDevice: instead<typeof lossesOnDevice>((real) => (mine, theirs, at) => [
        ...real(mine, theirs, at),
        ...Object.entries(theirs).flatMap(([field, cell]) => (at.has(field) && isLastBase(mine[field], cell) ? [lossOf(field, cell)] : [])),
      ]),
    },
    sure: ['answer lost'],
    without: MEET_ELSEWHERE,
  },
  {
    rule: 'L2',
    fault: 'what waited in a pack and lost is not sent, where the bases cannot tell whether it was seen',
    around: {
      isDoubtful: instead<typeof isDoubtful>((real) => (cells, of) => compareCells(cells.mine, cells.theirs) < 0 && real(cells, of)),
    },
    sure: ['laptop restored'],
    without: [...MEET_ELSEWHERE, ...KEEP_FROM_MEETING].filter((fault) => fault !== 'laptop restored'),
  },
  {
    rule: 'L2',
    fault: 'what the ministry had, and a pack overwrites, is not sent once more',
    around: {
      isDoubtful: instead<typeof isDoubtful>((real) => (cells, of) => compareCells(cells.mine, cells.theirs) > 0 && real(cells, of)),
    },
    sure: ['server restored'],
    without: [...MEET_ELSEWHERE, ...KEEP_FROM_MEETING].filter((fault) => fault !== 'server restored'),
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
        for (const table of ['records', 'unsent']) await database.dexie.table(table).where('scope').equals(scope).delete()
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
  {
    rule: 'A8',
    fault: 'what a record was when it came alone is forgotten when more comes',
    around: { keepOwnHistory: () => () => Promise.resolve() },
    without: MEET_ELSEWHERE,
  },
  {
    rule: 'A4',
    fault: 'who was removed goes on reading',
    around: {
      readPage: instead<typeof readPage>((real) => async (services, account, question) => {
        const page = await real(services, account, question)
        if (page.ok) return page
        const [owner] = await services.database.transaction((tx) =>
          tx.query<{ account: string }>(`SELECT account FROM memberships WHERE scope = $1 AND role = 'owner'`, [question.scope]),
        )
        return owner ? real(services, owner.account, question) : page
      }),
    },
    sure: ['removed'],
    without: MEET_ELSEWHERE,
  },
  {
    rule: 'A6',
    fault: 'a reviewer writes what an editor may',
    around: {
      mayStore: instead<typeof mayStore>(
        (real) => (writer, record, held) => real(writer, record, held) || real({ ...writer, role: 'editor' }, record, held),
      ),
    },
    sure: ['reviewer'],
    without: MEET_ELSEWHERE,
  },
  {
    rule: 'A6',
    fault: 'a review that came while its reviewer was none is refused for ever',
    around: {
      mayBeStoredLater: instead<typeof mayBeStoredLater>(
        (real) => (role, record, held) => record.kind !== 'review' && real(role, record, held),
      ),
    },
    sure: ['reviewer'],
    without: MEET_ELSEWHERE,
  },
  {
    rule: 'R4',
    fault: 'what was handed in when a visit left is not kept',
    around: { keepHandedIn: () => () => Promise.resolve() },
    sure: ['removed', 'server restored'],
    without: [...MEET_ELSEWHERE, ...KEEP_FROM_MEETING].filter((fault) => fault !== 'server restored' && fault !== 'removed'),
  },
  {
    rule: 'C11',
    fault: 'what changed since the cursor is taken for all that a laptop lacks',
    around: {
      readPage: instead<typeof readPage>(
        (real) => (services, account, question) => real(services, account, { ...question, base: question.cursor?.seq }),
      ),
    },
    sure: ['slow network'],
    without: MEET_ELSEWHERE,
    pageSize: 1,
  },
  {
    rule: 'C11',
    fault: 'a record that changed more than once travels with the last change alone',
    around: {
      writeRecords: instead<typeof writeRecords>(
        (real) => (tx, scope, writes) =>
          real(
            tx,
            scope,
            writes.map((one) => ({ ...one, change: one.change && { ...one.change, after: 0 } })),
          ),
      ),
    },
    without: MEET_ELSEWHERE,
  },
]

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
