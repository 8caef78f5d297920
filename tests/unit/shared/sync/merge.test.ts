import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPromises, histories, live, type Faults, type Step, type Tally } from '../../../support/sync-history.ts'
import { realRules, type Rules } from '../../../support/sync-rules.ts'

const isFull = process.env['SAFARNOMA_FULL'] === '1'
const RUNS = isFull ? 250_000 : 2_000
const SEED = 20_250_305
const LONG = isFull ? 3_600_000 : 60_000

describe('Over histories of wrong clocks, lost and late answers, deletions and restorings', () => {
  test(
    'M1, L1-L4, D1, D2: through the server alone places end equal, nothing is lost or hidden, and no conflict is spurious',
    () => {
      const tally = prove({ packs: false, copies: false }, realRules, RUNS)
      expect(tally['losses reported that the winner had seen']).toBe(0)
      expectEffects(tally, ['answers lost', 'answers late', 'clocks jumped', 'deletions', 'records restored', 'values overwritten unseen'])
    },
    LONG,
  )

  test(
    'M1, L1-L4, D1, D2: with packs from laptop to laptop too, and under 1 % of the conflicts are spurious',
    () => {
      const tally = prove({ packs: true, copies: false }, realRules, RUNS)
      expect(spuriousShare(tally)).toBeLessThan(0.01)
      expectEffects(tally, ['packs that changed something'])
    },
    LONG,
  )

  test(
    'M1, L1-L4, D1, D2: with restored and cloned laptops too, and under 3 % of the conflicts are spurious',
    () => {
      const tally = prove({ packs: true, copies: true }, realRules, RUNS)
      expect(spuriousShare(tally)).toBeLessThan(0.03)
      expectEffects(tally, ['backups restored', 'laptops cloned'])
    },
    LONG,
  )
})

/** Fails with the history in its shortest form; prints what the histories were like. */
function prove(faults: Faults, rules: Rules, runs: number): Tally {
  const tally: Tally = {}
  const lengths: number[] = []
  fc.assert(
    fc.property(histories(faults), (history: Step[]) => {
      lengths.push(history.length)
      checkPromises(live(history, rules, tally), rules, tally)
    }),
    { numRuns: runs, seed: SEED },
  )
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length
  console.log(
    `${runs} histories, ${mean.toFixed(1)} steps on average, ${lengths.reduce((most, length) => Math.max(most, length), 0)} at most, seed ${SEED}`,
    tally,
  )
  expect(mean).toBeGreaterThan(20)
  return tally
}

function expectEffects(tally: Tally, names: readonly string[]): void {
  for (const name of names) expect(tally[name] ?? 0, name).toBeGreaterThan(RUNS / 10)
}

const spuriousShare = (tally: Tally): number =>
  (tally['losses reported that the winner had seen'] ?? 0) / Math.max(1, tally['losses reported'] ?? 0)
