import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from './host.ts'

let server: Server
let address: string
const asked: string[] = []

test.beforeEach(async () => {
  asked.length = 0
  server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`)
    if (request.url === '/api/moved') return response.writeHead(302, { location: 'http://localhost:1/elsewhere' }).end()
    response.setHeader('x-safarnoma-protocol', '1').setHeader('set-cookie', 'a=b').setHeader('content-type', 'application/json')
    return response.end(JSON.stringify({ authorization: request.headers.authorization ?? null, cookie: request.headers.cookie ?? null }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
test.afterEach(async () => {
  const closed = new Promise((resolve) => server.close(resolve))
  // Chromium opens connections ahead of requests that are then refused.
  server.closeAllConnections()
  await closed
})

test.describe('a page of the desktop', () => {
  test('is refused every permission without anybody being asked', async ({ start }) => {
    const { page } = await start()
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied')
    const place = await page.evaluate(
      () =>
        new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            (error) => resolve(error.code),
          ),
        ),
    )
    expect(place).toBe(1)
    expect(await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state)).toBe('denied')
    const media = await page.evaluate(() => navigator.mediaDevices.getUserMedia({ audio: true }).catch((error: Error) => error.name))
    expect(media).toBe('NotAllowedError')
    expect(await page.evaluate(() => navigator.clipboard.writeText('a').catch((error: Error) => error.name))).toBe('NotAllowedError')
  })

  test('stays where it is: no other address, no other window, and only safe links go to another program', async ({ start }) => {
    const { page, evaluate } = await start()
    await evaluate(({ shell }) => {
      Object.assign(globalThis, { outside: [] })
      shell.openExternal = (target) => {
        ;(globalThis as unknown as { outside: string[] }).outside.push(target)
        return Promise.resolve()
      }
    }, null)
    const before = page.url()
    await page.evaluate((target) => void (location.href = target), `${address}/away`)
    for (const target of [
      'https://example.org/a',
      'mailto:desk@example.org',
      'http://example.org/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://host/share',
      'app://safarnoma/',
    ]) {
      expect(await page.evaluate((url) => window.open(url), target)).toBeNull()
    }
    await expect
      .poll(() => evaluate(() => (globalThis as unknown as { outside: string[] }).outside, null))
      .toEqual(['https://example.org/a', 'mailto:desk@example.org'])
    expect(page.url()).toBe(before)
    expect(await evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1)
    expect(asked).toEqual([])
  })

  test('reaches nothing by itself: not by fetch, not by an image, not by a frame', async ({ start }) => {
    const { page } = await start()
    const outcome = await page.evaluate(async (target) => {
      const fetched = await fetch(`${target}/fetched`).then(
        () => 'answered',
        () => 'refused',
      )
      const image = new Image()
      const shown = new Promise((resolve) => {
        image.onload = () => resolve('shown')
        image.onerror = () => resolve('refused')
      })
      image.src = `${target}/image`
      const frame = document.createElement('iframe')
      frame.src = `${target}/frame`
      document.body.append(frame)
      return [fetched, await shown]
    }, address)
    expect(outcome).toEqual(['refused', 'refused'])
    await page.waitForTimeout(300)
    expect(asked).toEqual([])
  })

  test('runs no script that is written into it', async ({ start }) => {
    const { page } = await start()
    const ran = await page.evaluate(() => {
      const attempts: Record<string, string> = {}
      const attempt = (name: string, work: () => void) => {
        try {
          work()
          attempts[name] = 'passed'
        } catch {
          attempts[name] = 'refused'
        }
      }
      attempt('markup', () => void (document.body.innerHTML = '<img src=x onerror="globalThis.ran = true">'))
      attempt('script', () => {
        const script = document.createElement('script')
        script.text = 'globalThis.ran = true'
        document.head.append(script)
      })
      return { attempts, ran: 'ran' in globalThis }
    })
    expect(ran).toEqual({ attempts: { markup: 'refused', script: 'refused' }, ran: false })
    // Asked by the page's own file: what a test evaluates is allowed to evaluate.
    await expect(page.locator('body')).toHaveAttribute('data-eval', 'refused')
  })

  test('gets the files of its folder and nothing beside it', async ({ start }) => {
    const { page } = await start()
    const statusOf = (path: string) => page.evaluate(async (wanted) => (await fetch(wanted)).status, path)
    expect(await statusOf('./page.css')).toBe(200)
    for (const path of [
      './missing.js',
      '../../package.json',
      './%2e%2e/main/index.js',
      './..%2fmain/index.js',
      './%5c..%5cmain',
      './page.css%00.html',
      './.hidden.js',
      './page.css/',
    ]) {
      expect(await statusOf(path), path).toBe(404)
    }
  })

  test('talks to the configured server through main, and to no other', async ({ start }) => {
    const { page } = await start({ env: { SAFARNOMA_SERVER: address } })
    const request = (path: string) =>
      page.evaluate(async (wanted) => {
        const headers = { authorization: 'Bearer token', cookie: 'stolen=1' }
        const reply = await window.desktop?.request('network.request', { method: 'GET', path: wanted, headers, body: null })
        return reply?.ok ? { ...reply.value, body: new TextDecoder().decode(reply.value.body) } : reply?.error.code
      }, path)
    expect(await request('/api/hello')).toEqual({
      status: 200,
      headers: expect.not.objectContaining({ 'set-cookie': expect.anything() }),
      body: JSON.stringify({ authorization: 'Bearer token', cookie: null }),
    })
    expect(await request('/api/moved')).toBe('redirected')
    expect(await request('https://example.org/api/hello')).toBe('bad-input')
    expect(await request('/api/../admin')).toBe('bad-input')
    expect(await request('//example.org/api/')).toBe('bad-input')
    expect(asked).toEqual(['GET /api/hello', 'GET /api/moved'])

    const setServer = (wanted: string) =>
      page.evaluate(async (target) => window.desktop?.request('network.setServer', { address: target }), wanted)
    for (const wrong of [
      'http://example.org',
      'ftp://example.org',
      'https://user:secret@example.org',
      'https://example.org/path',
      'nonsense',
    ]) {
      expect(await setServer(wrong), wrong).toMatchObject({ ok: false, error: { code: 'bad-address' } })
    }
    expect(await setServer('http://127.0.0.1:9')).toEqual({ ok: true, value: undefined })
    expect(await request('/api/hello')).toBe('unreachable')
  })
})
