import { useTranslation } from 'react-i18next'
import type { Kind } from '@shared/domain/tables.ts'
import { deletionOfRecord } from '../db/cascade.ts'
import type { Change } from '../db/write.ts'
import { useToasts } from '../ui/toast.tsx'
import { commit, undo } from './commit.ts'
import { useWorkspace } from './workspace.tsx'

type Target = {
  readonly scope: string
  readonly kind: Kind
  readonly id: string
  /** Written in the same step, and taken back with it. */
  readonly also?: readonly Change[]
}

/** Moves a record to the trash with what hangs on it, and offers Undo for ten seconds. Resolves to whether it is there. */
export function useDeleteRecord(): (target: Target) => Promise<boolean> {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const toasts = useToasts()
  return async ({ scope, kind, id, also = [] }) => {
    const live = workspace.live.store.getState().scopes[scope]
    if (!live) return false
    const written = await commit(workspace, scope, [...also, ...deletionOfRecord(live, kind, id)])
    if (!written.ok) {
      toasts.warn(t(written.error.code === 'disk-full' ? 'save.diskFull' : 'trash.notDeleted'))
      return false
    }
    const { takeBack } = written.value
    if (!takeBack) return true
    toasts.offerUndo({
      message: t('trash.moved'),
      onUndo: async () => {
        const undone = await undo(workspace, takeBack)
        if (!undone.ok) toasts.warn(t('save.failed'))
      },
    })
    return true
  }
}
