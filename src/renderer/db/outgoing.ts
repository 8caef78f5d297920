import type { PushRequest } from '@shared/sync/protocol/push.ts'
import type { Database } from './database.ts'
import { addOverruled, gather, type Gathered, type MaySend, type Sent } from './gather-outgoing.ts'
import { openLeaving, putLeaving, type Mark } from './leaving.ts'
import { writePush } from './push-message.ts'
import { inScope, type Rows } from './rows.ts'
import { putScopeState, readScopeState, type ScopeState } from './scope-state.ts'
import { isUnsent } from './stored-record.ts'
import { idAt } from './unsent.ts'

/** A push as it is kept until the server has answered: the same body again, however often it takes. */
export type Outgoing = {
  readonly request: PushRequest
  readonly noteRows: Readonly<Record<string, readonly number[]>>
  /** The last so many items are values that lost here against a pack, and these are their rows. */
  readonly overruled?: readonly string[]
  /** What this page still knows of it: the request as it is sent, its records as they stood, and whether more may wait. */
  readonly known?: Known
}
export type Known = {
  readonly message: Uint8Array<ArrayBuffer>
  readonly records: readonly Sent[]
  readonly isFull: boolean
  readonly count: number
}

/**
 * What is unsent of a scope, oldest first, and not parked; marked as having left before it leaves (leaving.ts). Null when nothing waits.
 * What an earlier role was refused goes again where the role of today may send it: reviews where `mayReview`, all else where `mayWrite`. What
 * lost here against a pack goes from either, because nobody else may bring a reviewer's reviews.
 */
export async function prepareOutgoing(
  database: Database,
  scope: string,
  { mayWrite = false, mayReview = false }: Partial<MaySend> = {},
): Promise<Outgoing | null> {
  return inScope(database, { scope, also: ['noteUpdates', 'originals', 'overruled', 'pushes', 'scopes'] }, async (rows) => {
    const inFlight = await database.dexie.pushes.get(scope)
    if (inFlight) return database.seal.open(inFlight.body, { table: 'pushes', id: scope, scope }) as Outgoing
    const gathered = await gather(database, rows, { scope, mayWrite, mayReview })
    const overruled = (mayWrite || mayReview) && !gathered.isFull ? await addOverruled(database, scope, gathered) : []
    return keepOutgoing(database, await readScopeState(database, scope), { scope, gathered, overruled })
  })
}

/**
 * Inside a transaction: keeps a push, and says that it is in flight. Null, and nothing done, where it would hold nothing.
 * @param state where the visit stands, which is stored with its number
 */
export async function keepOutgoing(
  database: Database,
  state: ScopeState,
  { scope, gathered, overruled }: { scope: string; gathered: Gathered; overruled: readonly string[] },
): Promise<Outgoing | null> {
  const { items, records, noteRows, isFull } = gathered
  if (items.length === 0) return null
  const since = state.answered ?? state.cursor
  const head = { pushSeq: state.pushSeq + 1, ...(since ? { since } : {}) }
  // Made once: it is stored and sent.
  const { kept, message } = writePush(items, { head, along: { noteRows, ...(overruled.length > 0 ? { overruled } : {}) } })
  const body = database.seal.sealBytes(kept, { table: 'pushes', id: scope, scope })
  // Sent off together: each await would cost a turn of the event loop.
  await Promise.all([
    putScopeState(database, scope, { ...state, pushSeq: state.pushSeq + 1 }),
    putLeaving(database, scope, records.map(markOf)),
    database.dexie.pushes.put({ scope, body }),
  ])
  return { request: requestOf(head, message), noteRows, overruled, known: { message, records, isFull, count: items.length } }
}

const markOf = ({ place, last, rev }: Sent): Mark => [idAt(place), last, rev]

/** Its items are read from the message when somebody looks at them: nearly always nobody does. */
function requestOf(head: Omit<PushRequest, 'items'>, message: Uint8Array): PushRequest {
  let request: PushRequest | undefined
  return {
    ...head,
    get items() {
      return (request ??= JSON.parse(new TextDecoder().decode(message)) as PushRequest).items
    },
  }
}

/** How many items it has. */
export const itemsIn = ({ request, known }: Outgoing): number => known?.count ?? request.items.length

/** Forgets the push in flight, so that its items go again in a new one; nothing unsent is lost by it. */
export async function dropOutgoing(database: Database, scope: string): Promise<void> {
  await inScope(database, { scope, also: ['pushes'] }, (rows) => dropInFlight(database, rows, scope))
}

/** Of every visit. */
export async function dropAllOutgoing(database: Database): Promise<void> {
  for (const scope of await database.dexie.pushes.toCollection().primaryKeys()) await dropOutgoing(database, scope)
}

/** Inside a transaction. Its records keep that they have left. */
export async function dropInFlight(database: Database, rows: Rows, scope: string): Promise<void> {
  const ids = [...openLeaving(database, await database.dexie.leaving.get(scope)).keys()]
  await rows.load(ids)
  for (const id of ids) {
    const record = rows.loaded(id)
    if (record && isUnsent(record)) rows.keep(record, null)
  }
  await forgetInFlight(database, rows, scope)
}

/** Inside a transaction. */
export async function forgetInFlight({ dexie }: Database, rows: Rows, scope: string): Promise<void> {
  await Promise.all([dexie.pushes.delete(scope), rows.forgetLeaving()])
}
