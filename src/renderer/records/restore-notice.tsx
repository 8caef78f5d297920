import type { Kind } from '@shared/domain/tables.ts'
import { useTranslation } from 'react-i18next'
import { restorationOfRecord } from '../db/cascade.ts'
import { Notice } from '../ui/notice.tsx'
import { TextButton } from '../ui/text-button.tsx'
import { useToasts } from '../ui/toast.tsx'
import { commit } from './commit.ts'
import { useWorkspace } from './workspace.tsx'
import { ForEditors } from './for-editors.tsx'

type RestoreNoticeProps = {
  readonly scope: string
  readonly kind: Kind
  readonly id: string
  /** "This visit is in the trash." */
  readonly words: string
}

/** On the page of a deleted record: that it is deleted, and the way back. */
export function RestoreNotice({ scope, kind, id, words }: RestoreNoticeProps) {
  const { t } = useTranslation()
  const restore = useRestoreRecord()
  return (
    <Notice
      tone="owe"
      actions={
        <ForEditors scope={scope}>
          <TextButton onClick={() => void restore({ scope, kind, id })}>{t('trash.restore')}</TextButton>
        </ForEditors>
      }
    >
      {words}
    </Notice>
  )
}

type Target = { readonly scope: string; readonly kind: Kind; readonly id: string }

/** Brings a record back with what was deleted together with it. Resolves to whether it is there again. */
export function useRestoreRecord(): (target: Target) => Promise<boolean> {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const toasts = useToasts()
  return async ({ scope, kind, id }) => {
    const live = workspace.live.store.getState().scopes[scope]
    if (!live) return false
    const written = await commit(workspace, scope, restorationOfRecord(live, kind, id))
    if (written.ok) toasts.say(t('trash.restored'))
    else toasts.warn(t(written.error.code === 'disk-full' ? 'save.diskFull' : 'trash.notRestored'))
    return written.ok
  }
}
