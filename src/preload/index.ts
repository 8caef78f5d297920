import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { CHANNELS, EVENTS } from '../shared/ipc/channels.ts'
import type { DesktopBridge } from '../shared/ipc/contract.ts'

// The contract's channels and nothing else: never ipcRenderer itself, never the event object.
const desktop = {
  request: (channel: string, input?: unknown): Promise<unknown> => {
    if (!CHANNELS.some((known) => known === channel)) return Promise.reject(new Error(`No such request: ${channel}`))
    return ipcRenderer.invoke(channel, input)
  },
  on: (name: string, listener: (payload: unknown) => void): (() => void) => {
    if (!EVENTS.some((known) => known === name)) throw new Error(`No such event: ${name}`)
    const forward = (_event: IpcRendererEvent, payload: unknown): void => listener(payload)
    ipcRenderer.on(name, forward)
    return () => void ipcRenderer.off(name, forward)
  },
}

contextBridge.exposeInMainWorld('desktop', desktop as DesktopBridge)
