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

/** The server says that the place it was asked from is none of its own. */
const isResetOf = (page: Page, { cursor, answered }: Place): boolean => page.reset && (cursor ?? answered) !== undefined

/** A page that was asked for, and the one behind it once it is known where that begins. */
type Asked = { readonly place: Place; readonly reply: Promise<Result<Page, CallError>>; following?: Asked }

/**
 * Fetches what is new in a visit, page by page. While one is stored the next comes, and the one behind that is asked for as soon as the next is
 * here: a server takes about as long for a page as a laptop does.
 */
export async function pullScope(database: Database, session: Session, scope: string): Promise<Result<Pulled, CallError>> {
  let reconciled = false
  const place = await readScopeState(database, scope)
  /** Of a visit that begins here, and of which nothing was sent: everything that comes is new, until something is not. */
  let isNews = place.cursor === null && place.answered === undefined
  const fetchFrom = async ({ cursor, answered, base }: Place): Promise<Result<Page, CallError>> => {
    const body = { cursor, ...(answered ? { answered } : {}), ...(base === undefined ? {} : { base }) }
    const reply = await session.call('pull', { scope, body })
    if (!reply.ok) return reply
    const { items } = reply.value
    return succeed({ ...reply.value, items: isNews ? items.map((item) => toNews(database, scope, item)) : items.map(toRemoteItem) })
  }
  const ask = (from: Place): Asked => ({ place: from, reply: fetchFrom(from) })
  const askBehind = (asked: Asked, page: Page): Asked =>
    (asked.following ??= ask(placeAfter(page, isResetOf(page, asked.place) ? {} : asked.place)))
  let asked = ask(place)
  for (;;) {
    const reply = await asked.reply
    if (!reply.ok) return reply
    const page = reply.value
    const isReset = isResetOf(page, asked.place)
    const named = isReset ? undefined : asked.place.answered
    const next = page.more ? askBehind(asked, page) : null
    // Where storing fails, nobody waits for what comes.
    next?.reply.then(
      (ahead) => void (ahead.ok && ahead.value.more && !isReset && askBehind(next, ahead.value).reply.catch(() => undefined)),
      () => undefined,
    )
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
    if (next) {
      // A pack that was taken in meanwhile names a commit which the next page has to be asked with (X4).
      const stored = await readScopeState(database, scope)
      asked = isSame(stored, next.place) ? next : ask(stored)
      continue
    }
    // Commits of several packs: each is named by a question of its own.
    if (answered && answered.token !== named?.token) {
      asked = ask(await readScopeState(database, scope))
      continue
    }
    const isEqual = digest === null || page.digest === null || digest === page.digest
    return succeed({ reconciled, differs: isEqual ? null : `${digest} ${page.digest}`, hasParked })
  }
}
