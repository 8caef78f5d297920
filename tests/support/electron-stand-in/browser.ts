import { chromium, type BrowserContext, type Frame, type Page, type Route } from 'playwright-core'
import { BROWSER_FLAGS, findBrowser } from '../../../scripts/browser.mjs'
import { isAppAddress, toApp } from './addresses.ts'
import { CALL } from './page-side.ts'
import type { StandInSession } from './session.ts'
import { frameOf, Preventable, type StandInContents, type StandInWindow } from './window.ts'
import { decode, encode } from './wire.ts'

type Invoke = (channel: string, event: object, values: readonly unknown[]) => Promise<unknown>
type BrowserOptions = {
  readonly profile: () => string
  readonly session: StandInSession
  readonly protocols: ReadonlyMap<string, (request: Request) => Response | Promise<Response>>
  readonly invoke: Invoke
  readonly onContents: (contents: StandInContents) => void
  readonly onWindowGone: () => void
}

/** Chromium under the stand-in: its pages ask main for their files, their rights and their ways out. */
export class Browser {
  readonly windows = new Set<StandInWindow>()
  readonly options: BrowserOptions
  #context: BrowserContext | null = null
  #opening: Promise<BrowserContext> | null = null

  constructor(options: BrowserOptions) {
    this.options = options
  }

  onContents(contents: StandInContents): void {
    this.options.onContents(contents)
  }

  onWindowGone(): void {
    this.options.onWindowGone()
  }

  async newPage(contents: StandInContents, script: string): Promise<Page> {
    this.#opening ??= this.#open()
    this.#context = await this.#opening
    const [blank] = this.#context.pages()
    const page = blank !== undefined && this.windowOf(blank) === null ? blank : await this.#context.newPage()
    contents.attach(page)
    await page.addInitScript({ content: script })
    return page
  }

  windowOf(page: Page): StandInWindow | null {
    return [...this.windows].find((window) => window.webContents.page === page) ?? null
  }

  async setColorScheme(scheme: 'light' | 'dark' | null): Promise<void> {
    for (const window of this.windows) await window.webContents.page?.emulateMedia({ colorScheme: scheme }).catch(() => undefined)
  }

  async close(): Promise<void> {
    await this.#context?.close().catch(() => undefined)
  }

  async #open(): Promise<BrowserContext> {
    const executablePath = findBrowser()
    const context = await chromium.launchPersistentContext(this.options.profile(), {
      ...(executablePath === null ? {} : { executablePath }),
      headless: true,
      // The port lets a test drive the very same pages.
      args: [...BROWSER_FLAGS, '--remote-debugging-port=0'],
      viewport: { width: 1440, height: 900 },
      // Below, everything is granted: what a page is refused, main has refused.
      permissions: ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'clipboard-write'],
      acceptDownloads: false,
    })
    await context.exposeBinding(CALL, async ({ page, frame }, kind: string, values: unknown) =>
      encode(await this.#answer(kind, { page, frame, values: decode(values) as unknown[] })),
    )
    await context.route('**/*', (route) => this.#pass(route))
    return context
  }

  async #answer(kind: string, { page, frame, values }: { page: Page; frame: Frame; values: unknown[] }): Promise<unknown> {
    const window = this.windowOf(page)
    if (window === null) return null
    const { session, invoke } = this.options
    const [first, ...others] = values
    if (kind === 'invoke') return invoke(String(first), { sender: window.webContents, senderFrame: frameOf(frame) }, others)
    if (kind === 'permission') return session.askPermission(window.webContents, String(first))
    if (kind === 'permission-check') return session.checkPermission(window.webContents, String(first))
    if (kind === 'window-open') return this.#mayOpen(window, String(first))
    throw new Error(`The stand-in for Electron does not model the request ${kind}`)
  }

  #mayOpen(window: StandInWindow, address: string): boolean {
    const answer = window.webContents.openHandler?.({ url: toApp(address) }) ?? { action: 'allow' }
    if (answer.action === 'allow') throw new Error('The stand-in for Electron does not model a second window')
    return false
  }

  /** Every request of every page: first the rules of navigation, then the session's, then the scheme's own files. */
  async #pass(route: Route): Promise<void> {
    const request = route.request()
    const address = toApp(request.url())
    const frame = request.isNavigationRequest() ? request.frame() : null
    if (frame !== null && !(await this.#mayNavigate(frame, address))) return route.abort('aborted')
    if (!this.options.session.mayRequest(address)) return route.abort('blockedbyclient')
    if (!isAppAddress(address)) return route.continue()
    const handler = this.options.protocols.get('app')
    if (handler === undefined) return route.abort('failed')
    const response = await handler(new Request(address, { method: request.method() === 'HEAD' ? 'HEAD' : 'GET' }))
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  }

  async #mayNavigate(frame: Frame, address: string): Promise<boolean> {
    const page = frame.page()
    const window = this.windowOf(page)
    if (window === null) {
      // A link with a target opened a page: main decides, and no second window is modelled.
      const opener = await page.opener()
      const from = opener === null ? null : this.windowOf(opener)
      if (from !== null) this.#mayOpen(from, address)
      await page.close()
      return false
    }
    const isMainFrame = frame.parentFrame() === null
    // The first page is loaded by main itself, which asks nobody.
    if (isMainFrame && page.url() === 'about:blank') return true
    const event = Object.assign(new Preventable(), { url: address, isMainFrame })
    window.webContents.emit('will-frame-navigate', event)
    if (isMainFrame) window.webContents.emit('will-navigate', event)
    return !event.defaultPrevented
  }
}
