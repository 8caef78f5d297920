import { promisify } from 'node:util'
import { gunzip, gzip, inflate, type ZlibOptions } from 'node:zlib'

/** Half the work of zlib's own choice, for an eighth more bytes (docs/decisions/0180-what-a-sync-costs.md). */
export const PACK_LEVEL = 4
export const PACK_FROM = 1_024

const KIB = 1_024
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

const UNPACK = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  identity: (bytes: Buffer, _options: ZlibOptions) => Promise.resolve(bytes),
}
export type Encoding = keyof typeof UNPACK
export const isEncoding = (name: string): name is Encoding => Object.hasOwn(UNPACK, name)

/** How long a body says that it will be once it is unpacked; `most` where it does not say, or says more. */
export function unpackedLength(bytes: Buffer, encoding: Encoding, most: number): number {
  if (encoding === 'identity') return bytes.length
  return encoding === 'gzip' && bytes.length >= 4 ? Math.min(bytes.readUInt32LE(bytes.length - 4), most) : most
}

/** Rejects what is damaged, and what turns out to be longer than `length`. */
export const unpack = (bytes: Buffer, encoding: Encoding, length: number): Promise<Buffer> =>
  UNPACK[encoding](bytes, { maxOutputLength: Math.max(length, 1), chunkSize: Math.max(length, KIB) })
