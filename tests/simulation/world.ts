import type { HttpReply, HttpRequest } from '../../src/renderer/sync/transport.ts'
import { deterministicId } from '@shared/lib/id.ts'
import { testId } from '../support/server.ts'
import { installBroadcast } from './broadcast.ts'
import { Log, readStored } from './knowledge.ts'
import { Laptop, type Image, type Tab } from './laptop.ts'
import { Ministry, type Ground } from './ministry.ts'
import { networkOf, type Weather } from './network.ts'
import { randomFrom, type Random } from './random.ts'
import type { Dump } from './server-dump.ts'
import { isMember } from './server-view.ts'
import type { Fault, Plan } from './steps.ts'
import { installStorageWatch } from './storage-crash.ts'
import { Timeline } from './timeline.ts'

export const VISIT = testId('simulated visit')
export const NOTE = testId('note 0')
const START = Date.UTC(2025, 2, 5, 4)
/** The fourth laptop is the owner's second one. */
const ACCOUNTS = ['owner', 'second', 'third', 'owner'] as const
const OTHER_DISKS: readonly Fault[] = ['laptop restored', 'laptop cloned', 'resumed twice']
const CALM: Weather = { slow: 0, faults: [], requests: 0 }

/** The id of a record that steps call by a short name such as "agreement 0". */
export const idOf = (record: string): string => {
  if (record === 'visit') return VISIT
  return record.startsWith('participant') ? deterministicId('participant', testId('meeting 0'), record) : testId(record)
}
export const kindOf = (record: string): string => record.split(' ')[0] ?? record

/** Where every history begins: the owner has made a visit, everybody is in it and has all of it. */
export type Beginning = {
  readonly now: number
  readonly server: Dump
  readonly disks: readonly Image[]
  readonly log: Log
  readonly stored: ReadonlySet<string>
}

/** Laptops, a network and the ministry on one line of virtual time. */
export class World {
  readonly log: Log
  readonly laptops: readonly Laptop[]
  /** How often each fault took effect. */
  readonly took = new Map<Fault, number>()
  /** Names of all cells that the server ever said it stored, or showed to anybody. */
  readonly stored: Set<string>
  /** Of these, what it stored for whoever pushed it. */
  readonly acknowledged = new Set<string>()
  /**
   * Names of the cells that a laptop must be able to account for, whatever becomes of their writers: what waited in a pack that it took in, and what it
   * handed in when the visit left it.
   */
  readonly promised = new Map<Laptop, Set<string>>()
  readonly weather = new Map<Tab, Weather>()
  /** Somebody has changed a disk or the server's rows behind the back of the program: what both sides count may differ. */
  isDamaged = false
  /** What went over the network so far; headers are not counted. */
  readonly traffic = { requests: 0, bytes: 0 }
  readonly plan: Plan
  readonly timeline: Timeline
  readonly ministry: Ministry
  readonly random: Random
  private readonly removeBroadcast: () => void

  /** @param from how everything was when the history began; null for a world in which nobody has done anything yet */
  static async open(plan: Plan, ground: Ground, from: Beginning | null): Promise<World> {
    const timeline = new Timeline(from?.now ?? START)
    const random = randomFrom(`world ${plan.seed}`)
    const options = { ground, random: random.fork('ministry'), compactAfter: plan.compactAfter, filled: from?.server ?? null }
    const world = new World(plan, { timeline, random, from, ministry: await Ministry.open(options, timeline.now) })
    for (const [index, disk] of from?.disks.entries() ?? []) await world.laptops[index]?.fill(disk)
    return world
  }

  private constructor(plan: Plan, parts: { timeline: Timeline; ministry: Ministry; random: Random; from: Beginning | null }) {
    this.plan = plan
    this.log = parts.from?.log.copy() ?? new Log()
    this.stored = new Set(parts.from?.stored)
    this.timeline = parts.timeline
    this.ministry = parts.ministry
    this.random = parts.random
    installStorageWatch()
    this.removeBroadcast = installBroadcast(this.timeline)
    const send = networkOf({
      timeline: this.timeline,
      ministry: this.ministry,
      pageSize: plan.pageSize,
      stored: this.stored,
      acknowledged: this.acknowledged,
      weatherOf: (tab) => this.weather.get(tab) ?? { ...CALM },
      took: (fault) => this.count(fault),
      mayForget: () => this.ministry.isReplaced,
      onAnswer: (tab, request, reply) =>
        this.checkAnswer(tab, request, reply).catch((error: unknown) => {
          // Thrown on its way, the laptop would take it for a network that is down, and try again.
          this.timeline.spawn(() => Promise.reject(error as Error))
        }),
    })
    this.laptops = Array.from(
      { length: plan.laptops },
      (_, index) =>
        new Laptop({
          index,
          account: ACCOUNTS[index] ?? 'owner',
          timeline: this.timeline,
          random: this.random.fork(`laptop ${index}`),
          send,
        }),
    )
  }

  count(fault: Fault): void {
    this.took.set(fault, (this.took.get(fault) ?? 0) + 1)
  }

  private async checkAnswer(tab: Tab, { path, body }: HttpRequest, reply: HttpReply): Promise<void> {
    this.traffic.requests += 1
    this.traffic.bytes += (body?.length ?? 0) + reply.body.length
    if (path.endsWith('/buckets')) await this.checkMayDiffer(tab)
    // Nobody is shown a visit who is not in it, whatever the code of the routes thinks.
    const isShown = [200, 206].includes(reply.status) && path.includes(VISIT) && !/\/(push|rescue)$/.test(path)
    if (isShown && !(await isMember(this.ministry.database, VISIT, tab.laptop.account))) {
      throw new Error(`I9: ${tab.laptop.account} was shown a visit without membership`)
    }
  }

  /**
   * [I11] A repair mends what an answer or a page has left out, and would hide it. Nothing is to be mended where the server was never another
   * one, no disk a copy, and nothing refused.
   */
  private async checkMayDiffer({ laptop }: Tab): Promise<void> {
    if (this.isDamaged || this.ministry.isReplaced || OTHER_DISKS.some((fault) => this.took.has(fault))) return
    if ((await laptop.reading((page) => readStored(page, VISIT))).some((record) => record.parked !== null)) return
    throw new Error(`I11: laptop ${laptop.options.index} has everything, and counts otherwise than the server`)
  }

  promise(laptop: Laptop, names: readonly string[]): void {
    this.promised.set(laptop, new Set([...(this.promised.get(laptop) ?? []), ...names]))
  }

  /** Runs a thread to its end, or to where it waits for the network. */
  async start(work: () => Promise<void>): Promise<void> {
    this.timeline.spawn(work)
    await this.timeline.advanceTo(this.timeline.now())
  }

  async close(): Promise<void> {
    for (const laptop of this.laptops) laptop.killAll()
    await this.timeline.drain().catch(() => undefined)
    await this.ministry.close()
    this.removeBroadcast()
  }
}
