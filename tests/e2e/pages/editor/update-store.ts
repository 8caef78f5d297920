import type { NoteStore } from '../../../../src/renderer/editor/note-document.ts'

/** The updates of one note in a database of its own, durable before `append` resolves, as the product's store. */
export type UpdateStore = NoteStore & {
  readonly updates: () => Promise<Uint8Array[]>
  /** As from a colleague: stored, then handed over. */
  readonly receive: (update: Uint8Array) => Promise<void>
  /** The next writes fail with an error of this name; null makes them work again. */
  readonly failWith: (name: string | null) => void
}

export async function openUpdateStore(name: string): Promise<UpdateStore> {
  const opening = indexedDB.open(name, 1)
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('updates', { autoIncrement: true }))
  const database = await resultOf(opening)
  const listeners = new Set<(update: Uint8Array) => void>()
  let failure: string | null = null
  const add = async (update: Uint8Array): Promise<void> => {
    const transaction = database.transaction('updates', 'readwrite', { durability: 'strict' })
    transaction.objectStore('updates').add(update)
    await new Promise((resolve, reject) => {
      transaction.addEventListener('complete', resolve)
      transaction.addEventListener('abort', reject)
    })
  }
  return {
    updates: () => resultOf(database.transaction('updates').objectStore('updates').getAll() as IDBRequest<Uint8Array[]>),
    receive: async (update) => {
      await add(update)
      for (const listener of listeners) listener(update)
    },
    failWith: (error) => {
      failure = error
    },
    append: async (update) => {
      if (failure !== null) throw new DOMException('Refused by the test', failure)
      await add(update)
    },
    subscribe: (onRemote) => {
      listeners.add(onRemote)
      return () => listeners.delete(onRemote)
    },
  }
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('No reason given')))
  })
}
