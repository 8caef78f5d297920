import { randomFrom } from './random.ts'
import { NETWORK_FAULTS, StepMaker, WORLD_FAULTS, type Fault, type Plan } from './steps.ts'
import { withEveryFault } from './sure-steps.ts'

/** A history from a seed alone. Half of the faults are on in each run, others in the next: rare ones get room. */
export function planFrom(seed: number, { longest = 160 }: { longest?: number } = {}): Plan {
  const random = randomFrom(`plan ${seed}`)
  const faults: Fault[] = [...NETWORK_FAULTS, ...WORLD_FAULTS].filter(() => random.chance(0.5))
  const laptops = 2 + random.int(3)
  const count = Math.round(longest * (0.4 + 0.6 * random.next()))
  const maker = new StepMaker(random, faults, laptops)
  const byChance = Array.from({ length: count }, () => maker.next())
  const steps = withEveryFault(byChance, faults, { random: random.fork('sure'), laptops })
  return { seed, faults, laptops, pageSize: random.pick([1, 2, 5, 50, 2_000]), compactAfter: random.pick([1, 3, 100]), steps }
}
