import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../host.ts'

/** What a page of real Electron cannot even try, because the preload stands between; here main itself is asked, past the preload. */
type Raw = { __standInCall: (kind: string, values: readonly unknown[]) => Promise<unknown> }

test.describe('main itself', () => {
  test('answers the main frame of its own page and no other frame', async ({ start }) => {
    const { page } = await start()
    await page.evaluate(() => {
      const empty = document.createElement('iframe')
      const own = document.createElement('iframe')
      own.src = './page.css'
      document.body.append(empty, own)
    })
    const ask = () => (globalThis as unknown as Raw).__standInCall('invoke', ['app.about', { $undefined: true }])
    expect(await page.evaluate(ask)).toMatchObject({ ok: true })
    await expect.poll(() => page.frames().length).toBe(3)
    for (const frame of page.frames().slice(1)) {
      expect(await frame.evaluate(ask), frame.url()).toMatchObject({ ok: false, error: { code: 'untrusted-sender' } })
    }
  })

  test('answers no frame inside its page, none that is gone, and none that cannot be looked at', async ({ start }) => {
    const { evaluate } = await start()
    const codes = await evaluate(async (electron) => {
      type Invoke = (frame: object | null, channel: string) => Promise<{ ok: boolean; error?: { code: string } }>
      const { invokeAs } = (electron as unknown as { ipcMain: { invokeAs: Invoke } }).ipcMain
      const own = { url: 'app://safarnoma/', parent: null, detached: false }
      const gone = {
        get url(): string {
          throw new Error('Render frame was disposed')
        },
        parent: null,
        detached: false,
      }
      const frames = [own, { ...own, parent: own }, { ...own, detached: true }, { ...own, url: 'https://safarnoma/' }, gone, null]
      const replies = await Promise.all(frames.map((frame) => invokeAs(frame, 'app.about')))
      return replies.map((reply) => (reply.ok ? 'answered' : reply.error?.code))
    }, null)
    expect(codes).toEqual(['answered', ...Array<string>(5).fill('untrusted-sender')])
  })

  test('answers no page of another address and none on its way', async ({ start }) => {
    const { page } = await start()
    const ask = () => (globalThis as unknown as Raw).__standInCall('invoke', ['app.about', { $undefined: true }])
    await page.goto('about:blank')
    expect(await page.evaluate(ask)).toMatchObject({ ok: false, error: { code: 'untrusted-sender' } })
  })

  test('refuses what the contract does not have: unknown channels, wrong kinds, too much, foreign keys', async ({ start }) => {
    const { page } = await start()
    const invoke = (channel: string, ...values: unknown[]) =>
      page.evaluate(
        ({ name, given }) =>
          (globalThis as unknown as Raw).__standInCall('invoke', [name, ...given]).catch((error: Error) => error.message),
        { name: channel, given: values },
      )
    expect(await invoke('file.read', '/etc/passwd')).toContain('No handler')
    expect(await invoke('constructor')).toContain('No handler')
    const bytes = { $bytes: 'AAEC' }
    for (const wrong of [
      'text',
      { suggestedName: 1, bytes },
      { suggestedName: 'a.docx', bytes: 'text' },
      { suggestedName: '', bytes },
      { suggestedName: 'a'.repeat(201), bytes },
      { suggestedName: 'a.docx', bytes, path: '/etc/passwd' },
      JSON.parse('{"suggestedName":"a","bytes":{"$bytes":""},"__proto__":{"isAdmin":true},"constructor":{}}') as unknown,
    ]) {
      expect(await invoke('file.save', wrong), JSON.stringify(wrong).slice(0, 80)).toMatchObject({
        ok: false,
        error: { code: 'bad-input' },
      })
    }
    expect(await invoke('secret.set', { name: 'refresh-token', value: 'x'.repeat(10_000_000) })).toMatchObject({
      error: { code: 'bad-input' },
    })
    expect(await invoke('secret.get', { name: 'master-key' })).toMatchObject({ error: { code: 'bad-input' } })
    expect(await invoke('app.about', { $undefined: true }, 'one too many')).toMatchObject({ error: { code: 'bad-input' } })
    const request = { method: 'GET', path: '/api/hello', headers: { '__proto__ ': 'x' }, body: null }
    expect(await invoke('network.request', request)).toMatchObject({ error: { code: 'bad-input' } })
  })

  test('refuses devices, embedded pages and redirects, and lets the page load nothing but its own', async ({ start }) => {
    const { page, evaluate } = await start()
    expect(page.url()).toContain('safarnoma')
    const answers = await evaluate((electron) => {
      type Session = { deviceHandler: (details: object) => boolean; mayRequest: (address: string) => boolean }
      const { session, BrowserWindow } = electron as unknown as {
        session: { defaultSession: Session }
        BrowserWindow: { getAllWindows(): { webContents: { emit(event: string, ...values: unknown[]): boolean } }[] }
      }
      const prevented: string[] = []
      for (const name of ['will-attach-webview', 'will-redirect']) {
        BrowserWindow.getAllWindows()[0]?.webContents.emit(name, { preventDefault: () => prevented.push(name) }, {}, {})
      }
      const { defaultSession } = session
      const addresses = [
        'https://example.org/',
        'http://127.0.0.1:1/',
        'file:///etc/passwd',
        'ws://example.org/',
        'app://other/',
        'app://safarnoma.example/',
        'app://safarnoma/assets/a.js',
        'blob:app://safarnoma/1',
        'blob:https://example.org/1',
      ]
      return {
        isDeviceGranted: defaultSession.deviceHandler({ deviceType: 'hid', origin: 'app://safarnoma' }),
        prevented,
        loaded: addresses.filter((address) => defaultSession.mayRequest(address)),
      }
    }, null)
    expect(answers).toEqual({
      isDeviceGranted: false,
      prevented: ['will-attach-webview', 'will-redirect'],
      loaded: ['app://safarnoma/assets/a.js', 'blob:app://safarnoma/1'],
    })
  })

  test('keeps no secret where the system has no safe place, and says so', async ({ start }) => {
    const { page, profile } = await start({ env: { STAND_IN_KEYRING: 'basic_text' } })
    const kept = await page.evaluate(() => window.desktop?.request('secret.set', { name: 'refresh-token', value: 'top-secret-token' }))
    expect(kept).toEqual({ ok: true, value: { isSafe: false } })
    const read = await page.evaluate(() => window.desktop?.request('secret.get', { name: 'refresh-token' }))
    expect(read).toEqual({ ok: true, value: { value: null } })
    expect(profile).not.toBe('')
  })

  test('opens a page that died again', async ({ start }) => {
    const { page, evaluate } = await start()
    await page.evaluate(() => Object.assign(globalThis, { before: true }))
    await evaluate((electron) => {
      const { BrowserWindow } = electron as unknown as {
        BrowserWindow: { getAllWindows(): { webContents: { emit(...values: unknown[]): boolean } }[] }
      }
      BrowserWindow.getAllWindows()[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    }, null)
    await page.waitForFunction(() => !('before' in globalThis) && document.body.dataset['state'] === 'ready')
  })

  test('starts with its usual window when the note of its place is damaged or shows nowhere', async ({ start }) => {
    const first = await start()
    const usual = await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds(), null)
    await first.close()
    for (const note of ['{"window":{"bounds":{"x":9000,"y":9000,"width":900,"height":700},"isMaximized":false}}', '{"window":', '[]']) {
      writeFileSync(join(first.profile, 'preferences.json'), note)
      const again = await start({ profile: first.profile })
      expect(await again.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds(), null)).toEqual(usual)
      await again.close()
    }
  })
})
