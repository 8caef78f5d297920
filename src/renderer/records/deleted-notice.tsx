import type { Kind } from '@shared/domain/tables.ts'
import { useTranslation } from 'react-i18next'
import { restorationOfRecord } from '../db/cascade.ts'
import { Notice } from '../ui/notice.tsx'
import { TextButton } from '../ui/text-button.tsx'
import { useCommit } from './use-commit.ts'
import { useScope } from './use-records.ts'
import { ForEditors } from './for-editors.tsx'

type DeletedNoticeProps = { readonly scope: string; readonly kind: Kind; readonly id: string }

/** Stands in place of a record that is in the trash, with the way back for it and what was deleted with it. */
export function DeletedNotice({ scope, kind, id }: DeletedNoticeProps) {
  const { t } = useTranslation()
  const live = useScope(scope)
  const commit = useCommit(scope)
  const restore = (): void => {
    if (live) void commit(restorationOfRecord(live, kind, id))
  }
  return (
    <Notice
      actions={
        <ForEditors scope={scope}>
          <TextButton onClick={restore}>{t('record.restore')}</TextButton>
        </ForEditors>
      }
    >
      {t('record.inTrash')}
    </Notice>
  )
}
