import { IDBIndex, IDBObjectStore } from 'fake-indexeddb'

/** Called before each storage call of a connection; what it throws ends the transaction, as the death of the page would. */
type BeforeCall = () => void

const watched = new WeakMap<IDBDatabase, BeforeCall>()
const CALLS = ['get', 'getAll', 'getAllKeys', 'getKey', 'put', 'add', 'delete', 'clear', 'count', 'openCursor', 'openKeyCursor'] as const

/** From now on `before` runs at every storage call over this connection. */
export function watchStorage(connection: IDBDatabase, before: BeforeCall): void {
  watched.set(connection, before)
}

/** Puts the watch into the in-memory IndexedDB of this process; connections that nobody watches notice nothing. */
export function installStorageWatch(): void {
  for (const prototype of [IDBObjectStore.prototype, IDBIndex.prototype] as unknown as Record<string, unknown>[]) {
    for (const name of CALLS) {
      const real = prototype[name]
      if (typeof real !== 'function' || 'isWatched' in real) continue
      const call = function (this: IDBObjectStore | IDBIndex, ...args: unknown[]): unknown {
        const store = 'objectStore' in this ? this.objectStore : this
        watched.get(store.transaction.db)?.()
        return Reflect.apply(real, this, args) as unknown
      }
      prototype[name] = Object.assign(call, { isWatched: true })
    }
  }
}
