import { openBlobFolder, type BlobFolder } from './blob-folder.ts'
import { createUploads, type Uploads } from './uploads.ts'

export type BlobConfig = {
  /** Where the bytes lie; the same folder for every instance. */
  readonly folder: string
  /** Bytes that a visit may hold. */
  readonly visitBytes: number
}
/** Bytes of attachments on this server. */
export type BlobStore = { readonly folder: BlobFolder; readonly uploads: Uploads; readonly visitBytes: number }

const HOUR = 60 * 60_000
/** An upload that nobody adds to. A laptop that comes back later begins it anew. */
export const UNFINISHED_FOR = 7 * 24 * HOUR
export const SWEEP_EVERY = 6 * HOUR

export async function openBlobStore({ folder, visitBytes }: BlobConfig): Promise<BlobStore> {
  const opened = await openBlobFolder(folder)
  return { folder: opened, uploads: createUploads(opened), visitBytes }
}
