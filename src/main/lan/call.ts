import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import type { Invitation } from '../../shared/lan/invitation.ts'
import type { LanProblem } from '../../shared/lan/problems.ts'
import type { Channel } from './channel.ts'
import { LanFailure } from './failure.ts'
import { greetAsCaller } from './greeting.ts'
import { isLocal, isOnOwn, type OwnNetwork } from './networks.ts'
import { Line, within } from './wire.ts'

export type CallOptions = {
  readonly to: Invitation
  readonly own: readonly OwnNetwork[]
  readonly limits: { readonly connectMs: number; readonly greetingMs: number }
  readonly signal: AbortSignal
}

/** Goes to a laptop that waits and agrees on a key with it. Throws a LanFailure that says, as far as can be told, what is in the way. */
export async function call({ to, own, limits, signal }: CallOptions): Promise<Channel> {
  if (own.length === 0) throw new LanFailure('no-network')
  if (!isLocal(to.address, own)) throw new LanFailure('not-local')
  const socket = connect({ host: to.address, port: to.port, noDelay: true })
  const line = new Line(socket)
  const leave = (): void => void socket.destroy(new LanFailure('cancelled'))
  signal.addEventListener('abort', leave, { once: true })
  try {
    await reach(socket, { to, own, limits })
    return await within(socket, { ms: limits.greetingMs, failure: new LanFailure('not-safarnoma') }, greetAsCaller(line, to.code))
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

async function reach(socket: Socket, { to, own, limits }: Pick<CallOptions, 'to' | 'own' | 'limits'>): Promise<void> {
  const silent = new LanFailure(isOnOwn(to.address, own) ? 'no-answer' : 'other-network')
  try {
    await within(socket, { ms: limits.connectMs, failure: silent }, once(socket, 'connect'))
  } catch (error) {
    if (error instanceof LanFailure) throw error
    throw new LanFailure(whyUnreachable((error as NodeJS.ErrnoException).code ?? '', isOnOwn(to.address, own)), String(error))
  }
}

/**
 * What the operating system says of a connection that did not come about. On the own network "no route to host" means that not even
 * the address was answered for: a firewall lets that pass, so it is not one. Windows waits in silence instead, and nobody can tell.
 */
export function whyUnreachable(code: string, isOnOwnNetwork: boolean): LanProblem {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ECONNRESET':
      return 'refused'
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
      return isOnOwnNetwork ? 'isolated' : 'other-network'
    case 'ETIMEDOUT':
      return isOnOwnNetwork ? 'no-answer' : 'other-network'
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return 'no-network'
    case 'EACCES':
    case 'EPERM':
      return 'blocked-here'
    default:
      return 'cut'
  }
}
