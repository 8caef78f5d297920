import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A fixed address on 127.0.0.1 in front of a server that moves: what a virtual address is in a ministry. */
export type TcpSwitch = {
  readonly port: number
  /** Sends new connections there; those that are open are cut. */
  point(port: number): void
  close(): Promise<void>
}

export async function openSwitch(target: number): Promise<TcpSwitch> {
  let current = target
  const open = new Set<Socket>()
  const server = createServer((from) => {
    const to = connect(current, '127.0.0.1')
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = (): void => {
    for (const socket of open) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    point: (port) => {
      current = port
      cut()
    },
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
