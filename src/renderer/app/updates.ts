import type { Closing } from '../records/closing.ts'

/**
 * Registers the service worker of the browser edition, so that the app opens with the server gone. A version that waits takes
 * over at the next start, or as soon as nobody looks at this tab: all tabs store what is being typed, then all reload.
 */
export async function watchUpdates(page: Window, closing: Closing): Promise<void> {
  const workers = page.navigator.serviceWorker
  const hadController = workers.controller !== null
  workers.addEventListener('message', (event) => {
    const [port] = event.ports
    if (event.data === 'flush' && port) void closing.flush().then(() => port.postMessage('flushed'))
  })
  workers.addEventListener('controllerchange', () => {
    if (hadController) page.location.reload()
  })
  const registration = await workers.register('service-worker.js', { updateViaCache: 'none' })
  const letIn = (): void => {
    if (workers.controller) registration.waiting?.postMessage('take-over')
  }
  letIn()
  page.document.addEventListener('visibilitychange', () => {
    if (page.document.visibilityState === 'hidden') letIn()
  })
}
