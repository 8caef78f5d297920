import { Checkbox, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { languageOfText } from '../lib/language.ts'
import { useFormats } from '../lib/use-formats.ts'
import type { FormApi } from './save-form.tsx'

/** What agreements and commitments say alike: how it is carried out, and whether a letter may name it. */
type ShareValues = { readonly mechanism: string; readonly isShareable: boolean }

type ShareFieldsProps = {
  /** The form around, of which these are two fields. */
  readonly form: Pick<FormApi<ShareValues>, 'values' | 'problem' | 'fieldId'>
  readonly labels: Readonly<Record<keyof ShareValues, string>>
  readonly onMechanism: (mechanism: string) => void
  readonly onShareable: (isShareable: boolean) => void
}

export function ShareFields({ form: { values, problem, fieldId }, labels, onMechanism, onShareable }: ShareFieldsProps) {
  const { t } = useTranslation()
  const { language } = useFormats()
  return (
    <>
      <Textarea
        id={fieldId('mechanism')}
        label={labels.mechanism}
        autosize
        minRows={1}
        maxRows={6}
        value={values.mechanism}
        lang={languageOfText(values.mechanism, language)}
        error={problem('mechanism')}
        onChange={(event) => onMechanism(event.currentTarget.value)}
      />
      <Checkbox
        id={fieldId('isShareable')}
        label={labels.isShareable}
        description={t('form.shareableHint')}
        checked={values.isShareable}
        onChange={(event) => onShareable(event.currentTarget.checked)}
      />
    </>
  )
}
