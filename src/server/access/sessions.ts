import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { SessionReply } from '@shared/sync/protocol/sign-in.ts'
import {
  addRefreshToken,
  createSession,
  findRefresh,
  forgetOldSessions,
  noteSeen,
  renewAccessToken,
  revokeSession,
  useRefreshTokens,
} from '../db/sessions-repository.ts'
import { registerDevice, type Account } from '../db/access-repository.ts'
import { actAs } from '../db/actor.ts'
import { writeAudit } from '../db/audit-repository.ts'
import type { Transaction } from '../db/database.ts'
import type { Services } from '../services.ts'
import { registerDeviceKey } from '../db/people-repository.ts'
import { publishDevices } from '../sync/member-records.ts'
import { hashOf, newSecret } from './tokens.ts'

const MINUTE = 60_000
const ACCESS_TIME = 15 * MINUTE
export const REFRESH_TIME = 30 * 24 * 60 * MINUTE

/** A session as it leaves: the route decides whether the refresh token goes into a cookie or the body. */
export type Opened = { readonly reply: Omit<SessionReply, 'refreshToken'>; readonly refreshToken: string }
export type SessionAccount = Pick<Account, 'id' | 'account' | 'personId' | 'name' | 'isAdministrator'>
export type DeviceAtSignIn = {
  readonly id: string
  readonly name: string
  readonly predecessor?: string | undefined
  readonly key?: string | undefined
}

/** Registers the device and opens a session for it, in the caller's transaction and as the door. A lost laptop gets none. */
export async function openSession(
  tx: Transaction,
  services: Services,
  visitor: { account: SessionAccount; device: DeviceAtSignIn; personId: string; address: string },
): Promise<Result<Opened, 'device-revoked'>> {
  const { account, device, personId, address } = visitor
  const at = services.now()
  const session = services.newId()
  const { id, name, predecessor = null, key } = device
  await forgetOldSessions(tx, account.id, at)
  const registered = await registerDevice(tx, { account: account.id, id, name, personId, predecessor }, at)
  if (registered === 'revoked') return fail('device-revoked')
  if (key !== undefined) await registerDeviceKey(tx, { account: account.id, id, key }, at)
  await writeAudit(
    tx,
    { action: registered === 'new' ? 'device-registered' : 'signed-in', account: account.id, device: id },
    { at, address },
  )
  if (registered === 'new') await publishDevices(tx, services, { account: account.id, personId: account.personId, name: account.name })
  const accessToken = newSecret(services.random)
  await createSession(tx, { id: session, account: account.id, device: id }, { hash: hashOf(accessToken), expiresAt: at + ACCESS_TIME, at })
  return succeed({ reply: replyOf(account, accessToken), refreshToken: await issueRefreshToken(tx, services, session) })
}

/**
 * Takes one refresh token and gives the next. A token that comes a second time was copied: the whole family is revoked,
 * the copy and the original alike. It was not copied where the answer to its first use was lost: then nobody has presented
 * the access token of that answer, and what was in it is worthless from here on (docs/decisions/0202-lost-renewals.md).
 */
export async function rotateSession(
  services: Services,
  refreshToken: string,
  from: { readonly address: string; readonly key: string | undefined },
): Promise<Result<Opened, 'sign-in-needed' | 'device-revoked' | 'account-disabled'>> {
  const at = services.now()
  return services.database.transaction(async (tx) => {
    await actAs(tx, { kind: 'door' })
    const hash = hashOf(refreshToken)
    const state = await findRefresh(tx, hash)
    if (!state || state.standing === 'ended') return fail('sign-in-needed')
    if (state.standing !== 'open') return fail(state.standing)
    if (state.use === 'used') {
      await revokeSession(tx, state.session, at)
      await writeAudit(tx, { action: 'token-reused', account: state.id, device: state.device }, { at, address: from.address })
      return fail('sign-in-needed')
    }
    if (state.expiresAt <= at) return fail('sign-in-needed')
    await useRefreshTokens(tx, state.session, at)
    await noteSeen(tx, { account: state.id, id: state.device }, at)
    if (from.key !== undefined) await registerDeviceKey(tx, { account: state.id, id: state.device, key: from.key }, at)
    const accessToken = newSecret(services.random)
    await renewAccessToken(tx, state.session, { hash: hashOf(accessToken), expiresAt: at + ACCESS_TIME, renewedBy: hash })
    return succeed({ reply: replyOf(state, accessToken), refreshToken: await issueRefreshToken(tx, services, state.session) })
  })
}

async function issueRefreshToken(tx: Transaction, services: Services, session: string): Promise<string> {
  const token = newSecret(services.random)
  await addRefreshToken(tx, session, { hash: hashOf(token), expiresAt: services.now() + REFRESH_TIME })
  return token
}

const replyOf = (account: SessionAccount, accessToken: string): Opened['reply'] => ({
  accessToken,
  expiresIn: ACCESS_TIME,
  account: account.account,
  personId: account.personId,
  name: account.name,
  isAdministrator: account.isAdministrator,
})
