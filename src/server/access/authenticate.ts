import { findAccess, noteArrival } from '../db/sessions-repository.ts'
import { asDoor } from '../db/actor.ts'
import type { Services } from '../services.ts'
import { hashOf } from './tokens.ts'

/** Who sends a request, by their access token. */
export type Caller = {
  readonly account: string
  readonly accountName: string
  readonly personId: string
  readonly name: string
  readonly isAdministrator: boolean
  readonly device: string
  readonly session: string
}

/** Reads `Authorization: Bearer …`; null when there is no valid token. */
export async function authenticate(services: Services, authorization: string | undefined): Promise<Caller | null> {
  const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(authorization ?? '')?.[1]
  if (token === undefined) return null
  const found = await asDoor(services.database, async (tx) => {
    const access = await findAccess(tx, hashOf(token), services.now())
    if (access?.isFirstUse === true) await noteArrival(tx, access.session)
    return access
  })
  if (!found) return null
  const { id, account, personId, name, isAdministrator, device, session } = found
  return { account: id, accountName: account, personId, name, isAdministrator, device, session }
}
