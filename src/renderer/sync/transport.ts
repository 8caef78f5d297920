import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { errorReply, type ErrorCode } from '@shared/sync/protocol/errors.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes, type ReplyOf, type RequestOf, type RouteName } from '@shared/sync/protocol.ts'

export type HttpRequest = { method: string; path: string; headers: Record<string, string>; body: Uint8Array | null }
export type HttpReply = { status: number; headers: Readonly<Record<string, string>>; body: Uint8Array }
/** One round trip to the configured server; throws when there is none to be had. */
export type Send = (request: HttpRequest) => Promise<HttpReply>

/** Opens a reply that stays open; its text comes as the network brings it. Throws when there is none to be had. */
export type Listen = (
  request: Pick<HttpRequest, 'path' | 'headers'>,
  signal: AbortSignal,
) => Promise<Pick<HttpReply, 'status' | 'headers'> & { readonly text: ReadableStream<string> }>

/**
 * `offline`: nobody answered. `not-our-server`: somebody else did, such as a hotel's sign-in page. `bad-reply`: our server
 * spoke in a way that this version does not understand.
 */
export type CallError = ErrorCode | 'offline' | 'not-our-server' | 'bad-reply'
export type Call = {
  <R extends RouteName>(route: R, options?: CallOptions<R>): Promise<Result<ReplyOf<R>, CallError>>
  /** For routes whose bodies are bytes: any answer of our server that is not one of its error codes. */
  readonly exchange: (request: HttpRequest, accessToken: string | null) => Promise<Result<HttpReply, CallError>>
}
export type CallOptions<R extends RouteName> = {
  readonly scope?: string
  readonly body?: RequestOf<R>
  /** The body as JSON in UTF-8, where it was written already. */
  readonly bytes?: Uint8Array<ArrayBuffer> | undefined
  /** Reads the answer, in place of decoding and JSON.parse; throws where it is no JSON. */
  readonly read?: ((body: Uint8Array) => unknown) | undefined
  readonly accessToken?: string | null
}

const COMPRESS_FROM = 1_024
const TIMEOUT_MS = 30_000

/** The browser edition's way out: its own origin and no other. */
export const sendByFetch: Send = async ({ method, path, headers, body }) => {
  const init: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    redirect: 'error',
    cache: 'no-store',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }
  if (body) init.body = body as Uint8Array<ArrayBuffer>
  const reply = await fetch(path, init)
  return { status: reply.status, headers: Object.fromEntries(reply.headers), body: new Uint8Array(await reply.arrayBuffer()) }
}

/** As `sendByFetch`, for the line that tells what moved. `EventSource` could not say who listens. */
export const listenByFetch: Listen = async ({ path, headers }, signal) => {
  const reply = await fetch(path, { headers, credentials: 'same-origin', redirect: 'error', cache: 'no-store', signal })
  const text = reply.body?.pipeThrough(new TextDecoderStream()) ?? new ReadableStream<string>({ start: (stream) => stream.close() })
  return { status: reply.status, headers: Object.fromEntries(reply.headers), text }
}

export type OpenedLine = ReadableStreamDefaultReader<string>
/** Opens the line on which the server tells what moved. */
export type OpenLine = (accessToken: string, signal: AbortSignal) => Promise<Result<OpenedLine, CallError>>

/** Opens the route `live`; whatever is not our server's open line is an error as of any other call. */
export function createOpenLine(listen: Listen): OpenLine {
  return async (accessToken, signal) => {
    const { path } = routes.live
    const headers = { ...commonHeaders(accessToken), accept: 'text/event-stream' }
    try {
      const reply = await listen({ path, headers }, signal)
      if (reply.headers[PROTOCOL_HEADER] === undefined) return fail('not-our-server', `status ${reply.status}`)
      const text = reply.text.getReader()
      if (reply.status === 200) return succeed(text)
      const error = errorReply.safeParse(orUndefined(parseJson, await readAll(text)))
      return error.success ? fail(error.data.code, error.data.message) : fail('bad-reply', `status ${reply.status}`)
    } catch (error) {
      return fail('offline', error instanceof Error ? error.message : String(error))
    }
  }
}

async function readAll(text: OpenedLine): Promise<string> {
  let whole = ''
  for (;;) {
    const { value, done } = await text.read()
    if (done) return whole
    whole += value
  }
}

/**
 * Calls the server's routes: request and reply are checked by the schemas that the server uses.
 * @param onServerTime hears the server's clock with every reply, in milliseconds since 1970
 */
export function createCall(send: Send, onServerTime: (time: number) => void = () => undefined): Call {
  const reach = async (request: HttpRequest): Promise<Result<HttpReply, CallError>> => {
    let reply: HttpReply
    try {
      reply = await send(request)
    } catch (error) {
      return fail('offline', error instanceof Error ? error.message : String(error))
    }
    if (reply.headers[PROTOCOL_HEADER] === undefined) return fail('not-our-server', `status ${reply.status}`)
    const serverTime = Date.parse(reply.headers['date'] ?? '')
    if (!Number.isNaN(serverTime)) onServerTime(serverTime)
    return succeed(reply)
  }
  const exchange: Call['exchange'] = async (request, accessToken) => {
    const headers = {
      [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
      ...(accessToken === null ? {} : { authorization: `Bearer ${accessToken}` }),
    }
    const reached = await reach({ ...request, headers: { ...headers, ...request.headers } })
    if (!reached.ok || reached.value.status < 400) return reached
    // An answer to HEAD has no body to say it in.
    if (reached.value.status === 401) return fail('sign-in-needed')
    return refusalIn(reached.value) ?? reached
  }
  const call = async <R extends RouteName>(route: R, options: CallOptions<R> = {}): Promise<Result<ReplyOf<R>, CallError>> => {
    const { method, path, reply: schema } = routes[route]
    const reached = await reach(await buildRequest({ method, path: path.replace(':scope', options.scope ?? '') }, options))
    if (!reached.ok) return reached
    const reply = reached.value
    if (reply.status === 204 && schema === null) return succeed(null as never)
    if (reply.status >= 400) return refusalIn(reply) ?? fail('bad-reply', `status ${reply.status}`)
    const parsed = schema?.safeParse(orUndefined(options.read ?? parseBody, reply.body))
    if (parsed && !parsed.success) return fail('bad-reply', parsed.error.message)
    return succeed((parsed?.data ?? null) as never)
  }
  return Object.assign(call, { exchange })
}

/** What our server says where it refuses; null when it says something else. */
function refusalIn({ headers, body }: HttpReply): Result<never, CallError> | null {
  const error = errorReply.safeParse(orUndefined(parseBody, body))
  if (!error.success) return null
  const refused = { code: error.data.code, detail: error.data.message }
  const seconds = headers['retry-after'] ?? ''
  return { ok: false, error: /^\d+$/.test(seconds) ? { ...refused, rest: Number(seconds) * 1_000 } : refused }
}

async function buildRequest(target: { method: string; path: string }, options: CallOptions<RouteName>): Promise<HttpRequest> {
  const headers: Record<string, string> = { ...commonHeaders(options.accessToken ?? null), accept: 'application/json' }
  if (options.body === undefined || options.body === null) return { ...target, headers, body: null }
  headers['content-type'] = 'application/json'
  const plain = options.bytes ?? new TextEncoder().encode(JSON.stringify(options.body))
  if (plain.length < COMPRESS_FROM) return { ...target, headers, body: plain }
  headers['content-encoding'] = 'gzip'
  return { ...target, headers, body: await gzip(plain) }
}

function commonHeaders(accessToken: string | null): Record<string, string> {
  const headers = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) }
  return accessToken === null ? headers : { ...headers, authorization: `Bearer ${accessToken}` }
}

/** Written in one piece: what is cut into pieces and joined on its way in takes longer than compressing it. */
async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const { readable, writable } = new CompressionStream('gzip')
  const writer = writable.getWriter()
  const [zipped] = await Promise.all([new Response(readable).arrayBuffer(), writer.write(bytes), writer.close()])
  return new Uint8Array(zipped)
}

const parseJson = (text: string): unknown => JSON.parse(text)
const parseBody = (body: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(body))

/** Undefined where it is no JSON. */
function orUndefined<T>(read: (from: T) => unknown, from: T): unknown {
  try {
    return read(from)
  } catch {
    return undefined
  }
}
