import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { PushItem } from '@shared/sync/protocol/records.ts'
import type { ReplyOf, RequestOf, RouteName } from '@shared/sync/protocol.ts'
import type { SessionReply } from '@shared/sync/protocol/sign-in.ts'
import type { Database } from '../db/database.ts'
import { dropAllOutgoing } from '../db/outgoing.ts'
import { becomeNewDevice, dropSetting, ensureIdentity, nameTheOneBefore, putSetting } from '../db/settings.ts'
import { ensurePackKeys, publicKey } from './pack-keys.ts'
import { providerSignIn, type ProviderSignIn } from './provider-sign-in.ts'
import type { Call, CallError, CallOptions, HttpReply, HttpRequest } from './transport.ts'

/** Where the refresh token is kept: a cookie that no script reads, or the operating system's secret store. */
export type TokenStore =
  | { readonly keepIn: 'cookie' }
  | { readonly keepIn: 'body'; read(): Promise<string | null>; write(token: string | null): Promise<void> }

type Credentials = { account: string; password: string }
type NewAccount = Credentials & { code: string; name: string }

/** The sign-in of this laptop. The access token lives in memory alone. */
export type Session = ProviderSignIn & {
  /** Calls as the signed-in person; an expired token is renewed once and the same request is sent again. */
  call<R extends RouteName>(route: R, options?: Omit<CallOptions<R>, 'accessToken'>): Promise<Result<ReplyOf<R>, CallError>>
  /** The same for what is no plain call: `work` runs with a token, and once more with a new one where it was told `sign-in-needed`. */
  withToken<T>(work: (accessToken: string) => Promise<Result<T, CallError>>): Promise<Result<T, CallError>>
  /** The same for bytes. */
  exchange(request: HttpRequest): Promise<Result<HttpReply, CallError>>
  setUp(account: NewAccount): Promise<Result<SessionReply, CallError>>
  signIn(credentials: Credentials): Promise<Result<SessionReply, CallError>>
  /** A colleague's first sign-in, with an invitation code. */
  join(account: NewAccount): Promise<Result<SessionReply, CallError>>
  /** A new password, by the code of the ministry's administrator. */
  newPassword(credentials: Credentials & { code: string }): Promise<Result<SessionReply, CallError>>
  /** How one may sign in at this server. */
  waysIn(): Promise<Result<ReplyOf<'hello'>, CallError>>
  signOut(): Promise<void>
  /** Whose session the cookie is of, which outlives a database that the browser throws away, and of which laptop; null for none. To be asked while nobody is signed in. */
  accountBefore(): Promise<Before | null>
  /** This laptop is another one for the ministry from here on, with a new id and new keys, and keeps what it holds. It is nobody's until a sign-in. */
  becomeNewDevice(): Promise<void>
  /** Unsent work of somebody who may not push it; a laptop that was reported lost has only its refresh token to name itself. */
  handIn(scope: string, items: readonly PushItem[]): Promise<Result<ReplyOf<'rescue'>, CallError>>
}

/** @property deviceId undefined where the server did not say it */
export type Before = { readonly account: string; readonly deviceId?: string }

export type SessionOptions = {
  readonly database: Database
  readonly call: Call
  readonly tokens: TokenStore
  readonly deviceName: string
  /** Somebody has signed in or out. */
  readonly onAccountChange: () => Promise<void>
  /** Runs one renewal at a time over all tabs: a refresh token used twice ends the session. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>
}

export function createSession(options: SessionOptions): Session {
  const { database, call, tokens } = options
  let accessToken: string | null = null

  const take = async (reply: Result<SessionReply, CallError>): Promise<Result<SessionReply, CallError>> => {
    if (!reply.ok) return reply
    accessToken = reply.value.accessToken
    if (tokens.keepIn === 'body') await tokens.write(reply.value.refreshToken ?? null)
    const { account, name, isAdministrator } = reply.value
    await putSetting(database, 'account', { account, name, isAdministrator })
    return reply
  }

  /** A token in place of the one that the server refused. Where another call has fetched one meanwhile, that one: two renewals would undo each other. */
  const renew = (refused: string | null): Promise<Result<string, CallError>> =>
    options.exclusively(async () => {
      if (accessToken !== null && accessToken !== refused) return succeed(accessToken)
      const key = publicKey(await ensurePackKeys(database))
      const body: RequestOf<'refresh'> = { keepIn: tokens.keepIn, key, ...(await ownToken(tokens)) }
      if (tokens.keepIn === 'body' && body.refreshToken === undefined) return fail('sign-in-needed')
      const renewed = await take(await call('refresh', { body }))
      return renewed.ok ? succeed(renewed.value.accessToken) : renewed
    })

  const begin = async (reply: Promise<Result<SessionReply, CallError>>): Promise<Result<SessionReply, CallError>> => {
    const taken = await take(await reply)
    if (taken.ok) await options.onAccountChange()
    return taken
  }

  const signOut = async (): Promise<void> => {
    await call('signOut', { accessToken })
    accessToken = null
    if (tokens.keepIn === 'body') await tokens.write(null)
    await dropSetting(database, 'account')
    await options.onAccountChange()
  }

  const withToken: Session['withToken'] = async (work) => {
    const held = accessToken
    if (held !== null) {
      const first = await work(held)
      if (first.ok || first.error.code !== 'sign-in-needed') return first
    }
    const renewed = await renew(held)
    return renewed.ok ? work(renewed.value) : renewed
  }

  return {
    call: (route, callOptions = {}) => withToken((token) => call(route, { ...callOptions, accessToken: token })),
    withToken,
    exchange: (request) => withToken((token) => call.exchange(request, token)),
    ...passwordSignIn(options, begin),
    waysIn: () => call('hello'),
    ...providerSignIn({ database, call, begin, deviceOf: () => deviceOf(options) }),
    handIn: async (scope, items) =>
      call('rescue', { scope, accessToken, body: { keepIn: tokens.keepIn, items: [...items], ...(await ownToken(tokens)) } }),
    signOut,
    accountBefore: () => accountOfCookie(options),
    becomeNewDevice: async () => {
      await dropAllOutgoing(database)
      await becomeNewDevice(database)
      await signOut()
    },
  }
}

/** It asks in the name of no laptop that is here: the token that it gets is good for one question, which laptop that was. */
async function accountOfCookie({ tokens, call, exclusively }: SessionOptions): Promise<Before | null> {
  if (tokens.keepIn !== 'cookie') return null
  const reply = await exclusively(() => call('refresh', { body: { keepIn: 'cookie' } }))
  if (!reply.ok) return null
  const { account, accessToken } = reply.value
  const devices = await call('devices', { accessToken })
  return devices.ok ? { account, deviceId: devices.value.thisDevice } : { account }
}

/** The refresh token, where no cookie carries it. */
async function ownToken(tokens: TokenStore): Promise<{ refreshToken?: string }> {
  const refreshToken = tokens.keepIn === 'body' ? await tokens.read() : null
  return refreshToken === null ? {} : { refreshToken }
}

type Begin = (reply: Promise<Result<SessionReply, CallError>>) => Promise<Result<SessionReply, CallError>>

const passwordSignIn = (options: SessionOptions, begin: Begin): Pick<Session, 'setUp' | 'join' | 'signIn' | 'newPassword'> => ({
  setUp: async (account) => begin(options.call('setup', { body: { ...account, ...(await deviceOf(options)) } })),
  join: async (account) => begin(options.call('join', { body: { ...account, ...(await deviceOf(options)) } })),
  // Picked by name: a form that knows more of somebody would have its request refused.
  signIn: async ({ account, password }) => {
    await nameTheOneBefore(options.database, account)
    return begin(options.call('signIn', { body: { account, password, ...(await deviceOf(options)) } }))
  },
  newPassword: async ({ account, password, code }) => {
    await nameTheOneBefore(options.database, account)
    return begin(options.call('newPassword', { body: { account, password, code, ...(await deviceOf(options)) } }))
  },
})

async function deviceOf({ database, tokens, deviceName }: SessionOptions) {
  const { deviceId, personId, predecessor } = await ensureIdentity(database)
  const key = publicKey(await ensurePackKeys(database))
  const device = { id: deviceId, name: deviceName, key, ...(predecessor === null ? {} : { predecessor }) }
  return { personId, device, keepIn: tokens.keepIn }
}
