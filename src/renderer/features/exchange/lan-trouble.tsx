import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { LanProblem } from '@shared/lan/problems.ts'
import { ErrorNotice } from '../../ui/notice.tsx'

type LanTroubleProps = { readonly problem: LanProblem; readonly actions?: ReactNode }

/** Why it did not work, that nothing is lost, and what to try: each problem has its own two sentences. */
export function LanTrouble({ problem, actions }: LanTroubleProps) {
  const { t } = useTranslation()
  return <ErrorNotice what={t(`lan.problem.${problem}`)} safe={t('lan.safe')} todo={t(`lan.todo.${problem}`)} actions={actions} />
}
