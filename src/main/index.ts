import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { app, dialog, nativeTheme, protocol, safeStorage, session } from 'electron'
import { createHandlers } from './handlers.ts'
import { serve, tell } from './ipc.ts'
import { createLan } from './lan/lan.ts'
import { readLaunch } from './launch.ts'
import { lockDown } from './lockdown.ts'
import { setMenu } from './menu.ts'
import { createNetwork } from './network.ts'
import { PAGE_SCHEME, servePage } from './page.ts'
import { openPreferences } from './preferences.ts'
import { createProviderReturn } from './provider-return.ts'
import { openSecrets } from './secrets.ts'
import { openMainWindow, type MainWindow } from './window.ts'

/** The order of the start, and nothing else. What must come before the runtime is ready comes first. */
const launch = readLaunch(process.env)
if (launch.dataFolder !== null) app.setPath('userData', launch.dataFolder)
app.enableSandbox()
protocol.registerSchemesAsPrivileged([{ scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }])

if (app.requestSingleInstanceLock()) {
  app.whenReady().then(start).catch(giveUp)
} else {
  app.quit()
}

async function start(): Promise<void> {
  const folder = app.getPath('userData')
  const preferences = await openPreferences(folder)
  const server = (): string | null => preferences.current().server ?? launch.server
  const secrets = openSecrets(folder, safeStorage, process.platform)
  // A session of its own: no cookie, no cache, and the page's rules against the network do not stop it.
  const outside = session.fromPartition('server', { cache: false })
  const network = createNetwork({
    fetch: (address, init) => outside.fetch(address, init),
    server,
    onLine: (heard) => tell(theWindow().window.webContents, 'network.line', heard),
  })

  const lan = createLan({
    interfaces: () => networkInterfaces(),
    onEvent: (event) => tell(theWindow().window.webContents, 'lan.event', event),
  })

  protocol.handle(PAGE_SCHEME, servePage(join(import.meta.dirname, '../renderer')))
  lockDown(app, session.defaultSession)

  const { scheme } = preferences.current()
  nativeTheme.themeSource = scheme === 'auto' ? 'system' : scheme
  // The page can ask for its window only once it is there.
  let main: MainWindow | null = null
  const theWindow = (): MainWindow => {
    if (main === null) throw new Error('There is no window yet.')
    return main
  }
  const showMenu = (): void =>
    setMenu({
      language: preferences.current().language ?? 'en',
      platform: process.platform,
      onCommand: (command) => tell(theWindow().window.webContents, 'menu.command', command),
    })
  const onAppearance = (): void => {
    showMenu()
    theWindow().repaint()
  }
  const providerReturn = createProviderReturn(() => preferences.current().language ?? 'en')
  serve(createHandlers({ main: theWindow, preferences, secrets, network, lan, launch, providerReturn, server, onAppearance }))
  showMenu()
  nativeTheme.on('updated', () => main?.repaint())
  main = openMainWindow({ preferences, preload: join(import.meta.dirname, '../preload/index.cjs') })
  main.window.webContents.on('render-process-gone', () => lan.close())
  app.on('second-instance', () => bringToFront(theWindow()))
  app.on('window-all-closed', () => app.quit())
}

function bringToFront({ window }: MainWindow): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.focus()
}

function giveUp(error: unknown): void {
  dialog.showErrorBox('Safarnoma could not start', error instanceof Error ? error.message : String(error))
  app.exit(1)
}
