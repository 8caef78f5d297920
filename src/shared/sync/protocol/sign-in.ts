import { z } from 'zod'
import { id, text } from '@shared/domain/record.ts'
import { keepIn, secret } from './lists.ts'
import { publicKey } from './records.ts'

export const name = text(200).refine((value) => value.trim() !== '', { error: 'required' })
export const account = z.string().regex(/^[\p{L}\p{N}._@-]{3,100}$/u, { error: 'not-an-account' })
/** In letters. Length is what makes a password strong; nothing else is asked of it. */
export const SHORTEST_PASSWORD = 10
export const password = text(256).refine((value) => value.length >= SHORTEST_PASSWORD, { error: 'too-short' })
/** `key` is the public half of what the laptop signs its own edits with. */
const device = z.strictObject({ id, name: text(100), predecessor: id.optional(), key: publicKey.optional() })
export const helloReply = z.strictObject({
  protocol: z.int(),
  version: z.string(),
  /** True until somebody has entered the set-up code. */
  needsSetup: z.boolean(),
  /** How one may sign in here; `provider` is the name of the ministry's OpenID Connect provider, null when there is none. */
  signIn: z.strictObject({ password: z.boolean(), provider: z.string().nullable() }),
})

export const setupRequest = z.strictObject({ code: secret, account, name, password, personId: id, device, keepIn })
export const signInRequest = z.strictObject({ account: z.string().max(100), password: z.string().max(256), device, keepIn, personId: id })
/** A colleague's first sign-in, with the invitation code that an owner gave them. */
export const joinRequest = z.strictObject({ code: secret, account, name, password, personId: id, device, keepIn })
/** A new password, by the one-time code that the ministry's administrator gave. */
export const newPasswordRequest = z.strictObject({ code: secret, account: z.string().max(100), password, personId: id, device, keepIn })
export const acceptRequest = z.strictObject({ code: secret })
/** `key` as at sign-in: a laptop that signed in before it had one. */
export const refreshRequest = z.strictObject({ refreshToken: secret.optional(), keepIn, key: publicKey.optional() })

/**
 * Sign-in by the ministry's OpenID Connect provider, in a browser. It ends on the server's own page (`#/exchange?grant=…`, or
 * `?refused=1`), or at `http://127.0.0.1:PORT/?grant=…` of the same machine, where the desktop waits.
 */
export const providerStartRequest = z.strictObject({ port: z.int().min(1_024).max(65_535).nullable() })
/** `url` is opened in the browser; `ticket` stays with who asked. Both are good for ten minutes. */
export const providerStartReply = z.strictObject({ url: z.string(), ticket: secret })
/**
 * Ticket and grant together open a session. `code` is an invitation, or the set-up code on a new server. `account-taken`: an account
 * of that name is here; its `password`, sent along once, joins the two.
 */
export const providerFinishRequest = z.strictObject({
  ticket: secret,
  grant: secret,
  code: secret.optional(),
  password: z.string().max(256).optional(),
  personId: id,
  device,
  keepIn,
})

export const sessionReply = z.strictObject({
  accessToken: z.string(),
  /** Milliseconds from now. */
  expiresIn: z.int(),
  refreshToken: z.string().optional(),
  account: z.string(),
  personId: id,
  name: z.string(),
  isAdministrator: z.boolean(),
})

export type SessionReply = z.infer<typeof sessionReply>
