import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FormApi } from './save-form.tsx'
import { LongText } from './text-field.tsx'

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
  return (
    <>
      <LongText
        id={fieldId('mechanism')}
        label={labels.mechanism}
        lines={[1, 6]}
        value={values.mechanism}
        error={problem('mechanism')}
        onChange={onMechanism}
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
