import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import { revoke } from '../access/devices-route.ts'
import { issueReset } from '../access/reset-password.ts'
import { asDoor } from '../db/actor.ts'
import { readAudit, writeAudit, type AuditAction } from '../db/audit-repository.ts'
import type { Transaction } from '../db/database.ts'
import { lockUser, readUsers, writeUser, type UserState } from '../db/people-repository.ts'
import type { Call, Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'

type Routes = 'users' | 'changeUser' | 'resetPassword' | 'revokeUserDevice' | 'audit'

/** The administrator's desk: people, their devices, and what happened. Nothing of any visit (docs/sync-spec.md A7). */
export const deskRoutes = (services: Services): Pick<Handlers, Routes> => ({
  users: ({ caller }) => asAdministrator(services, caller, async (tx) => succeed({ users: await readUsers(tx) })),
  changeUser: (call) => asAdministrator(services, call.caller, (tx) => changeUser(tx, services, call)),
  resetPassword: ({ caller, body, ip }) =>
    asAdministrator(services, caller, async (tx) => {
      if (!services.passwordSignIn) return fail('passwords-off')
      const { user } = await lockUser(tx, body.personId)
      return user ? succeed(await issueReset(tx, services, { account: user.id, by: caller, address: ip })) : fail('not-found')
    }),
  revokeUserDevice: (call) =>
    asAdministrator(services, call.caller, async (tx) => {
      const { user } = await lockUser(tx, call.body.personId)
      return user ? revoke(tx, services, { call, account: user.id, device: call.body.device }) : fail('not-found')
    }),
  audit: ({ caller, body, ip }) =>
    asAdministrator(services, caller, async (tx) => {
      const page = await readAudit(tx, { before: body.before, limit: body.limit ?? LIMITS.listItems })
      // Who looks at what others do is written down too; once for each look, not for each page.
      const place = { at: services.now(), address: ip }
      if (body.before === null) await writeAudit(tx, { action: 'audit-read', account: caller.account, device: caller.device }, place)
      return succeed(page)
    }),
})

function asAdministrator<T>(
  services: Services,
  caller: { readonly isAdministrator: boolean },
  work: (tx: Transaction) => Promise<Result<T, ErrorCode>>,
): Promise<Result<T, ErrorCode>> {
  return caller.isAdministrator ? asDoor(services.database, work) : Promise.resolve(fail('forbidden'))
}

async function changeUser(tx: Transaction, services: Services, { caller, body, ip }: Call<'changeUser'>): Promise<Result<null, ErrorCode>> {
  const { user, administrators } = await lockUser(tx, body.personId)
  if (!user) return fail('not-found')
  const { disabled = user.isDisabled, isAdministrator = user.isAdministrator } = body
  const next: UserState = { id: user.id, isDisabled: disabled, isAdministrator }
  if (administers(user) && !administers(next) && administrators === 1) return fail('last-administrator')
  const at = services.now()
  await writeUser(tx, next, at)
  for (const action of changesOf(user, next)) {
    await writeAudit(tx, { action, account: caller.account, device: caller.device, subject: user.id }, { at, address: ip })
  }
  return succeed(null)
}

const administers = (user: UserState): boolean => user.isAdministrator && !user.isDisabled

function changesOf(before: UserState, after: UserState): AuditAction[] {
  const actions: AuditAction[] = []
  if (before.isDisabled !== after.isDisabled) actions.push(after.isDisabled ? 'user-disabled' : 'user-enabled')
  if (before.isAdministrator !== after.isAdministrator) actions.push(after.isAdministrator ? 'administrator-made' : 'administrator-unmade')
  return actions
}
