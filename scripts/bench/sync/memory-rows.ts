import { failure, indexKeys, order, pathReader, type Key, type KeyPath, type Range } from './memory-values.ts'

/** Where a row stands: in its store by its own key, in each index by the keys that it has there. */
export type Place = { readonly key: Key; readonly row: Row; isGone: boolean }

export class Row implements Place {
  readonly key: Key
  readonly row = this
  isGone = false
  value: unknown
  /** Those in each index, by the index's number. */
  readonly places: (readonly Place[])[] = []

  constructor(key: Key, value: unknown) {
    this.key = key
    this.value = value
  }
}

const NONE: readonly Place[] = []

/** By key, and by their rows' own keys where the keys are the same. */
const orderOfPlaces = (one: Place, other: Place): number => order(one.key, other.key) || order(one.row.key, other.row.key)

/** Places in order. What came out of order waits, and what went stays, until the order is asked for. */
export class Places {
  #sorted: Place[] = []
  #fresh: Place[] = []
  #gone = 0

  add(place: Place): void {
    const last = this.#sorted.at(-1)
    const isLast = this.#fresh.length === 0 && (last === undefined || orderOfPlaces(last, place) < 0)
    if (isLast) this.#sorted.push(place)
    else this.#fresh.push(place)
  }

  remove(place: Place): void {
    place.isGone = true
    this.#gone += 1
  }

  /** To be read at once: the next change may change it. */
  inOrder(): readonly Place[] {
    if (this.#gone > 0) {
      this.#sorted = this.#sorted.filter(({ isGone }) => !isGone)
      this.#fresh = this.#fresh.filter(({ isGone }) => !isGone)
      this.#gone = 0
    }
    if (this.#fresh.length > 0) {
      this.#sorted = merged(this.#sorted, this.#fresh.sort(orderOfPlaces))
      this.#fresh = []
    }
    return this.#sorted
  }

  /** Those in a range, lowest first. */
  within(range: Range, limit = Infinity): Place[] {
    const all = this.inOrder()
    const [from, to] = endsOf(all, range)
    return all.slice(from, Math.min(to, from + limit))
  }
}

function merged(sorted: readonly Place[], fresh: readonly Place[]): Place[] {
  const all: Place[] = []
  let at = 0
  for (const place of fresh) {
    const to = firstNot(sorted, (one) => orderOfPlaces(one, place) < 0, at)
    while (at < to) all.push(sorted[at++] as Place)
    all.push(place)
  }
  while (at < sorted.length) all.push(sorted[at++] as Place)
  return all
}

/** The first place of which it is not true: those of which it is come before all others. */
export function firstNot(places: readonly Place[], isBefore: (place: Place) => boolean, from = 0): number {
  let [low, high] = [from, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(places[middle] as Place)) low = middle + 1
    else high = middle
  }
  return low
}

export const onlyOf = (key: Key): Range => ({ lower: key, upper: key, lowerOpen: false, upperOpen: false })

/** Where a range begins, and where what comes after it begins. */
export function endsOf(places: readonly Place[], { lower, upper, lowerOpen, upperOpen }: Range): readonly [number, number] {
  const from = lower === undefined ? 0 : firstNot(places, ({ key }) => order(key, lower) < (lowerOpen ? 1 : 0))
  const to = upper === undefined ? places.length : firstNot(places, ({ key }) => order(key, upper) < (upperOpen ? 0 : 1))
  return [from, Math.max(from, to)]
}

/** A name for a key that is neither text nor number, which no other key has. */
function nameOf(key: Key): string {
  if (typeof key === 'string') return `${key.length}:${key}`
  if (typeof key === 'number') return `n${key};`
  if (key instanceof Date) return `d${key.getTime()};`
  if (key instanceof ArrayBuffer) return `b${Buffer.from(key).toString('hex')};`
  return `[${key.map(nameOf).join('')}]`
}

export type Undo = (() => void)[]
type IndexOptions = { readonly isMulti: boolean; readonly isUnique: boolean }

export class RowIndex {
  readonly number: number
  readonly keyPath: KeyPath
  readonly options: IndexOptions
  places = new Places()
  readonly #read: (value: unknown) => unknown

  constructor(number: number, keyPath: KeyPath, options: IndexOptions) {
    this.number = number
    this.keyPath = keyPath
    this.options = options
    this.#read = pathReader(keyPath)
  }

  /** The keys of a row with this value. @throws ConstraintError where another row has one of them and must not */
  keysFor(value: unknown, row: Row | undefined): readonly Key[] {
    const keys = indexKeys(this.#read(value), this.options.isMulti)
    if (!this.options.isUnique) return keys
    if (keys.some((key) => this.places.within(onlyOf(key)).some((place) => place.row !== row))) throw failure('ConstraintError')
    return keys
  }

  /** Moves a row to these keys. */
  place(row: Row, keys: readonly Key[]): void {
    const before = row.places[this.number] ?? NONE
    if (before.length === keys.length && before.every(({ key }, at) => order(key, keys[at]) === 0)) return
    this.remove(row)
    row.places[this.number] = keys.map((key) => {
      const place = { key, row, isGone: false }
      this.places.add(place)
      return place
    })
  }

  remove(row: Row): void {
    for (const place of row.places[this.number] ?? NONE) this.places.remove(place)
    row.places[this.number] = NONE
  }
}

/** What a store holds. Each change says how it is undone, last one first. */
export class Rows {
  readonly places = new Places()
  readonly indexes: RowIndex[] = []
  readonly #byKey = new Map<string | number, Row>()
  readonly #byName = new Map<string, Row>()
  /** The last number that was given to a row. */
  #given = 0
  #indexesMade = 0

  get size(): number {
    return this.#byKey.size + this.#byName.size
  }

  find(key: Key): Row | undefined {
    if (typeof key === 'string' || typeof key === 'number') return this.#byKey.get(key)
    return this.#byName.get(nameOf(key))
  }

  write(key: Key, value: unknown, undo?: Undo): void {
    const row = this.find(key)
    // All of them first: one that must not be changes nothing.
    const keys = this.indexes.map((index) => index.keysFor(value, row))
    const before = row?.value
    const written = row ?? this.#add(key, value)
    written.value = value
    for (const [at, index] of this.indexes.entries()) index.place(written, keys[at] ?? [])
    undo?.push(() => (row ? this.write(key, before) : this.erase(key)))
  }

  erase(key: Key, undo?: Undo): void {
    const row = this.find(key)
    if (row === undefined) return
    if (typeof key === 'string' || typeof key === 'number') this.#byKey.delete(key)
    else this.#byName.delete(nameOf(key))
    this.places.remove(row)
    for (const index of this.indexes) index.remove(row)
    undo?.push(() => this.write(key, row.value))
  }

  /** The number for a row that has no key. */
  nextNumber(): number {
    if (this.#given >= Number.MAX_SAFE_INTEGER + 1) throw failure('ConstraintError')
    return this.#given + 1
  }

  /** From here on numbers are higher than this one. */
  passNumber(key: Key, undo: Undo): void {
    if (typeof key !== 'number' || key < this.#given + 1) return
    const before = this.#given
    this.#given = Math.floor(Math.min(key, Number.MAX_SAFE_INTEGER + 1))
    undo.push(() => (this.#given = before))
  }

  makeIndex(keyPath: KeyPath, options: IndexOptions): RowIndex {
    this.#indexesMade += 1
    return new RowIndex(this.#indexesMade - 1, keyPath, options)
  }

  /** From here on it is kept with the rows. @throws ConstraintError */
  addIndex(index: RowIndex, undo?: Undo): void {
    index.places = new Places()
    for (const { row } of this.places.inOrder()) {
      row.places[index.number] = []
      index.place(row, index.keysFor(row.value, row))
    }
    this.indexes.push(index)
    undo?.push(() => this.dropIndex(index))
  }

  dropIndex(index: RowIndex, undo?: Undo): void {
    const at = this.indexes.indexOf(index)
    if (at < 0) return
    this.indexes.splice(at, 1)
    undo?.push(() => this.addIndex(index))
  }

  #add(key: Key, value: unknown): Row {
    const row = new Row(key, value)
    if (typeof key === 'string' || typeof key === 'number') this.#byKey.set(key, row)
    else this.#byName.set(nameOf(key), row)
    this.places.add(row)
    return row
  }
}
