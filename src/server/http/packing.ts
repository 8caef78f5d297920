import { promisify } from 'node:util'
import { gunzip, gzip, inflate, type ZlibOptions } from 'node:zlib'
import { LONGEST_UNIT, spareMemory, writeText } from '../host/spare-memory.ts'

/** Half the work of zlib's own choice, for an eighth more bytes (docs/decisions/0180-what-a-sync-costs.md). */
export const PACK_LEVEL = 4
export const PACK_FROM = 1_024

const KIB = 1_024
const packed = promisify(gzip)

/** Text that is there whole, in pieces where it is long, packed in one go. */
export async function packText(parts: readonly string[]): Promise<Buffer> {
  const memory = spareMemory.take(unitsOf(parts) * LONGEST_UNIT)
  let length = 0
  for (const part of parts) length += writeText(memory, part, length)
  try {
    return await packed(memory.subarray(0, length), { level: PACK_LEVEL, chunkSize: Math.max(16 * KIB, length >> 2) })
  } finally {
    spareMemory.give(memory)
  }
}

/** How long a text is, in units of UTF-16. */
export const unitsOf = (parts: readonly string[]): number => parts.reduce((sum, { length }) => sum + length, 0)

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
