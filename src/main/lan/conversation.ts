import type { LanEvent } from '../../shared/ipc/lan.ts'
import type { LanProblem } from '../../shared/lan/problems.ts'
import { PACK_LIMITS, packAuthor, type PackAuthor } from '../../shared/sync/pack-format.ts'
import { FRAME_BYTES, type Channel, type Frame } from './channel.ts'
import { LanFailure, problemOf } from './failure.ts'

type OwnEvent<E = LanEvent> = E extends LanEvent ? Omit<E, 'exchange'> : never
export type ConversationEvent = Exclude<OwnEvent, { what: 'knocked' }>

export type ConversationOptions = {
  readonly me: PackAuthor
  /** The last one is `ended`, and there is exactly one of it. */
  readonly onEvent: (event: ConversationEvent) => void
  /** Milliseconds: a sign of life is sent so often, and missed for so long before the connection counts as broken. */
  readonly limits: { readonly pingMs: number; readonly silenceMs: number }
}

const TYPES = { ping: 0, introduction: 1, confirmed: 2, pack: 3, bytes: 4, answer: 5, done: 6, cancelled: 7 } as const
const LARGEST_INTRODUCTION = 4096
/** The page hears of a pack's way so often. */
const TOLD_EVERY = 1024 * 1024
const EMPTY = new Uint8Array()

/**
 * Two laptops that have a key in common. Each introduces itself; when both persons have confirmed the other, each gives one pack or
 * none and says what became of the other's. Anything out of this order ends it.
 */
export class Conversation {
  readonly #channel: Channel
  readonly #options: ConversationOptions
  readonly #pings: NodeJS.Timeout
  readonly #silence: NodeJS.Timeout
  readonly #mine = { isConfirmed: false, isGiven: false, isSent: false, isSettled: false, isDone: false }
  readonly #theirs = { isMet: false, isConfirmed: false, size: null as number | null, isSettled: false, isDone: false }
  #chunks: Uint8Array[] = []
  #came = 0
  #isOver = false

  constructor(channel: Channel, options: ConversationOptions) {
    this.#channel = channel
    this.#options = options
    this.#pings = setInterval(() => this.#send('ping'), options.limits.pingMs)
    this.#silence = setTimeout(() => channel.socket.destroy(new LanFailure('cut', 'no sign of life')), options.limits.silenceMs)
    this.#send('introduction', Buffer.from(JSON.stringify(options.me)))
    void this.#listen()
  }

  get isConfirmed(): boolean {
    return this.#mine.isConfirmed && this.#theirs.isConfirmed
  }

  /** Both have to, before any pack goes. False when it is not the time. */
  confirm(): boolean {
    if (this.#isOver || !this.#theirs.isMet || this.#mine.isConfirmed) return false
    this.#mine.isConfirmed = true
    this.#send('confirmed')
    this.#tellConfirmed()
    return true
  }

  /** Once. False when it is not the time. */
  give(pack: Uint8Array | null): boolean {
    if (this.#isOver || !this.isConfirmed || this.#mine.isGiven) return false
    this.#mine.isGiven = true
    // Copied: what the page lent may be taken back.
    this.#sendPack(pack === null ? EMPTY : new Uint8Array(pack)).catch((error: unknown) => this.#end(problemOf(error)))
    return true
  }

  /** The pack that came whole, once; null when there is none. It is there also when the connection has broken since. */
  take(): Uint8Array | null {
    if (this.#theirs.size === null || this.#theirs.size === 0 || this.#came < this.#theirs.size || this.#chunks.length === 0) return null
    const pack = new Uint8Array(Buffer.concat(this.#chunks))
    this.#chunks = []
    return pack
  }

  /** False when there is nothing to answer, or nobody to hear it any more. */
  answer(isTaken: boolean): boolean {
    const { size, isSettled } = this.#theirs
    if (this.#isOver || size === null || this.#came < size || isSettled) return false
    this.#theirs.isSettled = true
    this.#send('answer', Uint8Array.of(isTaken ? 1 : 0))
    this.#finishIfDone()
    return true
  }

  cancel(): void {
    if (this.#isOver) return
    this.#send('cancelled')
    this.#end('cancelled')
  }

  async #listen(): Promise<void> {
    try {
      while (!this.#isOver) {
        const frame = await this.#channel.receive()
        this.#silence.refresh()
        this.#hear(frame)
      }
    } catch (error) {
      this.#end(problemOf(error))
    }
  }

  #hear({ type, payload }: Frame): void {
    switch (type) {
      case TYPES.ping:
        return
      case TYPES.introduction:
        return this.#meet(payload)
      case TYPES.confirmed:
        must(this.#theirs.isMet && !this.#theirs.isConfirmed, 'confirmed')
        this.#theirs.isConfirmed = true
        return this.#tellConfirmed()
      case TYPES.pack:
        return this.#begin(payload)
      case TYPES.bytes:
        return this.#gather(payload)
      case TYPES.answer:
        must(this.#mine.isSent && !this.#mine.isSettled && payload.length === 1, 'answer')
        this.#mine.isSettled = true
        this.#options.onEvent({ what: 'answered', isTaken: payload[0] === 1 })
        return this.#finishIfDone()
      case TYPES.done:
        // They answered our pack and heard our answer before they said so: we are done as well.
        must(this.#mine.isDone, 'done')
        this.#theirs.isDone = true
        return this.#end(null)
      case TYPES.cancelled:
        return this.#end('cancelled')
      default:
        throw new LanFailure('misbehaved', `type ${type}`)
    }
  }

  #meet(payload: Buffer): void {
    must(!this.#theirs.isMet && payload.length <= LARGEST_INTRODUCTION, 'introduction')
    const peer = readIntroduction(payload)
    this.#theirs.isMet = true
    this.#options.onEvent({ what: 'met', peer })
  }

  #begin(payload: Buffer): void {
    must(this.isConfirmed && this.#theirs.size === null && payload.length === 4, 'pack')
    const size = payload.readUInt32BE()
    if (size > PACK_LIMITS.file) throw new LanFailure('too-large', String(size))
    this.#theirs.size = size
    this.#theirs.isSettled = size === 0
    this.#options.onEvent({ what: 'came', bytes: 0, size })
    this.#finishIfDone()
  }

  /** Room is made as bytes come, never for what was announced. */
  #gather(payload: Buffer): void {
    const size = this.#theirs.size ?? 0
    must(payload.length > 0 && this.#came + payload.length <= size, 'bytes')
    const before = this.#came
    this.#came += payload.length
    this.#chunks.push(payload)
    this.#tellProgress('came', { before, now: this.#came, size })
  }

  async #sendPack(pack: Uint8Array): Promise<void> {
    const size = Buffer.alloc(4)
    size.writeUInt32BE(pack.length)
    await this.#channel.send(TYPES.pack, size)
    for (let start = 0; start < pack.length; start += FRAME_BYTES) {
      const chunk = pack.subarray(start, start + FRAME_BYTES)
      // Before it is handed over: the other side may answer before this one goes on.
      if (start + chunk.length === pack.length) this.#mine.isSent = true
      await this.#channel.send(TYPES.bytes, chunk)
      this.#tellProgress('sent', { before: start, now: start + chunk.length, size: pack.length })
    }
    if (pack.length > 0) return
    this.#mine.isSettled = true
    this.#finishIfDone()
  }

  #tellProgress(what: 'sent' | 'came', { before, now, size }: { before: number; now: number; size: number }): void {
    if (this.#isOver || (now < size && Math.floor(before / TOLD_EVERY) === Math.floor(now / TOLD_EVERY))) return
    this.#options.onEvent({ what, bytes: now, size })
  }

  #tellConfirmed(): void {
    if (this.isConfirmed) this.#options.onEvent({ what: 'confirmed' })
  }

  #finishIfDone(): void {
    if (!this.#mine.isSettled || !this.#theirs.isSettled || this.#mine.isDone || this.#isOver) return
    this.#mine.isDone = true
    this.#send('done')
  }

  #send(type: keyof typeof TYPES, payload: Uint8Array = EMPTY): void {
    this.#channel.send(TYPES[type], payload).catch((error: unknown) => this.#end(problemOf(error)))
  }

  #end(why: LanProblem | null): void {
    if (this.#isOver) return
    // With both packs answered nothing is missing but the word that says so.
    const problem = why === 'cut' && this.#mine.isSettled && this.#theirs.isSettled ? null : why
    this.#isOver = true
    clearInterval(this.#pings)
    clearTimeout(this.#silence)
    const { socket } = this.#channel
    // What was said last still goes out; a side that broke the rules is not waited for.
    if (problem === null || problem === 'cancelled') socket.end(() => socket.destroy())
    else socket.destroy()
    this.#options.onEvent({ what: 'ended', problem })
  }
}

function readIntroduction(payload: Buffer): PackAuthor {
  try {
    return packAuthor.parse(JSON.parse(payload.toString('utf8')))
  } catch {
    throw new LanFailure('misbehaved', 'an introduction')
  }
}

function must(condition: boolean, what: string): void {
  if (!condition) throw new LanFailure('misbehaved', `${what} at the wrong time`)
}
