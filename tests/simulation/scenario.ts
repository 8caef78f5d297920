import type { Json } from '@shared/lib/canonical-json.ts'
import { isDead } from '@shared/sync/deletion.ts'
import type { LiveScope } from '../../src/renderer/db/live.ts'
import type { Change } from '../../src/renderer/db/write.ts'
import { revivedOf } from '../../src/renderer/features/exchange/exchange-queries.ts'
import type { CallError } from '../../src/renderer/sync/transport.ts'
import { holdingOf, readStored } from './knowledge.ts'
import { openWorld } from './beginning.ts'
import { Life } from './life.ts'
import type { Laptop, Tab } from './laptop.ts'
import type { Ground } from './ministry.ts'
import { wordsOf, type Findings } from './oracle.ts'
import { save, set, sync, tabOf, type } from './people.ts'
import { onScreen } from './screens.ts'
import type { Plan, RequestFault } from './steps.ts'
import { idOf, kindOf, NOTE, VISIT, type World } from './world.ts'
import type { StoredRecord } from '../../src/renderer/db/stored-record.ts'
import { idsUnsent } from '../../src/renderer/db/unsent.ts'

const QUIET: Plan = { seed: 0, faults: [], laptops: 3, pageSize: 2_000, compactAfter: 100, steps: [] }

/** A story with the parts of the simulation: three laptops (owner, two editors) that share a visit, and then what the test tells. */
export class Scenario {
  readonly world: World
  readonly life: Life

  static async open(ground: Ground, plan: Partial<Plan> = {}): Promise<Scenario> {
    const world = await openWorld({ ...QUIET, ...plan }, ground)
    return new Scenario(world, new Life(world))
  }

  private constructor(world: World, life: Life) {
    this.world = world
    this.life = life
  }

  laptop(index: number): Laptop {
    const laptop = this.world.laptops[index]
    if (!laptop) throw new Error(`there is no laptop ${index}`)
    return laptop
  }

  /** Runs to its end, with everything that is on its way. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const results: T[] = []
    this.world.timeline.spawn(async () => void results.push(await work()))
    await this.world.timeline.drain()
    const [result] = results
    return result as T
  }

  /** Begins something that waits for the network; time stands still. */
  begin(work: () => Promise<unknown>): Promise<void> {
    return this.world.start(async () => void (await work()))
  }

  pass(milliseconds: number): Promise<void> {
    return this.world.timeline.advanceTo(this.world.timeline.now() + milliseconds)
  }

  /** Saves fields; false when the store refuses. */
  write(laptop: Laptop, record: string, fields: Readonly<Record<string, Json>>): Promise<boolean> {
    return this.change(laptop, [set(kindOf(record), idOf(record), fields)])
  }

  async change(laptop: Laptop, changes: readonly Change[], tab = 0): Promise<boolean> {
    await this.pass(1)
    return this.run(async () => save(this.world, await tabOf(laptop, tab), changes))
  }

  remove(laptop: Laptop, record: string): Promise<boolean> {
    return this.change(laptop, [{ type: 'delete', kind: kindOf(record), id: idOf(record) }])
  }

  async type(laptop: Laptop, removes = false): Promise<void> {
    await this.pass(1)
    await this.run(async () => type(this.world, await tabOf(laptop), removes))
  }

  /** One round; gives what the laptop says of it. `fault` befalls the request of that place: scopes is 0, then push, then pull. */
  sync(
    laptop: Laptop,
    weather: { slow?: number; faults?: readonly Partial<RequestFault>[]; tab?: number } = {},
  ): Promise<CallError | 'storage' | null> {
    return this.run(() => this.syncIn(laptop, weather))
  }

  async syncIn(
    laptop: Laptop,
    { slow = 0, faults = [], tab: place = 0 }: { slow?: number; faults?: readonly Partial<RequestFault>[]; tab?: number } = {},
  ): Promise<CallError | 'storage' | null> {
    const tab = await tabOf(laptop, place)
    const whole = faults.map((fault): RequestFault => ({ request: 0, fault: 'request lost', statement: 1, later: 0, ...fault }))
    this.world.weather.set(tab, { slow, faults: whole, requests: 0 })
    await sync(tab)
    this.world.weather.delete(tab)
    return tab.status.getState().problem
  }

  /** The record as that laptop holds it. */
  stored(laptop: Laptop, record: string): Promise<StoredRecord | undefined> {
    return laptop.reading(async (page) => (await readStored(page, VISIT)).find((one) => one.id === idOf(record)))
  }

  async value(laptop: Laptop, record: string, field: string): Promise<Json | undefined> {
    return (await this.stored(laptop, record))?.cells[field]?.value
  }

  async isAlive(laptop: Laptop, record: string): Promise<boolean> {
    const stored = await this.stored(laptop, record)
    return stored !== undefined && !isDead(stored.cells)
  }

  /** The values reported as overwritten unseen. */
  async losses(laptop: Laptop): Promise<(Json | undefined)[]> {
    const stored = await laptop.reading((page) => readStored(page, VISIT))
    return stored.filter((record) => record.kind === 'conflict').map((record) => record.cells['losingValue']?.value)
  }

  /** Ids of what somebody deleted, and an edit that they had not seen keeps alive, as the page Exchange names them. */
  async revived(laptop: Laptop): Promise<string[]> {
    return this.onScreen(laptop, (scope, live) => revivedOf([{ scope, live }]).map((record) => record.id))
  }

  /** What the screens show of the visit; nothing when it is not on that laptop. */
  async onScreen<T>(laptop: Laptop, look: (scope: string, live: LiveScope) => T[]): Promise<T[]> {
    return laptop.reading((database) => onScreen({ database }, (live) => look(VISIT, live)))
  }

  /** Ids of what waits for the ministry. */
  async waiting(laptop: Laptop): Promise<string[]> {
    return laptop.reading((page) => idsUnsent(page, VISIT))
  }

  async words(laptop: Laptop): Promise<string[]> {
    const { texts } = await laptop.reading((page) => holdingOf(page, VISIT))
    const document = texts.get(NOTE)
    return document ? wordsOf(document) : []
  }

  async tab(laptop: Laptop, place = 0): Promise<Tab> {
    return this.run(() => tabOf(laptop, place))
  }

  /** Everybody syncs without faults until nothing moves; every promise is checked. */
  async end(): Promise<Findings> {
    const findings = await this.life.heal()
    await this.world.close()
    return findings
  }
}
