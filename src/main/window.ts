import { BrowserWindow, nativeTheme, screen } from 'electron'
import { tell } from './ipc.ts'
import { PAGE_ADDRESS } from './page.ts'
import type { Preferences } from './preferences.ts'
import { placeWindow, SMALLEST_WINDOW } from './window-bounds.ts'

/** The page gets so long to store what is not stored yet. */
const CLOSING_MS = 5_000
const KEEP_STATE_AFTER_MS = 500
/** A page that dies at once every time is not started for ever. */
const MOST_RESTARTS = 3

export type MainWindow = {
  readonly window: BrowserWindow
  /** Repaints the window's own buttons after a change of the colour scheme. */
  repaint(): void
  /** The page has stored everything. */
  release(): void
}

/** Opens the one window; this is the only place that makes windows. */
export function openMainWindow({ preferences, preload }: { readonly preferences: Preferences; readonly preload: string }): MainWindow {
  const displays = screen.getAllDisplays().map((display) => display.workArea)
  const stored = preferences.current().window
  const window = new BrowserWindow({
    ...placeWindow(stored?.bounds ?? null, displays),
    minWidth: SMALLEST_WINDOW.width,
    minHeight: SMALLEST_WINDOW.height,
    show: false,
    title: 'Safarnoma',
    backgroundColor: colours().color,
    // macOS keeps its own title bar: its buttons are at the left, where the page has its name.
    ...(process.platform === 'darwin' ? {} : { titleBarStyle: 'hidden', titleBarOverlay: { ...colours(), height: 43 } }),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  })
  window.once('ready-to-show', () => {
    if (stored?.isMaximized) window.maximize()
    window.show()
  })
  keepState(window, preferences)
  restartAfterCrash(window)
  const release = closeAfterFlush(window)
  void window.loadURL(PAGE_ADDRESS)
  return { window, release, repaint: () => repaint(window) }
}

/** Holds the closing window until the page has stored everything, and no longer than five seconds. */
function closeAfterFlush(window: BrowserWindow): () => void {
  let isClosing = false
  const release = (): void => {
    if (isClosing && !window.isDestroyed()) window.destroy()
  }
  window.on('close', (event) => {
    event.preventDefault()
    // A second click on the cross changes nothing: the first one is at work.
    if (isClosing) return
    isClosing = true
    if (window.webContents.isCrashed()) return release()
    tell(window.webContents, 'app.closing', null)
    setTimeout(release, CLOSING_MS)
  })
  return release
}

function keepState(window: BrowserWindow, preferences: Preferences): void {
  let timer: NodeJS.Timeout | undefined
  const keep = (): void => {
    clearTimeout(timer)
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    void preferences.change({ window: { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() } })
  }
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(keep, KEEP_STATE_AFTER_MS)
  }
  window.on('resize', later)
  window.on('move', later)
  window.on('close', keep)
}

/** The records are in the database: a page that died opens again where it was. */
function restartAfterCrash(window: BrowserWindow): void {
  let restarts = 0
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || restarts >= MOST_RESTARTS) return
    restarts += 1
    window.webContents.reload()
  })
}

function repaint(window: BrowserWindow): void {
  window.setBackgroundColor(colours().color)
  if (process.platform !== 'darwin') window.setTitleBarOverlay({ ...colours(), height: 43 })
}

/** The canvas and the second text colour of the page's own scheme. */
const colours = (): { color: string; symbolColor: string } =>
  nativeTheme.shouldUseDarkColors ? { color: '#121417', symbolColor: '#bbb8af' } : { color: '#f4f2ee', symbolColor: '#524e46' }
