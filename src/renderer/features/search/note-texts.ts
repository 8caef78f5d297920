import { plainText } from '@shared/domain/note-body.ts'
import * as Y from 'yjs'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Database } from '../../db/database.ts'
import { recordsOf } from '../../db/live.ts'
import { readNoteUpdates } from '../../db/note-updates.ts'
import { bodyOfDoc } from '../../../notes/note-body-conversion.ts'
import { fold } from '../../records/fold.ts'
import type { NoteTexts, ScopeEntry } from './search-index.ts'

export type NoteTextStore = {
  readonly store: StoreApi<{ readonly texts: NoteTexts }>
  /** Reads the notes that are not here yet, one after the other, with `rest` between them. */
  readonly fill: (scopes: readonly ScopeEntry[]) => Promise<void>
  readonly close: () => void
}

/**
 * The words of all notes, in memory and nowhere else. Read from the stored updates when there is time, and again when a
 * commit says that a note's text has changed.
 * @param rest waits for the next idle moment
 */
export function createNoteTexts(database: Database, rest: () => Promise<void>): NoteTextStore {
  const store = createStore<{ texts: NoteTexts }>(() => ({ texts: new Map() }))
  let isOpen = true
  let filling: Promise<void> | null = null
  // What was being read while it changed is read again.
  let changes = 0
  const stop = database.onCommit(({ noteIds }) => {
    if (noteIds.length === 0) return
    changes += 1
    store.setState(({ texts }) => ({ texts: without(texts, noteIds) }))
  })
  const read = async (scopes: readonly ScopeEntry[]): Promise<void> => {
    for (const { live } of scopes) {
      for (const { id } of recordsOf(live, 'note')) {
        if (!isOpen) return
        if (store.getState().texts.has(id)) continue
        const text = await settled(
          () => textOf(database, id),
          () => changes,
        )
        store.setState(({ texts }) => ({ texts: new Map(texts).set(id, { text, key: fold(text) }) }))
        await rest()
      }
    }
  }
  return {
    store,
    fill: (scopes) => {
      // One reader at a time: a second call waits for the first and reads what is then missing.
      const next = (filling ?? Promise.resolve()).then(() => read(scopes))
      filling = next.catch((error: unknown) => {
        if (isOpen) throw error
      })
      return filling
    },
    close: () => {
      isOpen = false
      stop()
    },
  }
}

/** Runs again until nothing was committed meanwhile; three times at most, then the next filling sees to it. */
async function settled<T>(run: () => Promise<T>, changesSoFar: () => number, tries = 3): Promise<T> {
  const before = changesSoFar()
  const value = await run()
  return changesSoFar() === before || tries <= 1 ? value : settled(run, changesSoFar, tries - 1)
}

async function textOf(database: Database, id: string): Promise<string> {
  const doc = new Y.Doc()
  for (const update of await readNoteUpdates(database, id)) {
    try {
      Y.applyUpdateV2(doc, update)
    } catch {
      // A damaged update hides its own words only; the note's page says that some are missing.
      continue
    }
  }
  const text = plainText(bodyOfDoc(doc))
  doc.destroy()
  return text
}

function without(texts: NoteTexts, ids: readonly string[]): NoteTexts {
  const kept = new Map(texts)
  for (const id of ids) kept.delete(id)
  return kept
}
