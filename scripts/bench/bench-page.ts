import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { chromium, type BrowserContext } from '@playwright/test'
import { build } from 'vite'
import { BROWSER_FLAGS, findBrowser } from '../browser.mjs'
import { ROOT } from '../folders.mjs'

const MEDIA: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

/** A new folder. As root, PostgreSQL runs as another user, who must be able to pass: else its data lies elsewhere, and stays when the folder goes. */
export async function passableFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(prefix)
  await chmod(folder, 0o755)
  return folder
}

/** A folder that goes at the end of the process's work. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await passableFolder(join(tmpdir(), 'safarnoma-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/** Bundles one page of scripts/bench/pages with the product's own code, minified as the product is. */
export async function buildPage(name: string, outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    base: './',
    root: join(ROOT, 'scripts', 'bench', 'pages'),
    resolve: { alias: { '@shared': join(ROOT, 'src', 'shared'), '@memos': join(ROOT, 'src', 'memos') } },
    build: { outDir, emptyOutDir: true, rollupOptions: { input: join(ROOT, 'scripts', 'bench', 'pages', name) } },
  })
}

/** Serves a folder on a free port of the loopback. */
export async function serveFolder(folder: string): Promise<{ address: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const file = join(folder, path === '/' ? 'index.html' : path)
    readFile(file).then(
      (bytes) => response.writeHead(200, { 'content-type': MEDIA[extname(file)] ?? 'application/octet-stream' }).end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

/** Chromium with a profile on the disk, so that IndexedDB is as durable as a user's. */
export async function openProfile(folder: string): Promise<BrowserContext> {
  const executablePath = findBrowser()
  return chromium.launchPersistentContext(folder, {
    headless: true,
    args: [...BROWSER_FLAGS],
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    ...(executablePath === null ? {} : { executablePath }),
  })
}
