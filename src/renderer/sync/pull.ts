import { succeed, type Result } from '@shared/lib/result.ts'
import type { PullReply } from '@shared/sync/protocol/pull.ts'
import { applyRemote, type RemoteItem } from '../db/apply-remote.ts'
import type { Database } from '../db/database.ts'
import { reconcileScope } from '../db/reconcile.ts'
import { isAhead, readScopeState, type ScopeState } from '../db/scope-state.ts'
import { toNews, toRemoteItem } from './remote-item.ts'
import type { Session } from './session.ts'
import type { CallError } from './transport.ts'

export type Pulled = {
  /** The server turned out to be another or older one. */
  readonly reconciled: boolean
  /** Nothing is to be sent, everything is here, and yet both sides count otherwise: the two digests. Else null. */
  readonly differs: string | null
  /** Something is parked: it alone makes the two differ. */
  readonly hasParked: boolean
}

type Place = Pick<ScopeState, 'cursor' | 'answered' | 'base'>

type Page = Omit<PullReply, 'items'> & { readonly items: readonly RemoteItem[] }

/** Where a laptop stands that has stored a page which is not the last. */
const placeAfter = ({ cursor }: Page, { answered, base }: Partial<Place>): Place => ({
  cursor,
  base,
  answered: answered && isAhead(answered, cursor) ? answered : undefined,
})

const isSame = (a: Place, b: Place): boolean => a.cursor?.token === b.cursor?.token && a.answered?.token === b.answered?.token

/** Fetches what is new in a visit, page by page: the next comes while one is stored. */
export async function pullScope(database: Database, session: Session, scope: string): Promise<Result<Pulled, CallError>> {
  let reconciled = false
  let place: Place = await readScopeState(database, scope)
  /** Of a visit that begins here, and of which nothing was sent: everything that comes is new, until something is not. */
  let isNews = place.cursor === null && place.answered === undefined
  const fetchFrom = async ({ cursor, answered, base }: Place): Promise<Result<Page, CallError>> => {
    const body = { cursor, ...(answered ? { answered } : {}), ...(base === undefined ? {} : { base }) }
    const reply = await session.call('pull', { scope, body })
    if (!reply.ok) return reply
    const { items } = reply.value
    return succeed({ ...reply.value, items: isNews ? items.map((item) => toNews(database, scope, item)) : items.map(toRemoteItem) })
  }
  let next = fetchFrom(place)
  for (;;) {
    const reply = await next
    if (!reply.ok) return reply
    const page = reply.value
    const isReset = page.reset && (place.cursor ?? place.answered) !== undefined
    const named = isReset ? undefined : place.answered
    place = placeAfter(page, isReset ? {} : place)
    if (page.more) {
      // Comes while this one is stored. Where storing fails, nobody waits for it.
      next = fetchFrom(place)
      next.catch(() => undefined)
    }
    if (isReset) {
      await reconcileScope(database, scope)
      reconciled = true
      isNews = false
    }
    const { digest, hasParked, answered, wasNews } = await applyRemote(database, scope, {
      items: page.items,
      cursor: page.cursor,
      named,
      role: page.role,
      isLast: !page.more,
      isNews,
    })
    isNews = wasNews
    if (page.more) {
      // A pack that was taken in meanwhile names a commit which the next page has to be asked with (X4).
      const stored = await readScopeState(database, scope)
      if (!isSame(stored, place)) next = fetchFrom((place = stored))
      continue
    }
    // Commits of several packs: each is named by a question of its own.
    if (answered && answered.token !== named?.token) {
      place = await readScopeState(database, scope)
      next = fetchFrom(place)
      continue
    }
    const isEqual = digest === null || page.digest === null || digest === page.digest
    return succeed({ reconciled, differs: isEqual ? null : `${digest} ${page.digest}`, hasParked })
  }
}
