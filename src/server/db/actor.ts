import { assert } from '@shared/lib/assert.ts'
import { isId } from '@shared/lib/id.ts'
import type { Database, Transaction } from './database.ts'

/** Who the database sees in a transaction. Row-level security holds for each (docs/decisions/0011-row-level-security.md). */
export type Actor =
  /** Signs people in and keeps memberships; never sees a record. */
  | { readonly kind: 'door' }
  /** The door for an account that may manage a visit: what it sees and does of members and invitations is bounded by what the database finds that account to be there. */
  | { readonly kind: 'owner'; readonly account: string; readonly scope: string }
  /** Reads and writes the records of the visits that this account is a member of. */
  | { readonly kind: 'account'; readonly account: string }
  /** The server itself, in one visit. */
  | { readonly kind: 'server'; readonly scope: string }

/** Transactions in which the door acts for an account: whoever comes next does not. */
const acting = new WeakSet<Transaction>()

/** Changes who the rest of the transaction runs as; it ends with the transaction. One message, so its values stand in the statement. */
export async function actAs(tx: Transaction, actor: Actor): Promise<void> {
  const account = 'account' in actor ? actor.account : ''
  const scope = 'scope' in actor ? actor.scope : ''
  assert(
    [account, scope].every((one) => one === '' || isId(one)),
    'accounts and visits have ids, which need no quoting',
  )
  if (actor.kind === 'owner') {
    acting.add(tx)
    return tx.script(roleOfOwner(account, scope))
  }
  const alone = acting.delete(tx) ? `SET LOCAL safarnoma.acting = ''; SET LOCAL safarnoma.owned_scope = '';` : ''
  await tx.script(
    `SET LOCAL ROLE ${actor.kind === 'door' ? 'safarnoma_door' : 'safarnoma_app'};${alone}
     SET LOCAL safarnoma.account = '${account}';
     SET LOCAL safarnoma.server_scope = '${scope}'`,
  )
}

/** The database looks up whether the account owns the visit, among the account's own memberships; nobody tells it. */
const roleOfOwner = (account: string, scope: string): string => `SET LOCAL ROLE safarnoma_app;
  SET LOCAL safarnoma.account = '${account}';
  SET LOCAL safarnoma.server_scope = '';
  SET LOCAL safarnoma.acting = '${account}';
  SELECT set_config('safarnoma.owned_scope', coalesce((SELECT scope FROM memberships WHERE scope = '${scope}' AND account = '${account}' AND role = 'owner'), ''), true);
  SET LOCAL safarnoma.account = '';
  SET LOCAL ROLE safarnoma_door`

/** One transaction as the door. */
export const asDoor = <T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  beginAs(database, { kind: 'door' }, work)

/** One transaction of the door for an account that may manage that visit. */
export const asOwner = <T>(
  database: Database,
  { account, scope }: { account: string; scope: string },
  work: (tx: Transaction) => Promise<T>,
): Promise<T> => beginAs(database, { kind: 'owner', account, scope }, work)

const beginAs = <T>(database: Database, actor: Actor, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  database.transaction(async (tx) => {
    const [, result] = await Promise.all([actAs(tx, actor), work(tx)])
    return result
  })
