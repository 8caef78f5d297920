import { afterAll, describe, expect, test } from 'vitest'
import { openGround, sharedGround, type Ground } from './ministry.ts'
import { runPlan, storyOf } from './run.ts'
import { planFrom } from './plan.ts'
import type { Plan } from './steps.ts'
import { TRANSPORTS } from './transports.ts'

/** Nothing goes wrong, so that what is left is the way itself. */
function quietPlan(seed: number): Plan {
  const plan = planFrom(seed, { longest: 60 })
  const calm = new Set(['write', 'delete', 'restore', 'link', 'type', 'sync', 'clock', 'settle'])
  const steps = plan.steps.filter((step) => calm.has(step.does)).map((step) => ({ ...step, diesIn: 0 }))
  return { ...plan, faults: [], steps: steps.map((step) => (step.does === 'sync' ? { ...step, slow: 0, faults: [] } : step)) }
}

describe('The same history over every transport', () => {
  const opened: Ground[] = []
  afterAll(async () => {
    for (const ground of opened) await ground.dispose()
  })

  test('I1: ends in the same records, texts, digests and recorded losses', async () => {
    const ends = new Map<string, unknown>()
    for (const transport of TRANSPORTS) {
      const ground = transport === 'memory' ? await sharedGround() : await openGround(transport)
      if (transport !== 'memory') opened.push(ground)
      const run = await runPlan(quietPlan(3), ground)
      if (!run.ok) throw new Error(storyOf(run))
      const { state, digest, reported, writes } = run.outcome
      ends.set(transport, { state, digest, reported, writes })
    }
    console.log(ends)
    for (const end of ends.values()) expect(end).toEqual(ends.get('memory'))
  })
})
