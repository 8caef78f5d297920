import type { Socket } from 'node:net'
import { LanFailure } from './failure.ts'

/**
 * What travels in the clear: each message of the greeting begins with a head of eleven bytes (name, version, state). It lets two
 * programs that are too far apart say so instead of breaking.
 */
export const LAN_VERSION = 1
const NAME = Buffer.from('SAFARNOMA', 'latin1')
export const HEAD_BYTES = NAME.length + 2
const STATES = ['open', 'busy', 'wrong-code'] as const
type HeadState = (typeof STATES)[number]

export const writeHead = (state: HeadState): Buffer => Buffer.concat([NAME, Uint8Array.of(LAN_VERSION, STATES.indexOf(state))])

/** Throws for another program, another version and for a state that ends it. */
export function checkHead(head: Buffer): void {
  const [version = 0, state = 0] = head.subarray(NAME.length)
  if (!head.subarray(0, NAME.length).equals(NAME)) throw new LanFailure('not-safarnoma')
  if (version !== LAN_VERSION) throw new LanFailure(version < LAN_VERSION ? 'older-there' : 'newer-there')
  const known = STATES[state]
  if (known === undefined) throw new LanFailure('not-safarnoma')
  if (known !== 'open') throw new LanFailure(known)
}

/** So much may lie unread; then the sender waits. */
const MOST_UNREAD = 256 * 1024

/** A connection whose bytes are taken in counted pieces; what breaks it is told to whoever takes. */
export class Line {
  readonly socket: Socket
  #chunks: Buffer[] = []
  #unread = 0
  #wanted: { readonly count: number; readonly resolve: (bytes: Buffer) => void; readonly reject: (error: Error) => void } | null = null
  #isOver = false

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk)
      this.#unread += chunk.length
      if (this.#unread > MOST_UNREAD) socket.pause()
      this.#serve()
    })
    // Without a listener Node would end the program; `errored` says afterwards what it was.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#isOver = true
      this.#serve()
    })
  }

  /** The next bytes, exactly so many: small numbers alone, because they are gathered in memory. One at a time. */
  take(count: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#wanted = { count, resolve, reject }
      this.#serve()
    })
  }

  #serve(): void {
    const wanted = this.#wanted
    if (wanted === null) return
    if (this.#unread >= wanted.count) {
      this.#wanted = null
      const all = Buffer.concat(this.#chunks)
      this.#chunks = [all.subarray(wanted.count)]
      this.#unread -= wanted.count
      if (this.#unread <= MOST_UNREAD) this.socket.resume()
      wanted.resolve(all.subarray(0, wanted.count))
    } else if (this.#isOver || this.socket.destroyed) {
      this.#wanted = null
      wanted.reject(this.socket.errored ?? new LanFailure('cut', 'the end of the stream'))
    }
  }
}

/** Ends the connection with a reason unless `work` is done in time. */
export async function within<T>(socket: Socket, limit: { ms: number; failure: LanFailure }, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => socket.destroy(limit.failure), limit.ms)
  try {
    return await work
  } finally {
    clearTimeout(timer)
  }
}
