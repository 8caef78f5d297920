import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isId } from '@shared/lib/id.ts'
import { fail, type Result } from '@shared/lib/result.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes, type ReplyOf, type RouteName } from '@shared/sync/protocol.ts'
import { pushRequest } from '@shared/sync/protocol/push.ts'
import { rescueRequest } from '@shared/sync/protocol/rescue.ts'
import type { ErrorCode } from '@shared/sync/protocol/errors.ts'
import { authenticate, type Caller } from '../access/authenticate.ts'
import type { Services } from '../services.ts'
import { sendError } from './errors.ts'
import { PACK_FROM, packText, takesGzip } from './packing.ts'
import { JsonText, type RawReply } from './raw-reply.ts'

/** A push is parsed in two steps: its envelope here, each item by itself (sync/read-item.ts), so that a bad item stops nothing else. */
const items = z.array(z.unknown()).min(1).max(LIMITS.pushItems)
const envelopes = { push: pushRequest.extend({ items }), rescue: rescueRequest.extend({ items }) }
type Enveloped = keyof typeof envelopes
const isEnveloped = (name: RouteName): name is Enveloped => name in envelopes

type BodyOf<R extends RouteName> = R extends Enveloped
  ? z.output<(typeof envelopes)[R]>
  : (typeof routes)[R]['request'] extends z.ZodType
    ? z.output<(typeof routes)[R]['request']>
    : null

/** A request after the door: authenticated where the route asks for it, and parsed. */
export type Call<R extends RouteName> = {
  readonly body: BodyOf<R>
  /** The visit's id from the path; empty on routes without one. */
  readonly scope: string
  readonly caller: (typeof routes)[R]['signedIn'] extends true ? Caller : null
  readonly ip: string
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Refuses for that many seconds. */
  readonly refuse: (seconds: number) => Result<never, ErrorCode>
}
type AnswerOf<R extends RouteName> = (typeof routes)[R] extends { readonly isRaw: true } ? RawReply : ReplyOf<R> | JsonText
export type Handlers = {
  readonly [R in RouteName]: (call: Call<R>) => Promise<Result<AnswerOf<R>, ErrorCode>>
}

/** Asked by laptops of every version, and opened by browsers. */
const WITHOUT_VERSION: ReadonlySet<RouteName> = new Set(['hello', 'providerReturn'])
const SMALL_BODY = 64 * 1024
/** A laptop's batch ends at `pushBytes`, but one item alone may be longer. */
const PUSH_BODY = 4 * LIMITS.pushBytes

/** Registers every route of the protocol. A route without a handler does not compile. */
export function serveRoutes(app: FastifyInstance, services: Services, handlers: Handlers): void {
  for (const name of Object.keys(routes) as RouteName[]) serveRoute(app, services, { name, handler: handlers[name] })
}

/** Any handler, as the loop over the table sees it: what the table says of a route and what is parsed by it are the same. */
type AnyHandler = (call: never) => Promise<Result<unknown, ErrorCode>>

function serveRoute(app: FastifyInstance, services: Services, served: { name: RouteName; handler: AnyHandler }): void {
  const { name, handler } = served
  const route = routes[name]
  const schema: z.ZodType | null = isEnveloped(name) ? envelopes[name] : route.request
  const replySchema: z.ZodType | null = route.reply
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: isEnveloped(name) ? PUSH_BODY : SMALL_BODY,
    handler: async (request, reply) => {
      const isOurs = WITHOUT_VERSION.has(name) || request.headers[PROTOCOL_HEADER] === String(PROTOCOL_VERSION)
      if (!isOurs) return sendError(reply, 'other-protocol')
      const caller = route.signedIn ? await authenticate(services, request.headers.authorization) : null
      if (route.signedIn && !caller) return sendError(reply, 'sign-in-needed')
      const parsed = parse(schema, request)
      if (!parsed.ok) return sendError(reply, parsed.error.code, parsed.error.detail)
      const refuse = (seconds: number): Result<never, ErrorCode> => {
        reply.header('retry-after', String(seconds))
        return fail('too-many-requests')
      }
      const call = { ...parsed.value, caller, ip: request.ip, request, reply, refuse }
      const result = await (handler as (call: unknown) => ReturnType<AnyHandler>)(call)
      if (!result.ok) return sendError(reply, result.error.code)
      // A line that stays open has been answered by its handler.
      if (reply.sent) return reply
      if ('isRaw' in route) return sendRaw(reply, result.value as RawReply)
      if (result.value instanceof JsonText) return sendJson(request, reply, result.value)
      if (!replySchema) return reply.code(204).send()
      return sendJson(request, reply, new JsonText(JSON.stringify(replySchema.parse(result.value))))
    },
  })
}

/** Packed here: a stream that packs keeps the request that it answers until the oldest memory is cleared (docs/decisions/0184-garbage-that-grows-old.md). */
async function sendJson(request: FastifyRequest, reply: FastifyReply, { text }: JsonText): Promise<FastifyReply> {
  reply.code(200).header('content-type', 'application/json; charset=utf-8')
  if (text.length < PACK_FROM || !takesGzip(request.headers['accept-encoding'])) return reply.send(text)
  return reply
    .header('vary', 'accept-encoding')
    .header('content-encoding', 'gzip')
    .send(await packText(text))
}

const sendRaw = (reply: FastifyReply, { status, headers, body }: RawReply): FastifyReply => reply.code(status).headers(headers).send(body)

function parse(schema: z.ZodType | null, request: FastifyRequest): Result<{ body: unknown; scope: string }, ErrorCode> {
  const { scope = '' } = request.params as { scope?: string }
  if (scope !== '' && !isId(scope)) return fail('not-found')
  if (!schema) return { ok: true, value: { body: null, scope } }
  const parsed = schema.safeParse(request.body)
  if (parsed.success) return { ok: true, value: { body: parsed.data, scope } }
  const issue = parsed.error.issues[0]
  return fail('bad-request', issue ? `${issue.path.join('.') || 'body'}: ${issue.message}` : 'body')
}
