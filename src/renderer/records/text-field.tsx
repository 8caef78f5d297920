import { Textarea, TextInput } from '@mantine/core'
import { languageOfText } from '../lib/language.ts'
import { useFormats } from '../lib/use-formats.ts'
import type { FormApi } from './save-form.tsx'

type TextProps = {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (text: string) => void
}

type LongTextProps = TextProps & {
  /** Lines that it has at least, and from how many on it scrolls. */
  readonly lines: readonly [number, number]
  readonly isRequired?: boolean
  /** Whether the dialog around begins here. */
  readonly isFirst?: boolean
}

/** Words of the delegation, in whatever language they are: a screen reader is told which. */
export function LongText({ lines: [minRows, maxRows], isRequired = false, isFirst = false, onChange, ...field }: LongTextProps) {
  const { language } = useFormats()
  return (
    <Textarea
      {...field}
      {...(isFirst ? { 'data-autofocus': true } : {})}
      withAsterisk={isRequired}
      autosize
      minRows={minRows}
      maxRows={maxRows}
      lang={languageOfText(field.value, language)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** As `LongText`, on one line. */
export function ShortText({ onChange, ...field }: TextProps) {
  const { language } = useFormats()
  return <TextInput {...field} lang={languageOfText(field.value, language)} onChange={(event) => onChange(event.currentTarget.value)} />
}

type TextKey<Values> = { [Key in keyof Values & string]: Values[Key] extends string ? Key : never }[keyof Values & string]

/** What such a field is given of the form around it. */
export const textOf = <Values, Field extends TextKey<Values>>(
  { values, set, problem, fieldId }: FormApi<Values>,
  labels: Readonly<Record<Field, string>>,
  field: Field,
): TextProps => ({
  id: fieldId(field),
  label: labels[field],
  value: values[field] as string,
  error: problem(field),
  onChange: (text) => set(field, text as Values[Field]),
})
