import { beforeAll, describe, expect, test } from 'vitest'
import { sharedGround, type Ground } from './ministry.ts'
import { faultsTooRare, MOST_NEEDLESS, runPlan, shareOfNeedless, storyOf, summaryOf, type Run } from './run.ts'
import { planFrom } from './plan.ts'

const isFull = process.env['SAFARNOMA_FULL'] === '1'
const SEEDS = isFull ? 400 : 14
const LONGEST = isFull ? 200 : 30
const FIRST = 1_006

describe('Histories of the real client and the real server, with everything that can go wrong on the way', () => {
  let ground: Ground
  const runs: Run[] = []

  beforeAll(async () => {
    ground = await sharedGround()
  })

  test(
    'I1-I12: after healing everybody holds the same, and no word is lost',
    async () => {
      for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) runs.push(await runPlan(planFrom(seed, { longest: LONGEST }), ground))
      console.log(summaryOf(runs))
      const failed = runs.filter((run) => !run.ok)
      expect(failed.map(storyOf).join('\n\n')).toBe('')
      expect(faultsTooRare(runs)).toEqual([])
      expect(shareOfNeedless(runs).share).toBeLessThan(MOST_NEEDLESS)
    },
    isFull ? 7_200_000 : 600_000,
  )

  test('a fault that took effect in too few histories is named', () => {
    const rarer = runs.map((run) =>
      run.ok ? { ...run, outcome: { ...run.outcome, took: new Map([...run.outcome.took].filter(([fault]) => fault !== 'pack')) } } : run,
    )
    expect(faultsTooRare(rarer)).toEqual(['pack'])
  })

  test('the same seed gives the same history', async () => {
    const [one] = runs
    const two = await runPlan(planFrom(FIRST, { longest: LONGEST }), ground)
    if (!one?.ok || !two.ok) throw new Error('a history broke a promise')
    expect({ ...two.outcome, took: [...two.outcome.took] }).toEqual({ ...one.outcome, took: [...one.outcome.took] })
  })
})
