import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './save-form.tsx'
import { LongText } from './text-field.tsx'

type ShareFieldsProps = { readonly mechanism: FieldProps<string>; readonly isShareable: FieldProps<boolean> }

/** What agreements and commitments say alike: how it is carried out, and whether a letter may name it. */
export function ShareFields({ mechanism, isShareable: { id, label, value, onChange } }: ShareFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <LongText {...mechanism} lines={[1, 6]} />
      <Checkbox
        id={id}
        label={label}
        description={t('form.shareableHint')}
        checked={value}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </>
  )
}
