import { DELETED } from '@shared/sync/cell.ts'
import { stampParts } from '@shared/sync/stamp.ts'
import { readDigest } from '../../src/renderer/db/digests.ts'
import { idsUnsent } from '../../src/renderer/db/unsent.ts'
import { testId } from '../support/server.ts'
import { attach, carry, checkFiles, wholeFiles } from './files.ts'
import { cellName, holdingOf, holdingOfItems, keptHandedIn, readStored, viewOf, type Holding } from './knowledge.ts'
import type { Image, Laptop, Tab } from './laptop.ts'
import { checkEnd, isBrokenPromise, type Findings } from './oracle.ts'
import {
  admit,
  changeRole,
  departuresFrom,
  fillForm,
  handPack,
  hasVisit,
  mark,
  removeWithChildren,
  save,
  sendFarAgain,
  set,
  sync,
  tabOf,
  takeInRescues,
  type,
} from './people.ts'
import type { Dump } from './server-dump.ts'
import { bringReviewsHome, makeEveryone, review } from './reviewers.ts'
import { checkRecovered } from './screens.ts'
import { settle } from './settling.ts'
import { isPast, quarantined, serverHolding } from './server-view.ts'
import { type Fault, type Step } from './steps.ts'
import { Watch } from './watch.ts'
import { idOf, kindOf, NOTE, VISIT, type World } from './world.ts'

const CHECK_EVERY = 12
const ROUNDS = 12
/** What needs no visit on the laptop. */
const OF_LAPTOPS: ReadonlySet<Step['does']> = new Set(['sign in', 'sync', 'role', 'form'])
const DAY = 86_400_000
const MEETING = testId('meeting 0')

export type Outcome = Findings & {
  readonly steps: number
  readonly writes: number
  readonly words: number
  readonly took: ReadonlyMap<Fault, number>
  /** The server's, at the end. */
  readonly digest: string | null
}

/** Lives through a plan: the steps with their faults, then healing; checks what must hold on the way and at the end. */
export async function live(world: World): Promise<Outcome> {
  const life = new Life(world)
  for (const [index, step] of world.plan.steps.entries()) {
    await life.take(step)
    if (index % CHECK_EVERY === CHECK_EVERY - 1) await life.check()
  }
  const findings = await life.heal()
  return {
    ...findings,
    steps: world.plan.steps.length,
    writes: world.log.written.length,
    words: life.words,
    took: world.took,
    digest: life.digest,
  }
}

export class Life {
  words = 0
  digest: string | null = null
  private readonly world: World
  private readonly images = new Map<Laptop, { readonly image: Image; readonly account: string }>()
  private dump: Dump | null = null
  private readonly watch: Watch

  constructor(world: World) {
    this.world = world
    this.watch = new Watch(world)
  }

  async take(step: Step): Promise<void> {
    const { world } = this
    await world.timeline.advanceTo(world.timeline.now() + step.after)
    const laptop = world.laptops[step.laptop]
    if (!laptop) return
    await world.start(async () => {
      const { deaths, ends } = laptop
      if (step.diesIn > 0) laptop.diesIn = step.diesIn
      try {
        await this.act(step, laptop)
      } catch (error) {
        // Whatever the page was about to do, it is dead; what it has promised still holds.
        if (laptop.ends === ends || isBrokenPromise(error)) throw error
      }
      if (laptop.deaths > deaths) world.count('page dies')
      laptop.diesIn = null
    })
  }

  private async act(step: Step, laptop: Laptop): Promise<void> {
    const { world } = this
    if (await this.actOnWorld(step, laptop)) return
    const tab = await tabOf(laptop, step.tab)
    // Nobody works in a visit that has left the laptop.
    if (!OF_LAPTOPS.has(step.does) && !(await hasVisit(tab))) return
    switch (step.does) {
      case 'write':
        await save(world, tab, [set(kindOf(step.record), idOf(step.record), { [step.field]: step.value })])
        if (step.record === 'gadget 0' || step.field === 'fieldOfTomorrow') world.count('other version')
        return
      case 'delete':
        return removeWithChildren(world, tab, { kind: kindOf(step.record), id: idOf(step.record) })
      case 'restore':
        await save(world, tab, [{ type: 'restore', kind: kindOf(step.record), id: idOf(step.record) }])
        return
      case 'link':
        return this.link(tab, idOf(step.record))
      case 'type':
        this.words += 1
        if (await isDeletedByOthers(tab)) world.count('typed into deleted')
        return type(world, tab, step.removes)
      case 'mark':
        return mark(world, tab)
      case 'review':
        return review(world, tab, step)
      case 'form':
        return fillForm(world, tab, step)
      case 'attach':
        return attach(world, tab, step.size)
      case 'carry': {
        world.weather.set(tab, { slow: 0, faults: step.faults, requests: 0 })
        const problems = await carry(tab, step.keeps)
        world.weather.delete(tab)
        if (problems.length > 0) world.count('bytes cut')
        return
      }
      case 'settle':
        return settle(world, tab, step)
      case 'sign in':
        await admit(world, tab)
        return
      case 'role': {
        const colleague = world.laptops[1]
        if (!colleague || laptop.account !== 'owner') return
        if (step.faults) world.weather.set(tab, { slow: 0, faults: step.faults, requests: 0 })
        if (await changeRole(tab, { colleague, role: step.role })) world.count('membership')
        if (step.faults) world.weather.delete(tab)
        return
      }
      case 'pack': {
        const colleague = world.laptops[step.to]
        if (!colleague || colleague === laptop) return
        const taker = await tabOf(colleague)
        if (!(await hasVisit(taker))) return
        const waiting = await waitingCells(tab)
        if (!(await this.pack(tab, taker))) return
        world.count('pack')
        world.promise(colleague, waiting)
        return
      }
      case 'sync':
        if (tab.isSyncing) return
        if (this.dump && (await isPast(world.ministry.database, VISIT, laptop))) world.count('server advanced')
        world.weather.set(tab, { slow: step.slow, faults: step.faults, requests: 0 })
        await this.syncAndMayLeave(tab)
        world.weather.delete(tab)
        return
    }
  }

  private async syncAndMayLeave(tab: Tab): Promise<void> {
    const { laptop } = tab
    const [departures, waiting] = [await departuresFrom(laptop), await waitingCells(tab)]
    await sync(tab)
    const hasLeft = (await departuresFrom(laptop)) !== departures
    // A visit takes its history along.
    if (hasLeft) this.world.seen.delete(laptop.disk)
    await this.watch.see(laptop)
    if (!hasLeft) return
    this.world.count('removed')
    this.world.promise(laptop, waiting)
  }

  /** [D1] Its id is the same on every laptop: whoever makes it again brings back what was deleted. */
  private async link(tab: Tab, id: string): Promise<void> {
    const isMade = await save(this.world, tab, [{ type: 'create', kind: 'participant', id, fields: { meetingId: MEETING, role: 'guest' } }])
    if (tab.isDead) return
    const deletion = (await readStored(tab.database, VISIT)).find((record) => record.id === id)?.cells[DELETED]
    if (!isMade || (deletion && deletion.value !== null)) throw new Error('D1: a link that was made again stays deleted')
  }

  /** What happens to laptops and the server rather than by people. */
  private async actOnWorld(step: Step, laptop: Laptop): Promise<boolean> {
    const { world } = this
    switch (step.does) {
      case 'clock':
        laptop.clockError += step.by
        // What was handed in is kept for 90 days by this clock.
        if (step.by > 89 * DAY) world.promised.delete(laptop)
        world.count('clock jump')
        return true
      case 'network':
        laptop.isCutOff = !step.isUp
        return true
      case 'server clock':
        world.ministry.clocks[step.tab] = step.by
        world.count('server clock')
        return true
      case 'open second tab':
        if (laptop.tabs.length < 2) await laptop.openTab()
        if (laptop.tabs.length === 2) world.count('second tab')
        return true
      case 'close tabs':
        laptop.killAll()
        return true
      case 'back up':
        this.images.set(laptop, { image: await laptop.takeImage(), account: laptop.account })
        return true
      case 'restore backup':
        await this.restoreBackup(laptop)
        return true
      case 'clone': {
        const other = world.laptops[step.to]
        if (other && other !== laptop) await this.copy(laptop, other, 'laptop cloned')
        return true
      }
      case 'resume twice': {
        const other = world.laptops[step.to]
        if (other && other !== laptop) await this.resumeTwice(laptop, other, step.field)
        return true
      }
      case 'dump server':
        this.dump = await world.ministry.dump()
        return true
      case 'restore server':
        if (!this.dump) return true
        await world.ministry.restore(this.dump)
        this.forgetServer('server restored')
        return true
      case 'look':
        await this.watch.look()
        return true
      case 'empty server':
        await world.ministry.empty()
        this.forgetServer('server emptied')
        return true
      default:
        return false
    }
  }

  /** A page may die while it packs or takes in; then the pack is not handed over, or goes on when the page opens again. */
  private async pack(from: Tab, to: Tab): Promise<boolean> {
    try {
      return await handPack(from, to)
    } catch (error) {
      if (from.isDead || to.isDead) return false
      throw error
    }
  }

  /** Whose disk it was when it was backed up uses it again; somebody is left who can invite the others. */
  private async restoreBackup(laptop: Laptop): Promise<void> {
    const backup = this.images.get(laptop)
    if (!backup) return
    const isOwnerLeft = this.world.laptops.some((one) => (one === laptop ? backup : one).account === 'owner')
    if (!isOwnerLeft || this.isOnlyOneOf(laptop, backup.account)) return
    await this.replaceDisk(laptop, backup.image, 'laptop restored')
    laptop.account = backup.account
  }

  private async replaceDisk(laptop: Laptop, image: Image, fault: Fault | null): Promise<void> {
    laptop.killAll()
    await this.world.timeline.sleep(0)
    await laptop.putImage(image)
    await this.watch.forgetDisk(laptop)
    this.world.promised.delete(laptop)
    if (fault) this.world.count(fault)
  }

  /** Nobody may bring a reviewer's words but the reviewer (A6): a laptop stays with them. */
  private isOnlyOneOf({ account }: Laptop, next: string): boolean {
    return account !== next && this.world.reviewers.has(account) && this.world.laptops.filter((one) => one.account === account).length === 1
  }

  /** Gives the copy, or null. Somebody is left who can set up a server and invite the others. */
  private async copy(laptop: Laptop, other: Laptop, fault: Fault | null): Promise<{ from: Laptop; to: Laptop } | null> {
    const owners = this.world.laptops.filter((one) => one.account === 'owner')
    const [from, to] = owners.length === 1 && owners[0] === other ? [other, laptop] : [laptop, other]
    if (this.isOnlyOneOf(to, from.account)) return null
    await this.replaceDisk(to, await from.takeImage(), fault)
    to.account = from.account
    return { from, to }
  }

  /** A machine's snapshot runs twice, and both write in one millisecond; then both pages end, and the sessions with them. */
  private async resumeTwice(one: Laptop, another: Laptop, field: string): Promise<void> {
    const { world } = this
    const copied = await this.copy(one, another, null)
    if (!copied) return
    const { from: laptop, to: other } = copied
    const page = await tabOf(laptop)
    other.clockError = laptop.clockError
    world.log.sharedSessions.add(page.author)
    const twin = await other.openTab(page.author)
    const write = (tab: Tab, text: string): Promise<boolean> => save(world, tab, [set('agreement', idOf('agreement 0'), { [field]: text })])
    const isSaved = [await write(page, 'by the one'), await write(twin, 'by the other')]
    if (!isSaved.includes(false)) world.count('resumed twice')
    laptop.killAll()
    other.killAll()
  }

  private forgetServer(fault: Fault): void {
    this.watch.forgetServer()
    this.world.count(fault)
  }

  check(): Promise<void> {
    return this.run(() => this.watch.look())
  }

  /** All faults end; everybody signs in and syncs until nothing moves. */
  async heal(): Promise<Findings> {
    const { world } = this
    await world.timeline.drain()
    await this.check()
    world.ministry.clocks.fill(0)
    world.weather.clear()
    for (const laptop of world.laptops) laptop.isCutOff = false
    const before: Holding[] = []
    const files: ReadonlySet<string>[] = []
    await this.run(async () => {
      for (const laptop of world.laptops) before.push(await laptop.reading((page) => holdingOf(page, VISIT)))
      before.push(await serverHolding(world.ministry.database, VISIT))
      const handedIn = [await quarantined(world.ministry.database, VISIT)]
      for (const laptop of world.laptops) handedIn.push(await laptop.reading((page) => keptHandedIn(page, VISIT)))
      before.push(holdingOfItems(handedIn.flat(), before))
      for (const laptop of world.laptops) files.push(await wholeFiles(laptop))
    })
    let problem: string | null = 'never tried'
    for (let round = 0; round < ROUNDS && problem !== null; round += 1) {
      await world.timeline.advanceTo(world.timeline.now() + 600_000)
      const role = world.reviewers.size > 0 && round % 2 === 0 ? 'reviewer' : 'editor'
      problem = (await this.healOnce(role)) ?? (role === 'reviewer' ? 'reviewers are not editors again' : null)
    }
    if (problem !== null) throw new Error(`I1: after ${ROUNDS} rounds without faults, ${problem}`)
    await this.carryAll(files)
    const ends: Holding[] = []
    const server = await serverHolding(world.ministry.database, VISIT)
    this.digest = server.digest
    for (const laptop of world.laptops) ends.push(await laptop.reading((page) => holdingOf(page, VISIT)))
    const mayBeNeedless = world.ministry.isReplaced || world.laptops.some((laptop) => laptop.metElsewhere)
    const promised = new Set([...world.promised.values()].flatMap((names) => [...names]))
    const { log, typists, typed } = world
    return checkEnd({ log, typists, typed, server, laptops: ends, before, promised, mayBeNeedless })
  }

  /** [I11] Null when nothing waits anywhere and every laptop counts as the server does; else what is still open. */
  private async healOnce(role: 'editor' | 'reviewer'): Promise<string | null> {
    const { world } = this
    await this.run(async () => {
      for (const laptop of world.laptops) {
        const tab = await tabOf(laptop)
        await admit(world, tab)
        if (laptop.account === 'owner') {
          await makeEveryone(world, tab, role)
          await takeInRescues(tab)
        }
        await sendFarAgain(world, tab)
        await sync(tab)
      }
      if (role === 'reviewer') await bringReviewsHome(world)
    })
    const server = await serverHolding(world.ministry.database, VISIT)
    for (const laptop of world.laptops) {
      const { index } = laptop.options
      const tab = await tabOf(laptop)
      const { problem } = tab.status.getState()
      if (problem !== null) return `laptop ${index} says ${problem}`
      const waiting = await laptop.reading((page) => idsUnsent(page, VISIT))
      if (waiting.length > 0) return `laptop ${index} still waits with ${waiting.join(', ')}: ${await whyWaiting(laptop)}`
      const digest = await laptop.reading((page) => readDigest(page, VISIT))
      if (digest !== server.digest) return `I11: laptop ${index} counts ${digest}, the server ${server.digest}`
      const records = await laptop.reading((page) => holdingOf(page, VISIT))
      await checkRecovered(laptop)
      for (const [id, record] of server.records) {
        const mine = records.records.get(id)
        if (!mine || viewOf(mine) !== viewOf(record)) return `record ${id} (${record.kind}) of laptop ${index} is not the server's`
      }
    }
    return null
  }

  /** Twice: who came first lacks what the last one brought. */
  private async carryAll(before: readonly ReadonlySet<string>[]): Promise<void> {
    if (before.every((files) => files.size === 0)) return
    const { laptops, ministry } = this.world
    const after: ReadonlySet<string>[] = []
    await this.run(async () => {
      for (const laptop of [...laptops, ...laptops]) await carry(await tabOf(laptop), true)
      for (const laptop of laptops) after.push(await wholeFiles(laptop))
    })
    checkFiles(await serverHolding(ministry.database, VISIT), before, after)
  }

  private async run(work: () => Promise<void>): Promise<void> {
    this.world.timeline.spawn(work)
    await this.world.timeline.drain()
  }
}

/** What of the visit waits on that laptop: a pack says so of each field. */
async function waitingCells(tab: Tab): Promise<string[]> {
  const stored = await tab.laptop.reading((page) => readStored(page, VISIT))
  return stored.flatMap(({ id, cells, pending }) =>
    Object.keys(pending).flatMap((field) => {
      const cell = cells[field]
      return cell ? [cellName(id, field, cell)] : []
    }),
  )
}

/** The note was deleted, and not by this page: what is typed now brings it back (D2). */
async function isDeletedByOthers(tab: Tab): Promise<boolean> {
  const deletion = (await readStored(tab.database, VISIT)).find((record) => record.id === NOTE)?.cells[DELETED]
  return deletion !== undefined && deletion.value !== null && stampParts(deletion.stamp).author !== tab.author
}

async function whyWaiting(laptop: Laptop): Promise<string> {
  const { stored } = await laptop.reading((page) => holdingOf(page, VISIT))
  return stored
    .filter((record) => Object.keys(record.pending).length > 0)
    .map(
      (record) =>
        `${record.kind} ${record.id.slice(0, 8)} ${record.parked ? `parked ${record.parked.reason} ${record.parked.detail}` : 'unsent'}`,
    )
    .join('; ')
}
