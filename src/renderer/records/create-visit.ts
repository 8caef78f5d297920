import { checkDraft, type DraftProblems } from '@shared/domain/draft.ts'
import type { VisitDraft } from '@shared/domain/visit.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { INTERFACE_LANGUAGES } from '../lib/language.ts'
import { NAMED_ZONES, zoneCity } from '../lib/zone-names.ts'
import { commit, type Writing, type CommitError } from './commit.ts'
import { fold } from './fold.ts'

/** What is wrong with the few facts that a visit begins with: field -> code under `problem`; empty when it can be made. */
export function visitProblems(draft: VisitDraft): DraftProblems {
  const checked = checkDraft('visit', draft, ['title'])
  if (!checked.ok) return checked.problems
  return draft.startDay && draft.endDay && draft.endDay < draft.startDay ? { endDay: 'ends-before-start' } : {}
}

/** Begins a visit. Its id is its scope. @returns the visit's id */
export async function createVisit(workspace: Writing, draft: VisitDraft): Promise<Result<string, CommitError | 'wrong-value'>> {
  const checked = checkDraft('visit', draft, ['title'])
  if (!checked.ok) return fail('wrong-value', Object.keys(checked.problems).join(' '))
  const id = workspace.database.host.newId()
  const written = await commit(workspace, id, [{ type: 'set', kind: 'visit', id, fields: checked.fields }])
  return written.ok ? succeed(id) : written
}

/** The zone of a city whose name is typed in any of the interface's languages; undefined for other cities. */
export const zoneOfCity = (city: string): string | undefined =>
  NAMED_ZONES.find((zone) => INTERFACE_LANGUAGES.some((language) => fold(zoneCity(language, zone)) === fold(city.trim())))
