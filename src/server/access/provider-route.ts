import type { FastifyReply } from 'fastify'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import { findAccount, findAccountById, isSetUp, type Account } from '../db/access-repository.ts'
import { asDoor } from '../db/actor.ts'
import type { Transaction } from '../db/database.ts'
import {
  answerFlow,
  createFlow,
  deleteFlow,
  findAnswer,
  findFlow,
  findIdentity,
  linkIdentity,
  type Identity,
} from '../db/provider-repository.ts'
import type { Call, Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'
import { takeInvitation } from './invitations.ts'
import { openFor, openNew, takeSetupCode } from './open-account.ts'
import type { Provider } from './provider.ts'
import { triesOf } from './rate-limits.ts'
import { handOver } from './refresh-cookie.ts'
import type { Opened, SessionAccount } from './sessions.ts'
import { hashOf, newSecret } from './tokens.ts'

const FLOW_TIME = 10 * 60_000
/** The page on which a browser ends: the program reads the grant from the address and hands it in. */
const PAGE = '/#/exchange'

/**
 * Sign-in by the ministry's provider. A laptop begins it and keeps a ticket; the browser comes back with a grant. Only both
 * together open a session, so a link that somebody else sends signs nobody in for them.
 */
export const providerRoutes = (services: Services): Pick<Handlers, 'providerStart' | 'providerReturn' | 'providerFinish'> => ({
  providerStart: (call) => start(services, call),
  providerReturn: (call) => takeReturn(services, call),
  providerFinish: (call) => finish(services, call),
})

async function start(
  services: Services,
  { body, ip, request, refuse }: Call<'providerStart'>,
): Promise<Result<ReplyOf<'providerStart'>, ErrorCode>> {
  const { provider, random } = services
  if (!provider) return fail('not-found')
  const wait = await services.limits.take(triesOf('code', { ip }))
  if (wait !== null) return refuse(wait)
  const state = newSecret(random)
  const ticket = newSecret(random)
  const begun = await provider.begin(state).catch((error: unknown) => {
    request.log.warn({ err: error }, 'the provider cannot be asked')
    return null
  })
  if (begun === null) return fail('unavailable')
  const { url, verifier, nonce } = begun
  const at = services.now()
  const flow = { stateHash: hashOf(state), ticketHash: hashOf(ticket), verifier, nonce, port: body.port, expiresAt: at + FLOW_TIME }
  await asDoor(services.database, (tx) => createFlow(tx, flow, at))
  return succeed({ url, ticket })
}

/** The browser is back. Whatever went wrong, it ends on a page that says so, not on an error in JSON. */
async function takeReturn(services: Services, { request, reply }: Call<'providerReturn'>): Promise<Result<null, ErrorCode>> {
  const { provider } = services
  if (!provider) return fail('not-found')
  const returned = new URL(request.url, provider.publicUrl)
  const state = returned.searchParams.get('state') ?? ''
  const flow = await asDoor(services.database, (tx) => findFlow(tx, hashOf(state), services.now()))
  const grant = newSecret(services.random)
  let isAnswered = false
  if (flow) {
    try {
      const identity = await provider.identify(returned, { state, ...flow })
      isAnswered = await asDoor(services.database, (tx) => answerFlow(tx, hashOf(state), { ...identity, grantHash: hashOf(grant) }))
    } catch (error) {
      // Cancelled there, a copied address, a provider that is away: the person tries again.
      request.log.warn({ err: error }, 'the provider refused')
    }
  }
  goBack(reply, provider, { port: flow?.port ?? null, grant: isAnswered ? grant : null })
  return succeed(null)
}

/** To this server's own page, or to a port of the same machine, where the desktop waits: never anywhere else. */
function goBack(reply: FastifyReply, provider: Provider, to: { port: number | null; grant: string | null }): void {
  const query = to.grant === null ? '?refused=1' : `?grant=${to.grant}`
  reply.redirect(to.port === null ? `${provider.publicUrl}${PAGE}${query}` : `http://127.0.0.1:${to.port}/${query}`, 303)
}

async function finish(services: Services, call: Call<'providerFinish'>): Promise<Result<ReplyOf<'signIn'>, ErrorCode>> {
  const { body, ip, reply, refuse } = call
  if (!services.provider) return fail('not-found')
  const wait = await services.limits.take(triesOf('code', { ip, account: body.ticket }))
  if (wait !== null) return refuse(wait)
  const hashes = { ticket: hashOf(body.ticket), grant: hashOf(body.grant) }
  const found = await asDoor(services.database, async (tx) => {
    const identity = await findAnswer(tx, hashes, services.now())
    return identity && { identity, ...(await accountOf(tx, identity)) }
  })
  if (!found) return fail('bad-code')
  const problem = found.account ? await whyNotJoin(services, found, body.password) : null
  if (problem) return fail(problem)
  const opened = await open(services, { ...found, call, ticket: hashes.ticket })
  return opened.ok ? succeed(handOver(reply, opened.value, body.keepIn)) : opened
}

type Found = { readonly identity: Identity; readonly account: Account | null; readonly isLinked: boolean; readonly isSetUp: boolean }

async function accountOf(tx: Transaction, identity: Identity): Promise<Omit<Found, 'identity'>> {
  const linked = await findIdentity(tx, identity)
  const account = linked === null ? await findAccount(tx, identity.account) : await findAccountById(tx, linked)
  return { account, isLinked: linked !== null, isSetUp: await isSetUp(tx) }
}

/** An account name that is here already is joined to the provider's identity once, by whoever knows its password. */
async function whyNotJoin(services: Services, { account, isLinked }: Found, password: string | undefined): Promise<ErrorCode | null> {
  if (account && account.disabledAt !== null) return 'account-disabled'
  if (!account || isLinked) return null
  if (password === undefined || account.passwordHash === null) return 'account-taken'
  const isRight = await services.passwords.verify(account.passwordHash, password)
  return isRight === null ? 'unavailable' : isRight ? null : 'bad-credentials'
}

/**
 * Whom the provider vouches for may have an account; on a server that nobody has set up, with the set-up code alone. An
 * invitation code makes them a member at once.
 */
function open(services: Services, by: Found & { call: Call<'providerFinish'>; ticket: string }): Promise<Result<Opened, ErrorCode>> {
  const { identity, account, isLinked, ticket } = by
  const { body, ip } = by.call
  const link = async (tx: Transaction, to: string): Promise<void> => {
    if (!isLinked) await linkIdentity(tx, { ...identity, account: to, at: services.now() })
    await deleteFlow(tx, ticket)
  }
  const admit = async (tx: Transaction, created: SessionAccount): Promise<ErrorCode | null> => {
    await link(tx, created.id)
    const place = { device: body.device.id, address: ip }
    if (!by.isSetUp) return takeSetupCode(tx, services, { code: body.code ?? '', account: created.id, ...place })
    if (body.code === undefined) return null
    const taken = await takeInvitation(tx, services, { code: body.code, account: created, ...place })
    return taken.ok ? null : taken.error.code
  }
  const visitor = { device: body.device, personId: body.personId, ip }
  if (account) return openFor(services, { account, ...visitor }, (tx) => link(tx, account.id).then(() => null))
  const newAccount = { account: identity.account, name: identity.name, passwordHash: null, isAdministrator: !by.isSetUp }
  return openNew(services, { newAccount, ...visitor }, admit)
}
