import { useTranslation } from 'react-i18next'
import { recoveredOf } from '../../records/recovered.ts'
import { useScope } from '../../records/use-records.ts'
import { Notice } from '../../ui/notice.tsx'
import { TextButton } from '../../ui/text-button.tsx'

/** That something of a visit stands under what is in the trash, where no other screen shows it. */
export function RecoveredNotice({ scope }: { readonly scope: string }) {
  const { t } = useTranslation()
  const count = recoveredOf(scope, useScope(scope)).length
  if (count === 0) return null
  return (
    <Notice tone="open" actions={<TextButton href="#/trash">{t('trash.title')}</TextButton>}>
      {t('trash.recovered.notice', { count })}
    </Notice>
  )
}
