import type { BlobBytes } from './blob-bytes.ts'
import { openBlobFolder } from './blob-folder.ts'
import { openS3Bytes } from './s3-bytes.ts'
import { createS3Client, type S3Config } from './s3-client.ts'
import { createUploads, type Uploads } from './uploads.ts'

export type BlobConfig = {
  /** Where the bytes lie: the same folder, or the same bucket, for every instance. */
  readonly place:
    | {
        readonly folder: string
        /** Free bytes of the disk that it lies on; passed in where a test needs a full one. */
        readonly freeBytes?: (folder: string) => Promise<number>
      }
    | { readonly s3: S3Config }
  /** Bytes that a visit may hold. */
  readonly visitBytes: number
}
/** Bytes of attachments on this server. */
export type BlobStore = { readonly bytes: BlobBytes; readonly uploads: Uploads; readonly visitBytes: number }

const HOUR = 60 * 60_000
/** An upload that nobody adds to. A laptop that comes back later begins it anew. */
export const UNFINISHED_FOR = 7 * 24 * HOUR
export const SWEEP_EVERY = 6 * HOUR

export async function openBlobStore({ place, visitBytes }: BlobConfig): Promise<BlobStore> {
  const bytes = await openBlobBytes(place)
  return { bytes, uploads: createUploads(bytes), visitBytes }
}

export const openBlobBytes = async (place: BlobConfig['place']): Promise<BlobBytes> =>
  'folder' in place ? openBlobFolder(place.folder, place.freeBytes) : openS3Bytes(createS3Client(place.s3))
