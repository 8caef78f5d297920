import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

/** The page's own origin: never file:, so that it has rights of its own and no others. */
export const PAGE_SCHEME = 'app'
const PAGE_HOST = 'safarnoma'
export const PAGE_ADDRESS = `${PAGE_SCHEME}://${PAGE_HOST}/`

/** True for addresses of our own page. Compared as parsed parts, never by how a text begins. */
export function isOwnPage(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host, username, password } = new URL(address)
  return protocol === `${PAGE_SCHEME}:` && host === PAGE_HOST && username === '' && password === ''
}

/** What the page may do, sent with every file. The browser edition has the same (docs/security.md). */
export const CONTENT_SECURITY_POLICY = [
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
].join('; ')

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
}

/**
 * Answers requests for the page's files out of `folder`, and 404 for everything else: another host, a path that leaves the folder
 * in any spelling, a symbolic link, a kind of file that the page does not have.
 */
export function servePage(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, null)
    const path = isOwnPage(request.url) ? pathInside(request.url) : null
    const type = path === null ? undefined : MEDIA_TYPES[extname(path)]
    if (path === null || type === undefined) return answer(404, null)
    const bytes = await readInside(folder, path)
    if (bytes === null) return answer(404, null)
    return answer(200, request.method === 'HEAD' ? null : bytes, { 'content-type': type })
  }
}

/** The path below the folder, or null for one that means to leave it. Works on the text as sent: a URL parser would already have hidden the dots. */
export function pathInside(address: string): string | null {
  const raw = address.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/s, '')
  let path: string
  try {
    path = decodeURIComponent(raw)
  } catch {
    // A lone percent sign is no path of ours.
    return null
  }
  if (path === '' || path === '/') return 'index.html'
  // A second percent would be decoded again by whoever reads carelessly.
  if (/[\0\\%:]/.test(path)) return null
  const segments = path.slice(1).split('/')
  return segments.some((segment) => segment === '' || segment.startsWith('.')) ? null : segments.join(sep)
}

async function readInside(folder: string, path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const root = await realpath(folder)
    const wanted = join(root, path)
    // A link anywhere on the way gives another real path.
    if ((await realpath(wanted)) !== wanted) return null
    return new Uint8Array(await readFile(wanted))
  } catch {
    // Missing, a folder, or not ours to read: for the page it is all the same.
    return null
  }
}

function answer(status: number, body: Uint8Array<ArrayBuffer> | null, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status,
    headers: {
      ...headers,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    },
  })
}
