import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { LanProblem } from '../../shared/lan/problems.ts'
import type { Channel } from './channel.ts'
import { LanFailure, problemOf } from './failure.ts'
import { greetAsWaiter } from './greeting.ts'
import { Line, within } from './wire.ts'

export type ListenOptions = {
  readonly address: string
  /** Tried first; any free one if it is in use. */
  readonly port: number
  readonly code: string
  readonly isLocal: (address: string) => boolean
  /** True while there is nobody to exchange with yet. */
  readonly isFree: () => boolean
  readonly onChannel: (channel: Channel) => void
  readonly onKnock: (problem: LanProblem) => void
  /** It waits no more: too many wrong codes, or nobody came in time. */
  readonly onGivenUp: (problem: LanProblem) => void
  readonly limits: { readonly greetingMs: number; readonly waitMs: number }
}

/** Wrong codes that one code stands. */
const MOST_TRIES = 5
/** Connections that may be open at once; more are closed unheard. */
const MOST_VISITORS = 8

export type Listening = { readonly port: number; end(): void }

/** Waits at one address for one laptop that knows the code. Throws a LanFailure when the address cannot be had. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const visitors = new Set<Socket>()
  let wrong = 0
  const visit = async (socket: Socket): Promise<void> => {
    const problem = await receive(socket, { ...options, isFree: () => options.isFree() && wrong < MOST_TRIES })
    visitors.delete(socket)
    if (problem === null) return
    if (problem === 'wrong-code') wrong += 1
    if (wrong >= MOST_TRIES) return giveUp('too-many-codes')
    // Whoever came while another is here, and scanners that say nothing of ours, are nobody's concern.
    if (problem === 'wrong-code' || problem.endsWith('-there')) options.onKnock(problem)
  }
  const server = createServer({ noDelay: true }, (socket) => {
    if (!options.isLocal(socket.remoteAddress ?? '')) return void socket.destroy()
    visitors.add(socket)
    void visit(socket)
  })
  server.maxConnections = MOST_VISITORS
  const end = (): void => {
    clearTimeout(timer)
    server.close()
    for (const socket of visitors) socket.destroy()
  }
  const giveUp = (problem: LanProblem): void => {
    end()
    options.onGivenUp(problem)
  }
  const timer = setTimeout(() => options.isFree() && giveUp('nobody-came'), options.limits.waitMs)
  try {
    await open(server, options)
  } catch (error) {
    end()
    throw error
  }
  return { port: (server.address() as AddressInfo).port, end }
}

/** Null when a channel was handed over, which is then nobody's visitor any more. */
async function receive(socket: Socket, { code, isFree, limits, onChannel }: ListenOptions): Promise<LanProblem | null> {
  try {
    const limit = { ms: limits.greetingMs, failure: new LanFailure('not-safarnoma') }
    onChannel(await within(socket, limit, greetAsWaiter(new Line(socket), { code, isFree })))
    return null
  } catch (error) {
    // What was written last still goes out; then it ends, whatever the other side does.
    socket.end(() => socket.destroy())
    return problemOf(error)
  }
}

async function open(server: Server, { address, port }: ListenOptions): Promise<void> {
  for (const candidate of [port, 0]) {
    try {
      server.listen({ host: address, port: candidate, exclusive: true })
      await once(server, 'listening')
      return
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      if (code === 'EADDRINUSE' && candidate !== 0) continue
      throw new LanFailure(code === 'EACCES' || code === 'EPERM' ? 'blocked-here' : 'no-network', code)
    }
  }
}
