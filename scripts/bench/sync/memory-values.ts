import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'

export type Key = string | number | Date | ArrayBuffer | readonly Key[]
export type KeyPath = string | readonly string[]
export type Range = { readonly lower?: unknown; readonly upper?: unknown; readonly lowerOpen: boolean; readonly upperOpen: boolean }

const isTextOrNumber = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'

/** As `structuredClone`, which of a small row takes ten times as long. @param bytes where they go: what is kept, apart from what is handed out */
export function copy<T>(value: T, bytes: BytePool = HANDED_OUT): T {
  const copied = copyPlain(value, bytes)
  return copied === undefined ? structuredClone(value) : (copied as T)
}

/** Undefined for what is not as plain as most of our rows: texts, numbers and bytes by name. */
function copyPlain(value: unknown, bytes: BytePool): unknown {
  if (isTextOrNumber(value)) return value
  if (typeof value !== 'object' || value === null) return undefined
  if (Object.getPrototypeOf(value) !== Object.prototype || Object.getOwnPropertySymbols(value).length > 0) return undefined
  const copied: Record<string, unknown> = { ...value }
  for (const name in copied) {
    const property = copied[name]
    if (isTextOrNumber(property)) continue
    if (!(property instanceof Uint8Array) || property.constructor !== Uint8Array) return undefined
    copied[name] = bytes.copy(property)
  }
  return copied
}

const POOL = 65_536
const FEW = 2_048

/** Few bytes go into a piece of memory that they share with others, as in a Buffer of Node: a piece for each takes longer than its bytes. */
class BytePool {
  #piece = new ArrayBuffer(POOL)
  #whole = new Uint8Array(this.#piece)
  #taken = 0

  copy(bytes: Uint8Array): Uint8Array {
    const { length } = bytes
    if (length > FEW) return bytes.slice()
    if (this.#taken + length > POOL) {
      this.#piece = new ArrayBuffer(POOL)
      this.#whole = new Uint8Array(this.#piece)
      this.#taken = 0
    }
    this.#whole.set(bytes, this.#taken)
    const copied = new Uint8Array(this.#piece, this.#taken, length)
    this.#taken += length
    return copied
  }
}

const HANDED_OUT = new BytePool()
export const KEPT = new BytePool()

/** Of a key that was made by `toKey`. */
export function copyKey(key: Key): Key {
  if (isTextOrNumber(key)) return key
  return Array.isArray(key) && key.every(isTextOrNumber) ? key.slice() : structuredClone(key)
}

const others = new IDBFactory()

/** As IndexedDB's `cmp`: the order of two keys, which are valid. */
export const order = (one: unknown, other: unknown): number => orderOf(one, other) ?? others.cmp(one, other)

/** The order of two texts, or of two lists of texts and numbers of one form, as keys; undefined for other keys. */
export function orderOf(one: unknown, other: unknown): number | undefined {
  if (one === other && isTextOrNumber(one)) return 0
  if (typeof one === 'string' && typeof other === 'string') return one > other ? 1 : -1
  if (typeof one === 'number' && typeof other === 'number') return one > other ? 1 : -1
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return undefined
  for (let at = 0; at < one.length; at += 1) {
    const ordered = Array.isArray(one[at]) ? undefined : orderOf(one[at], other[at])
    if (ordered !== 0) return ordered
  }
  return 0
}

const isPlainKey = (value: unknown): value is string | number =>
  typeof value === 'string' || (typeof value === 'number' && !Number.isNaN(value))

/** The key that a value is, a copy of its own. @throws DataError where it is none */
export function toKey(value: unknown): Key {
  if (isPlainKey(value)) return value
  return plainList(value) ?? (IDBKeyRange.only(value).lower as Key)
}

function plainList(value: unknown): Key | undefined {
  if (!Array.isArray(value)) return undefined
  // Not `every`, which passes by what is missing.
  for (let at = 0; at < value.length; at += 1) if (!isPlainKey(value[at])) return undefined
  return value.slice()
}

const EVERYTHING: Range = { lowerOpen: false, upperOpen: false }

export const isRange = (query: unknown): query is Range => query instanceof IDBKeyRange

export function toRange(query: unknown): Range {
  if (query === undefined || query === null) return EVERYTHING
  return isRange(query) ? query : (IDBKeyRange.only(query) as Range)
}

/** That of a value for which a path leads nowhere. */
export const NOTHING = Symbol('nothing')

/** What stands at a path in a value: a key where it is valid, or something that is none. */
export function pathReader(path: KeyPath): (value: unknown) => unknown {
  if (typeof path === 'string') return partReader(path)
  const parts = path.map(partReader)
  return (value) => parts.map((part) => part(value))
}

function partReader(path: string): (value: unknown) => unknown {
  const names = path === '' ? [] : path.split('.')
  return (value) => {
    let at = value
    for (const name of names) {
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return NOTHING
      at = (at as Record<string, unknown>)[name]
    }
    return at
  }
}

/** The keys of a row in an index: none where its value is not a key. */
export function indexKeys(value: unknown, isMulti: boolean): readonly Key[] {
  if (isPlainKey(value)) return [value]
  if (!isMulti || !Array.isArray(value)) return keyOrNone(value)
  const keys = Array.from(value).flatMap(keyOrNone)
  return keys.filter((key, at) => keys.findIndex((other) => order(key, other) === 0) === at)
}

function keyOrNone(value: unknown): readonly Key[] {
  if (value === NOTHING || value === undefined) return []
  try {
    return [toKey(value)]
  } catch {
    return []
  }
}

export const failure = (name: string, message = ''): DOMException => new DOMException(message, name)
