import { Group, NativeSelect, Radio } from '@mantine/core'
import { COMMITMENT_STATUSES, DIRECTIONS, type CommitmentStatus, type Direction } from '@shared/domain/commitment.ts'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnchorDay } from '../../records/anchor-day.ts'
import { DueWindowInput } from '../../records/due-window-input.tsx'
import { FieldGrid } from '../../records/field-row.tsx'
import { RecordPicker } from '../../records/record-picker.tsx'
import { ShareFields } from '../../records/share-fields.tsx'
import { useMayEdit } from '../../records/may-write.ts'
import { fieldOf, SaveForm, type FieldProps, type FormApi } from '../../records/save-form.tsx'
import { LongText, ShortText } from '../../records/text-field.tsx'
import { useScope } from '../../records/use-records.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { MarkWord } from '../../ui/mark-chip.tsx'
import { commitmentProblems, saveCommitment } from './commitment-commands.ts'
import { commitmentValues, newCommitmentValues, type CommitmentValues, type NewCommitment } from './commitment-queries.ts'

type CommitmentFormProps = {
  readonly scope: string
  /** Null for a new one. */
  readonly id: string | null
  /** What is known of a new one. */
  readonly begin: NewCommitment
  readonly onSaved: (id: string) => void
  readonly onCancel: () => void
  readonly more?: React.ReactNode
}

/** A promise: who owes whom is asked first. Saved by its button, and kept as a draft until then. */
export function CommitmentForm({ scope, id, begin, onSaved, onCancel, more }: CommitmentFormProps) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const mayEdit = useMayEdit(scope)
  const live = useScope(scope)
  const [began] = useState(() => newCommitmentValues(live, begin))
  const stored = useMemo(() => (id === null ? began : commitmentValues(live, id)), [live, id, began])
  const labels = useFieldLabels()
  if (!stored) return null
  return (
    <SaveForm
      mayEdit={mayEdit}
      draftId={id === null ? `commitment:new:${begin.agreementId ?? begin.meetingId ?? scope}` : `commitment:${id}`}
      label={t('kind.commitment')}
      stored={stored}
      fieldLabels={labels}
      saveLabel={t(id === null ? 'commitment.add' : 'commitment.save')}
      check={commitmentProblems}
      save={(changed) => saveCommitment(workspace, { scope, id, stored, changed })}
      onSaved={onSaved}
      onCancel={onCancel}
      more={more}
    >
      {(form) => (
        <>
          <PromiseFields scope={scope} form={form} labels={labels} />
          <TieFields scope={scope} form={form} labels={labels} />
        </>
      )}
    </SaveForm>
  )
}

type Labels = Readonly<Record<keyof CommitmentValues, string>>

function useFieldLabels(): Labels {
  const { t } = useTranslation()
  return {
    direction: t('commitment.direction'),
    text: t('commitment.text'),
    details: t('field.details'),
    owner: t('field.owner'),
    mechanism: t('field.mechanism'),
    isShareable: t('field.isShareable'),
    organizationId: t('field.organizationId'),
    window: t('field.window'),
    status: t('field.status'),
    meetingId: t('field.meetingId'),
    agreementId: t('field.agreementId'),
  }
}

type FieldsProps = { readonly scope: string; readonly form: FormApi<CommitmentValues>; readonly labels: Labels }

function PromiseFields({ scope, form, labels }: FieldsProps) {
  const anchor = useAnchorDay(scope, form.values.meetingId)
  return (
    <>
      <DirectionField {...fieldOf(form, labels, 'direction')} />
      <LongText {...fieldOf(form, labels, 'text')} lines={[2, 8]} isRequired />
      <DueWindowInput {...fieldOf(form, labels, 'window')} anchor={anchor} />
      <FieldGrid>
        <ShortText {...fieldOf(form, labels, 'owner')} />
        <RecordPicker {...fieldOf(form, labels, 'organizationId')} scope={scope} kind="organization" />
      </FieldGrid>
    </>
  )
}

function TieFields({ scope, form, labels }: FieldsProps) {
  const { values, set, fieldId } = form
  const { t } = useTranslation()
  const statuses = COMMITMENT_STATUSES.map((status) => ({ value: status, label: t(`value.${status}`) }))
  return (
    <>
      <FieldGrid>
        <NativeSelect
          id={fieldId('status')}
          label={labels.status}
          data={statuses}
          value={values.status}
          onChange={(event) => set('status', event.currentTarget.value as CommitmentStatus)}
        />
        <RecordPicker {...fieldOf(form, labels, 'meetingId')} scope={scope} kind="meeting" canCreate={false} />
      </FieldGrid>
      <RecordPicker {...fieldOf(form, labels, 'agreementId')} scope={scope} kind="agreement" />
      <LongText {...fieldOf(form, labels, 'details')} lines={[2, 12]} />
      <ShareFields mechanism={fieldOf(form, labels, 'mechanism')} isShareable={fieldOf(form, labels, 'isShareable')} />
    </>
  )
}

/** Two promises never look alike: the sign stands beside the words. */
function DirectionField({ id, label, value, error, onChange }: FieldProps<Direction | null>) {
  const { t } = useTranslation()
  return (
    <Radio.Group label={label} withAsterisk error={error} value={value} onChange={(next) => onChange(next as Direction)}>
      <Group gap="xl" mt="xs" mb="xs">
        {DIRECTIONS.map((direction, index) => (
          <Radio
            key={direction}
            {...(index === 0 ? { id, 'data-autofocus': true } : {})}
            value={direction}
            label={<MarkWord mark={direction === 'we-owe' ? 'owe' : 'theirs'}>{t(`value.${direction}`)}</MarkWord>}
          />
        ))}
      </Group>
    </Radio.Group>
  )
}
