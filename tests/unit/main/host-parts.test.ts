import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeWhole, type OpenFile } from '../../../src/main/files.ts'
import { readLaunch } from '../../../src/main/launch.ts'
import { createNetwork, serverOrigin } from '../../../src/main/network.ts'
import { openPreferences } from '../../../src/main/preferences.ts'
import { safeFileName } from '../../../src/main/safe-file-name.ts'
import { openSecrets, type SecretStore } from '../../../src/main/secrets.ts'
import { placeWindow } from '../../../src/main/window-bounds.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'host-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('saving a file', () => {
  it('keeps what stood there when the disk fills up half-way, and leaves nothing half-written', async () => {
    const path = join(folder, 'memo.docx')
    writeFileSync(path, 'the memo of yesterday')
    // The disk takes the first half and then no more.
    const onFullDisk: OpenFile = async (name) => {
      const file = await open(name, 'wx')
      const write = file.write.bind(file)
      file.writeFile = async (bytes) => {
        await write((bytes as Uint8Array).subarray(0, 4))
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
      }
      return file
    }
    expect(await writeWhole(path, new Uint8Array(8), onFullDisk)).toMatchObject({ ok: false, error: { code: 'disk-full' } })
    expect(readFileSync(path, 'utf8')).toBe('the memo of yesterday')
    expect(readdirSync(folder)).toEqual(['memo.docx'])
  })

  it('replaces a file in one step and says when the folder is gone', async () => {
    const path = join(folder, 'memo.docx')
    expect(await writeWhole(path, new Uint8Array([1]))).toMatchObject({ ok: true })
    expect(await writeWhole(path, new Uint8Array([2]))).toMatchObject({ ok: true })
    expect([...readFileSync(path)]).toEqual([2])
    expect(await writeWhole(join(folder, 'gone', 'memo.docx'), new Uint8Array())).toMatchObject({ error: { code: 'folder-gone' } })
  })

  it('gets a name that every system takes', () => {
    expect(safeFileName('METI: memo / 5 March?.docx')).toBe('METI memo 5 March .docx')
    expect(safeFileName('../../etc/passwd')).toBe('etc passwd')
    expect(safeFileName('CON.docx')).toBe('_CON.docx')
    expect(safeFileName('报告\u202excod.exe')).toBe('报告 xcod.exe')
    expect(safeFileName('name. . ')).toBe('name')
    expect(safeFileName(' \0/ ')).toBe('Safarnoma')
    const long = safeFileName(`${'𠮷'.repeat(300)}.docx`)
    expect(Array.from(long)).toHaveLength(150)
    expect(long.endsWith('𠮷.docx')).toBe(true)
  })
})

describe('the place of the window', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1040 }
  it('is where it was while its top edge can be caught there', () => {
    expect(placeWindow({ x: 100, y: 50, width: 1200, height: 800 }, [screen])).toEqual({ x: 100, y: 50, width: 1200, height: 800 })
    const second = { x: 1920, y: 0, width: 1280, height: 1024 }
    expect(placeWindow({ x: 2000, y: 10, width: 1200, height: 800 }, [screen, second])).toMatchObject({ x: 2000 })
  })

  it('is the middle of the first display when the other one is gone, above the edge, or there is none yet', () => {
    const middle = { x: 240, y: 70, width: 1440, height: 900 }
    for (const lost of [
      { x: 2000, y: 10 },
      { x: -1150, y: 10 },
      { x: 10, y: -200 },
      { x: 10, y: 1030 },
    ]) {
      expect(placeWindow({ ...lost, width: 1200, height: 800 }, [screen])).toEqual(middle)
    }
    expect(placeWindow(null, [screen])).toEqual(middle)
  })

  it('is never larger than its display, nor too small to work in', () => {
    expect(placeWindow({ x: 0, y: 0, width: 4000, height: 3000 }, [screen])).toMatchObject({ width: 1920, height: 1040 })
    expect(placeWindow({ x: 0, y: 0, width: 200, height: 100 }, [screen])).toMatchObject({ width: 800, height: 560 })
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 600 }])).toEqual({ x: 0, y: 0, width: 1024, height: 600 })
  })
})

describe('preferences', () => {
  it('come back after a restart, the last of several changes at once', async () => {
    // The earlier a write begins, the longer the disk takes for it.
    let delay = 60
    const first = await openPreferences(folder, async (path, bytes) => {
      await new Promise((resolve) => setTimeout(resolve, (delay -= 20)))
      return writeWhole(path, bytes)
    })
    await Promise.all([first.change({ language: 'ru' }), first.change({ language: 'ja' }), first.change({ scheme: 'dark' })])
    expect((await openPreferences(folder)).current()).toMatchObject({ language: 'ja', scheme: 'dark', server: null })
  })

  it('that are damaged cost their own field and no other', async () => {
    writeFileSync(
      join(folder, 'preferences.json'),
      JSON.stringify({ window: { bounds: 'wide' }, server: 'https://desk.example', language: 'xx' }),
    )
    expect((await openPreferences(folder)).current()).toEqual({
      window: null,
      server: 'https://desk.example',
      language: null,
      scheme: 'auto',
    })
  })
})

describe('secrets', () => {
  const store = (backend: string, isAvailable = true): SecretStore => ({
    isAsyncEncryptionAvailable: () => Promise.resolve(isAvailable),
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: (text) => Promise.resolve(Buffer.from(text).reverse()),
    decryptStringAsync: (bytes) => Promise.resolve({ result: Buffer.from(bytes).reverse().toString() }),
  })

  it('are refused where the system only pretends to keep them, and what was kept before is gone', async () => {
    const safe = openSecrets(folder, store('gnome_libsecret'), 'linux')
    expect(await safe.set('refresh-token', 'abc')).toBe(true)
    expect(await safe.get('refresh-token')).toBe('abc')
    const unsafe = openSecrets(folder, store('basic_text'), 'linux')
    expect(await unsafe.get('refresh-token')).toBeNull()
    expect(await unsafe.set('refresh-token', 'def')).toBe(false)
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).toBe('{}')
    expect(await openSecrets(folder, store('', false), 'darwin').set('refresh-token', 'x')).toBe(false)
    expect(await openSecrets(folder, store('basic_text'), 'win32').set('refresh-token', 'x')).toBe(true)
  })

  it('are forgotten on request, and a store that cannot open them means to sign in again', async () => {
    const secrets = openSecrets(folder, store('kwallet6'), 'linux')
    await secrets.set('refresh-token', 'abc')
    await secrets.set('refresh-token', null)
    expect(await secrets.get('refresh-token')).toBeNull()
    await secrets.set('refresh-token', 'abc')
    const changed = { ...store('kwallet6'), decryptStringAsync: () => Promise.reject(new Error('another key')) }
    expect(await openSecrets(folder, changed, 'linux').get('refresh-token')).toBeNull()
  })
})

describe('the way out', () => {
  const neverTold = (): void => {
    throw new Error('there is no line')
  }
  it('leads to a server by https, or by http to this computer alone', () => {
    expect(serverOrigin('https://Desk.Example:8443/')).toBe('https://desk.example:8443')
    const local = ['http://127.0.0.1:4818', 'http://localhost:4818', 'http://[::1]:4818', 'http://127.9.9.9']
    expect(local.map((address) => serverOrigin(address))).toEqual(local)
    for (const wrong of [
      'http://desk.example',
      'http://127.0.0.1.evil.example',
      'http://localhost.evil',
      'https://a:b@desk.example',
      'https://desk.example/x',
      'https://desk.example/?a',
      'ftp://desk.example',
      'desk.example',
      '',
    ]) {
      expect(serverOrigin(wrong), wrong).toBeNull()
    }
  })

  it('gives up after its time and says so', async () => {
    const never = (_address: string, { signal }: RequestInit) =>
      new Promise<Response>((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))))
    const network = createNetwork({ fetch: never, server: () => 'https://desk.example', onLine: neverTold, timeoutMs: 30 })
    expect(await network.request({ method: 'GET', path: '/api/hello', headers: {}, body: null })).toMatchObject({
      error: { code: 'timeout' },
    })
  })

  it('takes no reply without end', async () => {
    const block = new Uint8Array(1_048_576)
    const endless = () => Promise.resolve(new Response(new ReadableStream({ pull: (stream) => stream.enqueue(block) })))
    const network = createNetwork({ fetch: endless, server: () => 'https://desk.example', onLine: neverTold })
    expect(await network.request({ method: 'GET', path: '/api/hello', headers: {}, body: null })).toMatchObject({
      error: { code: 'too-large' },
    })
  })

  it('has nowhere to go without a server', async () => {
    const network = createNetwork({ fetch: () => Promise.reject(new Error('asked')), server: () => null, onLine: neverTold })
    expect(await network.request({ method: 'GET', path: '/api/hello', headers: {}, body: null })).toMatchObject({
      error: { code: 'no-server' },
    })
  })
})

describe('what npm start hands over', () => {
  it('is taken out of the environment, and the code is given once', () => {
    const env: Record<string, string | undefined> = {
      SAFARNOMA_SETUP_CODE: 'ABC',
      SAFARNOMA_SERVER: 'http://127.0.0.1:4818',
      SAFARNOMA_DATA: '',
      PATH: '/bin',
    }
    const launch = readLaunch(env)
    expect(env).toEqual({ PATH: '/bin' })
    expect(launch).toMatchObject({ server: 'http://127.0.0.1:4818', dataFolder: null })
    expect([launch.takeSetupCode(), launch.takeSetupCode()]).toEqual(['ABC', null])
  })
})
