import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPromises, histories, live, type Faults } from '../../../support/sync-history.ts'
import { looksAtParentsAlone, mutants, namesUnsentStamps, type Mutant } from '../../../support/sync-mutants.ts'
import { Device, Server, type Write } from '../../../support/sync-model.ts'
import { realRules, type Rules } from '../../../support/sync-rules.ts'

/** Enough histories to find every fault below with this seed, with room to spare; a fault not found by then fails. */
const RUNS = 20_000
const SEED = 7
const EVERYTHING: Faults = { packs: true, copies: true }
const SERVER_ONLY: Faults = { packs: false, copies: false }

describe('A planted fault is found', () => {
  test.each(mutants)('$rule: $fault', (mutant) => {
    const found = breach(mutant)
    expect(found.message).toMatch(mutant.breaks)
    console.log(`${mutant.rule}, ${mutant.fault}: found in history ${found.runs}, "${found.message}"`)
  })
})

describe('Two faults that the end of a history does not show are found by a story', () => {
  test('L2: a laptop tells at once, before it has sent anything, that its unsent value overwrote a colleague', () => {
    expect(lossesToldOffline(realRules)).toBe(1)
    expect(lossesToldOffline(namesUnsentStamps)).toBe(0)
  })

  test('L3: a value that arrives long after its grandchildren is no loss', () => {
    expect(lossesOfLateGrandparent(realRules)).toBe(0)
    expect(lossesOfLateGrandparent(looksAtParentsAlone)).toBe(1)
  })
})

/** A colleague's value reaches the server; this laptop, without having seen it, writes twice and then only pulls. */
function lossesToldOffline(rules: Rules): number {
  const log: Write[] = []
  const server = new Server(rules)
  const colleague = new Device(rules, 'colleague', 's1')
  const laptop = new Device(rules, 'laptop', 's2')
  colleague.write('text', 'theirs', { now: 1000, log })
  server.receive(colleague.takePending(), colleague)
  laptop.write('text', 'mine', { now: 2000, log })
  laptop.write('text', 'mine, better', { now: 3000, log })
  laptop.receive(server.cells, server)
  return laptop.reported.size
}

/** Each writes on top of the last through one server; another takes its place, which the oldest laptop reaches last. */
function lossesOfLateGrandparent(rules: Rules): number {
  const log: Write[] = []
  const former = new Server(rules)
  const laptops = ['first', 'second', 'third'].map((name) => new Device(rules, name, name))
  laptops.forEach((laptop, index) => {
    laptop.receive(former.cells, former)
    laptop.write('text', `words ${index}`, { now: 1000 * (index + 1), log })
    former.receive(laptop.takePending(), laptop)
  })
  const server = new Server(rules)
  const [first, second, third] = laptops
  for (const laptop of [second, third, first]) if (laptop) server.receive(laptop.cells, laptop)
  return server.reported.size
}

/** A conflict that the winner had seen counts as a breach only through the server, where the real rules make none. */
function breach(mutant: Mutant): { message: string; runs: number } {
  const isAboutSpurious = mutant.breaks.test('seen by the winner')
  const property = fc.property(histories(isAboutSpurious ? SERVER_ONLY : EVERYTHING), (history) => {
    const spurious = checkPromises(live(history, mutant.rules, {}), mutant.rules, {})
    if (isAboutSpurious && spurious > 0) throw new Error('a loss is reported that was seen by the winner')
  })
  const details = fc.check(property, { numRuns: RUNS, seed: SEED, endOnFailure: true })
  const message = details.errorInstance instanceof Error ? details.errorInstance.message : ''
  return { message, runs: details.numRuns }
}
