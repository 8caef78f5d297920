import { endsOf, firstNot, type Place, type Places } from './memory-rows.ts'
import type { StoreRequest, StoreTransaction } from './memory-transaction.ts'
import { copy, copyKey, failure, KEPT, order, pathReader, toKey, type Key, type KeyPath, type Range } from './memory-values.ts'

export type Direction = 'next' | 'nextunique' | 'prev' | 'prevunique'

/** Of a store what a cursor writes through. */
type Written = {
  readonly keyPath: KeyPath | null
  readonly transaction: StoreTransaction
  checkWritable(): void
  writeRow(key: Key, value: unknown, mustBeNew: boolean): Key
  delete(query: unknown): StoreRequest
}
type Source = { readonly transaction: StoreTransaction; readonly store: Written; places(): Places }
type Target = { readonly key: Key; readonly primaryKey?: Key }

export class Cursor {
  readonly source: Source
  readonly direction: Direction
  key: Key | undefined
  primaryKey: Key | undefined
  request: StoreRequest | undefined
  readonly #range: Range
  /** Where it stood last. */
  #last: Place | undefined
  #isAtPlace = false

  constructor(source: Source, range: Range, direction: Direction) {
    this.source = source
    this.#range = range
    this.direction = direction
  }

  /** @returns what the request is answered with */
  move(target?: Target): this | null {
    const place = this.direction.startsWith('next') ? this.#following(target) : this.#preceding(target)
    this.key = place && copyKey(place.key)
    this.primaryKey = place && copyKey(place.row.key)
    this.#isAtPlace = place !== undefined
    this.#last = place ?? this.#last
    this.show(place)
    return place ? this : null
  }

  protected show(_place: Place | undefined): void {}

  continue(key?: unknown): void {
    this.#check()
    this.#goOn(key === undefined ? undefined : this.#ahead({ key: toKey(key) }))
  }

  continuePrimaryKey(key: unknown, primaryKey: unknown): void {
    this.#check()
    if (this.direction.endsWith('unique') || (this.source as unknown) === this.source.store) throw failure('InvalidAccessError')
    this.#goOn(this.#ahead({ key: toKey(key), primaryKey: toKey(primaryKey) }))
  }

  advance(count: number): void {
    if (!Number.isInteger(count) || count <= 0) throw new TypeError('advance')
    this.#check()
    this.#again(() => {
      let at = this.move()
      for (let moved = 1; at && moved < count; moved += 1) at = this.move()
      return at
    })
  }

  update(value: unknown): StoreRequest {
    const { store, row } = this.#toWrite()
    const copied = copy(value, KEPT)
    if (store.keyPath !== null && order(toKey(pathReader(store.keyPath)(copied)), row.key) !== 0) throw failure('DataError')
    return store.transaction.ask(this, () => store.writeRow(row.key, copied, false))
  }

  delete(): StoreRequest {
    const { store, row } = this.#toWrite()
    return store.delete(row.key)
  }

  #toWrite(): Pick<Place, 'row'> & { readonly store: Written } {
    const { store } = this.source
    store.checkWritable()
    if (!this.#isAtPlace || !this.#last || !(this instanceof CursorWithValue)) throw failure('InvalidStateError')
    return { store, row: this.#last.row }
  }

  #check(): void {
    this.source.transaction.check()
    if (!this.#isAtPlace) throw failure('InvalidStateError')
  }

  /** @throws DataError where that is no way on */
  #ahead(target: Target): Target {
    const last = this.#last as Place
    const way = order(target.key, last.key) || (target.primaryKey === undefined ? 0 : order(target.primaryKey, last.row.key))
    if (this.direction.startsWith('next') ? way <= 0 : way >= 0) throw failure('DataError')
    return target
  }

  #goOn(target: Target | undefined): void {
    this.#again(() => this.move(target))
  }

  #again(run: () => unknown): void {
    this.#isAtPlace = false
    this.source.transaction.askAgain(this.request as StoreRequest, run)
  }

  #following(target: Target | undefined): Place | undefined {
    const all = this.source.places().inOrder()
    const [from, to] = endsOf(all, this.#range)
    const at = firstNot(all, (place) => this.#fromLast(place) <= 0 || (target !== undefined && fromTarget(place, target) < 0), from)
    return at < to ? all[at] : undefined
  }

  #preceding(target: Target | undefined): Place | undefined {
    const all = this.source.places().inOrder()
    const [from, to] = endsOf(all, this.#range)
    const isThere = (place: Place): boolean =>
      (!this.#last || this.#fromLast(place) < 0) && (target === undefined || fromTarget(place, target) <= 0)
    const at = Math.min(firstNot(all, isThere), to) - 1
    const place = all[at]
    if (place === undefined || at < from) return undefined
    return this.direction === 'prev' ? place : all[firstNot(all, ({ key }) => order(key, place.key) < 0)]
  }

  /** Below zero for places before the last one, above for those behind it; with `unique`, all of its key are one. */
  #fromLast(place: Place): number {
    if (!this.#last) return 1
    const way = order(place.key, this.#last.key)
    return way !== 0 || this.direction.endsWith('unique') ? way : order(place.row.key, this.#last.row.key)
  }
}

const fromTarget = ({ key, row }: Place, target: Target): number =>
  order(key, target.key) || (target.primaryKey === undefined ? 0 : order(row.key, target.primaryKey))

export class CursorWithValue extends Cursor {
  value: unknown

  protected override show(place: Place | undefined): void {
    this.value = place && copy(place.row.value)
  }
}
