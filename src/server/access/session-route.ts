import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import { findAccount, isSetupCode, isSetUp, type Account } from '../db/access-repository.ts'
import { revokeSession } from '../db/sessions-repository.ts'
import { asDoor } from '../db/actor.ts'
import { writeAudit } from '../db/audit-repository.ts'
import type { Call, Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'
import { isInvitation, takeInvitation } from './invitations.ts'
import { openNew, takeSetupCode, type Allow } from './open-account.ts'
import { triesOf } from './rate-limits.ts'
import { clearRefreshCookie, handOver, isFromOwnPage, readRefreshCookie } from './refresh-cookie.ts'
import { openSession, rotateSession, type SessionAccount } from './sessions.ts'
import { hashOfCode } from './tokens.ts'

type SessionResult = Promise<Result<ReplyOf<'signIn'>, ErrorCode>>

export const sessionRoutes = (services: Services): Pick<Handlers, 'setup' | 'signIn' | 'join' | 'refresh' | 'signOut'> => ({
  setup: (call) => setUp(services, call),
  signIn: (call) => signIn(services, call),
  join: (call) => joinWithCode(services, call),
  refresh: (call) => refresh(services, call),
  signOut: async ({ caller, request, reply, ip }) => {
    if (!isFromOwnPage(request)) return fail('forbidden')
    await asDoor(services.database, async (tx) => {
      const at = services.now()
      await revokeSession(tx, caller.session, at)
      await writeAudit(tx, { action: 'signed-out', account: caller.account, device: caller.device }, { at, address: ip })
    })
    clearRefreshCookie(reply)
    return succeed(null)
  },
})

async function setUp(services: Services, { body, ip, reply, refuse }: Call<'setup'>): SessionResult {
  if (!services.passwordSignIn) return fail('passwords-off')
  const wait = await services.limits.take(triesOf('code', { ip, account: body.account }))
  if (wait !== null) return refuse(wait)
  const hash = hashOfCode(body.code)
  const door = await asDoor(services.database, async (tx) => ({ wasSetUp: await isSetUp(tx), isCode: await isSetupCode(tx, hash) }))
  if (door.wasSetUp) return fail('already-set-up')
  if (!door.isCode) return fail('bad-code')
  return createAndOpen(services, { body, reply, ip, isAdministrator: true }, (tx, account) =>
    takeSetupCode(tx, services, { code: body.code, account: account.id, device: body.device.id, address: ip }),
  )
}

/** A colleague's first sign-in, with the code that an owner of a visit gave them. */
async function joinWithCode(services: Services, { body, ip, reply, refuse }: Call<'join'>): SessionResult {
  if (!services.passwordSignIn) return fail('passwords-off')
  const wait = await services.limits.take(triesOf('code', { ip, account: body.account }))
  if (wait !== null) return refuse(wait)
  // Asked before the expensive hash, so that wrong codes cost little; taken for good in the transaction below.
  if (!(await asDoor(services.database, (tx) => isInvitation(tx, services, body.code)))) return fail('bad-code')
  return createAndOpen(services, { body, reply, ip, isAdministrator: false }, async (tx, account) => {
    const taken = await takeInvitation(tx, services, { code: body.code, account, device: body.device.id, address: ip })
    return taken.ok ? null : taken.error.code
  })
}

async function signIn(services: Services, { body, ip, reply, refuse }: Call<'signIn'>): SessionResult {
  if (!services.passwordSignIn) return fail('passwords-off')
  const wait = await services.limits.take(triesOf('sign-in', { ip, account: body.account }))
  if (wait !== null) return refuse(wait)
  const account = await asDoor(services.database, (tx) => findAccount(tx, body.account))
  const isRight = await services.passwords.verify(account?.passwordHash ?? null, body.password)
  if (isRight === null) return fail('unavailable')
  if (!isRight || !account) return refuseSignIn(services, account, { code: 'bad-credentials', address: ip })
  if (account.disabledAt !== null) return refuseSignIn(services, account, { code: 'account-disabled', address: ip })
  const opened = await asDoor(services.database, (tx) =>
    openSession(tx, services, { account, device: body.device, personId: body.personId, address: ip }),
  )
  if (!opened.ok) return refuseSignIn(services, account, { code: opened.error.code, address: ip })
  return succeed(handOver(reply, opened.value, body.keepIn))
}

/** A name that nobody has is not written down: people type passwords there. */
async function refuseSignIn<Code extends ErrorCode>(
  services: Services,
  account: Account | null,
  { code, address }: { code: Code; address: string },
): Promise<Result<never, Code>> {
  await asDoor(services.database, (tx) =>
    writeAudit(tx, { action: 'sign-in-refused', account: account?.id ?? null }, { at: services.now(), address }),
  )
  return fail(code)
}

async function refresh(services: Services, { body, ip, request, reply, refuse }: Call<'refresh'>): SessionResult {
  const wait = await services.limits.take(triesOf('refresh', { ip }))
  if (wait !== null) return refuse(wait)
  const token = body.keepIn === 'cookie' ? readRefreshCookie(request) : (body.refreshToken ?? null)
  if (token === null) return fail('sign-in-needed')
  const opened = await rotateSession(services, token, { address: ip, key: body.key })
  if (opened.ok) return succeed(handOver(reply, opened.value, body.keepIn))
  // A laptop that was reported lost, or whose account was closed, hands its unsent work in by this very token.
  if (body.keepIn === 'cookie' && opened.error.code === 'sign-in-needed') clearRefreshCookie(reply)
  return opened
}

/** `allow` takes the code in the same transaction. */
async function createAndOpen(
  services: Services,
  visitor: Pick<Call<'join'>, 'body' | 'reply' | 'ip'> & { isAdministrator: boolean },
  allow: Allow<SessionAccount>,
): SessionResult {
  const { body, reply, ip, isAdministrator } = visitor
  const passwordHash = await services.passwords.hash(body.password)
  if (passwordHash === null) return fail('unavailable')
  const newAccount = { account: body.account, name: body.name, passwordHash, isAdministrator }
  const opened = await openNew(services, { newAccount, device: body.device, personId: body.personId, ip }, allow)
  return opened.ok ? succeed(handOver(reply, opened.value, body.keepIn)) : opened
}
