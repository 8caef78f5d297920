import { Cursor, CursorWithValue, type Direction } from './memory-cursor.ts'
import { endsOf, onlyOf, type Place, type Places, type RowIndex, type Rows } from './memory-rows.ts'
import { nameList, type NameList, type StoreRequest, type StoreTransaction } from './memory-transaction.ts'
import {
  copy,
  copyKey,
  failure,
  isRange,
  KEPT,
  NOTHING,
  order,
  pathReader,
  toKey,
  toRange,
  type Key,
  type KeyPath,
} from './memory-values.ts'

type Wanted = { readonly query?: unknown; readonly count?: number | undefined; readonly direction?: Direction }

/** What is read, a store or one of its indexes. */
abstract class Source {
  abstract readonly transaction: StoreTransaction
  abstract readonly store: Store
  abstract places(): Places
  protected abstract at(key: Key): Place | undefined

  get(query: unknown): StoreRequest {
    return this.#one(query, ({ row }) => copy(row.value))
  }

  getKey(query: unknown): StoreRequest {
    return this.#one(query, ({ row }) => copyKey(row.key))
  }

  getAll(query?: unknown, count?: number): StoreRequest {
    return this.#all(asked(query, count), ({ row }) => copy(row.value))
  }

  getAllKeys(query?: unknown, count?: number): StoreRequest {
    return this.#all(asked(query, count), ({ row }) => copyKey(row.key))
  }

  getAllRecords(options: Wanted = {}): StoreRequest {
    return this.#all(options, ({ key, row }) => ({
      key: copyKey(key),
      primaryKey: copyKey(row.key),
      value: copy(row.value),
    }))
  }

  count(query?: unknown): StoreRequest {
    this.transaction.check()
    const range = toRange(query)
    return this.transaction.ask(this, () => {
      const [from, to] = endsOf(this.places().inOrder(), range)
      return to - from
    })
  }

  openCursor(query?: unknown, direction: Direction = 'next'): StoreRequest {
    return this.#cursor(query, direction, true)
  }

  openKeyCursor(query?: unknown, direction: Direction = 'next'): StoreRequest {
    return this.#cursor(query, direction, false)
  }

  #one(query: unknown, read: (place: Place) => unknown): StoreRequest {
    this.transaction.check()
    const wanted = isRange(query) ? query : toKey(query)
    return this.transaction.ask(this, () => {
      const place = isRange(wanted) ? this.places().within(wanted, 1)[0] : this.at(wanted)
      return place && read(place)
    })
  }

  #all({ query, count, direction = 'next' }: Wanted, read: (place: Place) => unknown): StoreRequest {
    this.transaction.check()
    const range = toRange(query)
    const limit = count || Infinity
    return this.transaction.ask(this, () => {
      if (direction === 'next') return this.places().within(range, limit).map(read)
      const all = this.places().within(range)
      const wanted = direction === 'prev' ? all : all.filter(({ key }, at) => at === 0 || order(key, all[at - 1]?.key) !== 0)
      if (direction !== 'nextunique') wanted.reverse()
      return wanted.slice(0, limit).map(read)
    })
  }

  #cursor(query: unknown, direction: Direction, hasValue: boolean): StoreRequest {
    this.transaction.check()
    const range = toRange(query)
    const cursor = hasValue ? new CursorWithValue(this, range, direction) : new Cursor(this, range, direction)
    cursor.request = this.transaction.ask(this, () => cursor.move())
    return cursor.request
  }
}

/** Of a query, or of the options that stand in its place. */
function asked(query: unknown, count: number | undefined): Wanted {
  const isOptions = typeof query === 'object' && query !== null && Object.getPrototypeOf(query) === Object.prototype
  return isOptions ? query : { query, count }
}

type StoreOptions = { readonly keyPath: KeyPath | null; readonly autoIncrement: boolean }

/** A store as the database keeps it. */
export class StoredStore {
  readonly name: string
  readonly keyPath: KeyPath | null
  readonly autoIncrement: boolean
  readonly rows: Rows
  readonly indexes = new Map<string, RowIndex>()
  readonly readKey: (value: unknown) => unknown

  constructor(name: string, { keyPath, autoIncrement }: StoreOptions, rows: Rows) {
    const isInjected = autoIncrement && keyPath !== null
    if (isInjected && (typeof keyPath !== 'string' || keyPath === '')) throw failure('InvalidAccessError')
    if (isInjected && keyPath.includes('.')) throw failure('NotSupportedError', 'a number is given at the top of a row only')
    this.name = name
    this.keyPath = keyPath
    this.autoIncrement = autoIncrement
    this.rows = rows
    this.readKey = keyPath === null ? () => NOTHING : pathReader(keyPath)
  }
}

export class Store extends Source {
  readonly transaction: StoreTransaction
  readonly store = this
  readonly #stored: StoredStore
  readonly #indexes = new Map<string, Index>()

  constructor(transaction: StoreTransaction, stored: StoredStore) {
    super()
    this.transaction = transaction
    this.#stored = stored
  }

  get name(): string {
    return this.#stored.name
  }

  get keyPath(): KeyPath | null {
    return this.#stored.keyPath
  }

  get autoIncrement(): boolean {
    return this.#stored.autoIncrement
  }

  get indexNames(): NameList {
    return nameList(this.#stored.indexes.keys())
  }

  places(): Places {
    return this.#stored.rows.places
  }

  protected at(key: Key): Place | undefined {
    return this.#stored.rows.find(key)
  }

  override count(query?: unknown): StoreRequest {
    return query === undefined || query === null ? this.transaction.ask(this, () => this.#stored.rows.size) : super.count(query)
  }

  add(value: unknown, key?: unknown): StoreRequest {
    return this.#write(value, key, true)
  }

  put(value: unknown, key?: unknown): StoreRequest {
    return this.#write(value, key, false)
  }

  delete(query: unknown): StoreRequest {
    this.checkWritable()
    const wanted = isRange(query) ? query : toKey(query)
    const { rows } = this.#stored
    return this.transaction.ask(this, () => {
      const keys = isRange(wanted) ? rows.places.within(wanted).map(({ key }) => key) : [wanted]
      for (const key of keys) rows.erase(key, this.transaction.undo)
    })
  }

  clear(): StoreRequest {
    this.checkWritable()
    const { rows } = this.#stored
    return this.transaction.ask(this, () => {
      for (const { key } of rows.places.within(toRange(null))) rows.erase(key, this.transaction.undo)
    })
  }

  createIndex(name: string, keyPath: KeyPath, { multiEntry = false, unique = false }: IDBIndexParameters = {}): Index {
    this.#checkUpgrade()
    const { rows, indexes } = this.#stored
    if (indexes.has(name)) throw failure('ConstraintError')
    if (multiEntry && typeof keyPath !== 'string') throw failure('InvalidAccessError')
    const index = rows.makeIndex(keyPath, { isMulti: multiEntry, isUnique: unique })
    indexes.set(name, index)
    this.transaction.undo.push(() => indexes.delete(name))
    // Behind what was asked for before it.
    this.transaction.ask(null, () => rows.addIndex(index, this.transaction.undo))
    return this.index(name)
  }

  deleteIndex(name: string): void {
    this.#checkUpgrade()
    const { rows, indexes } = this.#stored
    const index = indexes.get(name)
    if (index === undefined) throw failure('NotFoundError')
    indexes.delete(name)
    this.#indexes.delete(name)
    this.transaction.undo.push(() => indexes.set(name, index))
    this.transaction.ask(null, () => rows.dropIndex(index, this.transaction.undo))
  }

  index(name: string): Index {
    if (this.transaction.state === 'finished') throw failure('InvalidStateError')
    const stored = this.#stored.indexes.get(name)
    if (stored === undefined) throw failure('NotFoundError')
    const index = this.#indexes.get(name) ?? new Index(this, name, stored)
    this.#indexes.set(name, index)
    return index
  }

  checkWritable(): void {
    this.transaction.check()
    if (this.transaction.mode === 'readonly') throw failure('ReadOnlyError')
  }

  #checkUpgrade(): void {
    if (this.transaction.mode !== 'versionchange') throw failure('InvalidStateError')
    this.transaction.check()
  }

  /** The row is copied and its key found at once; whoever asks may change it afterwards. */
  #write(value: unknown, given: unknown, mustBeNew: boolean): StoreRequest {
    this.checkWritable()
    const copied = copy(value, KEPT)
    const key = this.#keyFor(copied, given)
    return this.transaction.ask(this, () => (key === undefined ? this.#number(copied) : this.writeRow(key, copied, mustBeNew)))
  }

  /** Undefined where a number is to be given. */
  #keyFor(value: unknown, given: unknown): Key | undefined {
    const { keyPath, autoIncrement, readKey } = this.#stored
    if (keyPath !== null && given !== undefined) throw failure('DataError')
    const key = keyPath === null ? (given ?? NOTHING) : readKey(value)
    if (key !== NOTHING) return toKey(key)
    if (!autoIncrement || (keyPath !== null && (typeof value !== 'object' || value === null))) throw failure('DataError')
    return undefined
  }

  writeRow(key: Key, value: unknown, mustBeNew: boolean): Key {
    const { rows, autoIncrement } = this.#stored
    const { undo } = this.transaction
    if (mustBeNew && rows.find(key)) throw failure('ConstraintError')
    rows.write(key, value, undo)
    if (autoIncrement) rows.passNumber(key, undo)
    return copyKey(key)
  }

  #number(value: unknown): Key {
    const { keyPath, rows } = this.#stored
    const key = rows.nextNumber()
    if (typeof keyPath === 'string') (value as Record<string, unknown>)[keyPath] = key
    return this.writeRow(key, value, true)
  }
}

export class Index extends Source {
  readonly transaction: StoreTransaction
  readonly store: Store
  readonly name: string
  readonly #stored: RowIndex

  constructor(store: Store, name: string, stored: RowIndex) {
    super()
    this.transaction = store.transaction
    this.store = store
    this.name = name
    this.#stored = stored
  }

  get objectStore(): Store {
    return this.store
  }

  get keyPath(): KeyPath {
    return this.#stored.keyPath
  }

  get unique(): boolean {
    return this.#stored.options.isUnique
  }

  get multiEntry(): boolean {
    return this.#stored.options.isMulti
  }

  places(): Places {
    return this.#stored.places
  }

  protected at(key: Key): Place | undefined {
    return this.#stored.places.within(onlyOf(key), 1)[0]
  }
}
