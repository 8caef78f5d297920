import { readNoteUpdates } from '../../db/note-updates.ts'
import { write } from '../../db/write.ts'
import type { NoteStore } from '../../editor/note-document.ts'
import type { Workspace } from '../../records/workspace.tsx'

export type NoteWorkspace = Pick<Workspace, 'database' | 'author' | 'identity'>
type NoteRef = { readonly scope: string; readonly id: string }

/** The text of one note in the database. */
export function createNoteStore(workspace: NoteWorkspace, { scope, id }: NoteRef): NoteStore {
  const { database, identity } = workspace
  return {
    append: async (update) => {
      const fields = { bodyEdited: { by: identity.personId, at: database.host.now() } }
      const written = await write(database, workspace, { scope, changes: [{ type: 'type', id, update, fields }] })
      if (!written.ok) throw new NoteNotStored(written.error.code)
    },
    subscribe: (onRemote) => {
      let isOpen = true
      // One after the other: an older reading must not be handed over after a newer one.
      let reading = Promise.resolve()
      const read = async (): Promise<void> => {
        // Everything is handed over: what is there already changes nothing, and rows are merged when the server answers.
        for (const update of await readNoteUpdates(database, id)) if (isOpen) onRemote(update)
      }
      const stop = database.onCommit(({ noteIds, origin, isForeign }) => {
        if (!noteIds.includes(id) || (origin === 'local' && !isForeign)) return
        reading = reading.then(read).catch((error: unknown) => {
          // The database is being closed: there is nobody left to hand it to.
          if (isOpen) throw error
        })
      })
      return () => {
        isOpen = false
        stop()
      }
    },
  }
}

/** Nothing was stored; `code` says why, as `save-failure.ts` reads it. */
class NoteNotStored extends Error {
  readonly code: string
  constructor(code: string) {
    super(`The note was not stored: ${code}`)
    this.code = code
  }
}
