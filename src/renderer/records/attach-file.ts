import { LARGEST_FILE } from '@shared/domain/attachment.ts'
import { checkDraft } from '@shared/domain/draft.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { keepBlob, type BlobSource } from '../db/blobs.ts'
import type { Change } from '../db/write.ts'
import { fileTypeOf, HEAD } from '../lib/file-type.ts'
import type { MakeThumbnail } from '../lib/shrink-picture.ts'
import { commit, type Writing } from './commit.ts'
import type { Undoable } from './undo.ts'

export type AttachProblem = 'empty' | 'too-large' | 'program' | 'unreadable' | 'disk-full' | 'storage'
/** What a file belongs to. */
export type AttachedTo = { readonly scope: string; readonly kind: 'meeting' | 'agreement'; readonly id: string }
export type Attaching = { readonly to: AttachedTo; readonly thumbnail: MakeThumbnail }

const sourceOf = (file: Blob): BlobSource => ({
  size: file.size,
  slice: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
})

/**
 * Keeps a file on this laptop and writes the record that names it, in this order: a record never names bytes that were not stored.
 * When anything fails there is no record, and the person's own file is as it was.
 */
export async function attachFile(
  workspace: Writing,
  file: File,
  { to: { scope, kind, id: owner }, thumbnail }: Attaching,
): Promise<Result<{ id: string; takeBack: Undoable | null }, AttachProblem>> {
  if (file.size === 0) return fail('empty')
  if (file.size > LARGEST_FILE) return fail('too-large')
  const { database } = workspace
  const source = sourceOf(file)
  try {
    const { mediaType, isProgram } = fileTypeOf(await source.slice(0, HEAD), file.name)
    if (isProgram) return fail('program')
    const kept = await keepBlob(database, scope, source)
    if (!kept.ok) return kept
    const small = mediaType.startsWith('image/') ? await thumbnail(file) : null
    const keptSmall = small ? await keepBlob(database, scope, sourceOf(new Blob([small]))) : null
    if (keptSmall && !keptSmall.ok) return keptSmall
    const id = database.host.newId()
    const fields = checkDraft('attachment', {
      name: nameOf(file),
      mediaType,
      hash: kept.value.hash,
      size: file.size,
      thumbnailHash: keptSmall?.value.hash,
      thumbnailSize: keptSmall?.value.size,
      [kind === 'meeting' ? 'meetingId' : 'agreementId']: owner,
    })
    if (!fields.ok) return fail('unreadable', JSON.stringify(fields.problems))
    const change: Change = { type: 'set', kind: 'attachment', id, fields: fields.fields }
    const written = await commit(workspace, scope, [change])
    if (!written.ok) return fail(written.error.code === 'disk-full' ? 'disk-full' : 'storage')
    return succeed({ id, takeBack: written.value.takeBack })
  } catch (error) {
    // The file was moved, or its stick pulled, while it was read.
    if (error instanceof DOMException) return fail('unreadable', error.message)
    throw error
  }
}

/** What every system can store as text; only the end of a long name says what it is. */
function nameOf({ name }: File): string {
  const clean = name
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .toWellFormed()
    .trim()
  return clean.length <= 255 ? clean || 'file' : clean.slice(-255)
}
