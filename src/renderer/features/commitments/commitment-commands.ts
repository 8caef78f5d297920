import { checkDraft, type DraftProblems } from '@shared/domain/draft.ts'
import { succeed, type Result } from '@shared/lib/result.ts'
import { commit, type Writing, type CommitError } from '../../records/commit.ts'
import type { CommitmentValues } from './commitment-queries.ts'

/** Field -> code of what keeps the commitment from being saved. */
export function commitmentProblems(values: CommitmentValues): DraftProblems {
  const checked = checkDraft('commitment', values, ['direction', 'text'])
  return checked.ok ? {} : checked.problems
}

export type CommitmentSave = {
  readonly scope: string
  /** Null for a new one. */
  readonly id: string | null
  readonly stored: CommitmentValues
  /** Only what was changed here: a colleague's edit of another field stays. */
  readonly changed: Partial<CommitmentValues>
}

/** Writes a commitment; a new one whole, with what it began with. Gives its id. */
export async function saveCommitment(
  workspace: Writing,
  { scope, id, stored, changed }: CommitmentSave,
): Promise<Result<string, CommitError>> {
  const commitmentId = id ?? workspace.database.host.newId()
  const checked = checkDraft('commitment', id === null ? { ...stored, ...changed } : changed)
  if (!checked.ok) throw new Error(`An unchecked commitment was to be saved: ${JSON.stringify(checked.problems)}`)
  const written = await commit(workspace, scope, [{ type: 'set', kind: 'commitment', id: commitmentId, fields: checked.fields }])
  return written.ok ? succeed(commitmentId) : written
}
