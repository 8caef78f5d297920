import type { Visit } from '@shared/domain/visit.ts'
import { fail, type Result } from '@shared/lib/result.ts'
import type { Change } from '../../db/write.ts'
import { commit, type Writing, type CommitError } from '../../records/commit.ts'
import { scriptOf } from '../../records/create-named.ts'
import { saveField } from '../../records/save-field.ts'

type NewDelegate = { readonly name: string; /** The first one leads until someone says otherwise. */ readonly isFirst: boolean }

/** Adds a person of our side by name; the first becomes head. Both in one step of undo. */
export async function addDelegate(workspace: Writing, visit: Visit, { name, isFirst }: NewDelegate): Promise<Result<unknown, CommitError>> {
  const id = workspace.database.host.newId()
  const changes: Change[] = [{ type: 'set', kind: 'contact', id, fields: { side: 'ours', [scriptOf(name)]: { full: name } } }]
  if (isFirst && visit.headContactId === null) changes.push({ type: 'set', kind: 'visit', id: visit.id, fields: { headContactId: id } })
  return commit(workspace, visit.id, changes)
}

export const setHead = (workspace: Writing, visitId: string, contactId: string): Promise<Result<unknown, CommitError>> =>
  commit(workspace, visitId, [{ type: 'set', kind: 'visit', id: visitId, fields: { headContactId: contactId } }])

export const withoutHead = (visitId: string): Change[] => [{ type: 'set', kind: 'visit', id: visitId, fields: { headContactId: null } }]

/** Saves the first or the last day of a visit; a last day before the first is refused, whichever of them was changed. */
export async function saveVisitDay(
  workspace: Writing,
  visit: Visit,
  { field, day }: { field: 'startDay' | 'endDay'; day: string | null },
): Promise<Result<null, string>> {
  const startDay = field === 'startDay' ? day : visit.startDay
  const endDay = field === 'endDay' ? day : visit.endDay
  if (startDay !== null && endDay !== null && endDay < startDay) return fail('ends-before-start')
  return saveField(workspace, { scope: visit.id, kind: 'visit', id: visit.id }, { field, value: day })
}
