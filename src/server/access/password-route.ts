import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import { findAccount } from '../db/access-repository.ts'
import { revokeOtherSessions } from '../db/sessions-repository.ts'
import { asDoor } from '../db/actor.ts'
import { writeAudit } from '../db/audit-repository.ts'
import { writePassword } from '../db/people-repository.ts'
import type { Call, Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'
import { triesOf } from './rate-limits.ts'

export const passwordRoute = (services: Services): Pick<Handlers, 'changePassword'> => ({
  changePassword: (call) => changePassword(services, call),
})

/** Whoever changes a password because somebody saw it wants that somebody out: every other session ends. */
async function changePassword(services: Services, { caller, body, ip, refuse }: Call<'changePassword'>): Promise<Result<null, ErrorCode>> {
  if (!services.passwordSignIn) return fail('passwords-off')
  const wait = await services.limits.take(triesOf('sign-in', { ip, account: caller.accountName }))
  if (wait !== null) return refuse(wait)
  const account = await asDoor(services.database, (tx) => findAccount(tx, caller.accountName))
  const isRight = await services.passwords.verify(account?.passwordHash ?? null, body.current)
  if (isRight === null) return fail('unavailable')
  if (!isRight) return fail('bad-credentials')
  const hash = await services.passwords.hash(body.next)
  if (hash === null) return fail('unavailable')
  return asDoor(services.database, async (tx) => {
    const at = services.now()
    await writePassword(tx, caller.account, hash)
    await revokeOtherSessions(tx, caller.account, { session: caller.session, at })
    await writeAudit(tx, { action: 'password-changed', account: caller.account, device: caller.device }, { at, address: ip })
    return succeed(null)
  })
}
