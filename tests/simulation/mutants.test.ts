import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Cell } from '@shared/sync/cell.ts'
import type * as Join from '@shared/sync/join.ts'
import type * as Loss from '@shared/sync/loss.ts'
import type * as Deletion from '@shared/sync/deletion.ts'
import type * as Stamps from '@shared/sync/stamp.ts'
import type * as Conflict from '@shared/domain/conflict.ts'
import { mutants, type Mutant } from '../support/sync-mutants.ts'
import { realRules, type Rules } from '../support/sync-rules.ts'
import { openGround, type Ground } from './ministry.ts'
import { runPlan } from './run.ts'
import { planFrom } from './plan.ts'
import type * as Bases from '../../src/renderer/db/bases.ts'
import type * as Reconcile from '../../src/renderer/db/reconcile.ts'
import type * as Oracle from './oracle.ts'

/** The rules that client and server use in this file, in place of the product's own; null for those. */
const planted = vi.hoisted(() => {
  const state: { rules: Partial<Record<string, (...args: never[]) => unknown>> | null; busy: Set<string>; ownLast: Map<string, string> } = {
    rules: null,
    busy: new Set(),
    ownLast: new Map(),
  }
  /** A mutant may call the rule that it replaces: then the product's own answers. */
  const instead = <A extends unknown[], R>(name: string, real: (...args: A) => R): ((...args: A) => R) => {
    return (...args) => {
      const mutant = state.rules?.[name] as ((...args: A) => R) | undefined
      if (!mutant || state.busy.has(name)) return real(...args)
      state.busy.add(name)
      try {
        return mutant(...args)
      } finally {
        state.busy.delete(name)
      }
    }
  }
  return { state, instead }
})

vi.mock('@shared/sync/join.ts', async (load) => {
  const real = await load<typeof Join>()
  return { ...real, join: planted.instead('join', real.join) }
})
vi.mock('@shared/sync/loss.ts', async (load) => {
  const real = await load<typeof Loss>()
  return {
    ...real,
    lossesOnDevice: planted.instead('lossesOnDevice', real.lossesOnDevice),
    lossesOnServer: planted.instead('lossesOnServer', real.lossesOnServer),
  }
})
vi.mock('@shared/sync/deletion.ts', async (load) => {
  const real = await load<typeof Deletion>()
  return { ...real, isDead: planted.instead('isDead', real.isDead), deletionOf: planted.instead('deletionOf', real.deletionOf) }
})
vi.mock('@shared/sync/stamp.ts', async (load) => {
  const real = await load<typeof Stamps>()
  return { ...real, nextStamp: planted.instead('nextStamp', real.nextStamp) }
})
vi.mock('@shared/domain/conflict.ts', async (load) => {
  const real = await load<typeof Conflict>()
  return { ...real, conflictOf: planted.instead('conflictOf', real.conflictOf) }
})
vi.mock('../../src/renderer/db/bases.ts', async (load) => {
  const real = await load<typeof Bases>()
  return { ...real, basesFor: planted.instead('basesFor', real.basesFor) }
})
vi.mock('../../src/renderer/db/reconcile.ts', async (load) => {
  const real = await load<typeof Reconcile>()
  return {
    ...real,
    reconcileScope: planted.instead('reconcileScope', real.reconcileScope),
    reconcileRecords: planted.instead('reconcileRecords', real.reconcileRecords),
  }
})
/** The judge is never one of the accused. */
vi.mock('./oracle.ts', async (load) => {
  const real = await load<typeof Oracle>()
  const checkEnd: typeof real.checkEnd = (end) => {
    const { rules } = planted.state
    planted.state.rules = null
    try {
      return real.checkEnd(end)
    } finally {
      planted.state.rules = rules
    }
  }
  return { ...real, checkEnd }
})

type Planted = { readonly rule: string; readonly fault: string; readonly rules: Partial<Record<string, (...args: never[]) => unknown>> }

/** A mutant of the model as the product's functions. */
function inProduct({ rule, fault, rules }: Mutant): Planted {
  const own: Record<string, (...args: never[]) => unknown> = {}
  const names = ['join', 'lossesOnDevice', 'lossesOnServer', 'deletionOf', 'isDead', 'conflictOf'] as const
  for (const name of names) if (rules[name] !== realRules[name]) own[name] = rules[name] as (...args: never[]) => unknown
  if (rules.stamp !== realRules.stamp) own['nextStamp'] = stampRule(rules.stamp)
  if (rules.basesOfWrite !== realRules.basesOfWrite) own['basesFor'] = basesRule(rules.basesOfWrite)
  return { rule, fault, rules: own }
}

const stampRule =
  (stamp: Rules['stamp']) =>
  (last: string, now: number, author: string): string => {
    const cells: Record<string, Cell> = last === '' ? {} : { any: { value: null, stamp: last, bases: [] } }
    const made = stamp({ cells, now, author, ownLast: planted.state.ownLast.get(author) ?? '' })
    planted.state.ownLast.set(author, made)
    return made
  }

type Held = { cells: Record<string, Cell>; pending: Record<string, { isOwn: boolean; hasLeft: boolean }> }

const basesRule =
  (bases: Rules['basesOfWrite']) =>
  (record: Held, field: string): readonly string[] => {
    const cell = record.cells[field]
    const pending = record.pending[field]
    return bases(cell && { cell, isPending: pending !== undefined, hasLeft: pending?.hasLeft === true })
  }

/** What the model has no word for: the way between laptop and server. */
const ofTheWay: readonly Planted[] = [
  {
    rule: 'C4',
    fault: 'a laptop shrugs at a server that has forgotten',
    rules: { reconcileScope: () => Promise.resolve(), reconcileRecords: () => Promise.resolve() },
  },
]

const isFull = process.env['SAFARNOMA_FULL'] === '1'
const all = [...mutants.map(inProduct), ...ofTheWay]
const SEEDS = 40
const LONGEST = 120

/** Faults that show in noise alone are not for a judge of lost words; merge-mutants.test.ts finds them. */
const SILENT = /is not named by the next one|bases are ignored/

describe('A fault planted in a rule is found by the simulation', () => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround('memory')
  })

  const found = all.filter(({ fault }) => !SILENT.test(fault))
  const sample = isFull ? found : found.filter(({ fault }) => fault === 'what arrives last wins')
  test.each(sample)('$rule: $fault', async ({ rule, fault, rules }) => {
    planted.state.rules = rules
    try {
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const run = await runPlan(planFrom(seed, { longest: LONGEST }), ground)
        // A history that does not come to rest says nothing of the rule.
        if (run.ok || String(run.error).includes('rounds without faults')) continue
        console.log(
          `${rule}, ${fault}: found by seed ${seed}, ${run.error instanceof Error ? run.error.message.split('\n')[0] : String(run.error)}`,
        )
        return
      }
    } finally {
      planted.state.rules = null
    }
    expect.fail(`${SEEDS} histories did not find it`)
  })
})
