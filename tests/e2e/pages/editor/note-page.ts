import { test as base, type Locator, type Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
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
/** The product's own policy: an editor that needs more does not run. */
const POLICY =
  "default-src 'self'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; require-trusted-types-for 'script'"

/** Opens the page with these settings and waits for the text. */
export type OpenNotePage = (settings?: Record<string, string>) => Promise<Locator>

export const test = base.extend<{ openNote: OpenNotePage }, { address: string }>({
  address: [
    async ({ browserName }, provide) => {
      const out = await mkdtemp(join(tmpdir(), `note-page-${browserName}-`))
      await buildPage(out)
      const server = await serve(out)
      await provide(addressOf(server))
      await new Promise((resolve) => server.close(resolve))
      await rm(out, { recursive: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  openNote: async ({ page, address }, provide) => {
    const problems: string[] = []
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    page.on('pageerror', (error) => problems.push(error.message))
    await provide((settings = {}) => openPage(page, `${address}/?${new URLSearchParams(settings).toString()}`))
    base.expect(problems, 'errors of the page').toEqual([])
  },
})

async function openPage(page: Page, address: string): Promise<Locator> {
  await page.goto(address)
  const text = page.getByRole('textbox', { name: 'Note by Delegate A' })
  await text.waitFor()
  return text
}

const buildPage = (outDir: string): Promise<unknown> =>
  build({
    configFile: false,
    logLevel: 'error',
    root: folder('.'),
    plugins: [react()],
    resolve: { alias: { '@shared': folder('../../../../src/shared'), '@memos': folder('../../../../src/memos') } },
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 5_000 },
  })

function serve(root: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname)
    const file = join(root, path === '/' ? 'index.html' : path)
    readFile(file).then(
      (bytes) => {
        const type = TYPES[extname(file)] ?? 'application/octet-stream'
        response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': POLICY }).end(bytes)
      },
      () => response.writeHead(404).end(),
    )
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

function addressOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return `http://127.0.0.1:${address.port}`
}
