import { useEffect, useState } from 'react'
import { readNoteUpdates } from '../../db/note-updates.ts'
import { openNoteDocument, type NoteDocument } from '../../editor/note-document.ts'
import type { NoteClock } from '../../editor/note-saver.ts'
import { useScope } from '../../records/use-records.ts'
import { useWorkspace, type Workspace } from '../../records/workspace.tsx'
import { createNoteStore } from './note-store.ts'
import type { NoteTab } from './meeting-queries.ts'

/** The text of a note while it is on the screen; null until it has been read. */
export function useNoteDocument(scope: string, tab: NoteTab): NoteDocument | null {
  const workspace = useWorkspace()
  const role = useScope(scope)?.state.role
  const isReader = role === 'reader' || role === 'reviewer'
  const [note, setNote] = useState<NoteDocument | null>(null)
  const { id, bodySchema } = tab
  useEffect(() => {
    let isGone = false
    let opened: NoteDocument | null = null
    void openNote(workspace, { scope, id, bodySchema, isReader }).then((one) => {
      opened = one
      if (isGone) void closeNote(one)
      else setNote(one)
    })
    const stop = workspace.closing.add(async () => void (await opened?.flush()))
    return () => {
      isGone = true
      stop()
      setNote(null)
      if (opened) void closeNote(opened)
    }
  }, [workspace, scope, id, bodySchema, isReader])
  return note
}

type NoteToOpen = { readonly scope: string; readonly id: string; readonly bodySchema: number | null; readonly isReader: boolean }

async function openNote(workspace: Workspace, { scope, id, bodySchema, isReader }: NoteToOpen): Promise<NoteDocument> {
  const updates = await readNoteUpdates(workspace.database, id)
  const session = { personId: workspace.identity.personId, name: workspace.profile.getState().name ?? '' }
  const store = createNoteStore(workspace, { scope, id })
  const clock: NoteClock = { now: workspace.database.host.now, after }
  return openNoteDocument({ updates, session, store, clock, isReader, ...(bodySchema === null ? {} : { bodySchema }) })
}

/** Text that could not be stored yet is kept, and tried again by the note itself until it is. */
async function closeNote(note: NoteDocument): Promise<void> {
  if (await note.close()) return
  const stop = note.onSaveState(() => {
    if (note.saveState().status !== 'saved') return
    stop()
    void note.close()
  })
}

function after(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}
