import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const YEAR = 'public, max-age=31536000, immutable'
/** The build puts a hash of the contents into these names. */
const HASHED = /[/\\]assets[/\\][^/\\]+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+(?:\.gz)?$/

/** Serves the built renderer; its router uses the address after `#`, so there are only real files. */
export async function serveBrowserEdition(app: FastifyInstance, folder: string | null): Promise<void> {
  app.addHook('onRequest', async (request, reply) => {
    const home = homeOf(request)
    if (home) return reply.redirect(home, 302)
  })
  if (folder === null || !existsSync(join(folder, 'index.html'))) return
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    // The build left a gzip beside each text (scripts/build.mjs): nobody waits for one to be made.
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.header('cache-control', HASHED.test(path) ? YEAR : 'no-cache')
    },
  })
}

/** Records in a browser belong to an address: `localhost` and `127.0.0.1` would be two stores, so pages have one. */
function homeOf(request: FastifyRequest): string | null {
  const isPage = request.method === 'GET' && !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html')
  if (!isPage || request.hostname !== 'localhost') return null
  return `http://127.0.0.1${request.port ? `:${request.port}` : ''}${request.url}`
}
