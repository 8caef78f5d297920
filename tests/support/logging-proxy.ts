import { once } from 'node:events'
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** The only way out of a test's browser: it writes down every host that is asked for, and can be cut like a cable. */
export type LoggingProxy = {
  readonly address: string
  /** `host:port` of everything that the browser asked for, also what it did not get. */
  readonly hosts: ReadonlySet<string>
  /** Cuts every connection, those under way in the middle, and lets no new one through until `mend`. */
  cut(): void
  mend(): void
  /** Lets `bytes` of request bodies through from now on, then cuts. */
  cutAfter(bytes: number): void
  stop(): Promise<void>
}

export async function startLoggingProxy(): Promise<LoggingProxy> {
  const hosts = new Set<string>()
  const sockets = new Set<Socket>()
  let isCut = false
  let allowance = Number.POSITIVE_INFINITY
  const cut = (): void => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://nowhere.invalid')
    hosts.add(url.host)
    if (isCut) request.socket.destroy()
    else pass(request, response, url)
    request.on('data', (chunk: Buffer) => {
      allowance -= chunk.length
      if (allowance < 0) cut()
    })
  })
  // What is not plain HTTP asks for a tunnel: nothing of ours does, so none is dug.
  server.on('connect', (request, socket) => {
    hosts.add(request.url ?? '')
    socket.destroy()
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    if (isCut) socket.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hosts,
    cut,
    mend: () => {
      isCut = false
      allowance = Number.POSITIVE_INFINITY
    },
    cutAfter: (bytes) => void (allowance = bytes),
    stop: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}

function pass(request: IncomingMessage, response: ServerResponse, url: URL): void {
  const onward = forward(url, { method: request.method, headers: request.headers }, (reply) => {
    response.writeHead(reply.statusCode ?? 502, reply.headers)
    reply.pipe(response)
  })
  onward.on('error', () => response.destroy())
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}
