import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { deviceAuthor } from '@shared/sync/stamp.ts'
import { openDatabase, type Database, type Host } from '../../src/renderer/db/database.ts'
import { ensureIdentity } from '../../src/renderer/db/settings.ts'
import { createSession, type Session } from '../../src/renderer/sync/session.ts'
import { startSyncLoop, type SyncLoop } from '../../src/renderer/sync/sync-loop.ts'
import { createSyncStatus, type SyncStatusStore } from '../../src/renderer/sync/sync-status.ts'
import { resumePacks } from '../../src/renderer/sync/take-pack.ts'
import { createCall, type Send } from '../../src/renderer/sync/transport.ts'
import type { Random } from './random.ts'
import { watchStorage } from './storage-crash.ts'
import type { Timeline } from './timeline.ts'

const zone = (): string => 'Asia/Tokyo'

/** What stays when the power goes: the page's database, and the secret store of the desktop. */
export type Disk = { readonly factory: IDBFactory; refreshToken: string | null }
/** Every row of a disk at one moment. */
export type Image = {
  readonly rows: ReadonlyMap<string, readonly unknown[]>
  readonly counters: ReadonlyMap<string, number>
  readonly refreshToken: string | null
}

export type LaptopOptions = {
  readonly index: number
  readonly account: string
  readonly timeline: Timeline
  readonly random: Random
  /** Carries a request of that tab. */
  readonly send: (tab: Tab) => Send
}

/** One page of the app. */
export type Tab = {
  readonly laptop: Laptop
  readonly database: Database
  readonly author: string
  readonly session: Session
  readonly sync: SyncLoop
  readonly status: SyncStatusStore
  /** Ends of the waits of this tab's threads. */
  readonly wakeups: Set<() => void>
  isDead: boolean
  isSyncing: boolean
  /** Made since its sync under way began. */
  requests: number
}

export class PageDied extends Error {
  override readonly name = 'AbortError'
}

export class Laptop {
  disk: Disk = { factory: new IDBFactory(), refreshToken: null }
  readonly tabs: Tab[] = []
  /** How wrong the clock is, in milliseconds. */
  clockError = 0
  /** The page dies at that storage call; null when it does not. */
  diesIn: number | null = null
  /** How often a page really died so. */
  deaths = 0
  /** How many of its pages are no more. */
  private closed = 0
  /** No network at all, as on an island. */
  isCutOff = false
  /** Its disk was a copy, or a pack came in: it has heard of things from elsewhere than the one server. */
  metElsewhere = false
  /** Who uses it. */
  account: string
  readonly options: LaptopOptions
  private looks = 0
  private locks = new Map<string, (() => void)[]>()

  constructor(options: LaptopOptions) {
    this.options = options
    this.account = options.account
  }

  readonly now = (): number => Math.max(0, this.options.timeline.now() + this.clockError)

  /** @param resumed the author of a page that runs twice from here on: a snapshot of a running machine, started again */
  async openTab(resumed?: string): Promise<Tab> {
    const { random, index } = this.options
    const host: Host = { now: this.now, zone, newId: random.id, random: random.next }
    const database = await this.openStorage(host)
    const { deviceId } = await ensureIdentity(database)
    const status = createSyncStatus()
    const disk = this.disk
    // The tab's parts need the tab, and it is made of them.
    const holder: { tab?: Tab } = {}
    const send: Send = (request) => {
      if (!holder.tab) throw new Error('the page is not open yet')
      return this.options.send(holder.tab)(request)
    }
    const session = createSession({
      database,
      call: createCall(send),
      tokens: {
        keepIn: 'body',
        read: () => Promise.resolve(disk.refreshToken),
        write: (token) => Promise.resolve(void (disk.refreshToken = token)),
      },
      deviceName: `laptop ${index}`,
      onAccountChange: () => Promise.resolve(),
      exclusively: (work) => this.exclusively('session', work),
    })
    const sync = startSyncLoop({
      database,
      session,
      status,
      timers: { after: () => () => undefined },
      exclusively: (work) => this.exclusively('sync', work),
    })
    const author = resumed ?? deviceAuthor(deviceId, random.id().slice(0, 8))
    const tab: Tab = {
      laptop: this,
      database,
      author,
      session,
      sync,
      status,
      wakeups: new Set(),
      isDead: false,
      isSyncing: false,
      requests: 0,
    }
    holder.tab = tab
    watchStorage(database.dexie.backendDB(), () => this.storageCall(tab))
    this.tabs.push(tab)
    await resumePacks(database)
    return tab
  }

  /** The page ends now, in the middle of whatever it does. */
  /** Grows whenever one of its pages dies or is closed: what was done there may have ended with an error. */
  get ends(): number {
    return this.deaths + this.closed
  }

  kill(tab: Tab): void {
    if (!this.tabs.includes(tab)) return
    tab.isDead = true
    this.closed += 1
    this.tabs.splice(this.tabs.indexOf(tab), 1)
    tab.sync.stop()
    for (const wake of Array.from(tab.wakeups)) wake()
    tab.database.close()
  }

  killAll(): void {
    for (const tab of this.tabs.slice()) this.kill(tab)
  }

  /** Only while no page is open or none is in the middle of a transaction. */
  async takeImage(): Promise<Image> {
    return this.reading(async (database) => {
      const rows = new Map<string, unknown[]>()
      const counters = new Map<string, number>()
      for (const table of database.dexie.tables) {
        rows.set(table.name, await table.toArray())
        if (table.schema.primKey.auto) counters.set(table.name, await usedNumbers(table))
      }
      return { rows, counters, refreshToken: this.disk.refreshToken }
    })
  }

  /** The disk becomes a copy; pages must be dead. */
  async putImage(image: Image): Promise<void> {
    this.metElsewhere = true
    await this.fill(image)
  }

  /** How the disk is when a history begins. */
  async fill(image: Image): Promise<void> {
    this.disk = { factory: new IDBFactory(), refreshToken: image.refreshToken }
    await this.reading(async (database) => {
      for (const table of database.dexie.tables) {
        const last = image.counters.get(table.name)
        if (last !== undefined) {
          const key = table.schema.primKey.name
          await table.add({ [key]: last })
          await table.delete(last)
        }
        await table.bulkAdd([...(image.rows.get(table.name) ?? [])])
      }
    })
  }

  /** Looks at the disk by an open page, or opens it for the moment. */
  async reading<T>(look: (database: Database) => Promise<T>): Promise<T> {
    const open = this.tabs.find((tab) => !tab.isDead)
    // The look is the test's own, and nobody dies of it.
    this.looks += 1
    try {
      return open ? await look(open.database) : await this.lookingIntoDisk(look)
    } finally {
      this.looks -= 1
    }
  }

  private async lookingIntoDisk<T>(look: (database: Database) => Promise<T>): Promise<T> {
    const database = await this.openStorage({ now: this.now, zone, newId: this.options.random.id, random: this.options.random.next })
    try {
      return await look(database)
    } finally {
      database.close()
    }
  }

  private openStorage(host: Host): Promise<Database> {
    const name = `laptop-${this.options.index}`
    return openDatabase({ name, host, dexie: { indexedDB: this.disk.factory, IDBKeyRange } })
  }

  private storageCall(tab: Tab): void {
    if (tab.isDead) throw new PageDied('the page is gone')
    if (this.diesIn === null || this.looks > 0) return
    this.diesIn -= 1
    if (this.diesIn > 0) return
    this.diesIn = null
    this.deaths += 1
    tab.isDead = true
    // Closing waits for the transaction under way, which this very error ends.
    this.options.timeline.at(this.options.timeline.now(), () => this.kill(tab))
    throw new PageDied('the page died')
  }

  /** One page at a time, as Web Locks do it; a page that dies lets go. */
  async exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    const { timeline } = this.options
    const queue = this.locks.get(name)
    if (queue) await timeline.block((wake) => queue.push(wake))
    else this.locks.set(name, [])
    try {
      return await work()
    } finally {
      const next = this.locks.get(name)?.shift()
      if (next) next()
      else this.locks.delete(name)
    }
  }
}

type AutoTable = Database['dexie']['tables'][number]

/** The counter of a table has given this number last; asking takes one more. */
async function usedNumbers(table: AutoTable): Promise<number> {
  const given = (await table.add({})) as number
  await table.delete(given)
  return given
}
