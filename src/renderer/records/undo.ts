import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Change } from '../db/write.ts'

/** One thing the user did, and the changes that take it back. */
export type Undoable = { readonly scope: string; readonly changes: readonly Change[] }
export type UndoState = { readonly done: readonly Undoable[]; readonly undone: readonly Undoable[] }
export type UndoStack = StoreApi<UndoState>

const KEPT = 100

export const createUndoStack = (): UndoStack => createStore<UndoState>(() => ({ done: [], undone: [] }))

export function pushDone(stack: UndoStack, one: Undoable): void {
  stack.setState(({ done }) => ({ done: [...done.slice(1 - KEPT), one], undone: [] }))
}
