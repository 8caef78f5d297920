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
import { SaveForm, type FormApi } from '../../records/save-form.tsx'
import { LongText, ShortText, textOf } from '../../records/text-field.tsx'
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
  const save = async (changed: Partial<AgreementValues>) => {
    const saved = await saveAgreement(workspace, { scope, id, stored, changed })
    if (saved.ok) onSaved(saved.value)
    return saved
  }
  return (
    <SaveForm
      mayEdit={mayEdit}
      draftId={id === null ? `agreement:new:${meetingId ?? scope}` : `agreement:${id}`}
      label={t('kind.agreement')}
      stored={stored}
      fieldLabels={labels}
      saveLabel={t(id === null ? 'agreement.add' : 'agreement.save')}
      check={agreementProblems}
      save={save}
      onSaved={() => undefined}
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
      <LongText {...textOf(form, labels, 'text')} lines={[2, 8]} isRequired isFirst />
      <AgreementStepsField
        id={fieldId('steps')}
        steps={values.steps}
        error={problem('steps')}
        onChange={({ steps, status }) => {
          set('steps', steps)
          set('status', status)
        }}
      />
      <DueWindowInput
        id={fieldId('window')}
        label={labels.window}
        value={values.window}
        anchor={anchor}
        error={problem('window')}
        onChange={(window) => set('window', window)}
      />
      <FieldGrid>
        <ShortText {...textOf(form, labels, 'owner')} />
        <AmountField id={fieldId('amount')} value={values.amount} error={problem('amount')} onChange={(amount) => set('amount', amount)} />
      </FieldGrid>
      <AgreementLinks scope={scope} form={form} labels={labels} />
      <LongText {...textOf(form, labels, 'details')} lines={[2, 12]} />
      <ShareFields
        form={form}
        labels={labels}
        onMechanism={(mechanism) => set('mechanism', mechanism)}
        onShareable={(isShareable) => set('isShareable', isShareable)}
      />
    </>
  )
}

/** Who agreed, what the agreement feeds and where it was made. */
function AgreementLinks({ scope, form: { values, set, fieldId }, labels }: FieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <RecordListField
        id={fieldId('organizationIds')}
        scope={scope}
        kind="organization"
        label={labels.organizationIds}
        addLabel={t('agreement.addOrganization')}
        value={values.organizationIds}
        onChange={(ids) => set('organizationIds', ids)}
      />
      <RecordListField
        id={fieldId('programmeIds')}
        scope={scope}
        kind="programme"
        label={labels.programmeIds}
        addLabel={t('agreement.addProgramme')}
        value={values.programmeIds}
        onChange={(ids) => set('programmeIds', ids)}
      />
      <RecordPicker
        id={fieldId('meetingId')}
        scope={scope}
        kind="meeting"
        label={labels.meetingId}
        canCreate={false}
        value={values.meetingId}
        onChange={(id) => set('meetingId', id)}
      />
    </>
  )
}

/** Offered first; any ISO 4217 code may be typed. */
const CURRENCIES = ['USD', 'JPY', 'EUR', 'UZS']

type AmountFieldProps = {
  readonly id: string
  readonly value: AgreementValues['amount']
  readonly error: string | undefined
  readonly onChange: (value: AgreementValues['amount']) => void
}

function AmountField({ id, value, error, onChange }: AmountFieldProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.amount}>
      <TextInput
        id={id}
        label={t('field.amount')}
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
