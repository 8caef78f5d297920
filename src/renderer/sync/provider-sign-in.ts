import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { RequestOf } from '@shared/sync/protocol.ts'
import type { SessionReply } from '@shared/sync/protocol/sign-in.ts'
import type { Database } from '../db/database.ts'
import { dropSetting, putSetting, readSetting } from '../db/settings.ts'
import type { Call, CallError } from './transport.ts'

type SessionResult = Promise<Result<SessionReply, CallError>>

/** Sign-in at the ministry's provider, in two halves: what this laptop keeps, and what the browser brings back (A9). */
export type ProviderSignIn = {
  /**
   * Gives the address to open in a browser; the ticket stays here.
   * @param port where the desktop waits for the browser to come back; null where this very page comes back
   * @param code an invitation or the set-up code; empty for none
   */
  beginAtProvider(begin: { port: number | null; code: string }): Promise<Result<string, CallError>>
  /** `password` joins an account of that name, once. `bad-code`: not begun here, or long ago. */
  finishAtProvider(end: { grant: string; password?: string }): SessionResult
}
type Parts = {
  readonly database: Database
  readonly call: Call
  /** Takes the session that the server has opened. */
  readonly begin: (reply: SessionResult) => SessionResult
  readonly deviceOf: () => Promise<Pick<RequestOf<'providerFinish'>, 'personId' | 'device' | 'keepIn'>>
}

export const providerSignIn = ({ database, call, begin, deviceOf }: Parts): ProviderSignIn => ({
  beginAtProvider: async ({ port, code }) => {
    const begun = await call('providerStart', { body: { port } })
    if (!begun.ok) return begun
    await putSetting(database, 'providerTicket', { ticket: begun.value.ticket, code })
    return succeed(begun.value.url)
  },
  finishAtProvider: async (end) => {
    const kept = await readSetting(database, 'providerTicket')
    if (!kept) return fail('bad-code')
    const code = kept.code === '' ? {} : { code: kept.code }
    const finished = await begin(call('providerFinish', { body: { ticket: kept.ticket, ...end, ...code, ...(await deviceOf()) } }))
    if (finished.ok) await dropSetting(database, 'providerTicket')
    return finished
  },
})
