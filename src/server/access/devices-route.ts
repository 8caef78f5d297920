import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import { readMembers, readRole } from '../db/memberships-repository.ts'
import { asDoor, asOwner } from '../db/actor.ts'
import { writeAudit } from '../db/audit-repository.ts'
import type { Transaction } from '../db/database.ts'
import { readDevices, revokeDevice } from '../db/people-repository.ts'
import type { Call, Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'
import { may } from './policy.ts'

type Routes = 'devices' | 'revokeDevice' | 'memberDevices' | 'revokeMemberDevice'

/** A lost laptop is revoked by whoever owns it, or by an owner of a visit that it holds. */
export const deviceRoutes = (services: Services): Pick<Handlers, Routes> => ({
  devices: ({ caller }) =>
    asDoor(services.database, async (tx) => {
      const devices = await readDevices(tx, [caller.account])
      return succeed({ devices: devices.get(caller.account) ?? [], thisDevice: caller.device })
    }),
  revokeDevice: (call) =>
    asDoor(services.database, (tx) => revoke(tx, services, { call, account: call.caller.account, device: call.body.device })),
  memberDevices: ({ caller, scope }) =>
    asOwner(services.database, { account: caller.account, scope }, async (tx) => {
      const role = await readRole(tx, scope, caller.account)
      if (!role) return fail('not-found')
      if (!may(role, 'manage members')) return fail('forbidden')
      return succeed({ members: await devicesOfMembers(tx, scope) })
    }),
  revokeMemberDevice: (call) => revokeForOwner(services, call),
})

async function devicesOfMembers(tx: Transaction, scope: string): Promise<ReplyOf<'memberDevices'>['members']> {
  const members = await readMembers(tx, scope)
  const devices = await readDevices(
    tx,
    members.map((member) => member.account),
  )
  return members.map(({ account, personId, name }) => ({ personId, name, devices: devices.get(account) ?? [] }))
}

function revokeForOwner(services: Services, call: Call<'revokeMemberDevice'>): Promise<Result<null, ErrorCode>> {
  const { caller, scope, body } = call
  return asOwner(services.database, { account: caller.account, scope }, async (tx) => {
    const members = await readMembers(tx, scope)
    const self = members.find((member) => member.account === caller.account)
    if (!self) return fail('not-found')
    if (!may(self.role, 'manage members')) return fail('forbidden')
    const member = members.find((one) => one.personId === body.personId)
    return member ? revoke(tx, services, { call, account: member.account, device: body.device }) : fail('not-found')
  })
}

/** Every token of the device is dead when the transaction ends; its unsent work is still taken, into quarantine (sync/rescue.ts). */
export async function revoke(
  tx: Transaction,
  services: Services,
  lost: { call: Pick<Call<'revokeMemberDevice'>, 'caller' | 'ip'>; account: string; device: string },
): Promise<Result<null, 'not-found'>> {
  const { call, account, device } = lost
  const at = services.now()
  if (!(await revokeDevice(tx, { account, id: device }, at))) return fail('not-found')
  const { caller, ip } = call
  const event = {
    action: 'device-revoked',
    account: caller.account,
    device: caller.device,
    subject: account,
    subjectDevice: device,
  } as const
  await writeAudit(tx, event, { at, address: ip })
  return succeed(null)
}
