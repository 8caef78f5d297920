import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'

/** The same policy as the ministry server and the desktop send; a test compares the three. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "connect-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  'media-src blob:',
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join(';')

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/**
 * Serves the browser edition where the ministry server cannot run: files only, and 503 for every call, so that the page knows it is alone.
 * @param {{ folder: string, port: number }} options
 * @returns {Promise<{ address: string, close: () => Promise<void> }>} rejects when the port cannot be had
 */
export function serveStatic({ folder, port }) {
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const headers = {
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    }
    const host = request.headers.host ?? ''
    if (/^localhost(:\d+)?$/.test(host)) {
      // Records belong to an address, so there is one.
      response.writeHead(302, { location: `http://${host.replace('localhost', '127.0.0.1')}${pathname}${search}` }).end()
    } else if (pathname.startsWith('/api/') || pathname === '/healthz' || pathname === '/readyz') {
      response.writeHead(503, headers).end('The ministry server does not run on this computer.')
    } else {
      const file = request.method === 'GET' || request.method === 'HEAD' ? fileFor(folder, pathname) : null
      if (file === null) response.writeHead(404, headers).end()
      else sendFile(response, { file, headers, isHead: request.method === 'HEAD' })
    }
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () =>
      resolve({
        address: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            server.closeAllConnections()
          }),
      }),
    )
  })
}

/** @param {import('node:http').ServerResponse} response @param {{ file: string, headers: Record<string, string>, isHead: boolean }} what */
function sendFile(response, { file, headers, isHead }) {
  response.writeHead(200, { ...headers, 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
  if (isHead) {
    response.end()
    return
  }
  // A file that vanishes on the way ends the connection, so that nobody takes half of it for the whole.
  createReadStream(file)
    .once('error', () => response.destroy())
    .pipe(response)
}

/** @param {string} folder @param {string} pathname @returns {string | null} */
function fileFor(folder, pathname) {
  let path
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (/[\0\\]/.test(path) || path.split('/').some((part) => part.startsWith('.'))) return null
  const file = normalize(join(folder, path === '/' ? 'index.html' : path))
  return file.startsWith(folder + sep) && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null
}
