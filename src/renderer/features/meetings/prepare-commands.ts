import type { Meeting, Objective } from '@shared/domain/meeting.ts'
import type { Json } from '@shared/lib/canonical-json.ts'
import type { Result } from '@shared/lib/result.ts'
import type { Writing } from '../../records/commit.ts'
import { savePart } from '../../records/save-part.ts'

/** Replaces, adds (`index` after the last) or removes (`objective` null) one objective, on what is stored now. */
export function saveObjective(
  workspace: Writing,
  { scope, id }: Pick<Meeting, 'scope' | 'id'>,
  { index, objective }: { readonly index: number; readonly objective: Partial<Objective> | null },
): Promise<Result<null, string>> {
  return savePart(workspace, { scope, kind: 'meeting', id }, (meeting) => {
    const stored = meeting?.objectives ?? []
    const one = { text: '', success: null, ...stored[index], ...objective }
    // An objective that says nothing any more is none.
    const isGone = objective === null || (one.text.trim() === '' && (one.success ?? '').trim() === '')
    const objectives = [...stored.slice(0, index), ...(isGone ? [] : [one]), ...stored.slice(index + 1)]
    return { field: 'objectives', value: objectives.length === 0 ? null : (objectives as Json) }
  })
}

/** The points of a text, one a line. */
export const pointsOf = (text: string | null): string[] =>
  (text ?? '')
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
