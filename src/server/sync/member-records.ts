import type { Role } from '@shared/domain/member.ts'
import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { deterministicId } from '@shared/lib/id.ts'
import { DELETED, greatestStampOf, type Cell, type Cells } from '@shared/sync/cell.ts'
import { deletionOf } from '@shared/sync/deletion.ts'
import { nextStamp } from '@shared/sync/stamp.ts'
import { readScopes } from '../db/memberships-repository.ts'
import { actAs } from '../db/actor.ts'
import type { Transaction } from '../db/database.ts'
import { readDeviceIds } from '../db/people-repository.ts'
import type { Services } from '../services.ts'
import { openCommit } from './scope-commit.ts'

/** A member as the records of the visit show them; `role` null once they are out. */
export type Membership = {
  readonly scope: string
  readonly account: string
  readonly personId: string
  readonly name: string
  readonly role: Role | null
}

const memberRecordId = (scope: string, personId: string): string => deterministicId('member', scope, personId)

/** Writes the member's record in the transaction that changed the membership, which goes on as the server. */
export async function publishMember(tx: Transaction, services: Services, member: Membership): Promise<void> {
  const { scope } = member
  const at = services.now()
  await actAs(tx, { kind: 'door' })
  const devices = await readDeviceIds(tx, member.account)
  const commit = await openCommit(tx, { ...services.commits, scope, at, actor: { kind: 'server', scope } })
  if (!commit) throw new Error('The scope of a membership is missing')
  const id = memberRecordId(scope, member.personId)
  await commit.load([id])
  const current = commit.record(id)?.cells ?? {}
  const cells = memberCells(current, { ...member, devices }, { author: services.author, at })
  if (cells !== current) commit.put({ kind: 'member', id, cells: {} }, cells)
  await commit.finish()
}

/** A device more: history names its author by the member's record, in every visit of the account. Ends as the door. */
export async function publishDevices(
  tx: Transaction,
  services: Services,
  person: { account: string; personId: string; name: string },
): Promise<void> {
  const scopes = await readScopes(tx, person.account)
  // In one order, so that two sign-ins do not wait for each other's visits.
  for (const { scope, role } of scopes.toSorted((a, b) => (a.scope < b.scope ? -1 : 1))) {
    await publishMember(tx, services, { ...person, scope, role })
  }
  await actAs(tx, { kind: 'door' })
}

/** `author` is `server-<instance>`, `at` the server's time in milliseconds since 1970. */
type Writer = { readonly author: string; readonly at: number }

function memberCells(current: Cells, member: Membership & { devices: readonly string[] }, writer: Writer): Cells {
  const stamp = nextStamp(greatestStampOf(current), writer.at, writer.author)
  const cell = (field: string, value: Json): Cell => {
    const held = current[field]
    return { value, stamp, bases: held ? [held.stamp] : [] }
  }
  if (member.role === null) return { ...current, [DELETED]: cell(DELETED, deletionOf(current)) }
  const { personId, name, role, devices } = member
  const values: Record<string, Json> = { personId, name, role, devices: [...devices], [DELETED]: null }
  const changed = Object.entries(values).filter(([field, value]) => {
    const held = current[field]
    return !held || canonicalJson(held.value) !== canonicalJson(value)
  })
  if (changed.length === 0) return current
  return { ...current, ...Object.fromEntries(changed.map(([field, value]) => [field, cell(field, value)])) }
}
