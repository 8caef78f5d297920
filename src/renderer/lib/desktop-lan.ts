import type { DesktopBridge, Input, Output } from '@shared/ipc/contract.ts'
import type { LanEvent } from '@shared/ipc/lan.ts'

type Introduction = Input<'lan.listen'>['me']
export type LanCall = Omit<Input<'lan.call'>, 'exchange' | 'me'>
export type LanNetwork = Output<'lan.networks'>[number]
type Hear = (event: LanEvent) => void

/** Exchange with a laptop on the same network, which only a desktop can do: a page opens no ports. */
export type LanDoor = {
  /** Where this laptop could wait, the likeliest first. */
  networks(): Promise<readonly LanNetwork[]>
  /** Waits for another laptop. In place of port and code there may be the reason why it cannot. */
  listen(
    order: { address: string; me: Introduction },
    hear: Hear,
  ): Promise<{ readonly line: LanLine; readonly answer: Output<'lan.listen'> }>
  /** Goes to one that waits. */
  call(order: LanCall & { me: Introduction }, hear: Hear): Promise<LanLine>
}

/** What a page may ask of a running exchange. What comes too late is left undone: `ended` has been told, or is about to be. */
export type LanLine = {
  confirm(): Promise<void>
  give(pack: Uint8Array | null): Promise<void>
  /** The pack that came, once; null when it is not there. */
  take(): Promise<Uint8Array | null>
  answer(isTaken: boolean): Promise<void>
  end(): void
}

export function lanThrough(bridge: DesktopBridge): LanDoor {
  // A page that was loaded anew leaves no port open that the one before had opened.
  void bridge.request('lan.end', { exchange: null })
  let exchanges = 0
  const open = (hear: Hear): { readonly exchange: number; readonly line: LanLine } => {
    exchanges += 1
    const exchange = exchanges
    const stop = bridge.on('lan.event', (event) => {
      if (event.exchange === exchange) hear(event)
    })
    const end = (): void => {
      stop()
      void bridge.request('lan.end', { exchange })
    }
    return { exchange, line: lineOf(bridge, exchange, end) }
  }
  return {
    networks: async () => {
      const networks = await bridge.request('lan.networks')
      return networks.ok ? networks.value : []
    },
    listen: async ({ address, me }, hear) => {
      const { exchange, line } = open(hear)
      const answer = await bridge.request('lan.listen', { exchange, address, me })
      return { line, answer: answer.ok ? answer.value : { problem: 'blocked-here' } }
    },
    call: async (order, hear) => {
      const { exchange, line } = open(hear)
      const begun = await bridge.request('lan.call', { exchange, ...order })
      if (!begun.ok) hear({ exchange, what: 'ended', problem: 'cut' })
      return line
    },
  }
}

function lineOf(bridge: DesktopBridge, exchange: number, end: () => void): LanLine {
  return {
    confirm: async () => void (await bridge.request('lan.confirm', { exchange })),
    give: async (pack) => void (await bridge.request('lan.give', { exchange, pack })),
    take: async () => {
      const taken = await bridge.request('lan.take', { exchange })
      return taken.ok ? taken.value.pack : null
    },
    answer: async (isTaken) => void (await bridge.request('lan.answer', { exchange, isTaken })),
    end,
  }
}
