import { reportedLosses } from './oracle.ts'
import { shapeOf, viewOf } from './knowledge.ts'
import type { Ground } from './ministry.ts'
import { handPack } from './people.ts'
import { randomFrom } from './random.ts'
import { Scenario } from './scenario.ts'
import { serverHolding } from './server-view.ts'
import { StepMaker, type Step } from './steps.ts'
import type { Transport } from './transports.ts'
import { VISIT } from './world.ts'

const ROUNDS = 5
const LAPTOPS = 3
/** What people do by themselves; the rest is about meeting. */
const ALONE = new Set<Step['does']>(['write', 'delete', 'restore', 'link', 'type'])

/** How laptops meet: each with the ministry, or each with each by packs, and with the ministry at the very end alone. */
export type Way = 'server' | 'packs'
export type Ending = {
  /** Records but for conflicts and members, and texts: one line each, in order. */
  readonly state: readonly string[]
  /** Names of the cells that were reported as lost. */
  readonly losses: ReadonlySet<string>
  /** Every laptop's and the server's, as healing has found. */
  readonly digest: string | null
  readonly writes: number
}

/**
 * A history in rounds: everybody works alone, and then all meet, so that what each has seen is the same whichever way they meet.
 * Every promise is checked at the end.
 */
export async function liveInRounds(seed: number, ground: Ground, way: Way): Promise<Ending> {
  const story = await Scenario.open(ground, { seed, laptops: LAPTOPS })
  try {
    const maker = new StepMaker(randomFrom(`rounds ${seed}`), [], LAPTOPS)
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let work = 0; work < 3 * LAPTOPS; work += 1) {
        const step = maker.next()
        if (ALONE.has(step.does)) await story.life.take({ ...step, tab: 0, after: 1_000 + step.after })
      }
      await meet(story, way)
    }
    await story.life.heal()
    const server = await serverHolding(ground.database, VISIT)
    const ofRecords = [...server.records.values()].filter(({ kind }) => kind !== 'conflict' && kind !== 'member').map(viewOf)
    const ofTexts = [...server.texts].map(([id, document]) => `${id} ${shapeOf(document)}`)
    return {
      state: [...ofRecords, ...ofTexts].sort(),
      losses: new Set(reportedLosses(server).keys()),
      digest: server.digest,
      writes: story.world.log.written.length,
    }
  } finally {
    await story.world.close()
  }
}

/** Twice, because the first to meet hears nothing of the last. */
async function meet(story: Scenario, way: Way): Promise<void> {
  for (let pass = 0; pass < 2; pass += 1) {
    for (const from of story.world.laptops) {
      if (way === 'server') await story.sync(from)
      else await handToOthers(story, from)
    }
  }
}

async function handToOthers(story: Scenario, from: Scenario['world']['laptops'][number]): Promise<void> {
  for (const to of story.world.laptops) {
    if (to === from) continue
    const [giver, taker] = [await story.tab(from), await story.tab(to)]
    if (!(await story.run(() => handPack(giver, taker)))) throw new Error('X3: a colleague refuses a sound pack')
  }
}

/**
 * Throws where the ways do not end alike: the same records, texts, losses and digests over every transport to the server; over packs the
 * same records and texts, and at least the losses of the server.
 * @param grounds one of them in the process, for the packs
 */
export async function compareWays(seed: number, grounds: ReadonlyMap<Transport, Ground>): Promise<{ server: Ending; packs: Ending }> {
  const memory = grounds.get('memory')
  if (!memory) throw new Error('packs are compared with the server in this process')
  const server = await liveInRounds(seed, memory, 'server')
  for (const [transport, ground] of grounds) {
    if (ground === memory) continue
    const other = await liveInRounds(seed, ground, 'server')
    checkSameRecords(seed, transport, [server, other])
    // Rows come in whatever order a database has them.
    const isSame = [...server.losses].toSorted().join('\n') === [...other.losses].toSorted().join('\n')
    if (!isSame) throw new Error(`I10: over ${transport} seed ${seed} has other losses`)
    if (server.digest !== other.digest) throw new Error(`I11: over ${transport} seed ${seed} counts otherwise`)
  }
  const packs = await liveInRounds(seed, memory, 'packs')
  checkSameRecords(seed, 'packs', [server, packs])
  const silent = [...server.losses].filter((name) => !packs.losses.has(name))
  if (silent.length > 0) throw new Error(`I10: over packs seed ${seed} is silent about ${silent.join('; ')}`)
  if (server.losses.size === packs.losses.size && server.digest !== packs.digest) throw new Error(`I11: seed ${seed} counts otherwise`)
  return { server, packs }
}

function checkSameRecords(seed: number, way: string, [server, other]: readonly [Ending, Ending]): void {
  if (server.state.join('\n') === other.state.join('\n')) return
  const lines = other.state.filter((line) => !server.state.includes(line))
  throw new Error(`I1: over ${way} seed ${seed} ends otherwise: ${lines.join('; ').slice(0, 400)}`)
}
