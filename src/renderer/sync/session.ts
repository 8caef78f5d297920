import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { PushItem } from '@shared/sync/protocol/records.ts'
import type { ReplyOf, RequestOf, RouteName } from '@shared/sync/protocol.ts'
import type { SessionReply } from '@shared/sync/protocol/sign-in.ts'
import type { Database } from '../db/database.ts'
import { dropSetting, ensureIdentity, putSetting } from '../db/settings.ts'
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
  /** Unsent work of somebody who may not push it; a laptop that was reported lost has only its refresh token to name itself. */
  handIn(scope: string, items: readonly PushItem[]): Promise<Result<ReplyOf<'rescue'>, CallError>>
}

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
      const body: RequestOf<'refresh'> = { keepIn: tokens.keepIn, key: publicKey(await ensurePackKeys(database)) }
      if (tokens.keepIn === 'body') {
        const refreshToken = await tokens.read()
        if (refreshToken === null) return fail('sign-in-needed')
        body.refreshToken = refreshToken
      }
      const renewed = await take(await call('refresh', { body }))
      return renewed.ok ? succeed(renewed.value.accessToken) : renewed
    })

  const begin = async (reply: Promise<Result<SessionReply, CallError>>): Promise<Result<SessionReply, CallError>> => {
    const taken = await take(await reply)
    if (taken.ok) await options.onAccountChange()
    return taken
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
    handIn: async (scope, items) => {
      const refreshToken = tokens.keepIn === 'body' ? await tokens.read() : null
      const named = refreshToken === null ? {} : { refreshToken }
      return call('rescue', { scope, accessToken, body: { keepIn: tokens.keepIn, items: [...items], ...named } })
    },
    signOut: async () => {
      await call('signOut', { accessToken })
      accessToken = null
      if (tokens.keepIn === 'body') await tokens.write(null)
      await dropSetting(database, 'account')
      await options.onAccountChange()
    },
  }
}

type Begin = (reply: Promise<Result<SessionReply, CallError>>) => Promise<Result<SessionReply, CallError>>

const passwordSignIn = (options: SessionOptions, begin: Begin): Pick<Session, 'setUp' | 'join' | 'signIn' | 'newPassword'> => ({
  setUp: async (account) => begin(options.call('setup', { body: { ...account, ...(await deviceOf(options)) } })),
  join: async (account) => begin(options.call('join', { body: { ...account, ...(await deviceOf(options)) } })),
  // Picked by name: a form that knows more of somebody would have its request refused.
  signIn: async ({ account, password }) => begin(options.call('signIn', { body: { account, password, ...(await deviceOf(options)) } })),
  newPassword: async ({ account, password, code }) =>
    begin(options.call('newPassword', { body: { account, password, code, ...(await deviceOf(options)) } })),
})

async function deviceOf({ database, tokens, deviceName }: SessionOptions) {
  const { deviceId, personId, predecessor } = await ensureIdentity(database)
  const key = publicKey(await ensurePackKeys(database))
  const device = { id: deviceId, name: deviceName, key, ...(predecessor === null ? {} : { predecessor }) }
  return { personId, device, keepIn: tokens.keepIn }
}
