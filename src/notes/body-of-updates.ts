import type { NoteBody } from '@shared/domain/note-body.ts'
import * as Y from 'yjs'
import { bodyOfDoc } from './note-body-conversion.ts'

/**
 * The text of a note from the updates that are stored of it (Yjs, version 2), in any order. Equal updates give an equal body
 * wherever they lie: on a laptop or on the ministry's server. Throws on bytes that are no update.
 */
export function bodyOfUpdates(updates: Iterable<Uint8Array>): NoteBody {
  const document = new Y.Doc()
  for (const update of updates) Y.applyUpdateV2(document, update)
  const body = bodyOfDoc(document)
  document.destroy()
  return body
}
