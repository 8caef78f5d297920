import type { Kind, RecordOfKind } from '@shared/domain/tables.ts'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { recordById, recordsOf, storedById, type LiveScope } from '../db/live.ts'
import type { StoredRecord } from '../db/stored-record.ts'
import { useWorkspace } from './workspace.tsx'

/** A visit's records; undefined while it is not on this laptop. */
export const useScope = (scope: string): LiveScope | undefined => useStore(useWorkspace().live.store, (state) => state.scopes[scope])

/** The living records of a kind in a visit. The same array until one of them changes. */
export const useRecords = <K extends Kind>(scope: string, kind: K): readonly RecordOfKind<K>[] =>
  useStore(useWorkspace().live.store, (state) => recordsOf(state.scopes[scope], kind))

/** One record, deleted or not; undefined when it is not on this laptop. */
export const useRecord = <K extends Kind>(scope: string, kind: K, id: string): RecordOfKind<K> | undefined =>
  useStore(useWorkspace().live.store, (state) => recordById(state.scopes[scope], kind, id))

/** The record with its cells, what waits to be sent and its receipt. */
export const useStoredRecord = (scope: string, kind: Kind, id: string): StoredRecord | undefined =>
  useStore(useWorkspace().live.store, (state) => storedById(state.scopes[scope], kind, id))

/** Every visit on this laptop, with its records. */
export function useScopes(): readonly { readonly scope: string; readonly live: LiveScope }[] {
  const scopes = useStore(useWorkspace().live.store, (state) => state.scopes)
  return useMemo(() => Object.entries(scopes).map(([scope, live]) => ({ scope, live })), [scopes])
}

/** False until every visit has been read from the disk. */
export const useIsOpen = (): boolean => useStore(useWorkspace().live.store, (state) => state.isOpen)
