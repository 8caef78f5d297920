import type { Role } from '@shared/domain/member.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import type { RescueReason } from '@shared/sync/protocol/rescue.ts'
import { authenticate } from '../access/authenticate.ts'
import { may } from '../access/policy.ts'
import { triesOf } from '../access/rate-limits.ts'
import { readRefreshCookie } from '../access/refresh-cookie.ts'
import { hashOf } from '../access/tokens.ts'
import { findRefresh } from '../db/sessions-repository.ts'
import { readPastRole, readRole, writeMembership } from '../db/memberships-repository.ts'
import { actAs, asDoor } from '../db/actor.ts'
import type { Transaction } from '../db/database.ts'
import { readKnownDevices, readPeople } from '../db/people-repository.ts'
import { createScope } from '../db/scopes-repository.ts'
import { readRescues, type RescueRow } from '../db/rescue-repository.ts'
import type { Call, Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'
import { publishMember } from './member-records.ts'
import { rescue, settleRescues } from './rescue.ts'

export const rescueRoutes = (services: Services): Pick<Handlers, 'rescue' | 'rescues' | 'settleRescues'> => ({
  rescue: (call) => handIn(services, call),
  rescues: (call) => listRescues(services, call),
  settleRescues: ({ caller, scope, body, ip }) => settleRescues(services, caller, { scope, ...body, address: ip }),
})

/** Somebody who has work to hand in; a lost laptop has only the refresh token of its dead session. */
type Bringer = {
  readonly account: string
  readonly personId: string
  readonly name: string
  readonly device: string
  readonly standing: 'open' | 'device-revoked' | 'account-disabled'
}

async function handIn(services: Services, call: Call<'rescue'>): Promise<Result<ReplyOf<'rescue'>, ErrorCode>> {
  const { scope, body, ip, refuse } = call
  const wait = await services.limits.take(triesOf('refresh', { ip }))
  if (wait !== null) return refuse(wait)
  const bringer = await bringerOf(services, call)
  if (!bringer) return fail('sign-in-needed')
  const at = services.now()
  return services.database.transaction(async (tx) => {
    const right = await rightOf(tx, services, { scope, bringer, at })
    if (!right.ok) return right
    const origin = { account: bringer.account, device: bringer.device, at, ...right.value }
    return rescue(tx, { scope, items: body.items, origin, address: ip })
  })
}

async function bringerOf(services: Services, { request, body }: Call<'rescue'>): Promise<Bringer | null> {
  const caller = await authenticate(services, request.headers.authorization)
  if (caller) return { ...caller, standing: 'open' }
  const token = body.keepIn === 'cookie' ? readRefreshCookie(request) : (body.refreshToken ?? null)
  if (token === null) return null
  const state = await asDoor(services.database, (tx) => findRefresh(tx, hashOf(token)))
  // A token that was used, or whose session ended, opens nothing: the laptop signs in anew and pushes.
  if (!state || state.use === 'used' || state.standing === 'ended') return null
  return { account: state.id, personId: state.personId, name: state.name, device: state.device, standing: state.standing }
}

type Right = { readonly role: Role; readonly reason: RescueReason }

/** Only who is or was in the visit may hand in, and only what they cannot push. */
async function rightOf(
  tx: Transaction,
  services: Services,
  { scope, bringer, at }: { scope: string; bringer: Bringer; at: number },
): Promise<Result<Right, 'not-found' | 'forbidden'>> {
  await actAs(tx, { kind: 'door' })
  const { account, standing } = bringer
  const role = await readRole(tx, scope, account)
  const past = await readPastRole(tx, scope, account)
  if (standing === 'open') {
    if (!role && !past) return fail('not-found')
    if (may(role, 'write')) return fail('forbidden')
    return succeed({ role: past ?? role ?? 'reader', reason: role ? 'read-only' : 'removed' })
  }
  const reason = standing === 'device-revoked' ? 'revoked-device' : standing
  const known = role ?? past
  if (known) return succeed({ role: known, reason })
  // A visit that was on the lost laptop alone: it becomes its owner's, who decides from another laptop.
  if (!(await createScope(tx, { id: scope, account, at }))) return fail('not-found')
  await writeMembership(tx, { scope, account, role: 'owner', since: at })
  const { personId, name } = bringer
  await publishMember(tx, services, { scope, account, personId, name, role: 'owner' })
  return succeed({ role: 'owner', reason })
}

function listRescues(services: Services, { caller, scope, body }: Call<'rescues'>): Promise<Result<ReplyOf<'rescues'>, ErrorCode>> {
  return services.database.transaction(async (tx) => {
    await actAs(tx, { kind: 'door' })
    const role = await readRole(tx, scope, caller.account)
    if (!role) return fail('not-found')
    if (!may(role, 'manage members')) return fail('forbidden')
    await actAs(tx, { kind: 'account', account: caller.account })
    const { state, before, limit = LIMITS.listItems } = body
    const { rows, more } = await readRescues(tx, scope, { state, before, limit, bytes: LIMITS.pullBytes })
    await actAs(tx, { kind: 'door' })
    return succeed({ items: await named(tx, rows), more })
  })
}

async function named(tx: Transaction, rows: readonly RescueRow[]): Promise<ReplyOf<'rescues'>['items']> {
  const people = await readPeople(tx, [...new Set(rows.flatMap((row) => [row.broughtBy, ...(row.decidedBy ? [row.decidedBy] : [])]))])
  const devices = await readKnownDevices(tx, [...new Set(rows.map((row) => row.device))])
  return rows.map(({ position, delta, updates, broughtBy, device, reason, receivedAt, state, decidedBy, decidedAt }) => ({
    position,
    record: packRecord(delta),
    updates: [...updates],
    broughtBy: people.get(broughtBy) ?? null,
    device: { id: device, name: devices.find((one) => one.id === device && one.account === broughtBy)?.name ?? '' },
    reason,
    receivedAt,
    state,
    decidedBy: decidedBy === null ? null : (people.get(decidedBy) ?? null),
    decidedAt,
  }))
}
