import helmet from '@fastify/helmet'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@shared/sync/protocol.ts'
import type { FastifyInstance } from 'fastify'

/** The page's policy, the same in both editions (docs/architecture.md). */
const CONTENT_SECURITY_POLICY = {
  'default-src': ["'self'"],
  'connect-src': ["'self'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
}

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
  })
}
