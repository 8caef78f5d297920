import { createRoot, type Root } from 'react-dom/client'
import { findDesktop } from '../lib/desktop.ts'
import { preferredLanguage } from '../lib/language.ts'
import { createMessages } from '../messages/messages.ts'
import { WorkspaceProvider, type Workspace } from '../records/workspace.tsx'
import { registerCalendarNames } from '../ui/date-field.tsx'
import { App, Look } from './app.tsx'
import { isSupportedBrowser } from './browser-check.ts'
import { StoreErrorScreen, UnsupportedBrowserScreen } from './error-screen.tsx'
import { openWorkspace } from './open-workspace.ts'
import { SCREENS, SEARCH } from './routes.tsx'
import { RoleNotice } from './role-notice.tsx'
import { watchUpdates } from './updates.ts'
import { WorkspaceFrame } from './workspace-frame.tsx'
import { workspacePort } from './workspace-port.ts'

/** Opens the records, then shows the app; a browser that is not supported gets a page that says so, and nothing is opened. */
export async function start(page: Window): Promise<void> {
  const root = createRoot(rootElement(page.document))
  registerCalendarNames()
  const language = preferredLanguage(page.navigator.languages)
  if (!isSupportedBrowser(page.navigator)) {
    show(root, language, <UnsupportedBrowserScreen />)
    return
  }
  const again = (): void => page.location.reload()
  const giveUp = (error: unknown): void => {
    show(root, language, <StoreErrorScreen error={error} onRetry={again} />)
  }
  try {
    const workspace = await openWorkspace({ desktop: findDesktop(page), language, onUnreadable: giveUp, beginAnew: again })
    showApp(root, workspace)
    if (workspace.desktop.edition === 'browser' && import.meta.env.PROD) await watchUpdates(page, workspace.closing)
  } catch (error) {
    giveUp(error)
  }
}

function showApp(root: Root, workspace: Workspace): void {
  const messages = createMessages(workspace.profile.getState().preferences.language)
  const paths = SCREENS.map(({ path }) => path)
  const port = workspacePort(workspace, paths)
  root.render(
    <WorkspaceProvider workspace={workspace}>
      <App port={port} messages={messages} screens={SCREENS} search={SEARCH} notice={<RoleNotice />} around={WorkspaceFrame} />
    </WorkspaceProvider>,
  )
}

/** A page before the app, in the browser's language: nobody has chosen one yet. */
function show(root: Root, language: ReturnType<typeof preferredLanguage>, content: React.ReactNode): void {
  document.documentElement.lang = language
  root.render(
    <Look messages={createMessages(language)} preferences={{ language, theme: 'system' }}>
      {content}
    </Look>,
  )
}

function rootElement(document: Document): HTMLElement {
  const element = document.getElementById('root')
  if (!element) throw new Error('index.html has no #root')
  return element
}
