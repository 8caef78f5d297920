import { z } from 'zod'

export const ERROR_CODES = [
  'bad-request',
  'bad-code',
  'bad-credentials',
  'account-taken',
  'account-disabled',
  'already-set-up',
  'device-revoked',
  'last-administrator',
  'passwords-off',
  'sign-in-needed',
  'forbidden',
  'not-found',
  'push-out-of-order',
  'too-large',
  'no-room',
  'too-many-requests',
  'other-protocol',
  'unavailable',
  'internal',
] as const
export const errorReply = z.strictObject({ code: z.enum(ERROR_CODES), message: z.string() })

export type ErrorCode = (typeof ERROR_CODES)[number]
