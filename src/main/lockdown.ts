import { shell, type App, type Session, type WebContents } from 'electron'
import { serverOrigin } from './network.ts'
import { isOwnPage } from './page.ts'

/** Takes from every page what it does not need: permissions, devices, other addresses, windows, embedded pages. Nothing is asked of the person. */
export function lockDown(app: App, session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((request, decide) => decide({ cancel: !mayLoad(request.url) }))
  app.on('web-contents-created', (_event, contents) => confine(contents))
}

/** The one way to another program: https and mailto, everything else is dropped. True when it was passed on. */
export function openOutside(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, href } = new URL(address)
  if (protocol !== 'https:' && protocol !== 'mailto:') return false
  // No program for it: the person sees that nothing opened, and there is nothing to repair here.
  void shell.openExternal(href).catch(() => undefined)
  return true
}

/** The provider's page, which the configured server named: https anywhere, http to this computer alone. True when it was passed on. */
export async function openProvider(address: string): Promise<boolean> {
  if (!URL.canParse(address) || serverOrigin(new URL(address).origin) === null) return false
  await shell.openExternal(new URL(address).href)
  return true
}

function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url)
    return { action: 'deny' }
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame ? !isOwnPage(event.url) : !isOwnFrame(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
}

/** A preview of a document stands in a frame that the page fills itself. */
function isOwnFrame(address: string): boolean {
  return address === 'about:srcdoc' || address === 'about:blank' || isOwnBlob(address)
}

const isOwnBlob = (address: string): boolean => address.startsWith('blob:') && isOwnPage(address.slice('blob:'.length))

/** What the page may load at all. Requests to the server do not pass here: they leave through `network.ts` and a session of their own. */
function mayLoad(address: string): boolean {
  return isOwnPage(address) || isOwnBlob(address) || address.startsWith('data:') || address.startsWith('devtools:')
}
