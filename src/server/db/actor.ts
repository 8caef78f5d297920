import { assert } from '@shared/lib/assert.ts'
import { isId } from '@shared/lib/id.ts'
import type { Database, Transaction } from './database.ts'

/** Who the database sees in a transaction. Row-level security holds for each (docs/decisions/0011-row-level-security.md). */
export type Actor =
  /** Signs people in and keeps memberships; never sees a record. */
  | { readonly kind: 'door' }
  /** Reads and writes the records of the visits that this account is a member of. */
  | { readonly kind: 'account'; readonly account: string }
  /** The server itself, in one visit. */
  | { readonly kind: 'server'; readonly scope: string }

/** Changes who the rest of the transaction runs as; it ends with the transaction. One message, so its values stand in the statement. */
export async function actAs(tx: Transaction, actor: Actor): Promise<void> {
  const account = actor.kind === 'account' ? actor.account : ''
  const scope = actor.kind === 'server' ? actor.scope : ''
  assert(
    [account, scope].every((one) => one === '' || isId(one)),
    'accounts and visits have ids, which need no quoting',
  )
  await tx.script(
    `SET LOCAL ROLE ${actor.kind === 'door' ? 'safarnoma_door' : 'safarnoma_app'};
     SET LOCAL safarnoma.account = '${account}';
     SET LOCAL safarnoma.server_scope = '${scope}'`,
  )
}

/** One transaction as the door. */
export const asDoor = <T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  database.transaction(async (tx) => {
    await actAs(tx, { kind: 'door' })
    return work(tx)
  })
