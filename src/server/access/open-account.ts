import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import { createAccount, isPersonTaken, isSetupCode, spendSetupCode } from '../db/access-repository.ts'
import { actAs, asDoor } from '../db/actor.ts'
import { writeAudit } from '../db/audit-repository.ts'
import type { Transaction } from '../db/database.ts'
import type { Services } from '../services.ts'
import { openSession, type DeviceAtSignIn, type Opened, type SessionAccount } from './sessions.ts'
import { hashOfCode } from './tokens.ts'

/** Where a sign-in comes from: the device, the person that it knows, the address. */
export type Visitor = { readonly device: DeviceAtSignIn; readonly personId: string; readonly ip: string }
export type NewAccount = {
  readonly account: string
  readonly name: string
  /** Null for an account that the provider alone vouches for. */
  readonly passwordHash: string | null
  readonly isAdministrator: boolean
}
/** Runs in the same transaction; a code from it refuses, and nothing is left of the whole. */
export type Allow<A> = (tx: Transaction, account: A) => Promise<ErrorCode | null>

/** Opens a session for an account that is there. */
export function openFor<A extends SessionAccount>(
  services: Services,
  visitor: Visitor & { account: A },
  allow: Allow<A>,
): Promise<Result<Opened, ErrorCode>> {
  const { account, device, personId, ip } = visitor
  return inOne(services, async (tx) => {
    const refusal = await allow(tx, account)
    if (refusal) throw new Refused(refusal)
    await actAs(tx, { kind: 'door' })
    return orRefuse(await openSession(tx, services, { account, device, personId, address: ip }))
  })
}

/** Makes the account and its first session, or neither. */
export function openNew(
  services: Services,
  visitor: Visitor & { newAccount: NewAccount },
  allow: Allow<SessionAccount>,
): Promise<Result<Opened, ErrorCode>> {
  const { newAccount, device, ip } = visitor
  return inOne(services, async (tx) => {
    // A laptop that two people share has one local person; the second account gets one of its own.
    const personId = (await isPersonTaken(tx, visitor.personId)) ? services.newId() : visitor.personId
    const account = { id: services.newId(), personId, ...newAccount }
    if (!(await createAccount(tx, account, services.now()))) throw new Refused('account-taken')
    const refusal = await allow(tx, account)
    if (refusal) throw new Refused(refusal)
    await actAs(tx, { kind: 'door' })
    return orRefuse(await openSession(tx, services, { account, device, personId: visitor.personId, address: ip }))
  })
}

/** Whoever enters the set-up code first becomes the administrator. */
export async function takeSetupCode(
  tx: Transaction,
  services: Services,
  taking: { code: string; account: string; device: string; address: string },
): Promise<ErrorCode | null> {
  const hash = hashOfCode(taking.code)
  const at = services.now()
  if (!(await isSetupCode(tx, hash))) return 'bad-code'
  if (!(await spendSetupCode(tx, hash, at))) return 'already-set-up'
  const { account, device, address } = taking
  await writeAudit(tx, { action: 'set-up', account, device }, { at, address })
  return null
}

async function inOne(services: Services, work: (tx: Transaction) => Promise<Opened>): Promise<Result<Opened, ErrorCode>> {
  try {
    return succeed(await asDoor(services.database, work))
  } catch (error) {
    if (error instanceof Refused) return fail(error.refusal)
    throw error
  }
}

function orRefuse(opened: Result<Opened, ErrorCode>): Opened {
  if (!opened.ok) throw new Refused(opened.error.code)
  return opened.value
}

/** Rolls the transaction back; never leaves this file. */
class Refused extends Error {
  readonly refusal: ErrorCode
  constructor(refusal: ErrorCode) {
    super(refusal)
    this.refusal = refusal
  }
}
