import { crc32, deflateSync } from 'node:zlib'
import { bytesOf } from './bytes.ts'

/** A PNG of coloured noise, which packs badly: about three bytes a pixel. */
export function noisePicture(width: number, height: number, seed = 'noise'): Buffer {
  const noise = bytesOf(seed, width * height * 3)
  const rows = Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.of(0), noise.subarray(y * width * 3, (y + 1) * width * 3)]))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits a colour, red, green and blue.
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
