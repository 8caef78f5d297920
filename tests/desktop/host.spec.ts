import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './host.ts'

test.describe('the desktop', () => {
  test('shows its page and gives it the contract and nothing else', async ({ start }) => {
    const { page } = await start()
    await expect(page.getByRole('heading', { name: 'Test page' })).toBeVisible()
    expect(await page.evaluate(() => Object.keys(window.desktop ?? {}))).toEqual(['request', 'on'])
    expect(await page.evaluate(() => 'require' in window || 'process' in window || 'ipcRenderer' in window)).toBe(false)
    const unknown = await page.evaluate(() => window.desktop?.request('file.read' as 'app.about').catch((error: Error) => error.message))
    expect(unknown).toContain('No such request')
  })

  test('saves a document where the person says, byte for byte, and asks with the suggested name', async ({ start }) => {
    const { page, folder, evaluate } = await start()
    const path = join(folder, 'memcon.docx')
    await evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = (...values) => {
        Object.assign(globalThis, { asked: values[1] })
        return Promise.resolve({ canceled: false, filePath })
      }
    }, path)
    const saved = await page.evaluate(() =>
      window.desktop?.request('file.save', { suggestedName: 'METI: memo?.docx', bytes: new Uint8Array([0, 80, 75, 255]) }),
    )
    expect(saved).toEqual({ ok: true, value: { path } })
    expect([...readFileSync(path)]).toEqual([0, 80, 75, 255])
    const asked = await evaluate(() => (globalThis as unknown as { asked: { defaultPath: string } }).asked, null)
    expect(asked.defaultPath).toMatch(/METI memo \.docx$/)
  })

  test('writes nothing when the person cancels, and says in a sentence why a place cannot be written', async ({ start }) => {
    const { page, folder, evaluate } = await start()
    const save = () => page.evaluate(() => window.desktop?.request('file.save', { suggestedName: 'a.docx', bytes: new Uint8Array([1]) }))
    await evaluate(({ dialog }) => void (dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' })), null)
    expect(await save()).toEqual({ ok: true, value: null })
    await evaluate(
      ({ dialog }, filePath) => void (dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })),
      join(folder, 'gone', 'a.docx'),
    )
    expect(await save()).toMatchObject({ ok: false, error: { code: 'folder-gone', message: expect.stringContaining('Nothing was saved') } })
    mkdirSync(join(folder, 'taken.docx'))
    await evaluate(
      ({ dialog }, filePath) => void (dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })),
      join(folder, 'taken.docx'),
    )
    expect(await save()).toMatchObject({ ok: false })
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('sends the commands of its menu to the page, in the language of the page', async ({ start }) => {
    const { page, evaluate } = await start()
    await page.waitForFunction(() => document.body.dataset['state'] === 'ready')
    const press = (id: string) => evaluate(({ Menu }, name) => Menu.getApplicationMenu()?.getMenuItemById(name)?.click(), id)
    for (const id of ['search', 'new-visit', 'settings', 'exchange', 'export-memo', 'print', 'keys', 'about']) await press(id)
    await expect
      .poll(() => page.evaluate(() => (globalThis as unknown as { commands: string[] }).commands))
      .toEqual(['search', 'new-visit', 'settings', 'exchange', 'export-memo', 'print', 'keys', 'about'])
    await page.evaluate(() => window.desktop?.request('app.setAppearance', { language: 'ja', scheme: 'dark' }))
    const item = await evaluate(({ Menu }) => {
      const { label, accelerator } = Menu.getApplicationMenu()?.getMenuItemById('settings') ?? { label: '' }
      return { label, accelerator }
    }, null)
    expect(item).toEqual({ label: '設定', accelerator: 'CmdOrCtrl+,' })
    expect(await evaluate(({ nativeTheme }) => nativeTheme.themeSource, null)).toBe('dark')
  })

  test('says its version and where its data lies, and opens that folder', async ({ start }) => {
    const { page, profile, evaluate } = await start()
    const about = await page.evaluate(() => window.desktop?.request('app.about'))
    expect(about).toMatchObject({ ok: true, value: { version: expect.stringMatching(/^\d+\.\d+\.\d+/), dataFolder: profile } })
    await evaluate(({ shell }) => {
      shell.openPath = (path) => {
        Object.assign(globalThis, { opened: path })
        return Promise.resolve('')
      }
    }, null)
    await page.evaluate(() => window.desktop?.request('app.openDataFolder'))
    expect(await evaluate(() => (globalThis as unknown as { opened: string }).opened, null)).toBe(profile)
  })

  test('puts a text on the clipboard for the page, and nothing that is no text or too long', async ({ start }) => {
    const { page, evaluate } = await start()
    const copy = (input: unknown) => page.evaluate((value) => window.desktop?.request('clipboard.write', value as { text: string }), input)
    const copied = () => evaluate(({ clipboard }) => clipboard.readText(), null)
    expect(await copy({ text: 'ABCD-1234 \u{1F4CB} ўзбек' })).toEqual({ ok: true, value: undefined })
    expect(await copied()).toBe('ABCD-1234 \u{1F4CB} ўзбек')
    for (const refused of [{ text: '' }, { text: 7 }, { text: 'a'.repeat(4 * 1_048_576 + 1) }, { text: 'a', type: 'find' }, 'a']) {
      expect(await copy(refused)).toMatchObject({ ok: false, error: { code: 'bad-input' } })
    }
    expect(await copied()).toBe('ABCD-1234 \u{1F4CB} ўзбек')
  })

  test('gives the set-up code of the server beside it once', async ({ start }) => {
    const { page } = await start({ env: { SAFARNOMA_SETUP_CODE: 'ABCD-1234', SAFARNOMA_SERVER: 'http://127.0.0.1:4818' } })
    const ask = () => page.evaluate(() => window.desktop?.request('start.setupCode'))
    expect(await ask()).toEqual({ ok: true, value: { code: 'ABCD-1234' } })
    expect(await ask()).toEqual({ ok: true, value: { code: null } })
    expect(await page.evaluate(() => window.desktop?.request('network.server'))).toEqual({
      ok: true,
      value: { address: 'http://127.0.0.1:4818' },
    })
  })

  test('keeps a secret over a restart, sealed', async ({ start, isStandIn }) => {
    test.skip(
      !isStandIn && process.platform === 'linux' && !existsSync('/run/user'),
      'real Electron on Linux without a key ring keeps no secret',
    )
    const first = await start()
    const kept = await first.page.evaluate(() =>
      window.desktop?.request('secret.set', { name: 'refresh-token', value: 'top-secret-token' }),
    )
    expect(kept).toEqual({ ok: true, value: { isSafe: true } })
    expect(readFileSync(join(first.profile, 'secrets.json'), 'utf8')).not.toContain('top-secret-token')
    await first.close()
    const second = await start({ profile: first.profile })
    const read = await second.page.evaluate(() => window.desktop?.request('secret.get', { name: 'refresh-token' }))
    expect(read).toEqual({ ok: true, value: { value: 'top-secret-token' } })
  })
})
