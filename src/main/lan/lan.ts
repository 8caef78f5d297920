import { randomBytes } from 'node:crypto'
import type { NetworkInterfaceInfo } from 'node:os'
import type { Handlers } from '../../shared/ipc/contract.ts'
import type { LanEvent } from '../../shared/ipc/lan.ts'
import { drawCode, LAN_PORT } from '../../shared/lan/invitation.ts'
import type { PackAuthor } from '../../shared/sync/pack-format.ts'
import { refuse, reply } from '../reply.ts'
import { call } from './call.ts'
import type { Channel } from './channel.ts'
import { Conversation, type ConversationEvent } from './conversation.ts'
import { problemOf } from './failure.ts'
import { listen, type Listening } from './listen.ts'
import { isLocal, ownNetworks } from './networks.ts'

export type LanLimits = {
  /** For a connection to come about, for the greeting, for somebody to come, between signs of life, and without one: milliseconds. */
  readonly connectMs: number
  readonly greetingMs: number
  readonly waitMs: number
  readonly pingMs: number
  readonly silenceMs: number
}
const LIMITS: LanLimits = { connectMs: 8_000, greetingMs: 10_000, waitMs: 15 * 60_000, pingMs: 10_000, silenceMs: 30_000 }

export type LanOptions = {
  readonly interfaces: () => Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>
  readonly onEvent: (event: LanEvent) => void
  readonly port?: number
  readonly limits?: LanLimits
}

type LanHandlers = Pick<Handlers, Extract<keyof Handlers, `lan.${string}`>>
export type Lan = {
  readonly handlers: LanHandlers
  /** The page has died: so has what it began. */
  close(): void
}

/** Exchange with one laptop on the same network, while a person asks for it (docs/sync-spec.md K). */
export function createLan(options: LanOptions): Lan {
  let current: Exchange | null = null
  const begin = (number: number, me: PackAuthor): Exchange => {
    current?.close()
    const mine: Exchange = new Exchange(me, options.limits ?? LIMITS, (event) => {
      if (current === mine) options.onEvent({ ...event, exchange: number })
    })
    current = mine
    exchangeNumber = number
    return mine
  }
  let exchangeNumber = 0
  const find = (number: number): Exchange | null => (exchangeNumber === number ? current : null)
  const act = (isDone: boolean | undefined) => (isDone ? reply(undefined) : refuse('failed', 'It is not the time for that.'))
  const own = () => ownNetworks(options.interfaces())
  return {
    handlers: {
      'lan.networks': () => reply(own().map(({ name, address }) => ({ name, address }))),
      'lan.listen': async ({ exchange, address, me }) => {
        if (!own().some((network) => network.address === address)) return reply({ problem: 'no-network' })
        const code = drawCode(randomBytes)
        const mine = begin(exchange, me)
        try {
          const port = await mine.listen({ address, port: options.port ?? LAN_PORT, code, isLocal: (peer) => isLocal(peer, own()) })
          return reply({ port, code })
        } catch (error) {
          return reply({ problem: problemOf(error) })
        }
      },
      'lan.call': ({ exchange, me, ...to }) => {
        const mine = begin(exchange, me)
        void mine.call((limits, signal) => call({ to, own: own(), limits, signal }))
        return reply(undefined)
      },
      'lan.confirm': ({ exchange }) => act(find(exchange)?.conversation?.confirm()),
      'lan.give': ({ exchange, pack }) => act(find(exchange)?.conversation?.give(pack)),
      'lan.take': ({ exchange }) => {
        const pack = find(exchange)?.conversation?.take() ?? null
        return pack === null ? refuse('failed', 'No pack has come.') : reply({ pack })
      },
      'lan.answer': ({ exchange, isTaken }) => act(find(exchange)?.conversation?.answer(isTaken)),
      'lan.end': ({ exchange }) => {
        const ending = exchange === null ? current : find(exchange)
        ending?.close()
        return reply(undefined)
      },
    },
    close: () => current?.close(),
  }
}

type Happened = ConversationEvent | { readonly what: 'knocked'; readonly problem: NonNullable<(LanEvent & { what: 'ended' })['problem']> }
type ListenOrder = Pick<Parameters<typeof listen>[0], 'address' | 'port' | 'code' | 'isLocal'>

/** One exchange from the first wait or call to its end; it opens one port or one connection and leaves neither behind. */
class Exchange {
  readonly #me: PackAuthor
  readonly #limits: LanLimits
  readonly #onEvent: (event: Happened) => void
  readonly #leaving = new AbortController()
  #listening: Listening | null = null
  #isClosed = false
  conversation: Conversation | null = null

  constructor(me: PackAuthor, limits: LanLimits, onEvent: (event: Happened) => void) {
    this.#me = me
    this.#limits = limits
    this.#onEvent = onEvent
  }

  /** Gives the port. */
  async listen(order: ListenOrder): Promise<number> {
    const listening = await listen({
      ...order,
      limits: this.#limits,
      isFree: () => this.conversation === null && !this.#isClosed,
      onChannel: (channel) => this.#converse(channel),
      onKnock: (problem) => this.#onEvent({ what: 'knocked', problem }),
      onGivenUp: (problem) => this.#onEvent({ what: 'ended', problem }),
    })
    this.#listening = listening
    // It was closed while the port was being opened.
    if (this.#isClosed) listening.end()
    return listening.port
  }

  async call(reach: (limits: LanLimits, signal: AbortSignal) => Promise<Channel>): Promise<void> {
    try {
      this.#converse(await reach(this.#limits, this.#leaving.signal))
    } catch (error) {
      this.#onEvent({ what: 'ended', problem: problemOf(error) })
    }
  }

  close(): void {
    this.#isClosed = true
    this.#leaving.abort()
    this.#listening?.end()
    this.conversation?.cancel()
  }

  #converse(channel: Channel): void {
    const conversation = new Conversation(channel, { me: this.#me, limits: this.#limits, onEvent: (event) => this.#hear(event) })
    this.conversation = conversation
    if (this.#isClosed) conversation.cancel()
  }

  /** The code is used up when both have confirmed; before, a laptop that goes away leaves the place to the next. */
  #hear(event: ConversationEvent): void {
    if (event.what === 'confirmed') this.#listening?.end()
    const isStillWaiting = event.what === 'ended' && this.#listening !== null && !this.conversation?.isConfirmed && !this.#isClosed
    if (!isStillWaiting) return this.#onEvent(event)
    this.conversation = null
    this.#onEvent({ what: 'knocked', problem: event.problem ?? 'cut' })
  }
}
