import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { CHANNELS } from '../shared/ipc/channels.ts'
import { events, requests, type EventName, type Handlers, type Payload, type Reply } from '../shared/ipc/contract.ts'
import { isOwnPage } from './page.ts'
import { refuse, reply } from './reply.ts'

/** Opens every channel of the contract: the sender is checked first, then the input, and what goes back as well. */
export function serve(handlers: Handlers): void {
  for (const channel of CHANNELS) {
    const { input, output } = requests[channel]
    // The contract gave this handler this schema; TypeScript cannot follow the pair through the loop.
    const handle = handlers[channel] as (value: unknown) => Reply<unknown> | Promise<Reply<unknown>>
    ipcMain.handle(channel, async (event, ...values: unknown[]) => {
      if (!isFromOwnPage(event)) return refuse('untrusted-sender', channel)
      const parsed = input.safeParse(values[0])
      if (!parsed.success || values.length > 1) return refuse('bad-input', channel)
      try {
        const answer = await handle(parsed.data)
        return answer.ok ? reply(output.parse(answer.value)) : answer
      } catch (error) {
        return refuse('failed', error instanceof Error ? error.message : String(error))
      }
    })
  }
}

/** Tells the page something; a page that is gone is told nothing. */
export function tell<E extends EventName>(page: WebContents, event: E, payload: Payload<E>): void {
  if (!page.isDestroyed()) page.send(event, events[event].parse(payload))
}

/** The main frame of our own page and nothing else: no frame inside it, no other origin, no frame that is already gone. */
function isFromOwnPage({ senderFrame }: IpcMainInvokeEvent): boolean {
  try {
    return senderFrame !== null && !senderFrame.detached && senderFrame.parent === null && isOwnPage(senderFrame.url)
  } catch {
    // Looking at a frame that was destroyed on the way throws.
    return false
  }
}
