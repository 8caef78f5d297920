import { Input } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../lib/use-formats.ts'
import { SMALL_ICON } from '../ui/icon-size.ts'
import { recordName } from './record-name.ts'
import type { PickableKind } from './record-options.ts'
import item from '../ui/list-item.module.css'
import classes from './record-list-field.module.css'
import { RecordLink } from './record-link.tsx'
import { RecordPicker } from './record-picker.tsx'
import { useScope } from './use-records.ts'

type RecordListFieldProps = {
  readonly scope: string
  readonly kind: PickableKind
  readonly label: string
  /** The name of the picker that adds one more. */
  readonly addLabel: string
  readonly value: readonly string[]
  readonly onChange: (ids: readonly string[]) => void
  readonly id?: string
  readonly error?: string | undefined
}

/** Several records of a kind, each with its way out, and a picker that adds one. */
export function RecordListField({ scope, kind, label, addLabel, value, onChange, id, error }: RecordListFieldProps) {
  const { t } = useTranslation()
  const { language } = useFormats()
  const live = useScope(scope)
  const labelId = useId()
  return (
    <div role="group" aria-labelledby={labelId} className={classes.field}>
      <Input.Label labelElement="div" id={labelId}>
        {label}
      </Input.Label>
      {value.length > 0 && (
        <ul className={classes.list}>
          {value.map((one) => (
            <li key={one}>
              <RecordLink scope={scope} kind={kind} id={one} />
              <button
                type="button"
                className={item.remove}
                aria-label={t('picker.remove', { name: recordName(live, { kind, id: one }, language) })}
                onClick={() => onChange(value.filter((other) => other !== one))}
              >
                <IconX {...SMALL_ICON} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.add}>
        <RecordPicker
          {...(id === undefined ? {} : { id })}
          scope={scope}
          kind={kind}
          label={addLabel}
          isLabelHidden
          placeholder={addLabel}
          value={null}
          error={error}
          without={value}
          onChange={(added) => {
            if (added !== null) onChange([...value, added])
          }}
        />
      </div>
    </div>
  )
}
