import react from '@vitejs/plugin-react'
import { createReadStream, existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

/** The policy of both editions: what does not run under it does not run in the product. */
const POLICY = [
  "default-src 'self'",
  "connect-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "require-trusted-types-for 'script'",
].join('; ')

export type LookPage = { readonly address: string; close: () => Promise<void> }

/** Builds the page of this folder as the product is built, and serves it under the product's policy. */
export async function serveLook(): Promise<LookPage> {
  const out = await mkdtemp(join(tmpdir(), 'safarnoma-look-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root: folder('.'),
    plugins: [react()],
    resolve: { alias: { '@shared': folder('../../../../src/shared'), '@memos': folder('../../../../src/memos') } },
    build: { outDir: out, emptyOutDir: true },
  })
  const server = serveFolder(out)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('The server has no port')
  return {
    address: `http://127.0.0.1:${bound.port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(out, { recursive: true, force: true })
    },
  }
}

function serveFolder(root: string): Server {
  return createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname))
    const file = join(root, path.endsWith('/') ? 'index.html' : path)
    if (!file.startsWith(root) || !existsSync(file)) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': POLICY })
    createReadStream(file).pipe(response)
  })
}
