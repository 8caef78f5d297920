import type { Json } from '@shared/lib/canonical-json.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { checkDraft } from '@shared/domain/draft.ts'
import type { Script } from '@shared/domain/person-name.ts'
import { commit, type Writing, type CommitError } from './commit.ts'

/** What can be made from a name alone while something else is being written. */
export type NamedKind = 'contact' | 'organization' | 'meeting' | 'programme'
export type NamedRecord = {
  readonly scope: string
  readonly kind: NamedKind
  readonly name: string
  readonly side?: 'ours' | 'theirs' | undefined
}

/** Writes a new record that has only a name; the rest is said later, on its own page. Gives its id. */
export async function createNamed(
  workspace: Writing,
  { scope, kind, name, side }: NamedRecord,
): Promise<Result<string, CommitError | 'name-refused'>> {
  const id = workspace.database.host.newId()
  const checked = checkDraft(kind, fieldsOf(kind, name.trim(), side ?? 'theirs'))
  if (!checked.ok) return fail('name-refused', Object.values(checked.problems).join(' '))
  const written = await commit(workspace, scope, [{ type: 'set', kind, id, fields: checked.fields }])
  return written.ok ? succeed(id) : written
}

function fieldsOf(kind: NamedKind, name: string, side: 'ours' | 'theirs'): Record<string, Json> {
  switch (kind) {
    case 'contact':
      return { side, [scriptOf(name)]: { full: name } }
    case 'meeting':
      return { title: name, state: 'planned' }
    case 'organization':
    case 'programme':
      return { name }
  }
}

/** The script that a name is written in; a name in kana alone is a reading. */
export function scriptOf(name: string): Script {
  if (/\p{Script=Han}/u.test(name)) return 'native'
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(name)) return 'kana'
  if (/\p{Script=Cyrillic}/u.test(name)) return 'cyrillic'
  return /\p{Script=Latin}/u.test(name) ? 'latin' : 'native'
}
