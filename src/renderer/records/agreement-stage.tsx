import type { AgreementStatus } from '@shared/domain/agreement.ts'
import { useTranslation } from 'react-i18next'
import { StageLabel, type StageShape } from '../ui/stage-ring.tsx'

/** The ring of each step of an agreement's life. */
export const STAGE_SHAPES: Readonly<Record<AgreementStatus, StageShape>> = {
  floated: 'dashed',
  'agreed-orally': 'quarter',
  'confirmed-in-writing': 'half',
  signed: 'three-quarters',
  'under-way': 'triangle',
  done: 'tick',
  dropped: 'cross',
  replaced: 'arrow',
}

/** Ring and word; nothing while no step was named. */
export function AgreementStage({ status }: { readonly status: AgreementStatus | null }) {
  const { t } = useTranslation()
  return status === null ? null : <StageLabel shape={STAGE_SHAPES[status]}>{t(`value.${status}`)}</StageLabel>
}
