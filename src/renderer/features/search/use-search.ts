import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useScopes } from '../../records/use-records.ts'
import { usePreferences, useWorkspace } from '../../records/workspace.tsx'
import { createNoteTexts, type NoteTextStore } from './note-texts.ts'
import { createSearchIndex, livingScopes, type NoteTexts, type ScopeEntry, type SearchIndex } from './search-index.ts'
import { readQuery, runQuery, type GroupResult, type Query } from './search-query.ts'

export type SearchResults = { readonly query: Query; readonly groups: readonly GroupResult[]; readonly texts: NoteTexts }

/** Quiet time after a change before notes are read again while nobody searches. */
const QUIET_MS = 3_000

/**
 * Searches everything on this laptop. The index is folded and the notes are read when the page has nothing else to do; all of
 * it is gone with the page.
 * @param isHere only the visit that is open
 */
export function useSearch(typed: string, { isHere, isOpen }: { readonly isHere: boolean; readonly isOpen: boolean }): SearchResults {
  const { database } = useWorkspace()
  const { currentVisit } = usePreferences()
  const all = useScopes()
  const scopes = useMemo(() => livingScopes(all), [all])
  const [index] = useState(createSearchIndex)
  const [notes] = useState(() => createNoteTexts(database, nextIdle))
  const texts = useStore(notes.store, (state) => state.texts)
  useEffect(() => notes.close, [notes])
  useFilling(scopes, { index, notes, isOpen })
  const lists = useMemo(() => {
    if (!isOpen) return []
    const wanted = isHere ? scopes.filter(({ scope }) => scope === currentVisit) : scopes
    return index.entriesOf(wanted, texts)
  }, [index, scopes, texts, isHere, isOpen, currentVisit])
  return useMemo(() => {
    const query = readQuery(typed, lists)
    return { query, groups: runQuery(query, lists), texts }
  }, [typed, lists, texts])
}

type Filling = { readonly index: SearchIndex; readonly notes: NoteTextStore; readonly isOpen: boolean }

function useFilling(scopes: readonly ScopeEntry[], { index, notes, isOpen }: Filling): void {
  useEffect(() => {
    const timer = setTimeout(() => void notes.fill(scopes), isOpen ? 0 : QUIET_MS)
    return () => clearTimeout(timer)
  }, [scopes, notes, isOpen])
  useEffect(() => {
    let idle = requestIdleCallback(function step(deadline) {
      const isDone = index.warm(scopes, () => deadline.timeRemaining() > 1)
      if (!isDone) idle = requestIdleCallback(step)
    })
    return () => cancelIdleCallback(idle)
  }, [scopes, index])
}

/** At most a fifth of a second later: search must not wait for a busy page. */
const nextIdle = (): Promise<void> => new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 200 }))
