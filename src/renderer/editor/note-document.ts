import { BODY_SCHEMA } from '@shared/domain/note-body.ts'
import * as Y from 'yjs'
import { USERS } from './note-authors.ts'
import { createNoteSaver, type NoteClock, type NoteWriter, type SaveState } from './note-saver.ts'

/** Where the updates of one note are kept. */
export type NoteStore = NoteWriter & {
  /** Hands over what colleagues and other windows wrote, once it is stored. Returns the end of the subscription. */
  readonly subscribe: (onRemote: (update: Uint8Array) => void) => () => void
}
export type NoteSession = { readonly personId: string; readonly name: string }

export type NoteDocument = {
  readonly doc: Y.Doc
  readonly canEdit: boolean
  /** Why it cannot be changed here: written by a newer version, or no right to write. */
  readonly readOnlyBecause: 'newer-version' | 'reader' | null
  /** How many stored updates could not be read: a part of the text is missing. */
  readonly unreadable: () => number
  readonly saveState: () => SaveState
  readonly onSaveState: (listener: () => void) => () => void
  /** For the editor: what its first drawing writes into the document is not typing and starts no save. */
  readonly quietly: <T>(run: () => T) => T
  /** Stores what is typed. False when it could not: the text is kept, and is tried again by itself. */
  readonly flush: () => Promise<boolean>
  /** Flushes, then lets go. False, and still open, when the text could not be stored. */
  readonly close: () => Promise<boolean>
}

export type OpenNote = {
  /** Oldest first, as the store has them. */
  readonly updates: readonly Uint8Array[]
  readonly session: NoteSession
  readonly store: NoteStore
  readonly clock: NoteClock
  /** The note's `bodySchema`. */
  readonly bodySchema?: number
  readonly isReader?: boolean
}

const REMOTE = 'remote'

/** Opens the text of one note. Opening writes nothing. An update that cannot be read is passed over and counted. */
export function openNoteDocument({ updates, session, store, clock, bodySchema = BODY_SCHEMA, isReader = false }: OpenNote): NoteDocument {
  const doc = new Y.Doc()
  let unreadable = 0
  const receive = (update: Uint8Array): void => {
    if (!isApplied(doc, update)) unreadable += 1
  }
  doc.transact(() => updates.forEach(receive), REMOTE)
  const readOnlyBecause = bodySchema > BODY_SCHEMA ? 'newer-version' : isReader ? 'reader' : null
  const canEdit = readOnlyBecause === null
  const saver = createNoteSaver({ doc, writer: store, clock })
  let quiet = 0
  const quietly = <T>(run: () => T): T => {
    quiet += 1
    try {
      return run()
    } finally {
      quiet -= 1
    }
  }
  // What the binding repairs while it draws goes out with the next flush, but it is nobody's edit.
  const onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (!canEdit || origin === REMOTE) return
    saver.add(update)
    if (quiet > 0) return
    saver.soon()
    signOnce(doc, session)
  }
  doc.on('updateV2', onUpdate)
  const unsubscribe = store.subscribe((update) => quietly(() => receive(update)))
  return {
    doc,
    canEdit,
    readOnlyBecause,
    unreadable: () => unreadable,
    saveState: saver.state,
    onSaveState: saver.onState,
    quietly,
    flush: saver.flush,
    close: async () => {
      if (!(await saver.flush())) return false
      unsubscribe()
      doc.destroy()
      return true
    },
  }
}

/**
 * The only place where a Yjs client id gets a name: a map that travels with the text and survives compaction. Written at
 * the first edit of a session, so that reading leaves no trace.
 */
function signOnce(doc: Y.Doc, { personId, name }: NoteSession): void {
  const users = doc.getMap(USERS)
  const client = String(doc.clientID)
  if (!users.has(client)) doc.transact(() => users.set(client, { id: personId, name }))
}

/** A damaged update of one colleague must not keep the others' text from being read. */
function isApplied(doc: Y.Doc, update: Uint8Array): boolean {
  try {
    Y.applyUpdateV2(doc, update, REMOTE)
    return true
  } catch {
    return false
  }
}
