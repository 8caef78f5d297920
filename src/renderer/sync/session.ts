import { fail, type Result } from '@shared/lib/result.ts'
import type { PushItem } from '@shared/sync/protocol/records.ts'
import type { ReplyOf, RequestOf, RouteName } from '@shared/sync/protocol.ts'
import type { SessionReply } from '@shared/sync/protocol/sign-in.ts'
import type { Database } from '../db/database.ts'
import { dropSetting, ensureIdentity, putSetting } from '../db/settings.ts'
import type { Call, CallError, CallOptions } from './transport.ts'

/** Where the refresh token is kept: a cookie that no script reads, or the operating system's secret store. */
export type TokenStore =
  | { readonly keepIn: 'cookie' }
  | { readonly keepIn: 'body'; read(): Promise<string | null>; write(token: string | null): Promise<void> }

type Credentials = { account: string; password: string }
type NewAccount = Credentials & { code: string; name: string }

/** The sign-in of this laptop. The access token lives in memory alone. */
export type Session = {
  /** Calls as the signed-in person; an expired token is renewed once and the same request is sent again. */
  call<R extends RouteName>(route: R, options?: Omit<CallOptions<R>, 'accessToken'>): Promise<Result<ReplyOf<R>, CallError>>
  setUp(account: NewAccount): Promise<Result<SessionReply, CallError>>
  signIn(credentials: Credentials): Promise<Result<SessionReply, CallError>>
  /** A colleague's first sign-in, with an invitation code. */
  join(account: NewAccount): Promise<Result<SessionReply, CallError>>
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

  const renew = (): Promise<Result<SessionReply, CallError>> =>
    options.exclusively(async () => {
      const body: RequestOf<'refresh'> = { keepIn: tokens.keepIn }
      if (tokens.keepIn === 'body') {
        const refreshToken = await tokens.read()
        if (refreshToken === null) return fail('sign-in-needed')
        body.refreshToken = refreshToken
      }
      return take(await call('refresh', { body }))
    })

  const begin = async (reply: Promise<Result<SessionReply, CallError>>): Promise<Result<SessionReply, CallError>> => {
    const taken = await take(await reply)
    if (taken.ok) await options.onAccountChange()
    return taken
  }

  return {
    call: async (route, callOptions = {}) => {
      if (accessToken === null) {
        const renewed = await renew()
        if (!renewed.ok) return renewed
      }
      const first = await call(route, { ...callOptions, accessToken })
      if (first.ok || first.error.code !== 'sign-in-needed') return first
      const renewed = await renew()
      return renewed.ok ? call(route, { ...callOptions, accessToken }) : renewed
    },
    setUp: async (account) => begin(call('setup', { body: { ...account, ...(await deviceOf(options)) } })),
    join: async (account) => begin(call('join', { body: { ...account, ...(await deviceOf(options)) } })),
    signIn: async (credentials) => begin(call('signIn', { body: { ...credentials, ...(await deviceOf(options)) } })),
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

async function deviceOf({ database, tokens, deviceName }: SessionOptions) {
  const { deviceId, personId, predecessor } = await ensureIdentity(database)
  const device = predecessor === null ? { id: deviceId, name: deviceName } : { id: deviceId, name: deviceName, predecessor }
  return { personId, device, keepIn: tokens.keepIn }
}
