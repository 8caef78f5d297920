import { Autocomplete, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnchorDay } from '../../records/anchor-day.ts'
import { DueWindowInput } from '../../records/due-window-input.tsx'
import { FieldGrid } from '../../records/field-row.tsx'
import { RecordListField } from '../../records/record-list-field.tsx'
import { RecordPicker } from '../../records/record-picker.tsx'
import { ShareFields } from '../../records/share-fields.tsx'
import { useMayEdit } from '../../records/may-write.ts'
import { fieldOf, SaveForm, type FieldProps, type FormApi } from '../../records/save-form.tsx'
import { LongText, ShortText } from '../../records/text-field.tsx'
import { useScope } from '../../records/use-records.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { agreementProblems, saveAgreement } from './agreement-commands.ts'
import { agreementValues, newAgreementValues, type AgreementValues } from './agreement-queries.ts'
import { AgreementStepsField } from './agreement-steps-field.tsx'
import classes from './agreement-form.module.css'

type AgreementFormProps = {
  readonly scope: string
  /** Null for a new one. */
  readonly id: string | null
  /** The meeting that a new one came out of. */
  readonly meetingId?: string | null
  readonly onSaved: (id: string) => void
  readonly onCancel: () => void
  readonly more?: React.ReactNode
}

/** Everything that is said of an agreement; saved by its button, and kept as a draft until then. */
export function AgreementForm({ scope, id, meetingId = null, onSaved, onCancel, more }: AgreementFormProps) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const mayEdit = useMayEdit(scope)
  const live = useScope(scope)
  const [began] = useState(() => newAgreementValues(live, meetingId))
  const stored = useMemo(() => (id === null ? began : agreementValues(live, id)), [live, id, began])
  const labels = useFieldLabels()
  if (!stored) return null
  return (
    <SaveForm
      mayEdit={mayEdit}
      draftId={id === null ? `agreement:new:${meetingId ?? scope}` : `agreement:${id}`}
      label={t('kind.agreement')}
      stored={stored}
      fieldLabels={labels}
      saveLabel={t(id === null ? 'agreement.add' : 'agreement.save')}
      check={agreementProblems}
      save={(changed) => saveAgreement(workspace, { scope, id, stored, changed })}
      onSaved={onSaved}
      onCancel={onCancel}
      more={more}
    >
      {(form) => <AgreementFields scope={scope} form={form} labels={labels} />}
    </SaveForm>
  )
}

type Labels = Readonly<Record<keyof AgreementValues, string>>

function useFieldLabels(): Labels {
  const { t } = useTranslation()
  return {
    text: t('agreement.text'),
    details: t('field.details'),
    steps: t('agreement.steps'),
    status: t('field.status'),
    amount: t('field.amount'),
    window: t('field.window'),
    owner: t('field.owner'),
    mechanism: t('field.mechanism'),
    isShareable: t('field.isShareable'),
    meetingId: t('field.meetingId'),
    organizationIds: t('agreement.organizations'),
    programmeIds: t('agreement.programmes'),
  }
}

type FieldsProps = { readonly scope: string; readonly form: FormApi<AgreementValues>; readonly labels: Labels }

function AgreementFields({ scope, form, labels }: FieldsProps) {
  const { values, set, problem, fieldId } = form
  const anchor = useAnchorDay(scope, values.meetingId)
  return (
    <>
      <LongText {...fieldOf(form, labels, 'text')} lines={[2, 8]} isRequired isFirst />
      <AgreementStepsField
        id={fieldId('steps')}
        steps={values.steps}
        error={problem('steps')}
        onChange={({ steps, status }) => {
          set('steps', steps)
          set('status', status)
        }}
      />
      <DueWindowInput {...fieldOf(form, labels, 'window')} anchor={anchor} />
      <FieldGrid>
        <ShortText {...fieldOf(form, labels, 'owner')} />
        <AmountField {...fieldOf(form, labels, 'amount')} />
      </FieldGrid>
      <AgreementLinks scope={scope} form={form} labels={labels} />
      <LongText {...fieldOf(form, labels, 'details')} lines={[2, 12]} />
      <ShareFields mechanism={fieldOf(form, labels, 'mechanism')} isShareable={fieldOf(form, labels, 'isShareable')} />
    </>
  )
}

/** Who agreed, what the agreement feeds and where it was made. */
function AgreementLinks({ scope, form, labels }: FieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <RecordListField
        {...fieldOf(form, labels, 'organizationIds')}
        scope={scope}
        kind="organization"
        addLabel={t('agreement.addOrganization')}
      />
      <RecordListField {...fieldOf(form, labels, 'programmeIds')} scope={scope} kind="programme" addLabel={t('agreement.addProgramme')} />
      <RecordPicker {...fieldOf(form, labels, 'meetingId')} scope={scope} kind="meeting" canCreate={false} />
    </>
  )
}

/** Offered first; any ISO 4217 code may be typed. */
const CURRENCIES = ['USD', 'JPY', 'EUR', 'UZS']

function AmountField({ id, label, value, error, onChange }: FieldProps<AgreementValues['amount']>) {
  const { t } = useTranslation()
  return (
    <div className={classes.amount}>
      <TextInput
        id={id}
        label={label}
        inputMode="decimal"
        value={value.value}
        error={error}
        onChange={(event) => onChange({ ...value, value: event.currentTarget.value })}
      />
      <Autocomplete
        label={t('agreement.currency')}
        data={CURRENCIES}
        value={value.currency}
        onChange={(currency) => onChange({ ...value, currency })}
      />
    </div>
  )
}
