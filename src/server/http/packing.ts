import { promisify } from 'node:util'
import { createGunzip, createInflate, gzip } from 'node:zlib'

/** Half the work of zlib's own choice, for an eighth more bytes (docs/decisions/0180-what-a-sync-costs.md). */
export const PACK_LEVEL = 4
export const PACK_FROM = 1_024

const KIB = 1_024
/** Each piece is a way to another thread and back; zlib's own are of 16 KiB, and a push has half a MiB. */
const PIECE = 128 * KIB

export const unpackers = {
  createGunzip: () => createGunzip({ chunkSize: PIECE }),
  createInflate: () => createInflate({ chunkSize: PIECE }),
}

const packed = promisify(gzip)

/** Text that is there whole, packed in one go. */
export function packText(text: string): Promise<Buffer> {
  const bytes = Buffer.from(text)
  return packed(bytes, { level: PACK_LEVEL, chunkSize: Math.max(16 * KIB, bytes.length >> 2) })
}

/** Whether whoever sent this header reads gzip. */
export const takesGzip = (acceptEncoding: string | string[] | undefined): boolean =>
  String(acceptEncoding ?? '')
    .split(',')
    .some((one) => /^\s*(x-)?gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(one))
