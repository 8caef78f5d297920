import { IDBKeyRange } from 'fake-indexeddb'
import { dispatchOrThrow, dispatch, Listened, StoreEvent } from './memory-events.ts'
import { Rows } from './memory-rows.ts'
import { Store, StoredStore } from './memory-source.ts'
import { nameList, StoreRequest, StoreTransaction, type Mode, type NameList } from './memory-transaction.ts'
import { failure, order, toKey, type KeyPath } from './memory-values.ts'

/**
 * An IndexedDB in memory for our devices in the bench, as their peers have stores made for memory: what Dexie and the app ask of one, in as few
 * steps as keep what IndexedDB promises. Nothing is kept when the process ends.
 */
export const memoryStore = (): { readonly indexedDB: MemoryFactory; readonly IDBKeyRange: typeof IDBKeyRange } => ({
  indexedDB: new MemoryFactory(),
  IDBKeyRange,
})

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

class StoredDatabase {
  readonly name: string
  version = 0
  readonly stores = new Map<string, StoredStore>()
  readonly connections = new Set<Connection>()
  /** In the order in which they were made. */
  #live: readonly StoreTransaction[] = []

  constructor(name: string) {
    this.name = name
  }

  begin(transaction: StoreTransaction): void {
    this.#live = [...this.#live, transaction]
    this.#startThoseThatCan()
  }

  end(transaction: StoreTransaction): void {
    this.#live = this.#live.filter((one) => one !== transaction)
    this.#startThoseThatCan()
  }

  isUsedBy = (connection: Connection): boolean => this.#live.some(({ db }) => db === connection)

  #startThoseThatCan(): void {
    for (const [at, transaction] of this.#live.entries()) {
      const mayStart = !transaction.isStarted && !this.#live.slice(0, at).some((before) => isInTheWay(before, transaction))
      if (mayStart) transaction.start()
    }
  }
}

const isInTheWay = (before: StoreTransaction, { mode, scope }: StoreTransaction): boolean =>
  (mode !== 'readonly' || before.mode !== 'readonly') && [...scope].some((name) => before.scope.has(name))

type MadeTransaction = { readonly mode: Mode; readonly scope: Set<string>; readonly durability?: string | undefined }

/** What `open` answers with: an IDBDatabase. */
class Connection extends Listened {
  readonly name: string
  version: number
  onversionchange: unknown = null
  onclose: unknown = null
  onabort: unknown = null
  onerror: unknown = null
  isClosing = false
  upgrade: StoreTransaction | null = null
  readonly closed: Promise<void>
  readonly #stored: StoredDatabase
  #resolve = (): void => undefined

  constructor(stored: StoredDatabase, version: number) {
    super()
    this.#stored = stored
    this.name = stored.name
    this.version = version
    this.closed = new Promise((resolve) => (this.#resolve = resolve))
    stored.connections.add(this)
  }

  get objectStoreNames(): NameList {
    return nameList(this.#stored.stores.keys())
  }

  transaction(names: string | Iterable<string>, mode: Mode = 'readonly', { durability }: IDBTransactionOptions = {}): StoreTransaction {
    if (this.upgrade || this.isClosing) throw failure('InvalidStateError')
    if (mode !== 'readonly' && mode !== 'readwrite') throw new TypeError(`mode: ${mode}`)
    const scope = new Set(typeof names === 'string' ? [names] : names)
    if (scope.size === 0) throw failure('InvalidAccessError')
    for (const name of scope) if (!this.#stored.stores.has(name)) throw failure('NotFoundError', `no object store ${name}`)
    return this.#begin({ mode, scope, durability })
  }

  /** @param whenEnded told after all others */
  beginUpgrade(version: number, whenEnded: () => void): StoreTransaction {
    const before = this.version
    this.version = version
    this.upgrade = this.#begin({ mode: 'versionchange', scope: new Set(this.#stored.stores.keys()) })
    this.upgrade.undo.push(() => (this.version = before))
    for (const end of ['complete', 'abort']) this.upgrade.addEventListener(end, () => setImmediate(whenEnded))
    return this.upgrade
  }

  createObjectStore(name: string, { keyPath = null, autoIncrement = false }: IDBObjectStoreParameters = {}): Store {
    const { stores } = this.#stored
    const upgrade = this.#running()
    if (stores.has(name)) throw failure('ConstraintError')
    stores.set(name, new StoredStore(name, { keyPath: keyPath as KeyPath | null, autoIncrement }, new Rows()))
    upgrade.scope.add(name)
    upgrade.undo.push(() => stores.delete(name))
    return upgrade.objectStore(name) as Store
  }

  deleteObjectStore(name: string): void {
    const { stores } = this.#stored
    const upgrade = this.#running()
    const stored = stores.get(name)
    if (stored === undefined) throw failure('NotFoundError')
    stores.delete(name)
    upgrade.forgetStore(name)
    upgrade.undo.push(() => stores.set(name, stored))
  }

  close(): void {
    this.isClosing = true
    this.#leaveIfDone()
  }

  #begin({ mode, scope, durability = 'default' }: MadeTransaction): StoreTransaction {
    const open = (name: string, transaction: StoreTransaction): Store => {
      const stored = this.#stored.stores.get(name)
      if (stored === undefined) throw failure('NotFoundError')
      return new Store(transaction, stored)
    }
    const onEnd = (transaction: StoreTransaction): void => {
      if (transaction === this.upgrade) this.upgrade = null
      this.#stored.end(transaction)
      if (this.isClosing) this.#leaveIfDone()
    }
    const transaction = new StoreTransaction({ db: this, mode, scope, durability, open, onEnd })
    this.#stored.begin(transaction)
    return transaction
  }

  #running(): StoreTransaction {
    if (!this.upgrade) throw failure('InvalidStateError')
    this.upgrade.check()
    return this.upgrade
  }

  #leaveIfDone(): void {
    if (this.#stored.isUsedBy(this)) return
    this.#stored.connections.delete(this)
    this.#resolve()
  }
}

class OpenRequest extends StoreRequest {
  onupgradeneeded: unknown = null
  onblocked: unknown = null

  constructor() {
    super(null, null, () => undefined)
  }
}

type Change = { readonly oldVersion: number; readonly newVersion: number | null }

class MemoryFactory {
  readonly #databases = new Map<string, StoredDatabase>()
  /** By name, the end of what was asked for last. */
  readonly #asked = new Map<string, Promise<void>>()

  open(name: string, version?: number): OpenRequest {
    if (version !== undefined && (!Number.isInteger(version) || version < 1)) throw new TypeError(`version: ${version}`)
    return this.#inTurn(name, async (request) => ({ result: await this.#open(name, version, request) }))
  }

  deleteDatabase(name: string): OpenRequest {
    return this.#inTurn(name, async (request) => {
      const stored = this.#databases.get(name)
      if (stored === undefined) return { result: undefined, change: { oldVersion: 0, newVersion: null } }
      const change = { oldVersion: stored.version, newVersion: null }
      await othersClosed([...stored.connections], request, change)
      this.#databases.delete(name)
      return { result: undefined, change }
    })
  }

  databases(): Promise<readonly IDBDatabaseInfo[]> {
    const all = [...this.#databases.values()].filter(({ version }) => version > 0)
    return Promise.resolve(all.map(({ name, version }) => ({ name, version })))
  }

  cmp(one: unknown, other: unknown): number {
    return order(toKey(one), toKey(other))
  }

  /** One after another for each name. */
  #inTurn(name: string, work: (request: OpenRequest) => Promise<{ readonly result: unknown; readonly change?: Change }>): OpenRequest {
    const request = new OpenRequest()
    const before = this.#asked.get(name) ?? Promise.resolve()
    const answer = async (): Promise<void> => {
      await nextTurn()
      try {
        const { result, change } = await work(request)
        request.settle(result)
        setImmediate(() => dispatchOrThrow(new StoreEvent('success', request, change)))
      } catch (error) {
        request.settle(undefined, error)
        setImmediate(() => dispatchOrThrow(new StoreEvent('error', request, { bubbles: true, cancelable: true })))
      }
    }
    this.#asked.set(name, before.then(answer))
    return request
  }

  async #open(name: string, wanted: number | undefined, request: OpenRequest): Promise<Connection> {
    const stored = this.#databases.get(name) ?? new StoredDatabase(name)
    this.#databases.set(name, stored)
    const version = wanted ?? (stored.version || 1)
    if (stored.version > version) throw failure('VersionError')
    const others = [...stored.connections]
    const connection = new Connection(stored, stored.version)
    if (stored.version === version) return connection
    const change = { oldVersion: stored.version, newVersion: version }
    await othersClosed(others, request, change)
    await upgraded(connection, request, change)
    stored.version = version
    return connection
  }
}

/** Asks all that have a database open to close it, and waits until they have. */
async function othersClosed(others: readonly Connection[], request: OpenRequest, change: Change): Promise<void> {
  const open = (): readonly Connection[] => others.filter(({ isClosing }) => !isClosing)
  for (const connection of open()) setImmediate(() => dispatchOrThrow(new StoreEvent('versionchange', connection, change)))
  await nextTurn()
  if (open().length > 0) setImmediate(() => dispatchOrThrow(new StoreEvent('blocked', request, change)))
  await Promise.all(others.map(({ closed }) => closed))
}

async function upgraded(connection: Connection, request: OpenRequest, change: Change & { readonly newVersion: number }): Promise<void> {
  await nextTurn()
  await new Promise<void>((resolve) => {
    const transaction = connection.beginUpgrade(change.newVersion, resolve)
    request.settle(connection)
    request.transaction = transaction
    const event = new StoreEvent('upgradeneeded', request, change)
    dispatch(event)
    if (event.thrown.length > 0) transaction.abortFor(failure('AbortError'))
  })
  request.transaction = null
  const isAborted = connection.version !== change.newVersion
  if (isAborted) connection.close()
  if (connection.isClosing) throw failure('AbortError')
}
