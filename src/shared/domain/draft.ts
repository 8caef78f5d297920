import type { ZodType } from 'zod'
import type { Json } from '@shared/lib/canonical-json.ts'
import { tables, type FieldOf, type Kind } from './tables.ts'

/** Field -> code of what is wrong with it (`required`, `too-long`, `not-a-day` …); nested fields as `window.edtf`. */
export type DraftProblems = Readonly<Record<string, string>>
export type CheckedFields = Readonly<Record<string, Json>>

/**
 * Checks what a form or an import hands over for a kind. Empty text becomes null. The fields in `required` must say something.
 * A problem never drops what was typed: the caller keeps its draft.
 */
export function checkDraft<K extends Kind>(
  kind: K,
  draft: Readonly<Partial<Record<FieldOf<K>, unknown>>>,
  required: readonly FieldOf<K>[] = [],
): { ok: true; fields: CheckedFields } | { ok: false; problems: DraftProblems } {
  const fields: Record<string, Json> = {}
  const problems: Record<string, string> = {}
  for (const [field, given] of Object.entries(draft)) {
    if (given === undefined) continue
    const value = isBlank(given) ? null : given
    if (value === null) {
      fields[field] = null
      continue
    }
    const schema = tables[kind][field as keyof (typeof tables)[K]] as ZodType | undefined
    if (!schema) {
      problems[field] = 'unknown-field'
      continue
    }
    const parsed = schema.safeParse(value)
    if (parsed.success) fields[field] = parsed.data as Json
    else for (const issue of parsed.error.issues) problems[[field, ...issue.path.map(String)].join('.')] ??= codeOf(issue.message)
  }
  for (const field of required) if ((fields[field] ?? null) === null && !(field in problems)) problems[field] = 'required'
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, fields }
}

const isBlank = (value: unknown): boolean => value === null || (typeof value === 'string' && value.trim() === '')

const codeOf = (message: string): string => (/^[a-z]+(-[a-z]+)*$/.test(message) ? message : 'wrong-value')
