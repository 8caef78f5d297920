import helmet from '@fastify/helmet'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes } from '@shared/sync/protocol.ts'
import type { FastifyInstance } from 'fastify'

/** The page's policy, the same in both editions (docs/architecture.md). */
const CONTENT_SECURITY_POLICY = {
  'default-src': ["'self'"],
  'connect-src': ["'self'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'media-src': ['blob:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
}

/** An answer to a laptop is never shown: opened in a browser, it may load nothing and stands in no frame. */
const POLICY_OF_DATA = "default-src 'none'; frame-ancestors 'none'"
/** What says something about pages alone. An idle laptop would spend half its bytes on them. */
const OF_PAGES = [
  'cross-origin-opener-policy',
  'origin-agent-cluster',
  'referrer-policy',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
]

export async function secureHeaders(app: FastifyInstance): Promise<void> {
  // Its own defaults would be merged into the policy and loosen it.
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return
    // The protocol tells a laptop that the ministry answered, and not the sign-in page of a hotel.
    reply.headers({ 'cache-control': 'no-store', [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) })
    if (request.routeOptions.url === routes.providerReturn.path) return
    for (const name of OF_PAGES) reply.removeHeader(name)
    reply.header('content-security-policy', POLICY_OF_DATA)
  })
}
