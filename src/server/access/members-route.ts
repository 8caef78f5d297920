import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import { deleteMembership, keepPastMembership, readMembers, readRole, readScopes, writeMembership } from '../db/memberships-repository.ts'
import { actAs, asDoor, asOwner } from '../db/actor.ts'
import { writeAudit } from '../db/audit-repository.ts'
import { readLastCommits } from '../db/scopes-repository.ts'
import { countRescued } from '../db/rescue-repository.ts'
import type { Call, Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'
import { publishMember } from '../sync/member-records.ts'
import { invite, takeInvitation } from './invitations.ts'
import { may, mayChangeMember } from './policy.ts'
import { triesOf } from './rate-limits.ts'

export const memberRoutes = (services: Services): Pick<Handlers, 'scopes' | 'changeMember' | 'invite' | 'accept'> => ({
  scopes: ({ caller }) =>
    asDoor(services.database, async (tx) => {
      const scopes = await readScopes(tx, caller.account)
      await actAs(tx, { kind: 'account', account: caller.account })
      const [rescued, heads] = [await countRescued(tx), await readLastCommits(tx)]
      const nowhere = { head: null, digest: null }
      return succeed({
        scopes: scopes.map((one) => ({ ...one, rescued: rescued.get(one.scope) ?? 0, ...(heads.get(one.scope) ?? nowhere) })),
      })
    }),
  changeMember: (call) => changeMember(services, call),
  invite: ({ caller, scope, body, ip }) =>
    asOwner(services.database, { account: caller.account, scope }, async (tx) => {
      const role = await readRole(tx, scope, caller.account)
      if (!role) return fail('not-found')
      if (!may(role, 'manage members')) return fail('forbidden')
      const place = { at: services.now(), address: ip }
      await writeAudit(tx, { action: 'invited', account: caller.account, device: caller.device, scope, role: body.role }, place)
      return succeed(await invite(tx, services, { scope, role: body.role, invitedBy: caller.account }))
    }),
  accept: async ({ caller, body, ip, refuse }) => {
    const wait = await services.limits.take(triesOf('code', { ip, account: caller.accountName }))
    if (wait !== null) return refuse(wait)
    const account = { id: caller.account, personId: caller.personId, name: caller.name }
    return services.database.transaction((tx) =>
      takeInvitation(tx, services, { code: body.code, account, device: caller.device, address: ip }),
    )
  },
})

async function changeMember(services: Services, { caller, scope, body, ip }: Call<'changeMember'>): Promise<Result<null, ErrorCode>> {
  return asOwner(services.database, { account: caller.account, scope }, async (tx) => {
    const members = await readMembers(tx, scope)
    const self = members.find((member) => member.account === caller.account)
    if (!self) return fail('not-found')
    const member = members.find((other) => other.personId === body.personId)
    const isSelf = member?.account === caller.account
    const owners = members.filter((other) => other.role === 'owner').length
    const change = { from: member?.role ?? 'reader', to: body.role, owners }
    if (!mayChangeMember({ role: self.role, isSelf }, change)) return fail('forbidden')
    if (!member) return fail('not-found')
    if (body.role !== member.role) {
      await keepPastMembership(tx, { scope, account: member.account, role: member.role, endedAt: services.now() })
    }
    if (body.role === null) await deleteMembership(tx, scope, member.account)
    else await writeMembership(tx, { scope, account: member.account, role: body.role, since: services.now() })
    const action = body.role === null ? 'member-removed' : 'role-changed'
    const event = { action, account: caller.account, device: caller.device, subject: member.account, scope, role: body.role } as const
    await writeAudit(tx, event, { at: services.now(), address: ip })
    await publishMember(tx, services, { scope, account: member.account, personId: member.personId, name: member.name, role: body.role })
    return succeed(null)
  })
}
