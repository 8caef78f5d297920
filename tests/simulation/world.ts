import type { HttpRequest } from '../../src/renderer/sync/transport.ts'
import { deterministicId } from '@shared/lib/id.ts'
import { testId } from '../support/server.ts'
import { installBroadcast } from './broadcast.ts'
import { Log, readStored, type Typed } from './knowledge.ts'
import { Laptop, type Disk, type Image, type Tab } from './laptop.ts'
import { Ministry, type Ground } from './ministry.ts'
import { bytesOf, networkOf, type Answered, type Weather } from './network.ts'
import { randomFrom, type Random } from './random.ts'
import type { Dump } from './server-dump.ts'
import { isMember, roleOf } from './server-view.ts'
import { UNSAVED, type Fault, type Plan } from './steps.ts'
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
  readonly typists: ReadonlyMap<string, string>
  readonly typed: Typed
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
  /** Word of the note -> whose it is. */
  readonly typists: Map<string, string>
  /** What people did to the text of the note, as they did it. */
  readonly typed: Map<number, readonly Uint8Array[]>
  /** Accounts that have given a review in this history. */
  readonly reviewers = new Set<string>()
  /** Disk -> form -> what may be in it; of several where a page died while it was kept. */
  readonly forms = new WeakMap<Disk, Map<string, (string | null)[]>>()
  /** Names of the cells that each disk has shown, and must tell of. */
  readonly seen = new WeakMap<Disk, Set<string>>()
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
    const random = randomFrom(from ? `world ${plan.seed}` : 'beginning')
    const options = { ground, random: random.fork('ministry'), compactAfter: plan.compactAfter, filled: from?.server ?? null }
    const world = new World(plan, { timeline, random, from, ministry: await Ministry.open(options, timeline.now) })
    for (const [index, disk] of from?.disks.entries() ?? []) await world.laptops[index]?.fill(disk)
    return world
  }

  private constructor(plan: Plan, parts: { timeline: Timeline; ministry: Ministry; random: Random; from: Beginning | null }) {
    this.plan = plan
    this.log = parts.from?.log.copy() ?? new Log()
    this.stored = new Set(parts.from?.stored)
    this.typists = new Map(parts.from?.typists)
    this.typed = new Map(parts.from?.typed)
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
      waiting: new Map(),
      lastPush: new Map(),
      onAnswer: (tab, answered) => this.checkAnswer(tab, answered).catch((error: unknown) => this.break(error as Error)),
      onRequest: (tab, request) => this.checkRequest(tab, request),
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

  /** Thrown on its way, the laptop would take it for a network that is down, and try again. */
  private break(error: Error): void {
    this.timeline.spawn(() => Promise.reject(error))
  }

  /** [I9] What is typed and not saved is nobody's but the one who types. */
  private checkRequest({ laptop }: Tab, request: HttpRequest): void {
    if (bytesOf(request).includes(UNSAVED)) {
      this.break(new Error(`I9: what laptop ${laptop.options.index} has not saved went to the ministry`))
    }
  }

  formsOf({ disk }: Laptop): Map<string, (string | null)[]> {
    const forms = this.forms.get(disk) ?? new Map<string, (string | null)[]>()
    this.forms.set(disk, forms)
    return forms
  }

  /** It was on that disk: its history tells of it for ever. */
  saw({ disk }: Laptop, name: string): void {
    const names = this.seen.get(disk) ?? new Set<string>()
    this.seen.set(disk, names)
    names.add(name)
  }

  private async checkAnswer(tab: Tab, { request: { path, body }, reply, news }: Answered): Promise<void> {
    this.traffic.requests += 1
    this.traffic.bytes += (body?.length ?? 0) + reply.body.length
    if (path.endsWith('/buckets')) await this.checkMayDiffer(tab)
    if (news.length > 0) await this.checkRole(tab, news)
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

  /** [A6] A reviewer writes reviews and nothing else, a reader nothing at all. */
  private async checkRole({ laptop }: Tab, news: Answered['news']): Promise<void> {
    const role = await roleOf(this.ministry.database, VISIT, laptop.account)
    if (role === 'owner' || role === 'editor') return
    const other = news.find(({ kind }) => role !== 'reviewer' || (kind !== 'review' && kind !== 'conflict'))
    if (other) throw new Error(`A6: a ${role ?? 'stranger'} has written ${other.kind} ${other.id}`)
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
