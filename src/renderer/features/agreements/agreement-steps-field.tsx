import { ActionIcon, NativeSelect, TextInput } from '@mantine/core'
import { AGREEMENT_STATUSES, type AgreementStatus, type AgreementStep } from '@shared/domain/agreement.ts'
import { IconX } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { STAGE_SHAPES } from '../../records/agreement-stage.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { StageRing } from '../../ui/stage-ring.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { addStep, nextStatus, withSteps } from './agreement-commands.ts'
import type { AgreementValues } from './agreement-queries.ts'
import classes from './agreement-form.module.css'

type StepsFieldProps = {
  readonly steps: readonly AgreementStep[]
  readonly onChange: (value: Pick<AgreementValues, 'steps' | 'status'>) => void
  readonly id?: string
  readonly error?: string | undefined
}

/** The life of an agreement so far: each step with its day and who said so. The last line is where it stands. */
export function AgreementStepsField({ steps, onChange, id, error }: StepsFieldProps) {
  const { t } = useTranslation()
  const labelId = useId()
  const replace = (index: number, change: Partial<AgreementStep>): void =>
    onChange(withSteps(steps.map((step, at) => (at === index ? { ...step, ...change } : step))))
  return (
    <div role="group" aria-labelledby={labelId} id={id} tabIndex={-1} className={classes.steps}>
      <h3 id={labelId} className={classes.stepsHead}>
        {t('agreement.steps')}
      </h3>
      {steps.length > 0 && (
        <ol>
          {steps.map((step, index) => (
            // A step has no name of its own, and lines are only added at the end or taken out.
            // oxlint-disable-next-line react/no-array-index-key
            <StepLine
              key={index}
              step={step}
              number={index + 1}
              onChange={(change) => replace(index, change)}
              onRemove={() => onChange(withSteps(steps.filter((_, at) => at !== index)))}
            />
          ))}
        </ol>
      )}
      {error !== undefined && <p className={classes.error}>{error}</p>}
      <TextButton onClick={() => onChange(addStep(steps, { status: nextStatus(steps.at(-1)?.status ?? null), day: null, saidBy: null }))}>
        {t('agreement.addStep')}
      </TextButton>
    </div>
  )
}

type StepLineProps = {
  readonly step: AgreementStep
  readonly number: number
  readonly onChange: (change: Partial<AgreementStep>) => void
  readonly onRemove: () => void
}

function StepLine({ step, number, onChange, onRemove }: StepLineProps) {
  const { t } = useTranslation()
  const options = AGREEMENT_STATUSES.map((status) => ({ value: status, label: t(`value.${status}`) }))
  return (
    <li className={classes.step}>
      <StageRing shape={STAGE_SHAPES[step.status]} />
      <NativeSelect
        label={t('agreement.step', { number })}
        data={options}
        value={step.status}
        onChange={(event) => onChange({ status: event.currentTarget.value as AgreementStatus })}
      />
      <DateField label={t('agreement.stepDay')} value={step.day} onChange={(day) => onChange({ day })} />
      <TextInput
        label={t('agreement.saidBy')}
        value={step.saidBy ?? ''}
        onChange={(event) => onChange({ saidBy: event.currentTarget.value })}
      />
      <ActionIcon aria-label={t('agreement.removeStep', { number })} onClick={onRemove}>
        <IconX {...SMALL_ICON} />
      </ActionIcon>
    </li>
  )
}
