import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'

/** What was changed in a form, and what stood in each field when its first change was made. Kept as the form's draft. */
export type Edits<Values> = { readonly changed: Partial<Values>; readonly before: Partial<Values> }

export const noEdits = <Values>(): Edits<Values> => ({ changed: {}, before: {} })

export const hasEdits = <Values extends object>({ changed }: Edits<Values>): boolean => Object.keys(changed).length > 0

export const applyEdits = <Values extends object>(stored: Values, { changed }: Edits<Values>): Values => ({ ...stored, ...changed })

/** The edits after one more; a field put back to what is stored is no edit. */
export function editsAfter<Values extends object, Field extends keyof Values & string>(
  edits: Edits<Values>,
  { field, value, stored }: { field: Field; value: Values[Field]; stored: Values },
): Edits<Values> {
  const { [field]: _changed, ...changed } = edits.changed
  const { [field]: _before, ...before } = edits.before
  if (isSame(value, stored[field])) return { changed, before } as unknown as Edits<Values>
  const first = field in edits.before ? edits.before[field] : stored[field]
  return { changed: { ...edits.changed, [field]: value }, before: { ...edits.before, [field]: first } }
}

/** Fields edited here whose stored value is no longer the one that the edit began with. */
export const fieldsChangedElsewhere = <Values extends object>(
  { changed, before }: Edits<Values>,
  stored: Values,
): readonly (keyof Values & string)[] =>
  (Object.keys(changed) as (keyof Values & string)[]).filter(
    (field) => !isSame(before[field], stored[field]) && !isSame(changed[field], stored[field]),
  )

const isSame = (a: unknown, b: unknown): boolean => canonicalJson((a ?? null) as Json) === canonicalJson((b ?? null) as Json)
