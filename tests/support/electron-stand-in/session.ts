import type { StandInContents } from './window.ts'

type RequestHandler = (contents: StandInContents, permission: string, decide: (isGranted: boolean) => void) => void
type CheckHandler = (contents: StandInContents, permission: string) => boolean
type RequestListener = (details: { url: string }, decide: (answer: { cancel?: boolean }) => void) => void

/** What stands in for a session: the handlers that main set, asked by the browser below. Without a handler Electron grants everything, and so does this. */
export class StandInSession {
  #request: RequestHandler | null = null
  #check: CheckHandler | null = null
  #listener: RequestListener | null = null
  deviceHandler: ((details: unknown) => boolean) | null = null

  readonly webRequest = {
    onBeforeRequest: (listener: RequestListener): void => {
      this.#listener = listener
    },
  }

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#request = handler
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#check = handler
  }

  setDevicePermissionHandler(handler: (details: unknown) => boolean): void {
    this.deviceHandler = handler
  }

  /** Another network stack than Electron's, with the same rules of the fetch standard. */
  fetch(address: string, init: RequestInit): Promise<Response> {
    return fetch(address, init)
  }

  askPermission(contents: StandInContents, permission: string): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#request === null) resolve(true)
      else this.#request(contents, permission, resolve)
    })
  }

  checkPermission(contents: StandInContents, permission: string): boolean {
    return this.#check === null ? true : this.#check(contents, permission)
  }

  mayRequest(address: string): boolean {
    let isCancelled = false
    this.#listener?.({ url: address }, ({ cancel }) => {
      isCancelled = cancel === true
    })
    return !isCancelled
  }
}
