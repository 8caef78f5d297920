import { checkDraft } from '@shared/domain/draft.ts'
import type { FieldOf, Kind } from '@shared/domain/tables.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { commit, type Writing } from './commit.ts'

export type RecordRef<K extends Kind = Kind> = { readonly scope: string; readonly kind: K; readonly id: string }
/** One field with what was typed; `isRequired` for a field that must say something. */
export type FieldValue<K extends Kind> = { readonly field: FieldOf<K>; readonly value: unknown; readonly isRequired?: boolean }

/**
 * Checks and writes one fact. The error's code is a key of the catalogue under `problem`: what is wrong with the value,
 * or why it could not be stored.
 */
export async function saveField<K extends Kind>(
  workspace: Writing,
  { scope, kind, id }: RecordRef<K>,
  one: FieldValue<K>,
): Promise<Result<null, string>> {
  const draft = { [one.field]: one.value } as Partial<Record<FieldOf<K>, unknown>>
  const checked = checkDraft(kind, draft, one.isRequired === true ? [one.field] : [])
  if (!checked.ok) return fail(Object.values(checked.problems)[0] ?? 'wrong-value')
  const written = await commit(workspace, scope, [{ type: 'set', kind, id, fields: checked.fields }])
  return written.ok ? succeed(null) : written
}
