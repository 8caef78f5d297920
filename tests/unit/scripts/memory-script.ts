import { IDBKeyRange } from 'fake-indexeddb'
import fc from 'fast-check'

/** What is asked of an IndexedDB, as data, so that two of them can be asked the same. */
type Query =
  | { readonly lower?: unknown; readonly upper?: unknown; readonly open: readonly [boolean, boolean] }
  | { readonly only: unknown }
  | null
type Move =
  | { readonly type: 'continue' | 'advance' | 'update' | 'delete' | 'end' }
  | { readonly type: 'to'; readonly key: unknown; readonly primary?: unknown }
/** @property isHeard somebody waits for the answer @property isCaught a failure of it undoes nothing */
type Ask = {
  readonly isHeard: boolean
  readonly isCaught: boolean
  readonly throws: boolean
  readonly next: readonly Step[]
  readonly source: readonly [string, string?]
}
type Step = Ask &
  (
    | { readonly type: 'add' | 'put'; readonly row: object; readonly key: unknown }
    | { readonly type: 'delete' | 'get' | 'getKey' | 'count'; readonly query: Query }
    | {
        readonly type: 'getAll' | 'getAllKeys' | 'getAllRecords'
        readonly query: Query
        readonly count?: number
        readonly direction?: IDBCursorDirection
      }
    | {
        readonly type: 'cursor'
        readonly query: Query
        readonly direction: IDBCursorDirection
        readonly hasValue: boolean
        readonly moves: readonly Move[]
      }
    | { readonly type: 'clear' | 'abort' | 'commit' }
  )
export type Script = readonly {
  readonly mode: IDBTransactionMode
  readonly scope: readonly string[]
  readonly stopsErrors: boolean
  readonly steps: readonly Step[]
}[]

const STORES = ['records', 'places', 'numbered', 'loose'] as const
const INDEXES: Record<string, readonly string[]> = {
  records: ['scope', 'tags', 'code', 'scope+n'],
  places: ['id'],
  numbered: ['id'],
  loose: ['n'],
}

const open = (factory: IDBFactory, version: number, upgrade: (db: IDBDatabase) => void): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = factory.open('played', version)
    request.onupgradeneeded = () => upgrade(request.result)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error as DOMException)
  })

export const openPlayed = (factory: IDBFactory): Promise<IDBDatabase> =>
  open(factory, 1, (db) => {
    const records = db.createObjectStore('records', { keyPath: 'id' })
    records.createIndex('scope', 'scope')
    records.createIndex('tags', 'tags', { multiEntry: true })
    records.createIndex('code', 'code', { unique: true })
    records.createIndex('scope+n', ['scope', 'n'])
    db.createObjectStore('places', { keyPath: ['scope', 'n', 'id'] }).createIndex('id', 'id')
    db.createObjectStore('numbered', { keyPath: 'number', autoIncrement: true }).createIndex('id', 'id')
    db.createObjectStore('loose').createIndex('n', 'n')
  })

const toRange = (query: Query): IDBValidKey | IDBKeyRange | null => {
  if (query === null) return null
  if ('only' in query) return query.only as IDBValidKey
  const [lowerOpen, upperOpen] = query.open
  if (query.lower === undefined) return IDBKeyRange.upperBound(query.upper, upperOpen)
  if (query.upper === undefined) return IDBKeyRange.lowerBound(query.lower, lowerOpen)
  return IDBKeyRange.bound(query.lower, query.upper, lowerOpen, upperOpen)
}

/** All answers of each transaction, in their order, and what was there in the end. */
export async function play(db: IDBDatabase, script: Script): Promise<readonly (readonly unknown[])[]> {
  const logs = await Promise.all(script.map((transaction) => playOne(db, transaction)))
  return [...logs, await dump(db)]
}

function playOne(db: IDBDatabase, { mode, scope, stopsErrors, steps }: Script[number]): Promise<readonly unknown[]> {
  const log: unknown[] = []
  const transaction = db.transaction([...scope], mode)
  if (stopsErrors) transaction.addEventListener('error', (event) => event.stopPropagation(), { capture: true })
  transaction.onerror = ({ target }) => log.push(['error at the transaction', (target as IDBRequest).error?.name, transaction.error?.name])
  const playing = { transaction, stores: new Map(scope.map((name) => [name, transaction.objectStore(name)])), log }
  for (const step of steps) ask(playing, step)
  return new Promise((resolve) => {
    transaction.oncomplete = () => resolve([...log, 'complete'])
    transaction.onabort = () => resolve([...log, ['abort', transaction.error?.name]])
  })
}

/** @property stores taken at the beginning: fake-indexeddb gives none any more after `commit`, where the specification does */
type Playing = { readonly transaction: IDBTransaction; readonly stores: ReadonlyMap<string, IDBObjectStore>; readonly log: unknown[] }

function ask(playing: Playing, step: Step): void {
  const { transaction, stores, log } = playing
  try {
    if (step.type === 'abort' || step.type === 'commit') return transaction[step.type]()
    const store = stores.get(step.source[0])
    if (!store) return
    const request = requestOf(store, step)
    if (step.isCaught) {
      request.onerror = (event) => {
        event.preventDefault()
        log.push([step.type, request.error?.name])
      }
    }
    if (step.type === 'cursor') return follow(playing, request as IDBRequest<IDBCursorWithValue | null>, step)
    if (!step.isHeard) return
    request.onsuccess = ({ target }) => {
      log.push([step.type, plain((target as IDBRequest).result)])
      if (step.throws) throw new Error('thrown by who listens')
      for (const one of step.next) ask(playing, one)
    }
  } catch (error) {
    log.push([step.type, 'thrown', (error as Error).name])
  }
}

/** The records of `getAllRecords` as objects of our own. */
const plain = (result: unknown): unknown =>
  !Array.isArray(result)
    ? result
    : result.map((one: unknown) => {
        if (typeof one !== 'object' || one === null || !('primaryKey' in one)) return one
        const { key, primaryKey, value } = one as unknown as { key: unknown; primaryKey: unknown; value: unknown }
        return { key, primaryKey, value }
      })

function requestOf(store: IDBObjectStore, step: Exclude<Step, { type: 'abort' | 'commit' }>): IDBRequest {
  const source = step.source[1] === undefined ? store : store.index(step.source[1])
  const key = step.source[0] === 'loose' && 'key' in step ? [step.key as IDBValidKey] : []
  switch (step.type) {
    case 'add':
    case 'put':
      return store[step.type](step.row, ...key)
    case 'delete':
      return store.delete(toRange(step.query) as IDBValidKey)
    case 'clear':
      return store.clear()
    case 'get':
    case 'getKey':
      return source[step.type](toRange(step.query) as IDBValidKey)
    case 'count':
      return source.count(toRange(step.query) as IDBValidKey)
    case 'cursor':
      return step.hasValue
        ? source.openCursor(toRange(step.query), step.direction)
        : source.openKeyCursor(toRange(step.query), step.direction)
    default:
      return many(source, step as Many)
  }
}

type Many = Extract<Step, { readonly query: Query; readonly count?: number }> & { readonly type: 'getAll' | 'getAllKeys' | 'getAllRecords' }
type WithOptions = Record<Many['type'], (options: object) => IDBRequest>

function many(source: IDBObjectStore | IDBIndex, { query, count, direction, type }: Many): IDBRequest {
  if (type !== 'getAllRecords' && direction === undefined) return source[type](toRange(query), count)
  const options = { query: toRange(query), ...(count === undefined ? {} : { count }), ...(direction === undefined ? {} : { direction }) }
  return (source as unknown as WithOptions)[type](options)
}

function follow(
  { log }: Playing,
  request: IDBRequest<IDBCursorWithValue | null>,
  { moves, hasValue }: Extract<Step, { type: 'cursor' }>,
): void {
  let at = 0
  request.onsuccess = () => {
    const cursor = request.result
    log.push(cursor ? ['cursor', cursor.key, cursor.primaryKey, hasValue ? cursor.value : null] : ['cursor', 'end'])
    const move = moves[at++]
    if (!cursor || !move) return
    try {
      go(cursor, move)
    } catch (error) {
      log.push([move.type, 'thrown', (error as Error).name])
    }
  }
}

function go(cursor: IDBCursorWithValue, move: Move): void {
  switch (move.type) {
    case 'end':
      return
    case 'advance':
      return cursor.advance(2)
    case 'to':
      if (move.primary === undefined) return cursor.continue(move.key as IDBValidKey)
      return cursor.continuePrimaryKey(move.key as IDBValidKey, move.primary as IDBValidKey)
    case 'update':
      cursor.update({ ...(cursor.value as object), n: 4, tags: ['z'] })
      return cursor.continue()
    case 'delete':
      cursor.delete()
      return cursor.continue()
    default:
      return cursor.continue()
  }
}

export const dump = (db: IDBDatabase): Promise<readonly unknown[]> =>
  new Promise((resolve, reject) => {
    const transaction = db.transaction(STORES, 'readonly')
    const answers = STORES.flatMap((name) => {
      const store = transaction.objectStore(name)
      return [store, ...(INDEXES[name] ?? []).map((index) => store.index(index))].flatMap((source) => [
        source.getAll(),
        source.getAllKeys(),
        source.count(),
      ])
    })
    transaction.oncomplete = () => resolve(answers.map(({ result }) => result as unknown))
    transaction.onabort = () => reject(new Error('a reading transaction was undone'))
  })

const ids = fc.integer({ min: 0, max: 6 }).map((n) => `r${n}`)
const few = fc.integer({ min: 0, max: 4 })
const scopes = fc.constantFrom('a', 'b')
const letters = fc.constantFrom('x', 'y', 'z')
const tags = fc.oneof(fc.array(fc.oneof(letters, fc.constant(null)), { maxLength: 3 }), letters)
const row = fc.record(
  { id: ids, scope: fc.oneof({ weight: 5, arbitrary: scopes }, { weight: 1, arbitrary: fc.constant(null) }), n: few, tags, code: few },
  { requiredKeys: ['id', 'n'] },
)
const odd = fc.constantFrom<unknown>(
  new Date(5),
  new Date(7),
  [],
  ['a', new Date(5)],
  [['a'], 1],
  new Uint8Array([1, 2]),
  new Uint8Array([1]),
  Number.NaN,
  null,
  {},
)
const looseKey = fc.oneof(few, ids, odd, fc.array(fc.oneof(few, ids), { maxLength: 2 }))
const place = fc.tuple(scopes, few, ids)
const KEYS: Record<string, fc.Arbitrary<unknown>> = {
  records: ids,
  places: place,
  numbered: fc.integer({ min: 1, max: 9 }),
  loose: looseKey,
  scope: scopes,
  tags: letters,
  code: few,
  'scope+n': fc.tuple(scopes, few),
  id: ids,
  n: few,
}

const queryOf = (key: fc.Arbitrary<unknown>): fc.Arbitrary<Query> => {
  const bounds = fc.tuple(fc.boolean(), fc.boolean())
  return fc.oneof(
    fc.constant(null),
    key.map((only) => ({ only })),
    fc.record({ lower: key, open: bounds }),
    fc.record({ upper: key, open: bounds }),
    fc.record({ lower: key, upper: key, open: bounds }),
  )
}

const directions = fc.constantFrom<IDBCursorDirection>('next', 'nextunique', 'prev', 'prevunique')
const sources = fc.constantFrom(
  ...STORES.flatMap((name) => [[name] as const, ...(INDEXES[name] ?? []).map((index) => [name, index] as const)]),
)

const stepOf = (next: fc.Arbitrary<readonly Step[]>): fc.Arbitrary<Step> =>
  sources.chain((source) => {
    const [store, index] = source
    const own = KEYS[store] ?? ids
    const key = KEYS[index ?? store] ?? ids
    const ask = { source: fc.constant(source), isHeard: fc.boolean(), isCaught: fc.boolean(), throws: fc.nat(30).map((n) => n === 7), next }
    const move = fc.oneof(
      fc.record({ type: fc.constantFrom('continue' as const, 'advance' as const, 'update' as const, 'delete' as const, 'end' as const) }),
      fc.record({ type: fc.constant('to' as const), key }),
      fc.record({ type: fc.constant('to' as const), key, primary: own }),
    )
    const count = fc.nat(3)
    return fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({ ...ask, type: fc.constantFrom('add' as const, 'put' as const, 'put' as const), row, key: looseKey }),
      },
      { weight: 3, arbitrary: fc.record({ ...ask, type: fc.constant('delete' as const), query: queryOf(own) }) },
      {
        weight: 4,
        arbitrary: fc.record({ ...ask, type: fc.constantFrom('get' as const, 'getKey' as const, 'count' as const), query: queryOf(key) }),
      },
      {
        weight: 4,
        arbitrary: fc.record(
          {
            ...ask,
            type: fc.constantFrom('getAll' as const, 'getAllKeys' as const, 'getAllRecords' as const),
            query: queryOf(key),
            count,
            direction: directions,
          },
          { requiredKeys: ['type', 'query', 'source', 'isHeard', 'isCaught', 'throws', 'next'] },
        ) as fc.Arbitrary<Step>,
      },
      {
        weight: 4,
        arbitrary: fc.record({
          ...ask,
          type: fc.constant('cursor' as const),
          query: queryOf(key),
          direction: directions,
          hasValue: fc.boolean(),
          moves: fc.array(move, { maxLength: 8 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ ...ask, type: fc.constantFrom('clear' as const, 'abort' as const, 'commit' as const) }) },
    ) as fc.Arbitrary<Step>
  })

const step = stepOf(
  fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(stepOf(fc.constant([])), { maxLength: 3 }) }),
)

export const scripts: fc.Arbitrary<Script> = fc.array(
  fc.record({
    mode: fc.constantFrom<IDBTransactionMode>('readwrite', 'readwrite', 'readwrite', 'readonly'),
    scope: fc.subarray([...STORES], { minLength: 2 }),
    stopsErrors: fc.boolean(),
    steps: fc.array(step, { maxLength: 14 }),
  }),
  { minLength: 1, maxLength: 6 },
)
