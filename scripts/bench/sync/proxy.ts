import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** Bytes as they pass, headers and all; the line may be slow. */
export type Proxy = {
  readonly port: number
  /** Towards the server, and from it, since the last call. */
  taken(): { readonly up: number; readonly down: number }
  close(): Promise<void>
}
/** @property delayMs one way @property bitsPerSecond each way, of each connection */
export type Line = { readonly delayMs: number; readonly bitsPerSecond: number }

/** A TCP proxy that counts, in front of a port of this computer. */
export async function startProxy(target: number, line?: Line): Promise<Proxy> {
  let [up, down] = [0, 0]
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      // Whoever ends a connection hard ends both halves of it.
      socket.on('error', () => [client, upstream].forEach((one) => one.destroy()))
      socket.on('close', () => sockets.delete(socket))
    }
    pass(client, upstream, { line, count: (bytes) => (up += bytes) })
    pass(upstream, client, { line, count: (bytes) => (down += bytes) })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    taken: () => {
      const bytes = { up, down }
      ;[up, down] = [0, 0]
      return bytes
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

type Way = { readonly line: Line | undefined; readonly count: (bytes: number) => void }

function pass(from: Socket, to: Socket, { line, count }: Way): void {
  let freeAt = 0
  from.on('data', (bytes) => {
    count(bytes.length)
    if (line === undefined) {
      if (!to.write(bytes)) {
        from.pause()
        to.once('drain', () => from.resume())
      }
      return
    }
    // The line carries one piece after the other; each arrives a delay after its last bit has left.
    freeAt = Math.max(freeAt, performance.now()) + (bytes.length * 8_000) / line.bitsPerSecond
    setTimeout(() => to.writable && to.write(bytes), freeAt + line.delayMs - performance.now())
  })
  from.on('end', () => setTimeout(() => to.end(), line === undefined ? 0 : Math.max(0, freeAt - performance.now()) + line.delayMs + 1))
}
