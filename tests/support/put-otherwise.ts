import type { Database } from '../../src/renderer/db/database.ts'

type Put = (this: IDBObjectStore, row: object, ...key: IDBValidKey[]) => IDBRequest<IDBValidKey>

/**
 * Puts `otherwise` in the place of IndexedDB's own `put`, also past Dexie.
 * @returns puts it back
 */
export function putOtherwise(
  { dexie }: Database,
  otherwise: (store: IDBObjectStore, row: object, put: () => IDBRequest<IDBValidKey>) => IDBRequest<IDBValidKey>,
): () => void {
  const stores = Object.getPrototypeOf(dexie.backendDB().transaction('records').objectStore('records')) as { put: Put }
  const { put } = stores
  stores.put = function (row: object, ...key) {
    return otherwise(this, row, () => Reflect.apply(put, this, [row, ...key]))
  }
  return () => {
    stores.put = put
  }
}
