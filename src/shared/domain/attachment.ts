import { z } from 'zod'
import { id, requiredText, text, type Draft, type RecordOf } from './record.ts'

/** One file. A laptop holds it in chunks and a page shows it from memory, so it ends somewhere. */
export const LARGEST_FILE = 256 * 1024 * 1024

/** SHA-256 of a file's bytes, as 64 lower-case hexadecimal digits: what the bytes are called everywhere. */
export const contentHash = z.string().regex(/^[0-9a-f]{64}$/, { error: 'not-a-hash' })

const size = z.int().min(0).max(LARGEST_FILE)

/** A photo, scan, document or recording of a meeting or an agreement. Its bytes travel beside the record, after it. */
export const attachmentFields = {
  /** The file's own name, as it was attached. */
  name: requiredText(255),
  caption: text(2_000),
  /** Only where somebody said `false` may a document for the other side show it. */
  isInternal: z.boolean(),
  /** What its first bytes say it is, such as `image/jpeg`. */
  mediaType: z.string().regex(/^[a-z]+\/[a-z0-9.+-]{1,100}$/, { error: 'wrong-value' }),
  hash: contentHash,
  /** Bytes. */
  size,
  /** A small picture of it, kept and sent like a file of its own, before the file. */
  thumbnailHash: contentHash,
  thumbnailSize: size,
  meetingId: id,
  agreementId: id,
} as const
export type Attachment = RecordOf<typeof attachmentFields>
export type AttachmentDraft = Draft<typeof attachmentFields>

/** Bytes that a record names: to be kept, sent and fetched. */
export type NamedBlob = { readonly hash: string; readonly size: number; readonly isThumbnail: boolean }

/** The thumbnail first: it is small, and says what is to come. */
export function blobsOf({ hash, size, thumbnailHash, thumbnailSize }: Pick<Attachment, BlobField>): NamedBlob[] {
  const thumbnail =
    thumbnailHash === null || thumbnailSize === null ? [] : [{ hash: thumbnailHash, size: thumbnailSize, isThumbnail: true }]
  return hash === null || size === null ? thumbnail : [...thumbnail, { hash, size, isThumbnail: false }]
}
type BlobField = 'hash' | 'size' | 'thumbnailHash' | 'thumbnailSize'
