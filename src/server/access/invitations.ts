import type { Role } from '@shared/domain/member.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { createInvitation, findInvitation, readRole, spendInvitation, writeMembership } from '../db/memberships-repository.ts'
import { actAs } from '../db/actor.ts'
import { writeAudit } from '../db/audit-repository.ts'
import type { Transaction } from '../db/database.ts'
import type { Services } from '../services.ts'
import { publishMember } from '../sync/member-records.ts'
import { hashOfCode, newCode } from './tokens.ts'

const INVITATION_TIME = 7 * 24 * 60 * 60_000

/** A one-time code for one colleague; only its hash is kept. */
export async function invite(
  tx: Transaction,
  services: Services,
  invitation: { scope: string; role: Role; invitedBy: string },
): Promise<{ code: string; expiresAt: number }> {
  const code = newCode(services.random)
  const createdAt = services.now()
  const expiresAt = createdAt + INVITATION_TIME
  await createInvitation(tx, hashOfCode(code), { ...invitation, createdAt, expiresAt })
  return { code, expiresAt }
}

export const isInvitation = async (tx: Transaction, services: Services, code: string): Promise<boolean> =>
  (await findInvitation(tx, hashOfCode(code), services.now())) !== null

/** Makes the account a member by the code. Someone who is a member already keeps their role, and the code. */
export async function takeInvitation(
  tx: Transaction,
  services: Services,
  taking: { code: string; account: { id: string; personId: string; name: string }; device: string; address: string },
): Promise<Result<{ scope: string; role: Role }, 'bad-code'>> {
  const { account } = taking
  const at = services.now()
  const hash = hashOfCode(taking.code)
  await actAs(tx, { kind: 'door' })
  const invitation = await findInvitation(tx, hash, at)
  if (!invitation) return fail('bad-code')
  const { scope, role } = invitation
  const held = await readRole(tx, scope, account.id)
  if (held) return succeed({ scope, role: held })
  await spendInvitation(tx, hash, { account: account.id, at })
  await writeMembership(tx, { scope, account: account.id, role, since: at })
  await writeAudit(tx, { action: 'joined', account: account.id, device: taking.device, scope, role }, { at, address: taking.address })
  await publishMember(tx, services, { scope, account: account.id, personId: account.personId, name: account.name, role })
  return succeed({ scope, role })
}
