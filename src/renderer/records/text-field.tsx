import { Textarea, TextInput } from '@mantine/core'
import { languageOfText } from '../lib/language.ts'
import { useFormats } from '../lib/use-formats.ts'
import type { FieldProps } from './save-form.tsx'

type LongTextProps = FieldProps<string> & {
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
export function ShortText({ onChange, ...field }: FieldProps<string>) {
  const { language } = useFormats()
  return <TextInput {...field} lang={languageOfText(field.value, language)} onChange={(event) => onChange(event.currentTarget.value)} />
}
