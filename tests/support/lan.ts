import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'
import { vi } from 'vitest'
import type { LanEvent } from '@shared/ipc/lan.ts'
import type { LanProblem } from '@shared/lan/problems.ts'
import type { PackAuthor } from '@shared/sync/pack-format.ts'
import type { Channel } from '../../src/main/lan/channel.ts'
import { greetAsCaller } from '../../src/main/lan/greeting.ts'
import { createLan, type Lan, type LanLimits } from '../../src/main/lan/lan.ts'
import { Line } from '../../src/main/lan/wire.ts'

export const HERE = '127.0.0.1'
/** This computer as a network of its own, so that nothing of a test leaves it. */
export const LOOPBACK: Record<string, NetworkInterfaceInfo[]> = {
  'Wi-Fi': [{ address: HERE, netmask: '255.0.0.0', family: 'IPv4', mac: '00:00:00:00:00:00', internal: false, cidr: '127.0.0.1/8' }],
}
/** Ample for a busy machine; a test in which one of them passes lets it pass by `pauseTime`. */
export const LIMITS: LanLimits = { connectMs: 20_000, greetingMs: 20_000, waitMs: 60_000, pingMs: 5_000, silenceMs: 20_000 }

/** From here to `vi.useRealTimers()` no limit passes unless the test says so, however long the machine takes for what is to be in time. */
export const pauseTime = (): void => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })

export const personOf = (digit: number): PackAuthor => ({
  device: `${String(digit).repeat(8)}-1111-4111-8111-111111111111`,
  deviceName: `laptop-${digit}`,
  name: `Delegate ${digit}`,
  key: String(digit).repeat(64),
  recipient: `age1${'q'.repeat(58)}`,
})

type What = LanEvent['what']
type Told<W extends What> = LanEvent & { what: W }

/** One side of an exchange with everything that its page would be told. */
export class Side {
  readonly me: PackAuthor
  readonly lan: Lan
  events: LanEvent[] = []
  exchange = 0
  #waiting: (() => void)[] = []

  constructor(digit: number, limits: Partial<LanLimits> = {}, interfaces = LOOPBACK) {
    this.me = personOf(digit)
    this.lan = createLan({
      interfaces: () => interfaces,
      port: 0,
      limits: { ...LIMITS, ...limits },
      onEvent: (event) => {
        this.events.push(event)
        for (const look of this.#waiting.splice(0)) look()
      },
    })
  }

  async listen(): Promise<{ port: number; code: string }> {
    this.exchange += 1
    const answer = await this.lan.handlers['lan.listen']({ exchange: this.exchange, address: HERE, me: this.me })
    if (!answer.ok || 'problem' in answer.value) throw new Error(`cannot listen: ${JSON.stringify(answer)}`)
    return answer.value
  }

  async call(port: number, code: string, address = HERE): Promise<void> {
    this.exchange += 1
    await this.lan.handlers['lan.call']({ exchange: this.exchange, address, port, code, me: this.me })
  }

  confirm = () => this.lan.handlers['lan.confirm']({ exchange: this.exchange })
  give = (pack: Uint8Array | null) => this.lan.handlers['lan.give']({ exchange: this.exchange, pack })
  answer = (isTaken: boolean) => this.lan.handlers['lan.answer']({ exchange: this.exchange, isTaken })
  end = () => this.lan.handlers['lan.end']({ exchange: this.exchange })
  take = async (): Promise<Uint8Array | null> => {
    const taken = await this.lan.handlers['lan.take']({ exchange: this.exchange })
    return taken.ok ? taken.value.pack : null
  }

  of = <W extends What>(what: W): Told<W>[] => this.events.filter((event): event is Told<W> => event.what === what)

  /** What waits for events from before waits for ever. */
  forget(): void {
    this.events = []
  }

  /** The first event of a kind, or the n-th, as soon as it is there. */
  async until<W extends What>(what: W, which = 0): Promise<Told<W>> {
    const { events } = this
    for (;;) {
      const told = events.filter((event): event is Told<W> => event.what === what)[which]
      if (told) return told
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  /** The pack that came, whole. */
  async received(): Promise<Uint8Array | null> {
    for (let which = 0; ; which++) {
      const { bytes, size } = await this.until('came', which)
      if (bytes === size) return size === 0 ? null : this.take()
    }
  }
}

/** A person who does everything at the first moment that they can; resolves when their side has ended. */
export async function goThrough(side: Side, pack: Uint8Array | null): Promise<{ problem: LanProblem | null; pack: Uint8Array | null }> {
  const steps = async (): Promise<void> => {
    await side.until('met')
    await side.confirm()
    await side.until('confirmed')
    await side.give(pack)
    received = await side.received()
    if (received) await side.answer(true)
  }
  let received: Uint8Array | null = null
  // What never comes is waited for no longer than the side lives.
  void steps()
  const { problem } = await side.until('ended')
  return { problem, pack: received }
}

export type Way = 'there' | 'back'
export type Relay = {
  readonly port: number
  /** Everything that passed. */
  readonly heard: Record<Way, Buffer[]>
  close(): Promise<void>
}
/** What becomes of bytes of which `before` have come that way already. */
type Pass = (way: Way, bytes: Buffer, before: number) => { readonly bytes: Buffer; readonly isLast: boolean }

/** The network between two laptops: it hears everything, and cuts, changes or swallows what a test says. */
export async function openRelay(to: number, pass: Pass = (_way, bytes) => ({ bytes, isLast: false })): Promise<Relay> {
  const heard: Record<Way, Buffer[]> = { there: [], back: [] }
  const sockets = new Set<Socket>()
  const forward = (way: Way, source: Socket, target: Socket): void => {
    let before = 0
    sockets.add(source)
    source.on('error', () => target.destroy())
    source.on('close', () => target.end(() => target.destroy()))
    source.on('data', (came: Buffer) => {
      const { bytes, isLast } = pass(way, came, before)
      before += came.length
      heard[way].push(bytes)
      target.write(bytes)
      // What passed goes out whole before the line is dead.
      if (isLast) source.destroy()
    })
  }
  const server: Server = createServer((from) => {
    const onward = connect(to, HERE)
    forward('there', from, onward)
    forward('back', onward, from)
  })
  server.listen(0, HERE)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Lets exactly so many bytes of one direction pass, then cuts the line. */
export const cutAfter =
  (direction: Way, count: number): Pass =>
  (way, bytes, before) =>
    way === direction && before + bytes.length >= count
      ? { bytes: bytes.subarray(0, Math.max(0, count - before)), isLast: true }
      : { bytes, isLast: false }

/** Everything that a test of the network opens; `clear` closes it all. */
export function lanStage() {
  const sides: Side[] = []
  const relays: Relay[] = []
  const sockets: Socket[] = []
  const servers: Server[] = []
  const side = (...parts: ConstructorParameters<typeof Side>): Side => {
    const one = new Side(...parts)
    sides.push(one)
    return one
  }
  const relayTo = async (...parts: Parameters<typeof openRelay>): Promise<Relay> => {
    const relay = await openRelay(...parts)
    relays.push(relay)
    return relay
  }
  /** A program of somebody else's, or a changed one of ours, at a laptop that waits. */
  const visit = async (port: number): Promise<Socket> => {
    const socket = connect({ host: HERE, port })
    sockets.push(socket)
    await once(socket, 'connect')
    socket.on('error', () => undefined)
    return socket
  }
  /** All that comes back for what it says. */
  const answerTo = async (port: number, said: Buffer | string): Promise<string> => {
    const socket = await visit(port)
    socket.write(said)
    const chunks: Buffer[] = []
    for await (const chunk of socket) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString('latin1')
  }
  /** A laptop that waits and is none of ours. */
  const impostor = async (onVisitor: (socket: Socket) => void): Promise<number> => {
    const server = createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => undefined)
      onVisitor(socket)
    })
    servers.push(server)
    server.listen(0, HERE)
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  /** Someone who knows the code and keeps no rule: past the greeting, at the frames. */
  const insider = async (host: Side): Promise<Channel> => {
    const { port, code } = await host.listen()
    return greetAsCaller(new Line(await visit(port)), code)
  }
  const clear = async (): Promise<void> => {
    for (const one of sides.splice(0)) one.lan.close()
    for (const socket of sockets.splice(0)) socket.destroy()
    for (const server of servers.splice(0)) server.close()
    await Promise.all(relays.splice(0).map((relay) => relay.close()))
  }
  return { side, relayTo, visit, answerTo, impostor, insider, clear }
}
