import { Autocomplete, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { COMMITMENT_STATUSES } from '@shared/domain/commitment.ts'
import { dueWindow } from '@shared/domain/due-window.ts'
import type { Json } from '@shared/lib/canonical-json.ts'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { languageOfText } from '../../lib/language.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { useAnchorDay } from '../../records/anchor-day.ts'
import { DueWindowInput } from '../../records/due-window-input.tsx'
import { ZoneSelect } from '../../records/zone-select.tsx'
import { DateTimeField } from '../../ui/date-field.tsx'

type ThirdValueProps = {
  readonly scope: string
  readonly field: string
  /** The meeting of the record: spoken deadlines count from its day. */
  readonly meetingId: string | null
  readonly label: string
  readonly value: Json
  readonly error: string | undefined
  readonly onChange: (value: Json) => void
}

/** Steps are dated and attributed: they are written in the record's own form. So is the status that they come to. */
export const canWriteThird = (kind: string, field: string): boolean => field !== 'steps' && !(kind === 'agreement' && field === 'status')

/** An amount while it is being typed. */
const typedAmount = z.object({ value: z.string(), currency: z.string() })
const CURRENCIES = ['USD', 'JPY', 'EUR', 'UZS']

/** Where a person writes what neither version says. */
export function ThirdValue(props: ThirdValueProps) {
  const { field } = props
  if (field === 'window') return <WindowValue {...props} />
  if (field === 'amount') return <AmountValue {...props} />
  if (field === 'start' || field === 'end') return <MomentValue {...props} />
  if (field === 'zone') return <ZoneValue {...props} />
  if (field === 'status') return <StatusValue {...props} />
  return <TextValue {...props} />
}

function TextValue({ label, value, error, onChange }: ThirdValueProps) {
  const { language } = useFormats()
  const text = asText(value)
  return (
    <Textarea
      label={label}
      autosize
      minRows={1}
      maxRows={8}
      value={text}
      error={error}
      lang={languageOfText(text, language)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function StatusValue({ label, value, error, onChange }: ThirdValueProps) {
  const { t } = useTranslation()
  return (
    <NativeSelect
      label={label}
      value={asText(value)}
      error={error}
      data={COMMITMENT_STATUSES.map((status) => ({ value: status, label: t(`value.${status}`) }))}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

const ZoneValue = ({ label, value, error, onChange }: ThirdValueProps) => (
  <ZoneSelect label={label} value={asText(value) || null} error={error} onChange={onChange} />
)

function WindowValue({ scope, meetingId, label, value, error, onChange }: ThirdValueProps) {
  const anchor = useAnchorDay(scope, meetingId)
  const parsed = dueWindow.safeParse(value)
  return <DueWindowInput label={label} value={parsed.success ? parsed.data : null} anchor={anchor} error={error} onChange={onChange} />
}

function AmountValue({ label, value, error, onChange }: ThirdValueProps) {
  const { t } = useTranslation()
  const parsed = typedAmount.safeParse(value)
  const { value: digits, currency } = parsed.success ? parsed.data : { value: '', currency: '' }
  const put = (change: { value?: string; currency?: string }): void => {
    const next = { value: digits, currency, ...change }
    onChange(next.value === '' && next.currency === '' ? null : next)
  }
  return (
    <div style={{ display: 'flex', gap: '0.5rem', alignItems: 'flex-start' }}>
      <TextInput
        label={label}
        inputMode="decimal"
        value={digits}
        error={error}
        onChange={(event) => put({ value: event.currentTarget.value })}
      />
      <Autocomplete label={t('agreement.currency')} data={CURRENCIES} value={currency} onChange={(chosen) => put({ currency: chosen })} />
    </div>
  )
}

function MomentValue({ label, value, error, onChange }: ThirdValueProps) {
  const { t } = useTranslation()
  return (
    <DateTimeField
      label={label}
      dayLabel={t('exchange.settle.day')}
      timeLabel={t('exchange.settle.time')}
      value={asText(value) || null}
      error={error}
      onChange={onChange}
    />
  )
}

const asText = (value: Json): string => (typeof value === 'string' ? value : '')
