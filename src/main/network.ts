import type { Input, Output, Payload, Reply } from '../shared/ipc/contract.ts'
import { refuse, reply } from './reply.ts'

type Fetch = (address: string, init: RequestInit) => Promise<Response>
export type Network = {
  request(input: Input<'network.request'>): Promise<Reply<Output<'network.request'>>>
  /** Opens the line on which the server tells what moved; it replaces the one before. */
  listen(input: Input<'network.listen'>): Promise<Reply<Output<'network.listen'>>>
  /** Ends that line, if it is still the open one. */
  hangUp(line: number): void
}
export type NetworkOptions = {
  readonly fetch: Fetch
  readonly server: () => string | null
  /** Hears the text of the open line and its end. */
  readonly onLine: (heard: Payload<'network.line'>) => void
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 60_000
const LARGEST_REPLY = 64 * 1_048_576
const LIVE_PATH = '/api/live'
/** What a page may say to the server; cookies, hosts and lengths are not its business. */
const REQUEST_HEADERS = new Set([
  'accept',
  'accept-language',
  'authorization',
  'content-type',
  'content-encoding',
  'if-none-match',
  // Bytes of attachments, by the tus protocol and in ranges.
  'tus-resumable',
  'upload-offset',
  'upload-length',
  'range',
])
const REPLY_HEADERS = new Set([
  'content-type',
  'etag',
  'retry-after',
  'date',
  'tus-resumable',
  'upload-offset',
  'upload-length',
  'location',
  'content-range',
])
const isOurs = (name: string): boolean => name.startsWith('x-safarnoma-')

/** The desktop's only way out: the configured server and no other. Bodies pass unread. */
export function createNetwork(options: NetworkOptions): Network {
  const { fetch, server, timeoutMs = TIMEOUT_MS } = options
  let open: { readonly line: number; readonly leaving: AbortController } | null = null
  return {
    request: async ({ method, path, headers, body }) => {
      const address = server()
      if (address === null) return refuse('no-server', 'No server is configured.')
      const signal = AbortSignal.timeout(timeoutMs)
      try {
        const response = await fetch(new URL(path, address).href, {
          method,
          headers: pick(headers, REQUEST_HEADERS),
          // Copied, so that the bytes are surely a buffer of their own.
          body: body === null ? null : new Uint8Array(body),
          redirect: 'error',
          credentials: 'omit',
          cache: 'no-store',
          signal,
        })
        const bytes = await readUpTo(response, LARGEST_REPLY)
        if (bytes === null) return refuse('too-large', 'The reply is larger than any of ours.')
        return reply({ status: response.status, headers: pick(Object.fromEntries(response.headers), REPLY_HEADERS), body: bytes })
      } catch (error) {
        return whyNot(error, signal)
      }
    },
    listen: async ({ line, headers }) => {
      const address = server()
      if (address === null) return refuse('no-server', 'No server is configured.')
      open?.leaving.abort()
      const leaving = new AbortController()
      const mine = { line, leaving }
      open = mine
      // A page that was loaded again counts anew: what the line before still says is not for it.
      const onLine: NetworkOptions['onLine'] = (heard) => {
        if (open === mine) options.onLine(heard)
      }
      try {
        const response = await fetch(new URL(LIVE_PATH, address).href, {
          method: 'GET',
          headers: pick(headers, REQUEST_HEADERS),
          redirect: 'error',
          credentials: 'omit',
          cache: 'no-store',
          signal: leaving.signal,
        })
        void pass(response, line, onLine)
        return reply({ status: response.status, headers: pick(Object.fromEntries(response.headers), REPLY_HEADERS) })
      } catch (error) {
        return whyNot(error, leaving.signal)
      }
    },
    hangUp: (line) => {
      if (open?.line === line) open.leaving.abort()
    },
  }
}

/** Text as it comes, cut by the network and not by meaning. What breaks it is the network or the page's own hanging up: its page draws the conclusion. */
async function pass(response: Response, line: number, onLine: NetworkOptions['onLine']): Promise<void> {
  const decoder = new TextDecoder()
  let end: 'over' | 'broken' = 'over'
  try {
    for await (const chunk of response.body ?? []) onLine({ line, text: decoder.decode(chunk as Uint8Array, { stream: true }), end: null })
  } catch {
    end = 'broken'
  }
  onLine({ line, text: decoder.decode(), end })
}

/** The origin of a server's address, or null: https anywhere, http to this computer alone, nothing but host and port. */
export function serverOrigin(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, hostname, origin, username, password, pathname, search, hash } = new URL(address)
  if (username !== '' || password !== '' || pathname !== '/' || search !== '' || hash !== '') return null
  if (protocol === 'https:') return origin
  return protocol === 'http:' && isLoopback(hostname) ? origin : null
}

const isLoopback = (hostname: string): boolean => hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)

function pick(headers: Readonly<Record<string, string>>, allowed: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => allowed.has(name) || isOurs(name)))
}

async function readUpTo(response: Response, most: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function whyNot(error: unknown, signal: AbortSignal): Reply<never> {
  if (signal.aborted) return refuse('timeout', 'The server did not answer in time.')
  const text =
    error instanceof Error ? [error, error.cause].map((part) => (part instanceof Error ? part.message : '')).join(' ') : String(error)
  // A hotel's sign-in page answers with a redirect; ours never does.
  return /redirect/i.test(text)
    ? refuse('redirected', 'Somebody else answered in place of the server.')
    : refuse('unreachable', text.trim())
}
