import { z } from 'zod'
import type { Json } from '@shared/lib/canonical-json.ts'
import type { Cells } from '@shared/sync/cell.ts'

/** Every record belongs to one scope: the visit that it was written in. */
export type RecordHead = { readonly id: string; readonly scope: string }

/** The fields of a kind: name -> schema. Absent and null are the same: "not said". */
export type Fields = Readonly<Record<string, z.ZodType>>

/** A record as screens, documents and commands see it: every field there, null where nothing was said. */
export type RecordOf<F extends Fields> = RecordHead & { readonly [Field in keyof F]: z.output<F[Field]> | null }

/** What a form or an import hands over: any part of the fields. */
export type Draft<F extends Fields> = { readonly [Field in keyof F]?: z.input<F[Field]> | null | undefined }

/** Marks a field whose lost values wait for a person in the inbox "two versions". */
export const reviewed = <S extends z.ZodType>(schema: S): S => schema.meta({ review: true })

export const isReviewed = (schema: z.ZodType): boolean => schema.meta()?.review === true

/** Words of a person: any text that can be stored everywhere. */
export const text = (max = 20_000) =>
  z
    .string()
    .max(max, { error: 'too-long' })
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), { error: 'not-storable' })

/** Words of a person that say something: not only spaces. */
export const requiredText = (max = 2_000) => text(max).refine((value) => value.trim() !== '', { error: 'required' })

export const id = z.uuid({ error: 'not-an-id' })

/** A calendar day without zone, `2025-03-05`. */
export const day = z.iso.date({ error: 'not-a-day' })

/** A local date and time without zone, `2025-03-05T13:30`; the meeting's zone stands beside it. */
export const localDateTime = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/, { error: 'not-a-time' })

/** An IANA time zone, such as `Asia/Tokyo`. */
export const zone = z.string().regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/, { error: 'not-a-zone' })

/** Languages of notes and documents, as BCP 47 tags. */
export const LANGUAGES = ['en', 'uz-Latn', 'uz-Cyrl', 'ru', 'ja'] as const
export const language = z.enum(LANGUAGES)
export type Language = z.infer<typeof language>

/** Reads the cells of a record by its kind's fields. A value that this version cannot read is null here and stays in its cell. */
export function readFields<F extends Fields>(fields: F, head: RecordHead, cells: Cells): RecordOf<F> {
  const values: Record<string, unknown> = { id: head.id, scope: head.scope }
  for (const [field, schema] of Object.entries(fields)) {
    const value = cells[field]?.value ?? null
    values[field] = value === null ? null : readValue(schema, value)
  }
  return values as RecordOf<F>
}

function readValue(schema: z.ZodType, value: Json): unknown {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : null
}
