import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import { parseWithItems, type ParseJson } from '../sync/scan-items.ts'
import { isEncoding, unpack, unpackedLength } from './packing.ts'
import type { Admitted } from './push-gate.ts'

/** A body that was read as it came, and is unpacked when its turn has come (push-gate.ts). @property json its items as scan-items.ts gives them */
export type LargeBody = { readonly json: unknown; readonly end: () => void }
export type ReadLargeBody = (request: FastifyRequest, admitted: Admitted) => Promise<Result<LargeBody, ErrorCode>>

/** Has the routes of this context read bodies of at most `most` bytes, packed and unpacked, in turns. */
export function readLargeBodies(app: FastifyInstance, most: number): ReadLargeBody {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes))
  return async (request, admitted) => {
    const encoding = request.headers['content-encoding'] ?? 'identity'
    const bytes = request.body
    if (!isEncoding(encoding) || !Buffer.isBuffer(bytes)) return fail('bad-request')
    const length = unpackedLength(bytes, encoding, most)
    const end = await admitted.turn(length)
    if (!end) return fail('unavailable')
    try {
      const message = await unpack(bytes, encoding, length)
      const parse: ParseJson = (part) => {
        const parsed: { error?: Error | null; body?: unknown } = {}
        // Answers before it returns.
        void parseJson(request, part, (error, body) => Object.assign(parsed, { error, body }))
        if (parsed.error) throw parsed.error
        return parsed.body
      }
      return succeed({ json: parseWithItems(message, parse), end })
    } catch (error) {
      end()
      // One that is longer than it says was damaged on the way, as one that cannot be unpacked: it comes again, and nothing of it is too large.
      return fail(error instanceof RangeError && length === most ? 'too-large' : 'bad-request')
    }
  }
}
