import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { StandInApp } from './application.ts'
import { Browser } from './browser.ts'
import { StandInMenu } from './menu.ts'
import { withNameOfMissing } from './not-modelled.ts'
import { StandInSession } from './session.ts'
import { StandInWindow } from './window.ts'

/**
 * The module that the built main gets under the name `electron`. What is here behaves as Electron's documentation says, as far as main uses it;
 * what is not here throws by name. A test holds main and preload to this list.
 */
const root = process.env['STAND_IN_ROOT'] ?? process.cwd()
const application = new StandInApp(root)
const handlers = new Map<string, (event: object, ...values: readonly unknown[]) => unknown>()
const protocols = new Map<string, (request: Request) => Response | Promise<Response>>()
const sessions = new Map<string, StandInSession>()
const defaultSession = new StandInSession()

export const app = withNameOfMissing('app', application)

export const ipcMain = withNameOfMissing('ipcMain', {
  handle: (channel: string, handler: (event: object, ...values: readonly unknown[]) => unknown): void => {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  },
  /** For specifications alone: a message from a frame that no browser would let happen. */
  invokeAs: (senderFrame: object | null, channel: string, ...values: readonly unknown[]): unknown =>
    handlers.get(channel)?.({ senderFrame, sender: {} }, ...values),
})

export const protocol = withNameOfMissing('protocol', {
  registerSchemesAsPrivileged: (_schemes: readonly object[]): void => undefined,
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>): void => void protocols.set(scheme, handler),
})

export const session = withNameOfMissing('session', {
  defaultSession: withNameOfMissing('Session', defaultSession),
  fromPartition: (name: string): StandInSession => {
    const known = sessions.get(name) ?? new StandInSession()
    sessions.set(name, known)
    return withNameOfMissing('Session', known)
  },
})

export const dialog = withNameOfMissing('dialog', {
  // Nobody is there to answer: as if the person had cancelled. A test puts its own answer here.
  showSaveDialog: (): Promise<{ canceled: boolean; filePath: string }> => Promise.resolve({ canceled: true, filePath: '' }),
  showErrorBox: (title: string, text: string): void => void process.stderr.write(`${title}: ${text}\n`),
})

let copied = ''
export const clipboard = withNameOfMissing('clipboard', {
  writeText: (text: string): Promise<void> => {
    copied = text
    return Promise.resolve()
  },
  readText: (): Promise<string> => Promise.resolve(copied),
})

export const shell = withNameOfMissing('shell', {
  openExternal: (_address: string): Promise<void> => Promise.resolve(),
  openPath: (_path: string): Promise<string> => Promise.resolve(''),
})

export const screen = withNameOfMissing('screen', {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
})

class StandInTheme extends EventEmitter {
  #source: 'system' | 'light' | 'dark' = 'system'

  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source
  }

  set themeSource(source: 'system' | 'light' | 'dark') {
    this.#source = source
    void browser.setColorScheme(source === 'system' ? null : source)
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
}
export const nativeTheme = withNameOfMissing('nativeTheme', new StandInTheme())

const backend = process.env['STAND_IN_KEYRING'] ?? 'gnome_libsecret'
const key = createHash('sha256').update(backend).digest()
export const safeStorage = withNameOfMissing('safeStorage', {
  isAsyncEncryptionAvailable: (): Promise<boolean> => Promise.resolve(true),
  getSelectedStorageBackend: (): string => backend,
  encryptStringAsync: (text: string): Promise<Buffer> => {
    const start = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, start)
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Promise.resolve(Buffer.concat([start, cipher.getAuthTag(), body]))
  },
  decryptStringAsync: (bytes: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> => {
    const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28))
    const result = Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8')
    return Promise.resolve({ result, shouldReEncrypt: false })
  },
})

export const Menu = withNameOfMissing('Menu', StandInMenu)

const browser = new Browser({
  profile: () => application.getPath('userData'),
  session: defaultSession,
  protocols,
  invoke: async (channel, event, values) => {
    const handler = handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return handler(event, ...values)
  },
  onContents: (contents) => application.emit('web-contents-created', {}, contents),
  onWindowGone: () => {
    if (browser.windows.size === 0) application.emit('window-all-closed')
  },
})
application.browser = browser

class OpenWindow extends StandInWindow {
  constructor(options: ConstructorParameters<typeof StandInWindow>[0]) {
    super(options, browser)
    // oxlint-disable-next-line no-constructor-return -- the cover that names missing members has to stand in front of every window
    return withNameOfMissing('BrowserWindow', this)
  }

  static getAllWindows(): readonly StandInWindow[] {
    return [...browser.windows]
  }
}
export const BrowserWindow = withNameOfMissing('BrowserWindow', OpenWindow)
