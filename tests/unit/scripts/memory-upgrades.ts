/** What an IndexedDB does with versions, as a log, so that two of them can be compared. */

export const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error as DOMException))
  })

export const ended = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve) => {
    for (const end of ['complete', 'abort']) transaction.addEventListener(end, () => resolve())
  })

type Upgrade = (db: IDBDatabase, transaction: IDBTransaction, event: IDBVersionChangeEvent) => void

export function openAt(factory: IDBFactory, version: number, upgrade: Upgrade): Promise<IDBDatabase> {
  const request = factory.open('upgraded', version)
  request.onupgradeneeded = (event) => upgrade(request.result, request.transaction as IDBTransaction, event)
  return answerOf(request)
}

export const UPGRADES = ['to its end', 'undone when asked', 'undone by a listener', 'undone by rows that an index does not allow'] as const

const first: Upgrade = (db) => {
  const rows = db.createObjectStore('rows', { keyPath: 'id' })
  rows.createIndex('scope', 'scope')
  rows.createIndex('old', 'n')
  db.createObjectStore('going').put('here', 1)
  for (let n = 0; n < 6; n += 1) rows.put({ id: `r${n}`, scope: n % 2 ? 'odd' : 'even', n })
}

type How = (typeof UPGRADES)[number]

/** From the first version to the second, and all that is there at the end: what is said of it and what is left. @param how null: not at all */
export async function upgradePlayed(
  factory: IDBFactory,
  how: How | null,
): Promise<{ readonly log: readonly unknown[]; readonly left: unknown }> {
  const log: unknown[] = []
  ;(await openAt(factory, 1, first)).close()
  if (how !== null) await upgrade(factory, how, log)
  const left = await allOf(factory)
  log.push(
    await openAt(factory, 1, first).then(
      () => 'opened',
      (error: unknown) => (error as Error).name,
    ),
  )
  return { log, left }
}

async function upgrade(factory: IDBFactory, how: How, log: unknown[]): Promise<void> {
  const second: Upgrade = (db, transaction, { oldVersion, newVersion }) => {
    log.push([oldVersion, newVersion, db.version])
    const rows = transaction.objectStore('rows')
    rows.put({ id: 'r7', scope: 'even', n: 7 })
    rows.delete('r1')
    rows.deleteIndex('old')
    rows.delete('r0')
    rows.put({ id: 'r0', scope: 'moved', n: 70 })
    const scope = rows.createIndex('by scope and n', ['scope', 'n'])
    scope.getAllKeys().onsuccess = ({ target }) => log.push((target as IDBRequest).result)
    if (how.endsWith('an index does not allow')) rows.createIndex('scope once', 'scope', { unique: true })
    db.deleteObjectStore('going')
    db.createObjectStore('coming', { autoIncrement: true }).createIndex('n', 'n')
    transaction.objectStore('coming').add({ n: 5 })
    rows.put({ id: 'r2', scope: 'moved', n: 2 })
    log.push([...db.objectStoreNames], [...rows.indexNames])
    if (how === 'undone when asked') rows.get('r2').onsuccess = () => transaction.abort()
    if (how === 'undone by a listener') throw new Error('thrown in an upgrade')
  }
  await openAt(factory, 2, second).then(
    (db) => db.close(),
    (error: unknown) => log.push((error as Error).name),
  )
}

async function allOf(factory: IDBFactory): Promise<unknown> {
  const db = await answerOf(factory.open('upgraded'))
  const all: unknown[] = [db.version, await factory.databases()]
  const transaction = db.transaction([...db.objectStoreNames])
  for (const name of db.objectStoreNames) {
    const store = transaction.objectStore(name)
    all.push([name, store.keyPath, store.autoIncrement, await answerOf(store.getAll())])
    for (const index of [...store.indexNames].map((one) => store.index(one))) {
      all.push([index.name, index.keyPath, index.unique, index.multiEntry, await answerOf(index.getAllKeys())])
    }
  }
  db.close()
  return all
}

/** Somebody has a database open while another wants a higher version, and while another deletes it. */
export async function usedByTwo(factory: IDBFactory): Promise<readonly unknown[]> {
  const log: unknown[] = []
  const say = ({ type, oldVersion, newVersion }: IDBVersionChangeEvent): void => void log.push(`${type} ${oldVersion} ${newVersion}`)
  const user = await openAt(factory, 1, first)
  user.onversionchange = say
  const asked = factory.open('upgraded', 2)
  asked.onupgradeneeded = say
  asked.onblocked = (event) => {
    say(event)
    const reading = user.transaction('rows').objectStore('rows')
    user.close()
    reading.get('r1').onsuccess = ({ target }) => log.push((target as IDBRequest).result)
  }
  const upgraded = await answerOf(asked)
  upgraded.onversionchange = (event) => {
    say(event)
    upgraded.close()
  }
  await answerOf(factory.deleteDatabase('upgraded'))
  log.push(await factory.databases())
  try {
    user.transaction('rows')
  } catch (error) {
    log.push((error as Error).name)
  }
  return log
}
