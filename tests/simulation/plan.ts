import { randomFrom } from './random.ts'
import { BY_THEMSELVES, MEET_ELSEWHERE, NETWORK_FAULTS, StepMaker, WORLD_FAULTS, type Fault, type Plan } from './steps.ts'
import { withEveryFault } from './sure-steps.ts'

export type PlanOptions = {
  readonly longest?: number
  /** Faults that are on in any case, and those that are not. */
  readonly sure?: readonly Fault[]
  readonly without?: readonly Fault[]
}

/**
 * A history from a seed alone. Half of the faults are on in each run, others in the next: rare ones get room. In every third all meet
 * through one server that is never restored: there each loss that is recorded must be one.
 */
export function planFrom(seed: number, { longest = 160, sure = [], without = [] }: PlanOptions = {}): Plan {
  const isOneServer = seed % 3 === 0
  const random = randomFrom(`plan ${seed}`)
  const isOff = (fault: Fault): boolean => without.includes(fault) || (isOneServer && MEET_ELSEWHERE.includes(fault))
  const isOn = (fault: Fault, chance = random): boolean => sure.includes(fault) || (chance.chance(0.5) && !isOff(fault))
  const all: readonly Fault[] = [...NETWORK_FAULTS, ...WORLD_FAULTS]
  const faults = all.filter((fault) => !BY_THEMSELVES.includes(fault)).filter((fault) => isOn(fault))
  faults.push(...BY_THEMSELVES.filter((fault) => isOn(fault, random.fork(fault))))
  const laptops = 2 + random.int(3)
  const count = Math.round(longest * (0.4 + 0.6 * random.next()))
  const maker = new StepMaker(random, faults, laptops)
  const byChance = Array.from({ length: count }, () => maker.next())
  const steps = withEveryFault(byChance, faults, { random: random.fork('sure'), laptops })
  return { seed, faults, laptops, pageSize: random.pick([1, 2, 5, 50, 2_000]), compactAfter: random.pick([1, 3, 100]), steps }
}
