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
  if (line !== undefined) return passSlowly(from, to, { line, count })
  from.on('data', (bytes) => {
    count(bytes.length)
    if (!to.write(bytes)) {
      from.pause()
      to.once('drain', () => from.resume())
    }
  })
  from.on('end', () => to.end())
}

/**
 * The line carries one piece after the other; each arrives a delay after its last bit has left. One timer for the first in the queue: of
 * several with different times those that are late may fire in any order.
 */
function passSlowly(from: Socket, to: Socket, { line, count }: { readonly line: Line; readonly count: Way['count'] }): void {
  const onTheWay: { readonly due: number; readonly arrive: () => void }[] = []
  let freeAt = 0
  const deliver = (): void => {
    for (let first = onTheWay[0]; first && first.due <= performance.now(); first = onTheWay[0]) {
      onTheWay.shift()
      first.arrive()
    }
    if (onTheWay[0]) setTimeout(deliver, onTheWay[0].due - performance.now())
  }
  const send = (bits: number, arrive: () => void): void => {
    freeAt = Math.max(freeAt, performance.now()) + (bits * 1_000) / line.bitsPerSecond
    onTheWay.push({ due: freeAt + line.delayMs, arrive })
    if (onTheWay.length === 1) setTimeout(deliver, line.delayMs)
  }
  from.on('data', (bytes) => {
    count(bytes.length)
    send(bytes.length * 8, () => to.writable && to.write(bytes))
  })
  from.on('end', () => send(0, () => to.end()))
}
