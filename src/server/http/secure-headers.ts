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

const OF_EVERYTHING = {
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
}

const OF_PAGES = {
  ...OF_EVERYTHING,
  'content-security-policy': Object.entries(CONTENT_SECURITY_POLICY)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join(';'),
  'cross-origin-opener-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}

/** The protocol tells a laptop that the ministry answered, and not the sign-in page of a hotel. */
const OF_ANSWERS = { 'cache-control': 'no-store', [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) }

/**
 * An answer to a laptop is never shown: opened in a browser, it may load nothing and stands in no frame. What says something about pages
 * alone is left out, because an idle laptop would spend half its bytes on it.
 */
const OF_DATA = { ...OF_EVERYTHING, ...OF_ANSWERS, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" }

/** They never change: a library made each of them anew for each request, and kept the request for it (docs/decisions/0184). */
export function secureHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.url.startsWith('/api/')) reply.headers(OF_PAGES)
    else if (request.routeOptions.url === routes.providerReturn.path) reply.headers({ ...OF_PAGES, ...OF_ANSWERS })
    else reply.headers(OF_DATA)
    done()
  })
}
