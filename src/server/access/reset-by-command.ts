import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { findAccount } from '../db/access-repository.ts'
import { asDoor } from '../db/actor.ts'
import type { Database } from '../db/database.ts'
import type { Services } from '../services.ts'
import { issueReset } from './reset-password.ts'

/** `npm run server -- --reset-password ACCOUNT`: for an administrator who forgot their own, with nobody left to ask. */
export async function resetByCommand(
  database: Database,
  services: Pick<Services, 'now' | 'random'>,
  name: string,
): Promise<Result<string, 'unknown-account'>> {
  return asDoor(database, async (tx) => {
    const account = await findAccount(tx, name)
    if (!account) return fail('unknown-account', `Nobody here has the account ${name}.`)
    const { code, expiresAt } = await issueReset(tx, services, { account: account.id, by: null, address: 'command line' })
    return succeed(`${account.account}: ${code}\nGood for one new password until ${new Date(expiresAt).toISOString()}.`)
  })
}
