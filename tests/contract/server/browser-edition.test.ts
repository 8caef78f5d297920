import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../../support/server.ts'

/** As nobody would pack it on the way. */
const PACKED = gzipSync('export {}', { level: 0 })

describe('the browser edition, served', () => {
  let folder: string
  let server: TestServer
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safarnoma-pages-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Safarnoma</title>')
    await writeFile(join(folder, 'service-worker.js'), 'self')
    await writeFile(join(folder, 'assets', 'index-BhX3kq9_.js'), 'export {}')
    await writeFile(join(folder, 'assets', 'index-BhX3kq9_.js.gz'), PACKED)
    server = await startTestServer({ database: 'pglite', renderer: folder })
  })
  afterAll(async () => {
    await server.stop()
    await rm(folder, { recursive: true })
  })

  const get = (url: string, headers: Record<string, string> = {}) =>
    server.app.inject({ url, headers: { host: '127.0.0.1:4818', ...headers } })

  it('serves the page with the policy, and asks for it anew each time', async () => {
    const page = await get('/', { accept: 'text/html' })
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-cache'])
    expect(page.headers['content-security-policy']).toContain("require-trusted-types-for 'script'")
    expect((await get('/service-worker.js')).headers['cache-control']).toBe('no-cache')
  })

  it('lets a browser keep files whose name has a hash', async () => {
    const script = await get('/assets/index-BhX3kq9_.js')
    expect([script.statusCode, script.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
  })

  it('sends the gzip that the build left beside a file, to whoever takes one', async () => {
    const url = '/assets/index-BhX3kq9_.js'
    const packed = await get(url, { 'accept-encoding': 'gzip, deflate' })
    expect([packed.headers['content-encoding'], packed.headers['content-type']]).toEqual(['gzip', 'application/javascript; charset=utf-8'])
    expect([packed.headers['cache-control'], packed.headers['vary']]).toEqual(['public, max-age=31536000, immutable', 'accept-encoding'])
    expect(packed.rawPayload).toEqual(PACKED)
    const plain = await get(url, { 'accept-encoding': 'identity' })
    expect([plain.headers['content-encoding'], plain.payload]).toEqual([undefined, 'export {}'])
    const page = await get('/', { accept: 'text/html', 'accept-encoding': 'gzip' })
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-cache'])
  })

  it('sends pages at localhost to 127.0.0.1, which is another store of records', async () => {
    const page = await get('/?a=1', { accept: 'text/html', host: 'localhost:4818' })
    expect([page.statusCode, page.headers.location]).toEqual([302, 'http://127.0.0.1:4818/?a=1'])
    expect((await get('/api/hello', { accept: 'text/html', host: 'localhost:4818' })).statusCode).toBe(200)
  })

  it.each(['/../package.json', '/%2e%2e/package.json', '/assets/..%2f..%2fetc/passwd', '/.env', '/nothing'])(
    'gives nothing for %s',
    async (url) => {
      expect((await get(url)).statusCode).toBeGreaterThanOrEqual(400)
    },
  )
})
