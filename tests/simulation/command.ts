import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { compareWays } from './exchange.ts'
import { openGround, type Ground } from './ministry.ts'
import { faultsTooRare, runPlan, storyOf, summaryOf, type Run } from './run.ts'
import { planFrom } from './plan.ts'
import { isTransport, TRANSPORTS, type Transport } from './transports.ts'

const USAGE = `npm run simulate -- [--seeds A..B] [--transport ${TRANSPORTS.join('|')}|all] [--longest STEPS] | --mutant WORDS`

/** The command; gives the exit code: 0 when every promise held, 1 when one broke, 2 when it was called wrongly. */
export async function simulate(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE)
    return 0
  }
  const options = readOptions(args)
  if (!options) {
    console.error(USAGE)
    return 2
  }
  const { first, last, longest, transport } = options
  if (transport === 'all') return compareAll(first, last)
  console.log(`Seeds ${first}..${last}, ${transport}. Load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} processors.`)
  const ground = await openGround(transport)
  const runs: Run[] = []
  for (let seed = first; seed <= last; seed += 1) {
    const run = await runPlan(planFrom(seed, { longest }), ground)
    runs.push(run)
    console.log(storyOf(run))
  }
  await ground.dispose()
  console.log(summaryOf(runs))
  // A handful of histories says nothing about how often something happens.
  const rare = runs.length < 20 ? [] : faultsTooRare(runs)
  if (rare.length > 0) console.log(`Took effect in under 5 % of the histories: ${rare.join(', ')}`)
  return runs.every((run) => run.ok) && rare.length === 0 ? 0 : 1
}

/** Each history four times, over every transport and by packs: all must end alike. */
async function compareAll(first: number, last: number): Promise<number> {
  const grounds = new Map<Transport, Ground>()
  for (const transport of TRANSPORTS) grounds.set(transport, await openGround(transport))
  let failed = 0
  for (let seed = first; seed <= last; seed += 1) {
    try {
      const { server, packs } = await compareWays(seed, grounds)
      console.log(`seed ${seed}: ${server.writes} cells, ${server.losses.size} losses over the server, ${packs.losses.size} over packs`)
    } catch (error) {
      failed += 1
      console.log(`seed ${seed} broke a promise: ${String(error)}`)
    }
  }
  for (const ground of grounds.values()) await ground.dispose()
  console.log(`${last - first + 1} histories, each lived over ${[...grounds.keys(), 'packs'].join(', ')}: ${failed} broke a promise`)
  return failed === 0 ? 0 : 1
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: { seeds: { type: 'string' }, transport: { type: 'string' }, longest: { type: 'string' } },
  })
  const { seeds = '1..20', transport = 'memory', longest = '160' } = values
  const [, first, last] = /^(\d+)\.\.(\d+)$/.exec(seeds) ?? []
  if (first === undefined || last === undefined || !(Number(longest) > 0)) return null
  const way = transport === 'all' ? ('all' as const) : isTransport(transport) ? transport : null
  if (way === null) return null
  return { first: Number(first), last: Number(last), transport: way, longest: Number(longest) }
}
