import type { Kind } from '@shared/domain/tables.ts'
import { IconGitFork } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { SMALL_ICON } from '../ui/icon-size.ts'
import { Notice } from '../ui/notice.tsx'
import { TextButton } from '../ui/text-button.tsx'
import { hasChoice } from './receipt.ts'
import { useScope } from './use-records.ts'

type VersionsNoticeProps = {
  readonly scope: string
  readonly kind: Kind
  readonly id: string
  /** Of a panel, which would stay open over the other screen. */
  readonly onLeave?: () => void
}

/** Where a record is edited of which people wrote two versions: what the form shows is one of them, and the choice is under Exchange. */
export function VersionsNotice({ scope, kind, id, onLeave }: VersionsNoticeProps) {
  const { t } = useTranslation()
  const live = useScope(scope)
  if (!live?.kinds[kind]?.has(id) || !hasChoice(live, id)) return null
  return (
    <Notice
      tone="open"
      icon={<IconGitFork {...SMALL_ICON} />}
      actions={
        <TextButton href="#/exchange" {...(onLeave ? { onClick: onLeave } : {})}>
          {t('versions.choose')}
        </TextButton>
      }
    >
      {t('versions.here')}
    </Notice>
  )
}
