import { createHash } from 'node:crypto'

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Bytes that look like nothing else, the same in every run. */
export function bytesOf(seed: string, size: number): Buffer {
  const blocks: Buffer[] = []
  for (let length = 0; length < size; length += 32) {
    blocks.push(createHash('sha256').update(`${seed} ${length}`).digest())
  }
  return Buffer.concat(blocks).subarray(0, size)
}
