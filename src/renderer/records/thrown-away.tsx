import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../ui/notice.tsx'
import { useProfile } from './workspace.tsx'

type ThrownAwayProps = {
  readonly actions?: ReactNode
  /** True where nothing around it keeps its distance. */
  readonly isApart?: boolean
}

/** What can be said after a browser threw the database away. Nothing where it did not, and nothing more once somebody has signed in. */
export function ThrownAway({ actions, isApart = false }: ThrownAwayProps) {
  const { t } = useTranslation()
  const { account, wasAccount } = useProfile()
  if (account !== null || wasAccount === null) return null
  return (
    <div style={isApart ? { marginBlockStart: '1.25rem' } : undefined}>
      <Notice tone="owe" actions={actions}>
        <strong>{t('thrownAway.what')}</strong>
        {t('thrownAway.still', { account: wasAccount })} {t('thrownAway.gone')}
      </Notice>
    </div>
  )
}
