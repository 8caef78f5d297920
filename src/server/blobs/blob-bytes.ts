import type { Readable } from 'node:stream'
import type { DataStore } from '@tus/server'
import type { Result } from '@shared/lib/result.ts'

/** Bytes by their SHA-256, in one place that every instance reaches: a folder (blob-folder.ts) or a bucket (s3-bytes.ts). */
export type BlobBytes = {
  /** Where uploads under way lie. */
  readonly uploads: DataStore
  has(hash: string, size: number): Promise<boolean>
  /**
   * Takes a finished upload in: read whole, compared with its name, and only then, in one step, in its place. The upload stays, until
   * it is discarded, so that a crash in between can be mended.
   */
  take(upload: string, blob: { hash: string; size: number }): Promise<Result<null, 'differs'>>
  discard(upload: string): Promise<void>
  /** Bytes that still fit; infinite where the place does not say. */
  room(): Promise<number>
  /** Bytes `from` to `to`, both included. */
  read(hash: string, range: { from: number; to: number }): Promise<Readable>
  /** Removes uploads that nobody has added to since `before` (milliseconds since 1970). Gives how many. */
  sweep(before: number): Promise<number>
  /** Everything that is in its place. */
  list(): AsyncIterable<{ readonly hash: string; readonly size: number }>
}
