import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import { findAccount } from '../db/access-repository.ts'
import { asDoor } from '../db/actor.ts'
import { writeAudit } from '../db/audit-repository.ts'
import type { Transaction } from '../db/database.ts'
import { isReset, putReset, spendReset, writePassword } from '../db/people-repository.ts'
import type { Call, Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'
import { openFor } from './open-account.ts'
import { triesOf } from './rate-limits.ts'
import { handOver } from './refresh-cookie.ts'
import { hashOfCode, newCode } from './tokens.ts'

/** Long enough to be read out over the telephone and typed the next morning. */
const RESET_TIME = 24 * 60 * 60_000

type Issuing = {
  readonly account: string
  /** Null from the command line, where nobody is signed in. */
  readonly by: { readonly account: string; readonly device: string } | null
  readonly address: string
}

/** Draws the code and ends what the old password opened; whoever gives the code on has to know who asks. Runs as the door. */
export async function issueReset(
  tx: Transaction,
  services: Pick<Services, 'now' | 'random'>,
  { account, by, address }: Issuing,
): Promise<ReplyOf<'resetPassword'>> {
  const at = services.now()
  const code = newCode(services.random)
  const expiresAt = at + RESET_TIME
  await putReset(tx, { account, codeHash: hashOfCode(code), expiresAt }, at)
  const event = { action: 'password-reset', account: by?.account ?? null, subject: account, ...(by ? { device: by.device } : {}) } as const
  await writeAudit(tx, event, { at, address })
  return { code, expiresAt }
}

export const newPasswordRoute = (services: Services): Pick<Handlers, 'newPassword'> => ({
  newPassword: (call) => setNewPassword(services, call),
})

/** The person chooses a password with the code that they were given, and is signed in. */
async function setNewPassword(
  services: Services,
  { body, ip, reply, refuse }: Call<'newPassword'>,
): Promise<Result<ReplyOf<'newPassword'>, ErrorCode>> {
  if (!services.passwordSignIn) return fail('passwords-off')
  const wait = await services.limits.take(triesOf('code', { ip, account: body.account }))
  if (wait !== null) return refuse(wait)
  const codeHash = hashOfCode(body.code)
  const account = await asDoor(services.database, async (tx) => {
    const known = await findAccount(tx, body.account)
    return known && (await isReset(tx, { account: known.id, codeHash }, services.now())) ? known : null
  })
  // An account that is not there and a wrong code have one answer: nobody learns who has an account.
  if (!account) return fail('bad-code')
  if (account.disabledAt !== null) return fail('account-disabled')
  const hash = await services.passwords.hash(body.password)
  if (hash === null) return fail('unavailable')
  const { device, personId } = body
  const opened = await openFor(services, { account, device, personId, ip }, async (tx, { id }) => {
    const at = services.now()
    if (!(await spendReset(tx, { account: id, codeHash }, at))) return 'bad-code'
    await writePassword(tx, id, hash)
    await writeAudit(tx, { action: 'password-changed', account: id, device: device.id }, { at, address: ip })
    return null
  })
  return opened.ok ? succeed(handOver(reply, opened.value, body.keepIn)) : opened
}
