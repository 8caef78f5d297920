import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../lib/use-formats.ts'
import { NAMED_ZONES } from '../lib/zone-names.ts'

type ZoneSelectProps = {
  readonly label: string
  /** An IANA zone; one without a name of ours stands with its own. */
  readonly value: string | null
  readonly onChange: (zone: string | null) => void
  readonly id?: string
  readonly error?: string | undefined
  readonly isLabelHidden?: boolean
}

/** Chooses a time zone by its city, in the reader's language and order. */
export function ZoneSelect({ label, value, onChange, id, error, isLabelHidden = false }: ZoneSelectProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const zones = value === null || NAMED_ZONES.includes(value) ? NAMED_ZONES : [value, ...NAMED_ZONES]
  const options = zones
    .map((zone) => ({ value: zone, label: `${formats.city(zone)} (${zone})` }))
    .toSorted((a, b) => formats.compareNames({ name: a.label }, { name: b.label }))
  return (
    <NativeSelect
      {...(id === undefined ? {} : { id })}
      label={isLabelHidden ? undefined : label}
      aria-label={isLabelHidden ? label : undefined}
      data={[{ value: '', label: t('value.empty') }, ...options]}
      value={value ?? ''}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  )
}
