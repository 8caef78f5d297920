import { LARGEST_FILE } from '@shared/domain/attachment.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { makeThumbnail } from '../lib/shrink-picture.ts'
import { useFormats } from '../lib/use-formats.ts'
import { useToasts } from '../ui/toast.tsx'
import { attachFile, type AttachedTo } from './attach-file.ts'
import { undo } from './commit.ts'
import type { Undoable } from './undo.ts'
import { useWorkspace } from './workspace.tsx'

/** Attaches files one after the other, says what could not be attached and why, and offers Undo for all of them at once. */
export function useAttach(to: AttachedTo): { readonly attach: (files: readonly File[]) => Promise<void>; readonly isBusy: boolean } {
  const { t } = useTranslation()
  const formats = useFormats()
  const workspace = useWorkspace()
  const toasts = useToasts()
  const [isBusy, setIsBusy] = useState(false)
  const attach = async (files: readonly File[]): Promise<void> => {
    setIsBusy(true)
    const taken: { readonly name: string; readonly takeBack: Undoable }[] = []
    for (const file of files) {
      const attached = await attachFile(workspace, file, { to, thumbnail: makeThumbnail })
      if (!attached.ok) {
        toasts.warn(t(`attachment.refused.${attached.error.code}`, { name: file.name, most: formats.bytes(LARGEST_FILE) }))
        continue
      }
      const { takeBack } = attached.value
      if (takeBack) taken.push({ name: file.name, takeBack })
    }
    setIsBusy(false)
    const [first] = taken
    if (!first) return
    const count = taken.length
    toasts.offerUndo({
      message: count === 1 ? t('attachment.attached', { name: first.name }) : t('attachment.attachedCount', { count }),
      onUndo: async () => {
        for (const { takeBack } of taken.toReversed()) await undo(workspace, takeBack)
      },
    })
  }
  return { attach, isBusy }
}
