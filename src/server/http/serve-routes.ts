import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { assert } from '@shared/lib/assert.ts'
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
import { readLargeBodies } from './large-body.ts'
import { PACK_FROM, packText, takesGzip, unitsOf } from './packing.ts'
import { createPushGate, type Admitted } from './push-gate.ts'
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
/** After which whoever finds too much brought at once may come again. */
const BUSY_SECONDS = 5

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
    admitted: Admitted | null
  }
  interface FastifyInstance {
    /** Milliseconds in which an answer has to be read. */
    longestAnswer: number
  }
}

/** Registers every route of the protocol. A route without a handler does not compile. */
export function serveRoutes(app: FastifyInstance, services: Services, handlers: Handlers): void {
  app.decorateRequest('caller', null)
  app.decorateRequest('admitted', null)
  for (const name of Object.keys(routes) as RouteName[]) {
    const served = { name, handler: handlers[name] }
    if (isEnveloped(name)) app.register(async (inner) => serveLarge(inner, services, served))
    else serveRoute(app, services, served)
  }
}

/** Any handler, as the loop over the table sees it: what the table says of a route and what is parsed by it are the same. */
type AnyHandler = (call: never) => Promise<Result<unknown, ErrorCode>>
type Served = { readonly name: RouteName; readonly handler: AnyHandler }

function serveRoute(app: FastifyInstance, services: Services, served: Served): void {
  const { method, path: url } = routes[served.name]
  app.route({
    method,
    url,
    bodyLimit: SMALL_BODY,
    onRequest: async (request, reply) => ((await mayEnter(services, served.name, { request, reply })) ? undefined : reply),
    handler: async (request, reply) => {
      await answer(served, { request, reply, json: request.body })
      return reply
    },
  })
}

/** A push, or what is handed in: read only from whom it may come, and worked on in turns. */
function serveLarge(app: FastifyInstance, services: Services, served: Served): void {
  const { method, path: url } = routes[served.name]
  const gate = createPushGate()
  const read = readLargeBodies(app, PUSH_BODY)
  app.route({
    method,
    url,
    bodyLimit: PUSH_BODY,
    decompress: false,
    onRequest: async (request, reply) => {
      if (!(await mayEnter(services, served.name, { request, reply }))) return reply
      const { caller, ip } = request
      const { scope: visit } = request.params as { scope: string }
      const laptop = caller ? `${caller.account} ${caller.device}` : ip
      request.admitted = gate.admit({ visit, laptop, bytes: Number(request.headers['content-length'] ?? PUSH_BODY) })
      if (!request.admitted) return sendAway(request, reply)
      // Who it is was asked of the database: the laptop may have gone meanwhile.
      if (reply.raw.destroyed) request.admitted.leave()
      else reply.raw.once('close', request.admitted.leave)
      return undefined
    },
    handler: async (request, reply) => {
      const { admitted } = request
      assert(admitted !== null, 'who was not admitted was sent away')
      const body = await read(request, admitted)
      if (!body.ok) return body.error.code === 'unavailable' ? sendAway(request, reply) : sendError(reply, body.error.code)
      try {
        await answer(served, { request, reply, json: body.value.json })
      } finally {
        // Not when the laptop has read its answer: it may take its time.
        body.value.end()
      }
      return reply
    },
  })
}

/** Laptops repeat what they could not bring, after a time of their own choice. */
function sendAway(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  request.log.warn('more is brought at once than can be worked on')
  return sendError(reply.header('retry-after', String(BUSY_SECONDS)), 'unavailable')
}

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply }

/** Before anything of a body is read: the version, and whose request it is. Whoever may not enter has been answered. */
async function mayEnter(services: Services, name: RouteName, { request, reply }: Exchange): Promise<boolean> {
  const isOurs = WITHOUT_VERSION.has(name) || request.headers[PROTOCOL_HEADER] === String(PROTOCOL_VERSION)
  if (!isOurs) sendError(reply, 'other-protocol')
  if (!isOurs || !routes[name].signedIn) return isOurs
  request.caller = await authenticate(services, request.headers.authorization)
  if (!request.caller) sendError(reply, 'sign-in-needed')
  return request.caller !== null
}

async function answer({ name, handler }: Served, { request, reply, json }: Exchange & { readonly json: unknown }): Promise<void> {
  const route = routes[name]
  const schema: z.ZodType | null = isEnveloped(name) ? envelopes[name] : route.request
  const replySchema: z.ZodType | null = route.reply
  const parsed = parse(schema, request, json)
  if (!parsed.ok) return void sendError(reply, parsed.error.code, parsed.error.detail)
  const refuse = (seconds: number): Result<never, ErrorCode> => {
    reply.header('retry-after', String(seconds))
    return fail('too-many-requests')
  }
  const call = { ...parsed.value, caller: request.caller, ip: request.ip, request, reply, refuse }
  const result = await (handler as (call: unknown) => ReturnType<AnyHandler>)(call)
  if (!result.ok) return void sendError(reply, result.error.code)
  // A line that stays open has been answered by its handler.
  if (reply.sent) return undefined
  if ('isRaw' in route) return void sendRaw(reply, result.value as RawReply)
  if (result.value instanceof JsonText) return sendJson(request, reply, result.value)
  if (!replySchema) return void reply.code(204).send()
  return sendJson(request, reply, new JsonText([JSON.stringify(replySchema.parse(result.value))]))
}

/** Packed here: a stream that packs keeps the request that it answers until the oldest memory is cleared (docs/decisions/0184-garbage-that-grows-old.md). */
async function sendJson(request: FastifyRequest, reply: FastifyReply, { parts }: JsonText): Promise<void> {
  reply.code(200).header('content-type', 'application/json; charset=utf-8')
  const isPlain = unitsOf(parts) < PACK_FROM || !takesGzip(request.headers['accept-encoding'])
  if (!isPlain) reply.header('vary', 'accept-encoding').header('content-encoding', 'gzip')
  const body = isPlain ? parts.join('') : await packText(parts)
  if (body.length > KEPT_BY_THE_SYSTEM) boundReading(request, reply)
  reply.send(body)
}

/** Answers up to here leave at once, into the buffers of the system. */
const KEPT_BY_THE_SYSTEM = 64 * 1024

/** An answer lies in memory until it was read, and who reads a byte now and then is never silent for long. */
function boundReading(request: FastifyRequest, reply: FastifyReply): void {
  const { raw } = reply
  const timer = setTimeout(() => raw.destroy(), request.server.longestAnswer)
  raw.once('close', () => clearTimeout(timer))
}

const sendRaw = (reply: FastifyReply, { status, headers, body }: RawReply): FastifyReply => reply.code(status).headers(headers).send(body)

function parse(schema: z.ZodType | null, request: FastifyRequest, json: unknown): Result<{ body: unknown; scope: string }, ErrorCode> {
  const { scope = '' } = request.params as { scope?: string }
  if (scope !== '' && !isId(scope)) return fail('not-found')
  if (!schema) return { ok: true, value: { body: null, scope } }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { ok: true, value: { body: parsed.data, scope } }
  const issue = parsed.error.issues[0]
  return fail('bad-request', issue ? `${issue.path.join('.') || 'body'}: ${issue.message}` : 'body')
}
