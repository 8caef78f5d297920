import type { FastifyServerOptions } from 'fastify'

/** One JSON object a line on stderr: what happened and when, never what was in it. */
export function logOptions(level: string): NonNullable<FastifyServerOptions['logger']> {
  return { level, stream: process.stderr, serializers: { err: describeError } }
}

/**
 * Messages of errors may quote what was sent (PostgreSQL names the row, JSON.parse the text), so a log keeps
 * the kind, the code and the place.
 */
export function describeError(error: Error): { type: string; message: string; stack: string; code?: string } {
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return { type: error.name, message: '', stack: places.join('\n'), ...code }
}
