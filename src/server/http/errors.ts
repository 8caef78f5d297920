import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import { isDatabaseAway } from '../db/database.ts'

const STATUS: Readonly<Record<ErrorCode, number>> = {
  'bad-request': 400,
  'bad-code': 400,
  'bad-credentials': 401,
  'account-taken': 409,
  'account-disabled': 403,
  'already-set-up': 409,
  'device-revoked': 403,
  'last-administrator': 409,
  'passwords-off': 403,
  'sign-in-needed': 401,
  forbidden: 403,
  'not-found': 404,
  'push-out-of-order': 409,
  'too-large': 413,
  'no-room': 507,
  'too-many-requests': 429,
  'other-protocol': 400,
  unavailable: 503,
  internal: 500,
}

/** For logs and developers; screens translate the code. */
const MESSAGE: Readonly<Record<ErrorCode, string>> = {
  'bad-request': 'The request is not as the protocol says.',
  'bad-code': 'The code is wrong, used or expired.',
  'bad-credentials': 'The account or the password is wrong.',
  'account-taken': 'This account name is taken.',
  'account-disabled': 'This account was disabled.',
  'already-set-up': 'This server was set up already.',
  'device-revoked': 'This device was reported lost.',
  'last-administrator': 'The server would have no administrator.',
  'passwords-off': 'Sign in with the provider of the ministry.',
  'sign-in-needed': 'Sign in first.',
  forbidden: 'Your role does not allow this.',
  'not-found': 'There is nothing here for you.',
  'push-out-of-order': 'This device has sent another batch under this number.',
  'too-large': 'The request is too large.',
  'no-room': 'There is no room for more files: this visit has all it may have, or the disk of the server is full.',
  'too-many-requests': 'Too many tries. Wait a little.',
  'other-protocol': 'This server speaks another version of the protocol.',
  unavailable: 'The server cannot answer now.',
  internal: 'Something went wrong on the server.',
}

export function sendError(reply: FastifyReply, code: ErrorCode, detail?: string): FastifyReply {
  return reply.code(STATUS[code]).send({ code, message: detail === undefined ? MESSAGE[code] : `${MESSAGE[code]} ${detail}` })
}

/** Errors leave as a code and an id; what happened stays in the log, under the same id. */
export function handleErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => sendError(reply, 'not-found'))
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const code = codeOf(error)
    if (code === 'internal' || code === 'unavailable') request.log.error({ err: error }, code)
    return sendError(reply, code, code === 'internal' ? `(${request.id})` : undefined)
  })
}

function codeOf(error: FastifyError): ErrorCode {
  if (error.statusCode === 413) return 'too-large'
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) return 'bad-request'
  if (error.statusCode === 503 || isDatabaseAway(error)) return 'unavailable'
  return 'internal'
}
