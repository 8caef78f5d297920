import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Frame, Page } from 'playwright-core'
import { toApp, toBrowser } from './addresses.ts'
import { withNameOfMissing } from './not-modelled.ts'
import { emitInPage, pageScript } from './page-side.ts'
import { encode } from './wire.ts'

type Bounds = { x: number; y: number; width: number; height: number }
type Options = Partial<Bounds> & { title?: string; webPreferences: { preload: string } }
type OpenHandler = (details: { url: string }) => { action: 'deny' | 'allow' }

/** The browser under the windows, as far as a window needs it. */
type Home = {
  readonly windows: Set<StandInWindow>
  newPage(contents: StandInContents, script: string): Promise<Page>
  onContents(contents: StandInContents): void
  onWindowGone(): void
}

/** An event that main may prevent. */
export class Preventable {
  defaultPrevented = false
  readonly preventDefault = (): void => {
    this.defaultPrevented = true
  }
}

/** A frame as a handler sees it: real, with its `app://` address. */
export function frameOf(frame: Frame): object {
  return withNameOfMissing('WebFrameMain', {
    get url() {
      return toApp(frame.url())
    },
    get parent(): object | null {
      const parent = frame.parentFrame()
      return parent === null ? null : frameOf(parent)
    },
    get detached() {
      return frame.isDetached()
    },
  })
}

/** What stands in for Electron's WebContents: a page of real Chromium. */
export class StandInContents extends EventEmitter {
  openHandler: OpenHandler | null = null
  page: Page | null = null
  #isGone = false
  #isCrashed = false

  attach(page: Page): void {
    this.page = page
    page.on('crash', () => {
      this.#isCrashed = true
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    })
  }

  send(channel: string, ...values: unknown[]): void {
    // A page on its way elsewhere misses the message, as in Electron.
    const message: [string, unknown] = [channel, encode(values)]
    void this.page?.evaluate(emitInPage, message).catch(() => undefined)
  }

  isDestroyed(): boolean {
    return this.#isGone
  }

  isCrashed(): boolean {
    return this.#isCrashed
  }

  reload(): void {
    this.#isCrashed = false
    void this.page?.reload().catch(() => undefined)
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }

  destroy(): void {
    this.#isGone = true
  }
}

/** What stands in for Electron's BrowserWindow: place and size are kept here, the page is a tab of headless Chromium. */
export class StandInWindow extends EventEmitter {
  readonly webContents: StandInContents
  readonly options: Options
  overlay: unknown = null
  isShown = false
  #bounds: Bounds
  #isMaximized = false
  #isDestroyed = false
  readonly #browser: Home

  constructor(options: Options, browser: Home) {
    super()
    this.options = options
    this.#browser = browser
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 }
    this.webContents = new StandInContents()
    browser.windows.add(this)
    browser.onContents(this.webContents)
  }

  async loadURL(address: string): Promise<void> {
    const { webContents } = this
    const page =
      webContents.page ?? (await this.#browser.newPage(webContents, pageScript(readFileSync(this.options.webPreferences.preload, 'utf8'))))
    await this.#resizePage()
    await page.goto(toBrowser(address))
    this.emit('ready-to-show')
  }

  close(): void {
    const event = new Preventable()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.webContents.destroy()
    this.#browser.windows.delete(this)
    void this.webContents.page?.close().catch(() => undefined)
    this.emit('closed')
    this.#browser.onWindowGone()
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    void this.#resizePage()
    this.emit('resize')
    this.emit('move')
  }

  getNormalBounds(): Bounds {
    return { ...this.#bounds }
  }

  maximize(): void {
    this.#isMaximized = true
    this.emit('resize')
  }

  isMaximized(): boolean {
    return this.#isMaximized
  }

  isMinimized(): boolean {
    return false
  }

  isFullScreen(): boolean {
    return false
  }

  restore(): void {
    this.emit('restore')
  }

  focus(): void {
    this.emit('focus')
  }

  show(): void {
    this.isShown = true
  }

  setBackgroundColor(color: string): void {
    Object.assign(this.options, { backgroundColor: color })
  }

  setTitleBarOverlay(overlay: unknown): void {
    this.overlay = overlay
  }

  async #resizePage(): Promise<void> {
    const { width, height } = this.#bounds
    await this.webContents.page?.setViewportSize({ width, height }).catch(() => undefined)
  }
}
