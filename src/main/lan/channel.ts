import { createCipheriv, createDecipheriv } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { LanFailure } from './failure.ts'
import type { Line } from './wire.ts'

/** One key for each direction, never used again. */
export type ChannelKeys = { readonly out: Buffer; readonly in: Buffer }
export type Frame = { readonly type: number; readonly payload: Buffer }

/** What one frame carries at most. */
export const FRAME_BYTES = 64 * 1024
const LENGTH_BYTES = 4
const TAG_BYTES = 16
/** AES, because Electron's crypto has no ChaCha20-Poly1305 among its ciphers, and every laptop's processor does AES. */
const CIPHER = 'aes-256-gcm'

/**
 * Sealed frames over one connection: length, then type and payload sealed, with the length bound to them. The nonce counts the frames
 * of its direction, so that a frame which is left out, repeated, moved or sent back opens nothing.
 */
export type Channel = {
  readonly socket: Socket
  /** Sealed and handed over at once, in the order of the calls; resolves when there is room for more. */
  send(type: number, payload: Uint8Array): Promise<void>
  receive(): Promise<Frame>
}

export function openChannel(line: Line, keys: ChannelKeys): Channel {
  const { socket } = line
  let sent = 0
  let received = 0
  return {
    socket,
    send: async (type, payload) => {
      const length = lengthOf(1 + payload.length + TAG_BYTES)
      const cipher = createCipheriv(CIPHER, keys.out, nonce(sent))
      sent += 1
      cipher.setAAD(length)
      const sealed = [cipher.update(Uint8Array.of(type)), cipher.update(payload), cipher.final(), cipher.getAuthTag()]
      if (socket.destroyed) throw socket.errored ?? new LanFailure('cut')
      if (socket.write(Buffer.concat([length, ...sealed]))) return
      const enough = new AbortController()
      await Promise.race([once(socket, 'drain', enough), once(socket, 'close', enough)]).finally(() => enough.abort())
    },
    receive: async () => {
      const length = await line.take(LENGTH_BYTES)
      const size = length.readUInt32BE()
      if (size <= TAG_BYTES || size > FRAME_BYTES + 1 + TAG_BYTES) throw new LanFailure('misbehaved', `a frame of ${size}`)
      const sealed = await line.take(size)
      const decipher = createDecipheriv(CIPHER, keys.in, nonce(received))
      received += 1
      decipher.setAAD(length)
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
      const opened = decipher.update(sealed.subarray(0, -TAG_BYTES))
      try {
        decipher.final()
      } catch {
        throw new LanFailure('misbehaved', 'a frame that does not open')
      }
      return { type: opened[0] ?? 0, payload: opened.subarray(1) }
    },
  }
}

function lengthOf(size: number): Buffer {
  const bytes = Buffer.alloc(LENGTH_BYTES)
  bytes.writeUInt32BE(size)
  return bytes
}

/** 2^48 frames are four million terabytes: the counter does not come round. */
function nonce(count: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUIntBE(count, 6, 6)
  return bytes
}
