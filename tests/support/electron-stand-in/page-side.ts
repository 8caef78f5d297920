import { decode, encode } from './wire.ts'

/** The names under which the stand-in's own functions stand in a page; no product code knows them. */
export const CALL = '__standInCall'
const EMIT = '__standInEmit'

/**
 * The script that every page runs first: it gives the preload an `electron` of its own, in the main frame only as in Electron,
 * and asks main before the page gets a permission or a window. The preload shares the page's world here: isolation is not modelled.
 */
export function pageScript(preload: string): string {
  return `(() => {
    // The transpiler names functions through this helper, which a page does not have.
    const __name = (value) => value
    const encode = ${encode.toString()}
    const decode = ${decode.toString()}
    const call = async (kind, ...values) => decode(await window.${CALL}(kind, encode(values)))
    ;(${askBeforeRights.toString()})(call)
    if (window !== window.top) return
    const listeners = new Map()
    window.${EMIT} = (channel, values) => { for (const listener of [...(listeners.get(channel) ?? [])]) listener({}, ...decode(values)) }
    const electron = {
      contextBridge: { exposeInMainWorld: (name, value) => { Object.defineProperty(window, name, { value: Object.freeze(value), enumerable: true }) } },
      ipcRenderer: {
        invoke: (channel, ...values) => call('invoke', channel, ...values),
        on: (channel, listener) => { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]) },
        off: (channel, listener) => { listeners.set(channel, (listeners.get(channel) ?? []).filter((one) => one !== listener)) },
      },
    }
    const require = (name) => {
      if (name === 'electron') return electron
      throw new Error('A sandboxed preload may not require ' + name)
    }
    const module = { exports: {} }
    ;(function (require, module, exports) {${preload}\n})(require, module, module.exports)
  })()`
}

/** Runs in the page: hands an event of main to the listeners of the preload. */
export const emitInPage = ([channel, values]: [string, unknown]): void => {
  const emit = (globalThis as unknown as Record<string, ((channel: string, values: unknown) => void) | undefined>)['__standInEmit']
  emit?.(channel, values)
}

type Ask = (kind: string, ...values: unknown[]) => Promise<unknown>

/** Runs in the page, so it stands alone. Electron grants everything unless main's handlers refuse; the browser below was told to grant as well. */
function askBeforeRights(call: Ask): void {
  window.open = (address) => {
    void call('window-open', new URL(address ?? 'about:blank', document.baseURI).href)
    return null
  }
  Notification.requestPermission = async () => ((await call('permission', 'notifications')) === true ? 'granted' : 'denied')
  navigator.geolocation.getCurrentPosition = (onPosition, onError) => {
    void call('permission', 'geolocation').then((isGranted) =>
      isGranted === true
        ? onPosition({} as GeolocationPosition)
        : onError?.({ code: 1, message: 'User denied Geolocation' } as GeolocationPositionError),
    )
  }
  if (navigator.mediaDevices !== undefined) {
    navigator.mediaDevices.getUserMedia = async () => {
      if ((await call('permission', 'media')) === true) return new MediaStream()
      throw new DOMException('Permission denied', 'NotAllowedError')
    }
  }
  const { clipboard } = navigator
  if (clipboard !== undefined) {
    const write = clipboard.writeText.bind(clipboard)
    clipboard.writeText = async (text) => {
      if ((await call('permission', 'clipboard-sanitized-write')) === true) return write(text)
      throw new DOMException('Write permission denied.', 'NotAllowedError')
    }
  }
  navigator.permissions.query = async ({ name }) => {
    const state = (await call('permission-check', name)) === true ? 'granted' : 'denied'
    return { state, name, onchange: null } as unknown as PermissionStatus
  }
}
