import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { write, type Change, type WriteError, type Written } from '../db/write.ts'
import { mayWrite } from './may-write.ts'
import { pushDone, type Undoable } from './undo.ts'
import type { Workspace } from './workspace.tsx'

/** `read-only`: this person's role in the visit does not allow it; nothing was written. */
export type CommitError = WriteError | 'read-only'

export type Writing = Pick<Workspace, 'database' | 'author' | 'undo'>

/** Writes what the user did, as one step of undo. Resolves when it is on the disk. */
export async function commit(
  workspace: Writing,
  scope: string,
  changes: readonly Change[],
): Promise<Result<{ takeBack: Undoable | null }, CommitError>> {
  const written = await writeAllowed(workspace, { scope, changes })
  if (!written.ok) return written
  if (written.value.undo.length === 0) return succeed({ takeBack: null })
  const takeBack = { scope, changes: written.value.undo }
  pushDone(workspace.undo, takeBack)
  return succeed({ takeBack })
}

async function writeAllowed(
  workspace: Writing,
  one: { readonly scope: string; readonly changes: readonly Change[] },
): Promise<Result<Written, CommitError>> {
  if (!(await mayWrite(workspace.database, one.scope, one.changes))) return fail('read-only')
  return write(workspace.database, workspace, one)
}

/** Takes back the last thing done, or `one` wherever it stands. Nothing to take back is no error. */
export async function undo(workspace: Writing, one?: Undoable): Promise<Result<null, CommitError>> {
  const { done, undone } = workspace.undo.getState()
  const last = one ?? done.at(-1)
  if (!last || !done.includes(last)) return succeed(null)
  const written = await writeAllowed(workspace, last)
  if (!written.ok) return written
  workspace.undo.setState({
    done: done.filter((step) => step !== last),
    undone: [...undone, { scope: last.scope, changes: written.value.undo }],
  })
  return succeed(null)
}

export async function redo(workspace: Writing): Promise<Result<null, CommitError>> {
  const { done, undone } = workspace.undo.getState()
  const last = undone.at(-1)
  if (!last) return succeed(null)
  const written = await writeAllowed(workspace, last)
  if (!written.ok) return written
  workspace.undo.setState({ done: [...done, { scope: last.scope, changes: written.value.undo }], undone: undone.slice(0, -1) })
  return succeed(null)
}
