import type { DesktopBridge, DesktopError, Input, MenuCommand, Output, Reply } from '@shared/ipc/contract.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { lanThrough, type LanDoor } from './desktop-lan.ts'

declare global {
  interface Window {
    /** Given by the preload; absent in the browser edition. */
    readonly desktop?: DesktopBridge
  }
}

type Appearance = Input<'app.setAppearance'>
type SavedFile = { readonly suggestedName: string; readonly bytes: Uint8Array; readonly mediaType: string }
/** Where the file lies. The desktop knows the path; a browser keeps it to itself. */
type SavedAs = { readonly path: string | null }

export type About = {
  readonly edition: 'desktop' | 'browser'
  readonly version: string | null
  readonly runtime: string
  /** Null in a browser, which keeps the records itself. */
  readonly dataFolder: string | null
}

/** The one port to what a page cannot do by itself. Screens ask it; they never ask which host they run on. */
export type Desktop = {
  readonly edition: 'desktop' | 'browser'
  /** The save dialog on the desktop, a download in the browser. Null when the person cancels. */
  saveFile(file: SavedFile): Promise<Result<SavedAs | null, DesktopError>>
  /** Puts a text on the clipboard; false where the host refused, and the person can select and copy it. */
  readonly copyText: (text: string) => Promise<boolean>
  about(): Promise<About>
  /** For the name of the device at sign-in. */
  deviceName(): Promise<string>
  /** Shows the folder that holds the data; null where there is none to show. */
  readonly openDataFolder: (() => Promise<void>) | null
  setAppearance(appearance: Appearance): Promise<void>
  /** The set-up code of the server that `npm start` runs: given once, null afterwards and elsewhere. */
  takeSetupCode(): Promise<string | null>
  /** Sign-in at the ministry's provider, which happens in a browser. */
  readonly provider: ProviderDoor
  /** Null in the browser edition: its server is its own origin, and a cookie holds its session. */
  readonly server: DesktopServer | null
  /** Null in the browser edition: no page can wait for another laptop, or go to one. */
  readonly lan: LanDoor | null
  /** Returns the function that stops listening. */
  onMenuCommand(listener: (command: MenuCommand) => void): () => void
  /** `flush` stores what is not stored yet; the window waits for it, five seconds at most. Returns the function that stops listening. */
  onClosing(flush: () => Promise<void>): () => void
}

/** What a browser brings back from the provider: null in place of a grant when it was refused there. */
export type Returned = { readonly grant: string | null }
export type ProviderDoor = {
  /** What this page was opened with after the provider: once, null otherwise. */
  takeReturn(): Returned | null
  /**
   * Opens the provider's page. On the desktop it resolves when the system's browser comes back; in a browser this page itself leaves,
   * and the answer is null.
   * @param begin asks the server for the address; the port is where the desktop waits. Null when there is none.
   */
  visit(begin: (port: number | null) => Promise<string | null>): Promise<Returned | null>
}

export type OpenLine = Output<'network.listen'> & { readonly text: ReadableStream<string> }

export type DesktopServer = {
  address(): Promise<string | null>
  setAddress(address: string): Promise<Result<void, DesktopError>>
  /** One opaque round trip; throws with the desktop's code when there is none to be had. */
  send(request: Omit<Input<'network.request'>, 'method'> & { method: string }): Promise<Output<'network.request'>>
  /** A reply that stays open, as text; throws with the desktop's code when there is none to be had. Aborting hangs up. */
  listen(request: Pick<Input<'network.listen'>, 'headers'>, signal: AbortSignal): Promise<OpenLine>
  readSecret(): Promise<string | null>
  /** False where the operating system has no safe place: then nothing was kept. */
  writeSecret(value: string | null): Promise<boolean>
}

/** The host of this page. */
export function findDesktop(page: Window): Desktop {
  return page.desktop ? throughBridge(page.desktop) : inBrowser(page)
}

function throughBridge(bridge: DesktopBridge): Desktop {
  return {
    edition: 'desktop',
    saveFile: async ({ suggestedName, bytes }) => toResult(await bridge.request('file.save', { suggestedName, bytes })),
    copyText: async (text) => (await bridge.request('clipboard.write', { text })).ok,
    about: async () => {
      const { version, electron, dataFolder } = take(await bridge.request('app.about'))
      return { edition: 'desktop', version, runtime: `Electron ${electron}`, dataFolder }
    },
    deviceName: async () => take(await bridge.request('app.about')).computerName,
    openDataFolder: async () => take(await bridge.request('app.openDataFolder')),
    setAppearance: async (appearance) => take(await bridge.request('app.setAppearance', appearance)),
    takeSetupCode: async () => take(await bridge.request('start.setupCode')).code,
    provider: {
      takeReturn: () => null,
      visit: async (begin) => {
        const { port } = take(await bridge.request('provider.listen'))
        const address = await begin(port)
        if (address === null) return null
        const returned = await bridge.request('provider.open', { address })
        // Nobody came back: for the person it is as if they had cancelled.
        return returned.ok ? returned.value : { grant: null }
      },
    },
    server: serverThrough(bridge),
    lan: lanThrough(bridge),
    onMenuCommand: (listener) => bridge.on('menu.command', listener),
    onClosing: (flush) =>
      bridge.on('app.closing', () => {
        // A flush that fails must not hold the window: what it could not store is in the drafts.
        void flush().finally(() => void bridge.request('app.readyToClose'))
      }),
  }
}

function serverThrough(bridge: DesktopBridge): DesktopServer {
  let lines = 0
  return {
    address: async () => take(await bridge.request('network.server')).address,
    setAddress: async (address) => toResult(await bridge.request('network.setServer', { address })),
    send: async ({ method, path, headers, body }) =>
      take(await bridge.request('network.request', { method: method as Input<'network.request'>['method'], path, headers, body })),
    listen: async ({ headers }, signal) => {
      lines += 1
      const line = lines
      signal.addEventListener('abort', () => void bridge.request('network.hangUp', { line }), { once: true })
      // Before the request: what is said with the first words must not be missed.
      const text = textOfLine(bridge, line)
      const head = await bridge.request('network.listen', { line, headers })
      if (!head.ok) await text.cancel()
      return { ...take(head), text }
    },
    readSecret: async () => take(await bridge.request('secret.get', { name: 'refresh-token' })).value,
    writeSecret: async (value) => take(await bridge.request('secret.set', { name: 'refresh-token', value })).isSafe,
  }
}

function textOfLine(bridge: DesktopBridge, line: number): ReadableStream<string> {
  let stop: () => void = () => undefined
  return new ReadableStream({
    start: (stream) => {
      stop = bridge.on('network.line', (heard) => {
        if (heard.line !== line) return
        if (heard.text !== '') stream.enqueue(heard.text)
        if (heard.end === null) return
        stop()
        if (heard.end === 'over') stream.close()
        else stream.error(new Error('the line broke'))
      })
    },
    cancel: () => stop(),
  })
}

function inBrowser(page: Window): Desktop {
  // At once: the router rewrites the address as soon as it starts.
  let setupCode = takeFromFragment(page, SETUP_IN_FRAGMENT)
  let returned = takeFromFragment(page, RETURN_IN_FRAGMENT)
  return {
    edition: 'browser',
    saveFile: (file) => Promise.resolve(download(page, file)),
    copyText: (text) => copyInBrowser(page, text),
    about: () => Promise.resolve({ edition: 'browser', version: null, runtime: browserName(page.navigator.userAgent), dataFolder: null }),
    deviceName: () => Promise.resolve(browserName(page.navigator.userAgent)),
    openDataFolder: null,
    setAppearance: () => Promise.resolve(),
    takeSetupCode: () => {
      const once = setupCode
      setupCode = null
      return Promise.resolve(once)
    },
    provider: {
      takeReturn: () => {
        const once = returned
        returned = null
        return once === null ? null : { grant: once.startsWith('grant=') ? once.slice('grant='.length) : null }
      },
      visit: async (begin) => {
        const address = await begin(null)
        if (address !== null) page.location.assign(address)
        return null
      },
    },
    server: null,
    lan: null,
    onMenuCommand: () => () => undefined,
    onClosing: (flush) => whenHidden(page, flush),
  }
}

function download(page: Window, { suggestedName, bytes, mediaType }: SavedFile): Result<SavedAs, DesktopError> {
  const address = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType }))
  const link = page.document.createElement('a')
  link.href = address
  link.download = suggestedName
  link.click()
  // The browser reads the bytes after the click; a minute is ample even for a slow disk.
  page.setTimeout(() => URL.revokeObjectURL(address), 60_000)
  return succeed({ path: null })
}

/** Where a page may not, a browser throws, and one without the clipboard has nothing to call. */
async function copyInBrowser({ navigator }: Window, text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

/** A browser gives no warning before a tab dies; being hidden is the last moment that is certain to be told. */
function whenHidden(page: Window, flush: () => Promise<void>): () => void {
  const listen = (): void => {
    if (page.document.visibilityState === 'hidden') void flush()
  }
  page.document.addEventListener('visibilitychange', listen)
  return () => page.document.removeEventListener('visibilitychange', listen)
}

const SETUP_IN_FRAGMENT = /\?setup=([A-Za-z0-9_-]{1,100})$/

/** The server sends a browser that was at the provider to `…/#/exchange?grant=…`, or `?refused=1`. */
const RETURN_IN_FRAGMENT = /\?(grant=[A-Za-z0-9_-]{1,200}|refused=1)$/

/** `npm start` opens `…/#/?setup=CODE`: a fragment reaches no server and no log. It leaves the address as soon as it is read. */
function takeFromFragment(page: Window, what: RegExp): string | null {
  const { hash, pathname, search } = page.location
  const code = what.exec(hash)?.[1] ?? null
  if (code === null) return null
  page.history.replaceState(page.history.state, '', `${pathname}${search}${hash.replace(what, '')}`)
  return code
}

function browserName(userAgent: string): string {
  const version = /(Edg|OPR|Chrome)\/(\d+)/.exec(userAgent)
  const system = /Windows|Mac OS|Android|CrOS|Linux/.exec(userAgent)?.[0] ?? ''
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', Chrome: 'Chrome' }
  return [version ? `${names[version[1] ?? ''] ?? ''} ${version[2] ?? ''}` : 'Browser', system].join(' ').trim()
}

const toResult = <T>(reply: Reply<T>): Result<T, DesktopError> =>
  reply.ok ? succeed(reply.value) : fail(reply.error.code, reply.error.message)

/** For requests that fail only through a bug of ours or a missing network, where the caller catches. */
function take<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value
  throw new Error(reply.error.code, { cause: reply.error.message })
}
