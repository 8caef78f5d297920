import type { Attachment } from '@shared/domain/attachment.ts'
import { attachedFileOf, type AttachedFile } from '@memos/content/attached-file.ts'
import { readWhole, type LocalBlob } from '../../db/blobs.ts'
import type { Database } from '../../db/database.ts'
import { recordsOf } from '../../db/live.ts'
import { isShown } from '../../lib/file-type.ts'
import type { ShrinkPicture } from '../../lib/shrink-picture.ts'
import type { Workspace } from '../../records/workspace.tsx'
import { blobKey, type BlobStatus } from '../../sync/blob-status.ts'

/** So many pictures are kept ready; about 200 KB each. */
const MOST_PRINTS = 200

/**
 * What is attached in a visit, as reports name it, with the pictures whose bytes are here drawn anew at the size of print. A picture is
 * drawn once as long as the program runs, because a report is made again at every word that is typed beside it.
 * @param shrink null where pictures are only named
 */
export async function attachedFilesOf(workspace: Workspace, scope: string, shrink: ShrinkPicture | null): Promise<AttachedFile[]> {
  const live = workspace.live.store.getState().scopes[scope]
  const { local } = workspace.blobStatus.getState()
  const files: AttachedFile[] = []
  for (const attachment of live === undefined ? [] : recordsOf(live, 'attachment')) {
    const blob = shrink !== null && isPrintable(attachment) ? local.get(blobKey(scope, attachment.hash ?? '')) : undefined
    const bytes = shrink === null || blob === undefined ? null : await printOf(workspace.database, blob, shrink)
    files.push(attachedFileOf(attachment, bytes))
  }
  return files
}

/** Which bytes of a visit are here, as a text that changes when they do. */
export const bytesHere = ({ local }: BlobStatus, scope: string): string =>
  [...local.values()].flatMap((blob) => (blob.scope === scope && blob.isWhole && !blob.isDamaged ? [blob.hash] : [])).join(' ')

/** A browser has drawn it before: a picture that it could not read is not tried again with every report. */
const isPrintable = ({ mediaType, thumbnailHash }: Attachment): boolean => isShown(mediaType) && thumbnailHash !== null

const prints = new WeakMap<Database, Map<string, Uint8Array>>()

async function printOf(database: Database, blob: LocalBlob, shrink: ShrinkPicture): Promise<Uint8Array | null> {
  if (blob.hash === null || blob.isDamaged) return null
  const kept = prints.get(database) ?? new Map<string, Uint8Array>()
  prints.set(database, kept)
  const known = kept.get(blob.hash)
  if (known) return known
  const read = await readWhole(database, blob)
  const print = read.ok ? await shrink(new Blob([read.value])) : null
  if (print === null) return null
  const [oldest] = kept.keys()
  if (kept.size >= MOST_PRINTS && oldest !== undefined) kept.delete(oldest)
  kept.set(blob.hash, print)
  return print
}
