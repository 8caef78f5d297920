import type { Database, Transaction } from './database.ts'

/** Who the database sees in a transaction. Row-level security holds for each (docs/decisions/0011-row-level-security.md). */
export type Actor =
  /** Signs people in and keeps memberships; never sees a record. */
  | { readonly kind: 'door' }
  /** Reads and writes the records of the visits that this account is a member of. */
  | { readonly kind: 'account'; readonly account: string }
  /** The server itself, in one visit. */
  | { readonly kind: 'server'; readonly scope: string }

/** Changes who the rest of the transaction runs as; it ends with the transaction. */
export async function actAs(tx: Transaction, actor: Actor): Promise<void> {
  await tx.query(`SET LOCAL ROLE ${actor.kind === 'door' ? 'safarnoma_door' : 'safarnoma_app'}`)
  await tx.query(`SELECT set_config('safarnoma.account', $1, true), set_config('safarnoma.server_scope', $2, true)`, [
    actor.kind === 'account' ? actor.account : '',
    actor.kind === 'server' ? actor.scope : '',
  ])
}

/** One transaction as the door. */
export const asDoor = <T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  database.transaction(async (tx) => {
    await actAs(tx, { kind: 'door' })
    return work(tx)
  })
