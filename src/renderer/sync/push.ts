import { succeed, type Result } from '@shared/lib/result.ts'
import { PARKED_BY_ROLE, type PushReply } from '@shared/sync/protocol/push.ts'
import type { Database } from '../db/database.ts'
import { dropOutgoing, itemsIn, prepareOutgoing, type Outgoing } from '../db/outgoing.ts'
import { settleOutgoing } from '../db/settle-outgoing.ts'
import { isBehind } from '../db/scope-state.ts'
import { pullScope } from './pull.ts'
import type { Session } from './session.ts'
import type { CallError } from './transport.ts'

/** An item that no message can carry is parked, or it would hold back the visit for ever. */
const TOO_LARGE: PushReply = { results: [{ outcome: 'parked', reason: 'too-large' }], receivedAt: 0 }

const isRefusedByRole = (result: PushReply['results'][number]): boolean =>
  result.outcome === 'parked' && result.reason === 'forbidden' && result.detail === PARKED_BY_ROLE

/** Sends what is unsent of a visit until nothing waits; each push again, byte for byte, until it is answered. */
export async function pushScope(
  database: Database,
  session: Session,
  { scope, mayWrite = false, mayReview = false }: { scope: string; mayWrite?: boolean; mayReview?: boolean },
): Promise<Result<{ pushed: number }, CallError>> {
  let pushed = 0
  let sends = { mayWrite, mayReview }
  let next: Outgoing | null = null
  for (;;) {
    const outgoing: Outgoing | null = next ?? (await prepareOutgoing(database, scope, sends))
    next = null
    if (!outgoing) return succeed({ pushed })
    const reply = await session.call('push', { scope, body: outgoing.request, bytes: outgoing.known?.message })
    if (!reply.ok && reply.error.code === 'too-large' && itemsIn(outgoing) === 1) {
      await settleOutgoing(database, scope, { outgoing, reply: TOO_LARGE })
      continue
    }
    if (!reply.ok) {
      // The server did not take this body and never will: its items go again in pushes of their own number.
      if (reply.error.code === 'bad-request' || reply.error.code === 'too-large') await dropOutgoing(database, scope)
      // Another copy of this laptop has used its numbers: a device of its own from here on, once somebody signs in.
      if (reply.error.code === 'push-out-of-order') {
        await session.becomeNewDevice()
      }
      return reply
    }
    next = await settleOutgoing(database, scope, { outgoing, reply: reply.value, sends })
    // The role was changed since the server told it: what it refuses now is not for this round.
    if (reply.value.results.some(isRefusedByRole)) sends = { mayWrite: false, mayReview: false }
    pushed += itemsIn(outgoing)
    if (next) continue
    // Others wrote in between: what came is fetched before more leaves, or everything that leaves would come back (C9).
    if (!outgoing.known?.isFull || !(await isBehind(database, scope))) continue
    const pulled = await pullScope(database, session, scope)
    if (!pulled.ok) return pulled
  }
}
