import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { NewId } from '@shared/lib/id.ts'
import { deviceRoutes } from './access/devices-route.ts'
import { memberRoutes } from './access/members-route.ts'
import { passwordRoute } from './access/password-route.ts'
import { newPasswordRoute } from './access/reset-password.ts'
import { createPasswords, type Cost } from './access/passwords.ts'
import { createProvider, type ProviderConfig } from './access/provider.ts'
import { providerRoutes } from './access/provider-route.ts'
import { createRateLimits } from './access/rate-limits.ts'
import { sessionRoutes } from './access/session-route.ts'
import { newCommitToken } from './access/tokens.ts'
import { openBlobStore, SWEEP_EVERY, UNFINISHED_FOR, type BlobConfig, type BlobStore } from './blobs/blob-store.ts'
import { blobRoutes } from './blobs/blob-routes.ts'
import type { Database } from './db/database.ts'
import { deskRoutes } from './desk/desk-route.ts'
import { handleErrors } from './http/errors.ts'
import { healthRoutes } from './http/health.ts'
import { secureHeaders } from './http/secure-headers.ts'
import { PACK_FROM, PACK_LEVEL } from './http/packing.ts'
import { serveRoutes } from './http/serve-routes.ts'
import { serveBrowserEdition } from './http/static-files.ts'
import type { Services } from './services.ts'
import { createLiveHub } from './live/live-hub.ts'
import { liveRoute } from './live/live-route.ts'
import { helloRoute } from './sync/hello-route.ts'
import { historyRoute } from './sync/history-route.ts'
import { pullRoute } from './sync/pull-route.ts'
import { pushRoute } from './sync/push-route.ts'
import { repairRoutes } from './sync/repair-route.ts'
import { rescueRoutes } from './sync/rescue-route.ts'

export type AppConfig = {
  readonly version: string
  /** The folder of the built browser edition; null serves none. */
  readonly renderer: string | null
  /** Addresses of proxies whose `X-Forwarded-For` counts. */
  readonly trustedProxies: readonly string[]
  readonly passwordCost?: Cost
  /** The ministry's OpenID Connect provider; left out where there is none. */
  readonly provider?: ProviderConfig | null
  /** False: the provider alone signs people in. */
  readonly passwordSignIn?: boolean
  /** A note with more stored updates than this is compacted; 100 when left out. */
  readonly compactAfter?: number
  /** Milliseconds in which an answer has to be read; 90 seconds when left out. Laptops wait for 60. */
  readonly longestAnswer?: number
  /** Left out, the server takes no bytes of attachments. */
  readonly blobs?: BlobConfig
}
export type AppParts = {
  readonly database: Database
  /** A replica for pulls; its closing is the caller's too. */
  readonly replica?: Database
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  readonly newId: NewId
  readonly log: FastifyServerOptions['logger']
  readonly config: AppConfig
}

const SECOND = 1_000
/** The ministry server, ready to listen or to be tested. The database has been migrated; closing it is the caller's. */
export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const { config } = parts
  const app = fastify({
    logger: parts.log ?? false,
    genReqId: parts.newId,
    bodyLimit: 64 * 1024,
    requestTimeout: 60 * SECOND,
    connectionTimeout: 90 * SECOND,
    keepAliveTimeout: 10 * SECOND,
    handlerTimeout: 60 * SECOND,
    routerOptions: { maxParamLength: 100 },
    forceCloseConnections: 'idle',
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
  })
  app.removeContentTypeParser('text/plain')
  app.decorate('longestAnswer', config.longestAnswer ?? 90 * SECOND)
  handleErrors(app)
  secureHeaders(app)
  await app.register(cookie)
  await app.register(compress, {
    encodings: ['gzip', 'deflate'],
    requestEncodings: ['gzip', 'deflate', 'identity'],
    threshold: PACK_FROM,
    zlibOptions: { level: PACK_LEVEL },
  })
  const blobs = config.blobs ? await openBlobStore(config.blobs) : null
  const onError = (error: unknown): void => app.log.warn({ err: error }, 'nobody could be told what moved')
  const hub = createLiveHub({ database: parts.database, now: parts.now, onError })
  const services = servicesOf(parts, { blobs, onMoved: () => hub.lookSoon() })
  // Before the server waits for open connections to end.
  app.addHook('preClose', () => Promise.resolve(hub.close()))
  // Bytes pass unread.
  app.addContentTypeParser('application/offset+octet-stream', (_request, payload, done) => done(null, payload))
  if (blobs) sweepNowAndThen(app, blobs, parts.now)
  healthRoutes(app, services)
  serveRoutes(app, services, {
    ...helloRoute(services),
    ...sessionRoutes(services),
    ...memberRoutes(services),
    ...deviceRoutes(services),
    ...passwordRoute(services),
    ...newPasswordRoute(services),
    ...providerRoutes(services),
    ...deskRoutes(services),
    ...pushRoute(services),
    ...pullRoute(services),
    ...repairRoutes(services),
    ...historyRoute(services),
    ...liveRoute(hub),
    ...rescueRoutes(services),
    ...blobRoutes(services),
  })
  await serveBrowserEdition(app, config.renderer)
  return app
}

/** Uploads that nobody finishes take room from others. */
function sweepNowAndThen(app: FastifyInstance, { bytes }: BlobStore, now: () => number): void {
  const sweep = (): void => {
    bytes.sweep(now() - UNFINISHED_FOR).catch((error: unknown) => app.log.warn({ err: error }, 'unfinished uploads could not be removed'))
  }
  const timer = setInterval(sweep, SWEEP_EVERY).unref()
  app.addHook('onReady', () => Promise.resolve(sweep()))
  app.addHook('onClose', () => Promise.resolve(clearInterval(timer)))
}

function servicesOf({ database, replica, now, random, newId, config }: AppParts, more: Pick<Services, 'blobs' | 'onMoved'>): Services {
  return {
    database,
    replica: replica ?? null,
    now,
    random,
    newId,
    author: `server-${bytesToHex(random(6))}`,
    passwords: createPasswords(config.passwordCost),
    passwordSignIn: config.passwordSignIn ?? true,
    provider: config.provider ? createProvider(config.provider) : null,
    limits: createRateLimits(database, now),
    commits: { newToken: () => newCommitToken(random), compactAfter: config.compactAfter ?? 100 },
    ...more,
    version: config.version,
  }
}
