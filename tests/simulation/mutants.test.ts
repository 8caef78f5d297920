import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Cell } from '@shared/sync/cell.ts'
import { beginningOf } from './beginning.ts'
import { looksAtParentsAlone, mutants, type Mutant } from '../support/sync-mutants.ts'
import { realRules, type Rules } from '../support/sync-rules.ts'
import { openGround, type Ground } from './ministry.ts'
import { MOST_NEEDLESS_BY_PACKS, runPlan, shareOfNeedless, type Run } from './run.ts'
import { planFrom } from './plan.ts'
import { MEET_ELSEWHERE, type Plan } from './steps.ts'
import type { ProductMutant } from './product-mutant.ts'
import { productMutants } from './product-mutants.ts'

/** The functions that client and server use in this file, in place of the program's own. */
const planted = vi.hoisted(() => {
  type Any = (...args: never[]) => unknown
  type State = { around: Readonly<Record<string, (real: never) => unknown>>; ownLast: Map<string, string>; mostEpochs: number | null }
  const state: State = { around: {}, ownLast: new Map(), mostEpochs: null }
  const instead = (name: string, real: Any): Any => {
    return (...args) => {
      const around = state.around[name] as ((real: Any) => Any) | undefined
      return around ? around(real)(...args) : real(...args)
    }
  }
  /** A module of which these functions may be replaced. */
  const over = async (load: () => Promise<object>, names: readonly string[]): Promise<object> => {
    const real = (await load()) as Record<string, unknown>
    return { ...real, ...Object.fromEntries(names.map((name) => [name, instead(name, real[name] as Any)])) }
  }
  return { state, over }
})

vi.mock('@shared/sync/cell.ts', (load) => planted.over(load, ['compareCells']))
vi.mock('@shared/sync/join.ts', (load) => planted.over(load, ['join']))
vi.mock('@shared/sync/loss.ts', (load) => planted.over(load, ['lossesOnDevice', 'lossesOnServer', 'fieldsAtStake', 'isDoubtful']))
vi.mock('@shared/sync/deletion.ts', (load) => planted.over(load, ['isDead', 'deletionOf']))
vi.mock('@shared/sync/stamp.ts', async (load: () => Promise<{ MAX_EPOCH_JUMP: number }>) => {
  const real = await load()
  const bound = { enumerable: true, get: () => planted.state.mostEpochs ?? real.MAX_EPOCH_JUMP }
  return Object.defineProperty(await planted.over(() => Promise.resolve(real), ['nextStamp', 'deviceAuthor']), 'MAX_EPOCH_JUMP', bound)
})
vi.mock('@shared/domain/conflict.ts', (load) => planted.over(load, ['conflictOf']))
vi.mock('../../src/renderer/db/bases.ts', (load) => planted.over(load, ['basesFor']))
vi.mock('../../src/renderer/db/blobs.ts', (load) => planted.over(load, ['dropSentBlobs']))
vi.mock('../../src/renderer/db/cascade.ts', (load) => planted.over(load, ['deletionOfRecord']))
vi.mock('../../src/renderer/db/parked.ts', (load) => planted.over(load, ['dateAnew']))
vi.mock('../../src/renderer/db/reconcile.ts', (load) => planted.over(load, ['reconcileScope', 'reconcileRecords']))
vi.mock('../../src/renderer/db/handed-in.ts', (load) => planted.over(load, ['keepHandedIn']))
vi.mock('../../src/renderer/db/drafts.ts', (load) => planted.over(load, ['putDraft']))
vi.mock('../../src/renderer/db/history-entry.ts', (load) => planted.over(load, ['arrivalOf', 'historyToBody']))
vi.mock('../../src/renderer/editor/note-document.ts', (load) => planted.over(load, ['openNoteDocument']))
vi.mock('../../src/renderer/features/exchange/settle.ts', (load) => planted.over(load, ['settlingChanges']))
vi.mock('../../src/renderer/records/recovered.ts', (load) => planted.over(load, ['recoveredOf']))
vi.mock('../../src/server/access/policy.ts', (load) => planted.over(load, ['mayStore', 'mayBeStoredLater']))
vi.mock('../../src/renderer/db/write.ts', (load) => planted.over(load, ['write']))
vi.mock('../../src/renderer/db/note-updates.ts', (load) => planted.over(load, ['pendingNoteUpdates']))
vi.mock('../../src/renderer/db/settle-outgoing.ts', (load) => planted.over(load, ['settleOutgoing']))
vi.mock('../../src/renderer/db/scope-state.ts', (load) => planted.over(load, ['putScopeState']))
vi.mock('../../src/renderer/sync/push.ts', (load) => planted.over(load, ['pushScope']))
vi.mock('../../src/server/db/history-repository.ts', (load) => planted.over(load, ['keepOwnHistory']))
vi.mock('../../src/server/db/records-repository.ts', (load) => planted.over(load, ['writeRecords']))
vi.mock('../../src/server/sync/read-page.ts', (load) => planted.over(load, ['readPage']))
vi.mock('../../src/server/db/pushes-repository.ts', (load) => planted.over(load, ['findPush']))
vi.mock('../../src/server/sync/merge-updates.ts', (load) => planted.over(load, ['mergeUpdates']))
vi.mock('../../src/server/sync/scope-commit.ts', (load) => planted.over(load, ['openCommit']))

/** A mutant of the model as the program's functions. */
function inProduct({ rule, fault, rules, breaks }: Mutant): ProductMutant {
  const around: Record<string, (real: never) => unknown> = {}
  const names = ['join', 'fieldsAtStake', 'lossesOnDevice', 'lossesOnServer', 'deletionOf', 'isDead', 'conflictOf'] as const
  for (const name of names) {
    if (rules[name] !== realRules[name]) around[name] = modelRule(name, rules[name] as (...args: never[]) => unknown)
  }
  if (rules.stamp !== realRules.stamp) around['nextStamp'] = stampRule(rules.stamp)
  if (rules.basesOfWrite !== realRules.basesOfWrite) around['basesFor'] = basesRule(rules.basesOfWrite)
  // A needless loss is one for sure where all meet through one server.
  return { rule, fault, around, ...(breaks.test('seen by the winner') ? { sure: ['answer lost'], without: MEET_ELSEWHERE } : {}) }
}

/** A mutant of the model may call the rule that it replaces: then the program's own answers. */
const modelRule =
  (name: string, mutant: (...args: never[]) => unknown) =>
  () =>
  (...args: never[]): unknown =>
    without(name, () => mutant(...args))

function without<T>(name: string, work: () => T): T {
  const { around } = planted.state
  planted.state.around = Object.fromEntries(Object.entries(around).filter(([other]) => other !== name))
  try {
    return work()
  } finally {
    planted.state.around = around
  }
}

const stampRule =
  (stamp: Rules['stamp']) =>
  () =>
  (last: string, now: number, author: string): string => {
    const cells: Record<string, Cell> = last === '' ? {} : { any: { value: null, stamp: last, bases: [] } }
    const made = without('nextStamp', () => stamp({ cells, now, author, ownLast: planted.state.ownLast.get(author) ?? '' }))
    planted.state.ownLast.set(author, made)
    return made
  }

type Held = { cells: Record<string, Cell>; pending: Record<string, { isOwn: boolean; hasLeft: boolean }> }

const basesRule =
  (bases: Rules['basesOfWrite']) =>
  () =>
  (record: Held, field: string): readonly string[] => {
    const cell = record.cells[field]
    const pending = record.pending[field]
    return bases(cell && { cell, isPending: pending !== undefined, hasLeft: pending?.hasLeft === true })
  }

const parentsAlone: ProductMutant = {
  ...inProduct({ rule: 'L3', fault: 'the server looks at the nearest ancestors alone', rules: looksAtParentsAlone, breaks: /^$/ }),
  sure: ['pack'],
  without: MEET_ELSEWHERE,
  mostNeedless: MOST_NEEDLESS_BY_PACKS,
}
const all = [...mutants.map(inProduct), parentsAlone, ...productMutants]
const isFull = process.env['SAFARNOMA_FULL'] === '1'
/** `npm run simulate -- --mutant WORDS`: those whose rule and fault have these words. */
const wanted = process.env['SAFARNOMA_MUTANT']
const SEEDS = 40
const LONGEST = 40

describe('A fault planted in a rule is found by the simulation', () => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround('memory')
    // Before a fault is planted: it need not break what nobody has done anything to yet.
    for (const laptops of [2, 3, 4]) await beginningOf(ground, laptops)
  })

  const isWanted = ({ rule, fault }: ProductMutant): boolean =>
    wanted === undefined ? isFull || fault === 'what arrives last wins' : `${rule}: ${fault}`.includes(wanted)
  test.each(all.filter(isWanted))('$rule: $fault', async ({ rule, fault, around, mostNeedless = Infinity, ...options }) => {
    const began = process.cpuUsage()
    // Of the processor: a machine that does other things meanwhile finds as much with as little.
    const seconds = (): string => {
      const { user, system } = process.cpuUsage(began)
      return ((user + system) / 1_000_000).toFixed(1)
    }
    const runOf = (seed: number): Promise<Run> => runPlan(planOf(seed, options), ground)
    const runs: Run[] = []
    let found: string | null = null
    planted.state.around = around
    planted.state.mostEpochs = options.mostEpochs ?? null
    try {
      for (let seed = 1; seed <= SEEDS && found === null; seed += 1) {
        runs.push(await runOf(seed))
        found = promiseBrokenIn(runs, mostNeedless)
      }
    } finally {
      planted.state.around = {}
      planted.state.ownLast.clear()
    }
    if (found === null) expect.fail(`${SEEDS} histories did not find it in ${seconds()} s`)
    console.log(`${rule}, ${fault}: found by seed ${runs.length} in ${seconds()} s, ${found}`)
    // The same without the fault holds: it is the fault that was found.
    const isShare = runs.every((run) => run.ok)
    const real: Run[] = []
    for (const { seed } of isShare ? runs : runs.slice(-1)) real.push(await runOf(seed))
    planted.state.mostEpochs = null
    expect(promiseBrokenIn(real, mostNeedless)).toBeNull()
  })
})

function planOf(seed: number, { sure = [], without = [], compactAfter, pageSize, story = [] }: Partial<ProductMutant>): Plan {
  const plan = planFrom(seed, { longest: LONGEST, sure, without })
  return { ...plan, steps: [...story, ...plan.steps], compactAfter: compactAfter ?? plan.compactAfter, pageSize: pageSize ?? plan.pageSize }
}

function promiseBrokenIn(runs: readonly Run[], mostNeedless: number): string | null {
  const last = runs.at(-1)
  if (last && !last.ok) return (last.error instanceof Error ? last.error.message : String(last.error)).split('\n')[0] ?? ''
  // A handful of losses says nothing of how many are needless.
  const { reported, share } = shareOfNeedless(runs)
  return reported >= 30 && share >= mostNeedless ? `${(share * 100).toFixed(0)} % of the losses are needless` : null
}
