import { succeed, type Result } from '@shared/lib/result.ts'
import type { PullReply } from '@shared/sync/protocol/pull.ts'
import { applyNews, applyRemote, type Applied, type RemoteItem } from '../db/apply-remote.ts'
import type { Database } from '../db/database.ts'
import { reconcileScope } from '../db/reconcile.ts'
import { isAhead, readScopeState, type ScopeState } from '../db/scope-state.ts'
import { readPage } from './read-page.ts'
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

const isSame = (a: Place, b: Place): boolean =>
  a.cursor?.seq === b.cursor?.seq && a.cursor?.token === b.cursor?.token && a.answered?.token === b.answered?.token

/** The server says that the place it was asked from is none of its own. */
const isResetOf = (page: Page, { cursor, answered }: Place): boolean => page.reset && (cursor ?? answered) !== undefined

/** A page that was asked for, and the one behind it once it is known where that begins. */
type Asked = { readonly place: Place; readonly reply: Promise<Result<Page, CallError>>; following?: Asked }

/**
 * Fetches what is new in a visit, page by page. While one is stored the next comes, and the one behind that is asked for as soon as the next is
 * here: a server takes about as long for a page as a laptop does.
 */
export async function pullScope(database: Database, session: Session, scope: string): Promise<Result<Pulled, CallError>> {
  const place = await readScopeState(database, scope)
  const pages = pagesOf(database, session, scope)
  // Of a visit that begins here, and of which nothing was sent, everything that comes is new, until something is not.
  const isNew = place.cursor === null && place.answered === undefined
  const begun = isNew ? await pullNews(pages, pages.ask(place, 'news')) : pages.ask(place)
  if ('applied' in begun) return succeed(pulledWith(begun, false))
  let asked = isNew ? await pages.asStored(begun) : begun
  let reconciled = false
  for (;;) {
    const reply = await asked.reply
    if (!reply.ok) return reply
    const page = reply.value
    const isReset = isResetOf(page, asked.place)
    const named = isReset ? undefined : asked.place.answered
    const next = page.more ? pages.askAhead(asked, page) : null
    if (isReset) {
      await reconcileScope(database, scope)
      reconciled = true
    }
    const applied = await applyRemote(database, scope, { ...remotePage(page), named })
    if (next) {
      asked = await pages.asStored(next)
      continue
    }
    // Commits of several packs: each is named by a question of its own.
    if (applied.answered && applied.answered.token !== named?.token) {
      asked = pages.ask(await readScopeState(database, scope))
      continue
    }
    return succeed(pulledWith({ applied, page }, reconciled))
  }
}

const remotePage = ({ items, cursor, role, more }: Page) => ({ items, cursor, role, isLast: !more })

/** The last page of a pull, stored. */
type Last = { readonly applied: Applied; readonly page: Page }

function pulledWith({ applied: { digest, hasParked }, page }: Last, reconciled: boolean): Pulled {
  const isEqual = digest === null || page.digest === null || digest === page.digest
  return { reconciled, differs: isEqual ? null : `${digest} ${page.digest}`, hasParked }
}

/** The pages of a visit, as they come. */
function pagesOf(database: Database, session: Session, scope: string) {
  const fetchFrom = async ({ cursor, answered, base }: Place, as: 'news' | 'any'): Promise<Result<Page, CallError>> => {
    const body = { cursor, ...(answered ? { answered } : {}), ...(base === undefined ? {} : { base }) }
    const reply = await session.call('pull', { scope, body, read: as === 'news' ? readPage : undefined })
    if (!reply.ok) return reply
    const { items } = reply.value
    return succeed({ ...reply.value, items: as === 'news' ? items.map((item) => toNews(database, scope, item)) : items.map(toRemoteItem) })
  }
  const ask = (place: Place, as: 'news' | 'any' = 'any'): Asked => ({ place, reply: fetchFrom(place, as) })
  const askBehind = (asked: Asked, page: Page, as: 'news' | 'any'): Asked =>
    (asked.following ??= ask(placeAfter(page, isResetOf(page, asked.place) ? {} : asked.place), as))
  return {
    ask,
    /** The page behind this one, and the one behind that as soon as it is here. */
    askAhead: (asked: Asked, page: Page, as: 'news' | 'any' = 'any'): Asked => {
      const next = askBehind(asked, page, as)
      // Where storing fails, nobody waits for what comes.
      next.reply.then(
        (ahead) =>
          void (
            ahead.ok &&
            ahead.value.more &&
            !isResetOf(page, asked.place) &&
            askBehind(next, ahead.value, as).reply.catch(() => undefined)
          ),
        () => undefined,
      )
      return next
    },
    /** What was asked, if it was asked from where the visit stands. A pack that was taken in meanwhile names a commit which a page has to be asked with (X4). */
    asStored: async (asked: Asked): Promise<Asked> => {
      const stored = await readScopeState(database, scope)
      return isSame(stored, asked.place) ? asked : ask(stored)
    },
    storeNews: (asked: Asked, page: Page): Promise<Applied | null> | null => {
      if (isResetOf(page, asked.place)) return null
      const stored = applyNews(database, scope, { ...remotePage(page), after: asked.place.cursor })
      // Heard of when its turn comes; where the page before it fails, never.
      stored.catch(() => undefined)
      return stored
    },
  }
}

/**
 * Stores pages as news, each handed to IndexedDB while the one before is being stored there, which then need not wait for this page. Ends with the
 * last one, or with the first that is to be stored as any other: nothing behind it was.
 */
async function pullNews(pages: ReturnType<typeof pagesOf>, first: Asked): Promise<Asked | Last> {
  let asked = first
  let before: { readonly asked: Asked; readonly stored: Promise<Applied | null> } | null = null
  for (;;) {
    const reply = await asked.reply
    const stored = reply.ok ? pages.storeNews(asked, reply.value) : null
    if (before && (await before.stored) === null) return before.asked
    if (!reply.ok || !stored) return asked
    const page = reply.value
    if (!page.more) {
      const applied = await stored
      return applied ? { applied, page } : asked
    }
    before = { asked, stored }
    asked = pages.askAhead(asked, page, 'news')
  }
}
