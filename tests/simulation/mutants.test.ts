import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Cell } from '@shared/sync/cell.ts'
import { beginningOf } from './beginning.ts'
import { looksAtParentsAlone, mutants, type Mutant } from '../support/sync-mutants.ts'
import { realRules, type Rules } from '../support/sync-rules.ts'
import { openGround, type Ground } from './ministry.ts'
import { MOST_NEEDLESS, runPlan, shareOfNeedless, type Run } from './run.ts'
import { planFrom } from './plan.ts'
import { MEET_ELSEWHERE } from './steps.ts'
import { productMutants, type ProductMutant } from './product-mutants.ts'

/** The functions that client and server use in this file, in place of the program's own. */
const planted = vi.hoisted(() => {
  type Any = (...args: never[]) => unknown
  const state: { around: Readonly<Record<string, (real: never) => unknown>>; ownLast: Map<string, string> } = {
    around: {},
    ownLast: new Map(),
  }
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
vi.mock('@shared/sync/loss.ts', (load) => planted.over(load, ['lossesOnDevice', 'lossesOnServer', 'fieldsAtStake']))
vi.mock('@shared/sync/deletion.ts', (load) => planted.over(load, ['isDead', 'deletionOf']))
vi.mock('@shared/sync/stamp.ts', (load) => planted.over(load, ['nextStamp', 'deviceAuthor']))
vi.mock('@shared/domain/conflict.ts', (load) => planted.over(load, ['conflictOf']))
vi.mock('../../src/renderer/db/bases.ts', (load) => planted.over(load, ['basesFor']))
vi.mock('../../src/renderer/db/reconcile.ts', (load) => planted.over(load, ['reconcileScope', 'reconcileRecords']))
vi.mock('../../src/renderer/db/write.ts', (load) => planted.over(load, ['write']))
vi.mock('../../src/renderer/db/note-updates.ts', (load) => planted.over(load, ['pendingNoteUpdates']))
vi.mock('../../src/renderer/db/outgoing.ts', (load) => planted.over(load, ['settleOutgoing']))
vi.mock('../../src/renderer/db/scope-state.ts', (load) => planted.over(load, ['putScopeState']))
vi.mock('../../src/renderer/sync/push.ts', (load) => planted.over(load, ['pushScope']))
vi.mock('../../src/server/db/records-repository.ts', (load) => planted.over(load, ['findPush']))
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
  test.each(all.filter(isWanted))('$rule: $fault', async ({ rule, fault, around, sure = [], without = [] }) => {
    const began = performance.now()
    planted.state.around = around
    try {
      const runs: Run[] = []
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const run = await runPlan(planFrom(seed, { longest: LONGEST, sure, without }), ground)
        runs.push(run)
        const found = promiseBrokenIn(runs)
        if (found === null) continue
        const seconds = ((performance.now() - began) / 1_000).toFixed(1)
        console.log(`FOUND ${rule}, ${fault}: by seed ${seed} in ${seconds} s, ${found}`)
        return
      }
    } finally {
      planted.state.around = {}
      planted.state.ownLast.clear()
    }
    expect.fail(`${SEEDS} histories did not find it in ${((performance.now() - began) / 1_000).toFixed(1)} s`)
  })
})

function promiseBrokenIn(runs: readonly Run[]): string | null {
  const last = runs.at(-1)
  if (last && !last.ok) return (last.error instanceof Error ? last.error.message : String(last.error)).split('\n')[0] ?? ''
  // A handful of losses says nothing of how many are needless.
  const { reported, share } = shareOfNeedless(runs)
  return reported >= 30 && share >= MOST_NEEDLESS ? `${(share * 100).toFixed(0)} % of the losses are needless` : null
}
